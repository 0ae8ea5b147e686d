"""Hostile input, counted: how many were tried, how long the longest took, how much memory a process had at most.

    python bench/hostile.py [documents for each of four formats, 500 if left out]

It runs what the tests run: documents that nobody wrote, mutated PDFs in their own process, bombs, addresses, titles.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]


class Figures(NamedTuple):
    """What came of one kind."""

    kind: str
    count: int
    refused: int
    longest: float
    """Seconds of processor time, children included."""


def measure(kind: str, works: list[Callable[[], bool]]) -> Figures:
    """Run each; it returns whether it was refused, and raises where it should not."""
    refused, longest = 0, 0.0
    for work in works:
        began = _spent()
        refused += work()
        longest = max(longest, _spent() - began)
    return Figures(kind, len(works), refused, longest)


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def read_documents(count: int) -> list[Figures]:
    from model.errors import ValidationError
    from tests.test_hostile_documents import MAKERS

    def take(kind: str, seed: int) -> bool:
        make, read = MAKERS[kind]
        try:
            read(make(random.Random(f"{kind} {seed}")))
        except ValidationError:
            return True
        return False

    return [measure(kind, [lambda kind=kind, seed=seed: take(kind, seed) for seed in range(count)]) for kind in MAKERS]


def read_pdfs(count: int) -> Figures:
    from model.errors import ValidationError
    from tests.pdf_mutants import make_seeds, mutate

    seeds = make_seeds()

    def take(seed: int) -> bool:
        from adapters.documents.pdf.reading import read_pdf

        try:
            read_pdf(mutate(seed, seeds), "a.pdf")
        except ValidationError:
            return True
        return False

    return measure("pdf, a process each", [lambda seed=seed: take(seed) for seed in range(1, count + 1)])


def refuse_bombs() -> Figures:
    from model.errors import ValidationError
    from tests.test_hostile_bombs import BOMBS

    def take(name: str) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            try:
                BOMBS[name](Path(folder))
            except ValidationError:
                return True
        return False

    return measure("bombs", [lambda name=name: take(name) for name in BOMBS])


def count_tests(name: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", f"tests/{name}", "-q", "-m", "slow or not slow"], cwd=ROOT, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    return (done.stdout.strip().splitlines() or ["nothing"])[-1]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    for found in [*read_documents(count), read_pdfs(max(1, count // 10)), refuse_bombs()]:
        sys.stdout.write(
            f"{found.kind:<22} {found.count:>5} tried, {found.refused:>5} refused, the longest {found.longest:.2f} s\n"
        )
        sys.stdout.flush()
    for name in ("test_network_forgery.py", "test_nasty_titles.py"):
        sys.stdout.write(f"{name:<28} {count_tests(name)}\n")
    for whose, of in (("this process", resource.RUSAGE_SELF), ("its largest child", resource.RUSAGE_CHILDREN)):
        sys.stdout.write(f"{whose}: {resource.getrusage(of).ru_maxrss / 1000:.0f} MB at most\n")


if __name__ == "__main__":
    main()
