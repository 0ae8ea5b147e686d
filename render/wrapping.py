"""Units of text with their widths to lines: greedy, then evened out where it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Unit(NamedTuple):
    """A stretch of a paragraph that stays on one line."""

    start: int
    """Offset of its first character in the paragraph."""
    end: int
    """One past its last, trailing spaces included."""
    solid: float
    """Width without trailing spaces."""
    full: float
    """Width with them."""


Splitter = Callable[[Unit], Sequence[Unit]]
"""Cuts a unit that is too wide for a line into smaller ones."""

_WIDOW = 0.2
"""A last line shorter than this part of the width looks lost."""


def wrap_units(units: Sequence[Unit], width: float, split: Splitter) -> tuple[tuple[int, int], ...]:
    """Fill lines one after another; return each line's first and last offsets. A unit wider than a line is split."""
    lines: list[tuple[int, int]] = []
    start, end, used = -1, 0, 0.0
    queue = list(reversed(units))
    while queue:
        unit = queue.pop()
        if start >= 0 and used + unit.solid <= width:
            end, used = unit.end, used + unit.full
            continue
        if unit.solid > width:
            parts = split(unit)
            if len(parts) > 1:
                queue.extend(reversed(parts))
                continue
        if start >= 0:
            lines.append((start, end))
        start, end, used = unit.start, unit.end, unit.full
    return (*lines, (start, end)) if start >= 0 else ()


def even_lines(units: Sequence[Unit], width: float, split: Splitter) -> tuple[tuple[int, int], ...]:
    """Wrap at the narrowest width that needs no more lines: headings then have lines of one length."""
    best = wrap_units(units, width, split)
    if len(best) < 2:
        return best
    low, high = width / len(best) / 1.5, width
    while high - low > 4:
        middle = (low + high) / 2
        tried = wrap_units(units, middle, split) if max(u.solid for u in units) <= middle else None
        if tried is not None and len(tried) == len(best):
            best, high = tried, middle
        else:
            low = middle
    return best


def avoid_widow(units: Sequence[Unit], width: float, split: Splitter) -> tuple[tuple[int, int], ...]:
    """Wrap, and if the last line is a scrap, wrap a little narrower so that it gets company."""
    lines = wrap_units(units, width, split)
    if len(lines) < 2 or _line_width(units, lines[-1]) >= width * _WIDOW:
        return lines
    for part in (0.94, 0.88, 0.82):
        narrower = wrap_units(units, width * part, split)
        if len(narrower) == len(lines) and _line_width(units, narrower[-1]) >= width * _WIDOW:
            return narrower
    return lines


def _line_width(units: Sequence[Unit], line: tuple[int, int]) -> float:
    return sum(unit.full for unit in units if line[0] <= unit.start < line[1])
