"""From what lies on a page to the order in which it is read: stretches into lines, lines into blocks, blocks in turn.

The order of blocks is that of Breuel, "High Performance Document Layout Analysis" (2003): what stands above comes first; of
what stands side by side the nearer to the beginning of lines, unless something that spans both stands between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from adapters.documents.pdf.shapes import MONO, RAISED, Box, Figure, Line, Table, hull, join_lines
from adapters.documents.pdf.tables import gather_rows

_LONE_MARK = re.compile(
    r"(?:[•◦▪‣∙·*–—\-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,3}){0,4}\.?|\[\d{1,3}\])\s?"
)
_PAGE_NUMBER = re.compile(r"\s*(?:\d{1,4}|[ivxlc]{1,7})\s*")
_LEADERS = re.compile(r"(?:\. ?){4,}\s*$")
_SMALL, _HIGH, _LOW = 0.88, 0.8, 0.3
"""Of a line's size: how large what is raised or lowered may be, and by how much it is."""
_NARROW, _WIDE, _WIDER = 0.45, 0.75, 2.5
"""Of the size: a gap is none between columns; is one where nothing tells otherwise; is one."""
_SIMILAR = 1.35
_COLUMN_SHARE = 0.56
"""Of what stands on a page, a column is no wider."""
_MOST_BLOCKS = 120


class Block(NamedTuple):
    """What stands together: lines under each other, or a table, or a figure."""

    box: Box
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    figure: Figure | None = None


def order_page(lines: Sequence[Line], tables: Sequence[Table], figures: Sequence[Figure]) -> list[Block]:
    """Return the blocks of a page in reading order."""
    blocks = [Block(hull(line.box for line in chain), tuple(chain)) for chain in _chain(merge_rows(lines))]
    blocks += [Block(table.box, table=table) for table in tables]
    blocks += [Block(figure.box, figure=figure) for figure in figures]
    leftward = 2 * sum(len(line.text) for line in lines if line.leftward) > sum(len(line.text) for line in lines)
    return _sort(sorted(blocks, key=lambda block: (block.box.y0, block.box.x0)), leftward)


def attach_raised(lines: Sequence[Line]) -> list[Line]:
    """Bring exponents, indices and marks of notes down to the line that they stand at, where PDFium gives them their own."""
    ordered = sorted(lines, key=lambda line: line.base)
    placed: list[Line] = []
    for at, line in enumerate(ordered):
        short = len(line.text) <= 12
        near = [*ordered[max(at - 6, 0) : at], *ordered[at + 1 : at + 7]] if short else []
        host = next((other for other in near if _carries(other, line)), None)
        if host is None:
            placed.append(line)
            continue
        raised = RAISED if host.base - line.base > 0.15 * host.size else 0
        runs = tuple(run._replace(style=run.style | raised) for run in line.runs)
        placed.append(line._replace(runs=runs, base=host.base))
    return placed


def _carries(host: Line, line: Line) -> bool:
    """Tell whether something small stands right before or behind a line, a little higher or lower."""
    if line.size > _SMALL * host.size or not -_LOW * host.size < host.base - line.base < _HIGH * host.size:
        return False
    if abs(host.base - line.base) < 0.05 * host.size:
        return False
    return min(abs(line.x0 - host.x1), abs(host.x0 - line.x1)) < 0.25 * host.size


def merge_rows(lines: Sequence[Line]) -> list[Line]:
    """Join what stands on one base line, where the gap between is none between columns."""
    rows = gather_rows(lines)
    merged: list[Line] = []
    for at, row in enumerate(rows):
        near = rows[max(at - 3, 0) : at] + rows[at + 1 : at + 4]
        group = [row[0]]
        for line in row[1:]:
            if _belongs(group[-1], line, near):
                group.append(line)
            else:
                merged.append(_join(group))
                group = [line]
        merged.append(_join(group))
    return merged


def _join(group: list[Line]) -> Line:
    if len(group) == 1:
        return group[0]
    if sum(line.leftward for line in group) * 2 > len(group):
        return join_lines(group[::-1])
    return join_lines(group)


def _belongs(left: Line, right: Line, near: Sequence[list[Line]]) -> bool:
    """Tell whether two stretches of one row are one line: rows near by cross their gap, and none has one there too."""
    size = min(left.size, right.size)
    gap = right.x0 - left.x1
    if gap < _NARROW * size or (left.share(MONO) > 0.9 and right.share(MONO) > 0.9):
        return True
    if _LONE_MARK.fullmatch(left.text.strip()) and gap < 4 * size:
        return True
    if _PAGE_NUMBER.fullmatch(right.text) and (_LEADERS.search(left.text) or left.runs[-1].href.startswith("#page=")):
        return True
    middle = (left.x1 + right.x0) / 2
    close = [row for row in near if abs(row[0].base - left.base) < 3.6 * size]
    crossed = any(line.x0 < middle - 2 and line.x1 > middle + 2 for row in close for line in row)
    parted = any(_parts(row, middle, gap) for row in close)
    return not parted and gap < (_WIDER if crossed else _WIDE) * size


def _parts(row: Sequence[Line], middle: float, gap: float) -> bool:
    """Tell whether a row has a gap at the same place."""
    before = [line.x1 for line in row if line.x1 <= middle]
    behind = [line.x0 for line in row if line.x0 >= middle]
    return bool(before and behind) and min(behind) - max(before) < 3 * gap


def _chain(lines: Sequence[Line]) -> list[list[Line]]:
    """Make chains of lines, each to the one right under it, where no other could claim either."""
    ordered = sorted(lines, key=lambda line: (line.base, line.x0))
    below = [_find_below(ordered, at) for at in range(len(ordered))]
    claimed: dict[int, list[int]] = {}
    for at, nexts in enumerate(below):
        for following in nexts:
            claimed.setdefault(following, []).append(at)
    chains: list[list[Line]] = []
    chain_of: dict[int, list[Line]] = {}
    for at, line in enumerate(ordered):
        before = claimed.get(at, [])
        if len(before) == 1 and len(below[before[0]]) == 1:
            chain_of[at] = chain_of[before[0]]
            chain_of[at].append(line)
        else:
            chain_of[at] = [line]
            chains.append(chain_of[at])
    return chains


def _find_below(ordered: Sequence[Line], at: int) -> list[int]:
    """Return the nearest lines under one: several when it spans columns."""
    found: list[int] = []
    line, depth = ordered[at], 0.0
    for other in range(at + 1, len(ordered)):
        under = ordered[other]
        distance = under.base - line.base
        code = line.share(MONO) > 0.9 and under.share(MONO) > 0.9
        if distance > (3.2 if code else 2.2) * max(line.size, under.size) or (
            found and distance > depth + 0.5 * line.size
        ):
            break
        if distance > 0.5 * line.size and _faces(line, under):
            found.append(other)
            depth = distance
    return found


def _faces(line: Line, under: Line) -> bool:
    """Tell whether two lines are of one column: they overlap, or code goes on further in."""
    if max(line.size, under.size) > _SIMILAR * min(line.size, under.size):
        return False
    shared = min(line.x1, under.x1) - max(line.x0, under.x0)
    if shared > 0.3 * min(line.x1 - line.x0, under.x1 - under.x0):
        return True
    return line.share(MONO) > 0.9 and under.share(MONO) > 0.9 and abs(line.x0 - under.x0) < 12 * line.size


def _sort(blocks: list[Block], leftward: bool) -> list[Block]:
    """Sort by what must come before what; a circle is cut where it is met."""
    if len(blocks) > _MOST_BLOCKS:
        return blocks
    reaches = _find_reaches(blocks)
    count = range(len(blocks))
    before = [[other for other in count if other != at and _precedes(other, at, reaches, leftward)] for at in count]
    ordered: list[Block] = []
    seen: set[int] = set()
    for start in range(len(blocks)):
        path = [(start, False)]
        while path:
            at, done = path.pop()
            if done:
                ordered.append(blocks[at])
            elif at not in seen:
                seen.add(at)
                path.append((at, True))
                path += [(other, False) for other in reversed(before[at]) if other not in seen]
    return ordered


def _find_reaches(blocks: Sequence[Block]) -> list[Box]:
    """Return the boxes of blocks, each as wide as the column that it stands in: a short heading is narrower than that."""
    widest = _COLUMN_SHARE * hull(block.box for block in blocks).width if blocks else 0.0
    narrow = [block.box for block in blocks if block.box.width <= widest]
    reaches: list[Box] = []
    for block in blocks:
        box = block.box
        if box.width <= widest:
            column = [other for other in narrow if min(other.x1, box.x1) - max(other.x0, box.x0) > 0.5 * box.width]
            below = [other for other in column if other.y0 >= box.y1 - 3]
            above = [other for other in column if other.y1 <= box.y0 + 3]
            near = [*sorted(below, key=lambda other: other.y0)[:1], *sorted(above, key=lambda other: -other.y1)[:1]]
            box = box._replace(x0=min(other.x0 for other in [box, *near]), x1=max(other.x1 for other in [box, *near]))
        reaches.append(box)
    return reaches


def _precedes(first: int, second: int, reaches: Sequence[Box], leftward: bool) -> bool:
    a, b = reaches[first], reaches[second]
    higher = (a.y0 + a.y1) / 2 < (b.y0 + b.y1) / 2
    if min(a.x1, b.x1) - max(a.x0, b.x0) > 0.05 * min(a.width, b.width):
        return higher
    before = (a.x0 < b.x0) != leftward
    if a.y0 < b.y1 and b.y0 < a.y1:
        return before
    if before == higher:
        return before and not _is_parted(first, second, reaches)
    # What stands lower but nearer to the beginning of lines comes first only where there are columns.
    return _are_columns(first, second, reaches) == before and (higher or not _is_parted(first, second, reaches))


def _is_parted(first: int, second: int, reaches: Sequence[Box]) -> bool:
    """Tell whether something that spans both stands between them."""
    a, b = reaches[first], reaches[second]
    low, high = min(a.y1, b.y1), max(a.y0, b.y0)
    return any(
        low - 3 <= box.y0 and box.y1 <= high + 3 and box.x0 < min(a.x1, b.x1) and box.x1 > max(a.x0, b.x0)
        for at, box in enumerate(reaches)
        if at not in (first, second)
    )


def _are_columns(first: int, second: int, reaches: Sequence[Box]) -> bool:
    """Tell whether one of two has beside it what stands in the column of the other."""
    a, b = reaches[first], reaches[second]
    return any(
        _overlaps(box.y0, box.y1, one.y0, one.y1)
        and not _overlaps(box.x0, box.x1, one.x0, one.x1)
        and _overlaps(box.x0, box.x1, other.x0, other.x1)
        for at, box in enumerate(reaches)
        if at not in (first, second)
        for one, other in ((a, b), (b, a))
    )


def _overlaps(first: float, last: float, begin: float, end: float) -> bool:
    return min(last, end) - max(first, begin) > 0


def usual_pitch(lines: Sequence[Line]) -> float:
    """Return the usual distance of base lines in a block."""
    steps = [under.base - line.base for line, under in pairwise(lines) if under.base > line.base]
    size = max((line.size for line in lines), default=10.0)
    # Of a few lines, a gap may be the only step there is.
    return min(median(steps), 1.45 * size) if 0 < len(steps) < 3 else median(steps) if steps else 1.2 * size
