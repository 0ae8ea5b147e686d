"""The whole job on long documents: cold, unchanged with --rerun, and after one word was changed; with memory. Prints Markdown.

    python bench/long_film.py [--minutes 2 10 30 60] [--edits 3] [--work FOLDER]

The documents are made here, of sentences without meaning and sections without end; a minute of film takes some seven scenes.
Seconds are of the flow, as the command says them, and of the whole command; memory is that of the command's own process at its
peak. `--work` keeps caches and films.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_NOUNS = (
    "build cache server folder stage record worker film scene store key digest picture voice caption report schedule"
    " queue branch release change document section table command index request answer result"
)
_VERBS = "keeps reads writes finds follows checks moves names counts sends opens closes repeats compares"
_SECTIONS_A_MINUTE = 1.8


def write_document(minutes: float) -> str:
    chance, nouns, verbs = random.Random(7), _NOUNS.split(), _VERBS.split()

    def sentence() -> str:
        one, two, three, four = chance.sample(nouns, 4)
        return f"The {one} {chance.choice(verbs)} the {two} before the {three} {chance.choice(verbs)} its {four}."

    parts = ["# A long guide", "This guide is long on purpose."]
    for number in range(1, round(minutes * _SECTIONS_A_MINUTE) + 1):
        parts.append(f"## Part {number}: {chance.choice(nouns)} and {chance.choice(nouns)}")
        parts.append(" ".join(sentence() for _ in range(4)))
        parts.append("\n".join(f"- {sentence()}" for _ in range(4)))
    return "\n\n".join(parts) + "\n"


def change_word(text: str, number: int) -> str:
    """Change one word of one section."""
    at = text.index("The ", text.index(f"## Part {number}:")) + 4
    return f"{text[:at]}other{number}{text[text.index(' ', at) :]}"


def run(world: Path, source: Path, *options: str) -> tuple[float, float, float, str]:
    """Run the command; return its seconds, those of its flow, the peak of its process in MB, and what it said last."""
    environment = os.environ | {
        "VIDEO_GEN_STATE_DIR": str(world / "state"), "VIDEO_GEN_CACHE_DIR": str(world / "cache"),
        "VIDEO_GEN_OUTPUT": str(world / "videos"), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    argv = [sys.executable, "-m", "flows.make_video", "--source", str(source), "--engine", "espeak"]
    begin = time.perf_counter()
    with subprocess.Popen(
        [*argv, "--target-duration", "all", *options], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        assert child.stderr is not None
        said = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(said)
    last = said.strip().splitlines()[-1]
    flow = float(re.findall(r"in ([\d.]+) s\.", last)[0])
    return time.perf_counter() - begin, flow, used.ru_maxrss / 1024, last


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, nargs="*", default=[2, 10, 30, 60])
    parser.add_argument("--edits", type=int, default=3)
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    work = options.work or Path(tempfile.mkdtemp(prefix="video-gen-bench-"))
    print("| film | run | seconds | of them the flow | peak MB |\n| --- | --- | --- | --- | --- |")
    for minutes in options.minutes:
        world = work / f"{minutes:g}"
        world.mkdir(parents=True, exist_ok=True)
        source, text = world / "guide.md", write_document(minutes)
        source.write_text(text)
        cold = run(world, source)
        film = re.findall(r": ([\d:]+), (\d+) scenes", cold[3])[0]
        name = f"{film[0]}, {film[1]} scenes"
        rows = {"cold": [cold], "unchanged, `--rerun`": [run(world, source, "--rerun") for _ in range(options.edits)]}
        edits = []
        for number in range(2, 2 + options.edits):
            source.write_text(change_word(text, number))
            edits.append(run(world, source))
        for what, runs in (rows | {"one word changed": edits}).items():
            figures = [statistics.median(values) for values in zip(*(one[:3] for one in runs), strict=True)]
            print(f"| {name} | {what} | {figures[0]:.1f} | {figures[1]:.1f} | {figures[2]:.0f} |", flush=True)


if __name__ == "__main__":
    main()
