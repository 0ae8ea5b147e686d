"""Units of text with their widths to lines: as few as greedy wrapping needs, their ends chosen for the whole paragraph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from math import inf
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

_SHORT = 0.5
"""A last line shorter than this part of the width looks lost."""
_LOST, _ALONE = 1.0, 0.1
"""What it costs, beside the squares of the room that other lines leave: a last line of no length, and one of one word."""
_MOST_LINES = 16
"""Longer paragraphs are wrapped one line after another: none of them stands in a picture as it is."""


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
    """Wrap into lines as equally long as can be, none more than there must be: for headings."""
    return _choose_ends(units, width, split, last_as_others=True)


def avoid_widow(units: Sequence[Unit], width: float, split: Splitter) -> tuple[tuple[int, int], ...]:
    """Wrap into full lines, none more than there must be, the last one neither a scrap nor a word alone: for prose."""
    return _choose_ends(units, width, split, last_as_others=False)


def _choose_ends(
    units: Sequence[Unit], width: float, split: Splitter, *, last_as_others: bool
) -> tuple[tuple[int, int], ...]:
    """Find the ends of lines at which the room left free, squared, is least over all of them (Knuth and Plass, 1981)."""
    greedy = wrap_units(units, width, split)
    if not 2 <= len(greedy) <= _MOST_LINES or any(unit.solid > width for unit in units):
        return greedy
    edges = [0.0, *accumulate(unit.full for unit in units)]
    count = len(units)
    costs = [0.0] + [inf] * count
    """Of the first units on the lines so far, by how many they are."""
    origins: list[list[int]] = []
    for line in range(1, len(greedy) + 1):
        last = line == len(greedy)
        reached, origin = [inf] * (count + 1), [0] * (count + 1)
        for end in range(count, count + 1) if last else range(line, count):
            for start in range(end - 1, line - 2, -1):
                length = edges[end - 1] - edges[start] + units[end - 1].solid
                if length > width:
                    break
                ends_well = not last or last_as_others
                cost = costs[start] + (_room(length, width) if ends_well else _loss(length, width, end - start))
                if cost < reached[end]:
                    reached[end], origin[end] = cost, start
        costs = reached
        origins.append(origin)
    return _follow(units, origins) if costs[count] < inf else greedy


def _room(length: float, width: float) -> float:
    return (1 - length / width) ** 2


def _loss(length: float, width: float, words: int) -> float:
    """Return what a last line costs: nothing, unless it looks lost."""
    short = max(0.0, 1 - length / width / _SHORT)
    return _LOST * short**2 + (_ALONE if words == 1 and short else 0.0)


def _follow(units: Sequence[Unit], origins: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    """Walk back from the last unit along the chosen ends."""
    lines: list[tuple[int, int]] = []
    end = len(units)
    for origin in reversed(origins):
        start = origin[end]
        lines.append((units[start].start, units[end - 1].end))
        end = start
    return tuple(reversed(lines))
