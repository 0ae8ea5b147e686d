"""What lies on a page of a PDF, as values: points (1/72 inch) from the upper left corner, y downwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

BOLD, ITALIC, MONO, RAISED = 1, 2, 4, 8
"""How a stretch of text is set, as bits."""

_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")


class Box(NamedTuple):
    """A rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        """Return its area; 0 for what is turned inside out."""
        return max(self.width, 0.0) * max(self.height, 0.0)

    def grow(self, by: float) -> Box:
        """Return it with a margin around."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def meets(self, other: Box) -> bool:
        """Tell whether two have a point in common."""
        return self.x0 <= other.x1 and other.x0 <= self.x1 and self.y0 <= other.y1 and other.y0 <= self.y1

    def shared(self, other: Box) -> float:
        """Return the area that two have in common."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(width, 0.0) * max(height, 0.0)

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies in it."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


def hull(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around all; there must be one."""
    found = list(boxes)
    return Box(
        min(box.x0 for box in found), min(box.y0 for box in found),
        max(box.x1 for box in found), max(box.y1 for box in found),
    )  # fmt: skip


class Run(NamedTuple):
    """A stretch of text in one style."""

    text: str
    style: int = 0
    href: str = ""


class Line(NamedTuple):
    """Text on one base line, without a gap as wide as a column's."""

    runs: tuple[Run, ...]
    x0: float
    x1: float
    base: float
    size: float

    @property
    def text(self) -> str:
        """Return its words, in logical order."""
        return "".join(run.text for run in self.runs)

    @property
    def box(self) -> Box:
        """Return where it stands, as high as its letters."""
        return Box(self.x0, self.base - 0.78 * self.size, self.x1, self.base + 0.22 * self.size)

    @property
    def middle(self) -> tuple[float, float]:
        """Return its centre."""
        return (self.x0 + self.x1) / 2, self.base - 0.28 * self.size

    def share(self, style: int) -> float:
        """Return which part of its letters is set in a style."""
        letters = sum(len(run.text.strip()) for run in self.runs)
        return sum(len(run.text.strip()) for run in self.runs if run.style & style) / letters if letters else 0.0

    @property
    def leftward(self) -> bool:
        """Tell whether it is read from right to left."""
        return is_leftward(self.text)


class Rule(NamedTuple):
    """A straight line, level or upright, as thin as rules are."""

    level: bool
    at: float
    """y of a level one, x of an upright one."""
    first: float
    last: float


class Table(NamedTuple):
    """Cells in rows; every row has as many."""

    box: Box
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    titled: bool
    """The first row names the columns."""


class Figure(NamedTuple):
    """A region that is shown as a picture."""

    box: Box
    name: str
    caption: str = ""


class Sheet(NamedTuple):
    """One page, as far as it was read."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()
    notes: tuple[tuple[str, str, str], ...] = ()
    """(what, words, reason) of what was left out."""


def is_leftward(text: str) -> bool:
    """Tell whether most letters are of a script that runs from right to left."""
    return 2 * len(_RTL.findall(text)) > len(_LETTER.findall(text))


def join_lines(lines: Sequence[Line]) -> Line:
    """Make one line of several on the same base line, in the order in which they are given."""
    runs: list[Run] = []
    for at, line in enumerate(lines):
        last = lines[at - 1]
        apart = max(line.x0 - last.x1, last.x0 - line.x1) > 0.12 * last.size
        if at and apart and not runs[-1].text.endswith(" "):
            runs.append(Run(" ", runs[-1].style if runs[-1].style == line.runs[0].style else 0))
        runs += line.runs
    main = max(lines, key=lambda line: len(line.text))
    return Line(
        merge_runs(runs), min(line.x0 for line in lines), max(line.x1 for line in lines), main.base, main.size
    )  # fmt: skip


def merge_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join neighbours of one style."""
    merged: list[Run] = []
    for run in runs:
        if merged and merged[-1][1:] == run[1:]:
            merged[-1] = merged[-1]._replace(text=merged[-1].text + run.text)
        elif run.text:
            merged.append(run)
    return tuple(merged)


def common_size(lines: Iterable[Line]) -> float:
    """Return the size in which most letters are set, to a quarter of a point; 10 when there are none."""
    letters: dict[float, int] = {}
    for line in lines:
        size = round(line.size * 4) / 4
        letters[size] = letters.get(size, 0) + len(line.text)
    return max(sorted(letters), key=lambda size: letters[size]) if letters else 10.0
