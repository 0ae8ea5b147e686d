"""From lines and rules to tables: what rules enclose, and what stands in columns; what is neither stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from adapters.documents.pdf.shapes import (
    BOLD,
    MONO,
    Box,
    Line,
    Rule,
    Run,
    Table,
    common_size,
    hull,
    join_lines,
    merge_runs,
)

_NEAR = 3.0
_MOST_RULES, _MOST_EDGES = 3_000, 200
_PROSE_CELL = 400
_NUMERIC = re.compile(r"[\s\d.,%+\-–−±()×xX/:$€£¥]*\d[\s\d.,%+\-–−±()×xX/:$€£¥]*[A-Za-zµ%]{0,4}")
_MARKER = re.compile(r"(?:[•◦▪‣–∙·*\-\[(]|\d{1,3}[.)]|\[\d{1,3}\]|\(?[a-z]\))\s?")
_LEADER = re.compile(r"(?:\. ?){4,}")
_WIDEST_GAP_UP = 2.9
"""Of the size: rows of one table are not farther apart, base line to base line."""


class Grid(NamedTuple):
    """What rules enclose: the edges between columns and between rows."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @property
    def box(self) -> Box:
        """Return all of it."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def find_tables(lines: Sequence[Line], rules: Sequence[Rule]) -> tuple[list[Table], list[Line]]:
    """Take the tables of a page out of its lines; return both."""
    tables: list[Table] = []
    rest = list(lines)
    for grid in find_grids(rules[:_MOST_RULES]):
        inside = [line for line in rest if grid.box.holds(*line.middle)]
        if table := _fill_grid(grid, inside):
            tables.append(table)
            taken = set(map(id, inside))
            rest = [line for line in rest if id(line) not in taken]
    aligned, rest = _find_aligned(rest, rules)
    return [*tables, *aligned], rest


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """Find sets of rules that cross, with more than one row and more than one column between them."""
    grids: list[Grid] = []
    for group in _connect(rules):
        level = [rule for rule in group if rule.level]
        upright = [rule for rule in group if not rule.level]
        xs = _cluster([rule.at for rule in upright] + [end for rule in level for end in (rule.first, rule.last)])
        ys = _cluster([rule.at for rule in level] + [end for rule in upright for end in (rule.first, rule.last)])
        if 3 <= len(xs) <= _MOST_EDGES and 3 <= len(ys) <= _MOST_EDGES and upright and level:
            grids.append(Grid(tuple(xs), tuple(ys)))
    return grids


def _connect(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group the rules that touch each other."""
    owner = list(range(len(rules)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    uprights = [at for at, rule in enumerate(rules) if not rule.level]
    for at, rule in enumerate(rules):
        if rule.level:
            for other in uprights:
                if _touch(rule, rules[other]):
                    owner[root(other)] = root(at)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(root(at), []).append(rule)
    return list(groups.values())


def _touch(level: Rule, upright: Rule) -> bool:
    across = level.first - _NEAR <= upright.at <= level.last + _NEAR
    return across and upright.first - _NEAR <= level.at <= upright.last + _NEAR


def _cluster(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _fill_grid(grid: Grid, inside: Sequence[Line]) -> Table | None:
    """Put lines into cells; None when it is a frame around prose, or mostly empty."""
    columns, bands = len(grid.xs) - 1, len(grid.ys) - 1
    cells: list[list[list[Line]]] = [[[] for _ in range(columns)] for _ in range(bands)]
    for line in inside:
        x, y = line.middle
        cells[_index(grid.ys, y)][_index(grid.xs, x)].append(line)
    rows = [row for band in cells for row in _split_band(band) if any(row)]
    used = [at for at in range(columns) if any(row[at] for row in rows)]
    filled = sum(bool(row[at]) for row in rows for at in used)
    longest = max((sum(len(line.text) for line in row[at]) for row in rows for at in used), default=0)
    if len(rows) < 2 or len(used) < 2 or 2 * filled < len(rows) * len(used) or longest > _PROSE_CELL:
        return None
    return _make_table(grid.box, [[row[at] for at in used] for row in rows])


def _index(edges: Sequence[float], value: float) -> int:
    return min(max(sum(edge <= value for edge in edges) - 1, 0), len(edges) - 2)


def _split_band(band: list[list[Line]]) -> list[list[list[Line]]]:
    """Part a band of several rows without rules between them: each of its base lines begins in the first column."""
    bases = _cluster([line.base for cell in band for line in cell])
    first = _cluster([line.base for line in band[0]])
    lonely = sum(sum(any(abs(line.base - base) <= _NEAR for line in cell) for cell in band) < 2 for base in bases)
    if len(bases) < 2 or len(first) != len(bases) or lonely:
        return [band]
    return [[[line for line in cell if abs(line.base - base) <= _NEAR + 0.01] for cell in band] for base in bases]


def _make_table(box: Box, rows: list[list[list[Line]]]) -> Table:
    texts = tuple(tuple(_cell(lines) for lines in row) for row in rows)
    head = [line for cell in rows[0] for line in cell]
    body = [line for row in rows[1:] for cell in row for line in cell]
    words = all(cell and not _NUMERIC.fullmatch(_plain(cell)) for cell in texts[0])
    bold = all(line.share(BOLD) > 0.6 for line in head) and not all(line.share(BOLD) > 0.6 for line in body)
    return Table(box, texts, bool(head) and (bold or words))


def _plain(cell: tuple[Run, ...]) -> str:
    return "".join(run.text for run in cell).strip()


def _cell(lines: list[Line]) -> tuple[Run, ...]:
    if not lines:
        return ()
    ordered = sorted(lines, key=lambda line: (round(line.base / 2), line.x0))
    return merge_runs(join_lines(ordered).runs)


def _find_aligned(lines: Sequence[Line], rules: Sequence[Rule]) -> tuple[list[Table], list[Line]]:
    """Take out tables whose columns are told by white space alone."""
    rows = gather_rows(lines)
    tables: list[Table] = []
    taken: set[int] = set()
    at = 0
    while at < len(rows):
        end = _grow(rows, at)
        table = _read_aligned(rows[at:end], rules) if end - at >= 2 else None
        if table:
            tables.append(table)
            taken.update(id(line) for row in rows[at:end] for line in row)
            at = end
        else:
            at += 1
    return tables, [line for line in lines if id(line) not in taken]


def gather_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines by base line, from the top; within a row from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        if rows and line.base - rows[-1][0].base <= 0.3 * max(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _grow(rows: Sequence[list[Line]], at: int) -> int:
    """Return the end of the rows from here that keep the columns of the first."""
    if len(rows[at]) < 2 or not _may_stand(rows[at]):
        return at + 1
    columns = _columns([rows[at]])
    end = at + 1
    while end < len(rows) and _may_stand(rows[end]):
        size = max(line.size for line in rows[end])
        wider = _columns(rows[at : end + 1])
        far = rows[end][0].base - rows[end - 1][0].base > _WIDEST_GAP_UP * size
        if (
            far
            or len(wider) < max(2, min(len(columns), len(_columns([rows[end]]))))
            or _differs(rows[at:end], rows[end])
        ):
            break
        columns = wider
        end += 1
    while end - at > 1 and len(rows[end - 1]) < 2 and rows[end - 1][0].x0 < columns[0].x1:
        end -= 1
    return end


def _differs(above: Sequence[list[Line]], row: list[Line]) -> bool:
    """Tell whether a row of one cell is not the rest of a cell above: it begins in the first column."""
    columns = _columns(above)
    return len(row) == 1 and (row[0].x0 < columns[0].x1 or row[0].x1 > columns[-1].x1 + row[0].size * 2)


def _may_stand(row: list[Line]) -> bool:
    text = " ".join(line.text for line in row)
    mono = all(line.share(MONO) > 0.9 for line in row)
    return not mono and not _LEADER.search(text) and not all(len(line.text) > 45 for line in row)


def _columns(rows: Sequence[list[Line]]) -> list[Box]:
    """Return the stretches between which white space runs through all rows."""
    gap = 0.7 * common_size(line for row in rows for line in row)
    found: list[Box] = []
    for line in sorted((line for row in rows for line in row), key=lambda line: line.x0):
        if found and line.x0 <= found[-1].x1 + gap:
            found[-1] = found[-1]._replace(x1=max(found[-1].x1, line.x1))
        else:
            found.append(Box(line.x0, 0, line.x1, 0))
    return found


def _read_aligned(rows: Sequence[list[Line]], rules: Sequence[Rule]) -> Table | None:
    columns = _columns(rows)
    if len(columns) < 2:
        return None
    cells = _join_wrapped([[[line for line in row if _in(line, column)] for column in columns] for row in rows])
    box = hull(line.box for row in rows for line in row)
    if not _is_convincing(cells, box, rules):
        return None
    return _make_table(box, cells)


def _in(line: Line, column: Box) -> bool:
    return column.x0 - 0.1 <= (line.x0 + line.x1) / 2 <= column.x1 + 0.1


def _join_wrapped(rows: list[list[list[Line]]]) -> list[list[list[Line]]]:
    """Give a row whose first cell is empty to the row above: it is the rest of a cell."""
    joined: list[list[list[Line]]] = []
    for row in rows:
        if joined and not row[0] and sum(map(bool, row)) < len(row) - 1:
            joined[-1] = [above + below for above, below in zip(joined[-1], row, strict=True)]
        else:
            joined.append(row)
    return joined


def _is_convincing(cells: list[list[list[Line]]], box: Box, rules: Sequence[Rule]) -> bool:
    """Tell a table from prose in columns, a list, an address: short cells, most of them there, numbers or rules."""
    columns = list(zip(*cells, strict=True))
    texts = [["".join(line.text for line in cell).strip() for cell in column] for column in columns]
    filled = sum(bool(text) for column in texts for text in column)
    if filled < 0.65 * len(cells) * len(columns) or all(_MARKER.fullmatch(text) for text in texts[0] if text):
        return False
    ruled = _count_rules(box, rules) >= 2
    numbers = sum(bool(_NUMERIC.fullmatch(text)) for column in texts[1:] for text in column[1:] if text)
    numeric = numbers >= 0.5 * max(sum(bool(text) for column in texts[1:] for text in column[1:]), 1)
    if ruled:
        return len(cells) >= 2 and all(_is_short(column, 60) for column in texts)
    if len(columns) > 2:
        return len(cells) >= 3 and all(_is_short(column, 24) for column in texts)
    return len(cells) >= 3 and _is_short(texts[0], 28) and _is_short(texts[1], 30) and numeric


def _is_short(column: list[str], most: int) -> bool:
    """Tell whether the cells of a column have no more letters, on average."""
    return sum(map(len, column)) <= most * max(sum(map(bool, column)), 1)


def _count_rules(box: Box, rules: Sequence[Rule]) -> int:
    around = box.grow(9)
    level = [
        rule.at
        for rule in rules
        if rule.level and around.y0 <= rule.at <= around.y1
        and min(rule.last, box.x1) - max(rule.first, box.x0) > 0.7 * box.width and rule.last - rule.first < 1.4 * box.width
    ]  # fmt: skip
    return len(_cluster(level))
