"""A program: reads mutated PDFs one after the other, as the reading program does, and tells of each how it ended.

Arguments: first and last seed. It is run in a process of its own, since a mutant may end it; whoever runs it goes on behind
that one.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from tests.pdf_maker import PROSE, PdfMaker, lines, make_handbook, put, put_unicode, rule  # noqa: E402 - found by the line above


def make_seeds() -> list[bytes]:
    """Return what is mutated."""
    scripts = PdfMaker(title="Scripts")
    scripts.page(
        put_unicode(72, 100, "これは日本語の文章です。") + put_unicode(72, 140, "ףוס 123 םלוע") + put(72, 180, "Plain.")
    )
    table = PdfMaker()
    grid = "".join(rule(72, y, 372, y) for y in range(100, 300, 20)) + "".join(
        rule(x, 100, x, 280) for x in (72, 172, 372)
    )
    table.page(grid + lines(80, 114, PROSE) + "1 0 0 rg 100 300 m 150 350 200 300 250 400 c f\n" * 5, turn=90)
    return [make_handbook(), scripts.write(), table.write()]


def mutate(seed: int, seeds: list[bytes]) -> bytes:
    """Change a few bytes, cut, double or swap parts: the same for the same seed."""
    chance = random.Random(seed)
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((1, 2, 4, 16))):
        at = chance.randrange(max(len(data), 1))
        kind = chance.randrange(6)
        if kind == 0:
            data[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del data[at : at + chance.randrange(1, 200)]
        elif kind == 2:
            data[at:at] = data[at : at + chance.randrange(1, 400)]
        elif kind == 3:
            digits = [i for i, byte in enumerate(data) if 48 <= byte <= 57]
            data[(spot := chance.choice(digits)) : spot + 1] = chance.choice(
                (b"0", b"-1", b"99999999", b"4294967295", b"9")
            )
        elif kind == 4:
            other = chance.choice(seeds)
            data[at : at + 80] = other[at : at + 80]
        else:
            data = data[: chance.randrange(len(data) // 2, len(data) + 1)] or data
    return bytes(data)


def main() -> None:
    """Read the mutants of some seeds."""
    from adapters.documents.pdf.library import Refusal, start_library
    from adapters.documents.pdf.pages import read_all

    start_library()
    seeds = make_seeds()
    for seed in range(int(sys.argv[1]), int(sys.argv[2]) + 1):
        sys.stdout.write(f"{seed} ")
        sys.stdout.flush()
        try:
            read_all(mutate(seed, seeds))
            sys.stdout.write("read\n")
        except Refusal as reason:
            sys.stdout.write(f"refused {reason}\n")


if __name__ == "__main__":
    main()
