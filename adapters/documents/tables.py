"""From a table element, Markdown's or HTML's, to a table block; a table that only lays out a page is read as what it holds."""

from __future__ import annotations

from itertools import groupby
from typing import Literal, NamedTuple

from adapters.documents.gathering import gather, join_texts
from adapters.documents.page import UNNUMBERED, Page
from adapters.documents.tree import HEADINGS, Node
from model.content import TableBlock, Text, plain

Alignment = Literal["left", "center", "right"]

_MAX_SPAN = 50
_MAX_COLUMNS = 5_000
_MAX_CELLS = 200_000
"""A row of a few wide cells over thousands of short rows would take a gigabyte to fill."""
_LAYOUT = {*HEADINGS, "table", "pre", "#code", "blockquote", "#alert"}


class TableReading(NamedTuple):
    """A table, or the elements that a layout holds; and what to hoist."""

    block: TableBlock | None
    flow: list[Node]
    hoisted: list[Node]


class _Cell(NamedTuple):
    text: Text
    title: bool
    alignment: Alignment
    columns: int
    rows: int


def read_table(node: Node, page: Page) -> TableReading:
    """Read a table: header, rows, alignments."""
    rows = _find_rows(node.children)
    cells = [cell for row in rows for cell in row.children if cell.tag in ("td", "th")]
    others = _find_others(node.children)
    if len(cells) <= 1 or (not node.markdown and _is_layout(rows, cells)):
        return TableReading(None, [*others, *(child for cell in cells for child in _as_blocks(cell))], [])
    hoisted: list[Node] = []
    grid = _fill([[_read_cell(cell, hoisted) for cell in row.children if cell.tag in ("td", "th")] for row in rows])
    if not any(cell.text for row in grid for cell in row):
        return TableReading(None, others, hoisted)
    if hoisted and not any(cell.text for row in grid for cell in row[1:]):
        words = ", ".join(plain(row[0].text) for row in grid if row[0].text)
        page.omit("table", words, "beside these words it holds only pictures", page.span(node.first, node.last))
        return TableReading(None, others, hoisted)
    titled = rows[0].attributes.get("#head") == "yes" or all(cell.title for cell in grid[0])
    header = tuple(cell.text for cell in grid[0]) if titled else ((),) * len(grid[0])
    body = tuple(tuple(cell.text for cell in row) for row in (grid[1:] if titled else grid))
    block = TableBlock(
        block_id=UNNUMBERED, span=page.span(node.first, node.last), header=header, rows=body,
        alignments=tuple(cell.alignment for cell in grid[0]),
    )  # fmt: skip
    return TableReading(block, others, hoisted)


def _find_rows(nodes: list[Node], head: bool = False) -> list[Node]:
    rows: list[Node] = []
    for node in _wrap_loose_cells(nodes):
        if node.tag == "tr" and any(child.tag in ("td", "th") for child in node.children):
            node.attributes["#head"] = "yes" if head else ""
            rows.append(node)
        elif node.tag in ("thead", "tbody", "tfoot", "div", "center"):
            rows += _find_rows(node.children, head or node.tag == "thead")
    return rows


def _wrap_loose_cells(nodes: list[Node]) -> list[Node]:
    """Give cells that stand in no row one of their own, as browsers do."""
    wrapped: list[Node] = []
    for loose, group in groupby(nodes, key=lambda node: node.tag in ("td", "th")):
        same = list(group)
        wrapped += [Node("tr", same[0].first, same[-1].last, children=same)] if loose else same
    return wrapped


def _find_others(nodes: list[Node]) -> list[Node]:
    """List what stands in a table but in none of its cells: a caption, comments, stray words."""
    others: list[Node] = []
    for node in nodes:
        if node.tag in ("thead", "tbody", "tfoot", "tr", "div", "center", "colgroup"):
            others += _find_others(node.children)
        elif node.tag not in ("td", "th") and not (node.tag == "#text" and not node.text.strip()):
            others.append(node)
    return others


def _is_layout(rows: list[Node], cells: list[Node]) -> bool:
    """Tell whether a table only arranges a page: headings or blocks in its cells, or a single row or column of cells."""
    titled = any(cell.tag == "th" for cell in cells)
    narrow = len(rows) == 1 or len(cells) == len(rows)
    return (narrow and not titled) or any(_holds_block(cell) for cell in cells)


def _holds_block(node: Node) -> bool:
    return any(child.tag in _LAYOUT or _holds_block(child) for child in node.children)


def _as_blocks(cell: Node) -> list[Node]:
    """Keep the contents of one cell apart from those of the next."""
    return [Node("div", cell.first, cell.last, children=cell.children)] if cell.children else []


def _read_cell(node: Node, hoisted: list[Node]) -> _Cell:
    gathered = gather(node.children, keep_lists=False, into_quotes=True)
    hoisted += gathered.hoisted
    spans = [_read_span(node.attributes.get(name, "1")) for name in ("colspan", "rowspan")]
    return _Cell(join_texts(gathered.texts), node.tag == "th", _read_alignment(node), *spans)


def _read_span(value: str) -> int:
    return min(max(int(value), 1), _MAX_SPAN) if value.strip().isdecimal() and len(value) < 6 else 1


def _read_alignment(node: Node) -> Alignment:
    style = node.attributes.get("style", "")[:500].replace(" ", "").lower()
    wanted = style.partition("text-align:")[2].partition(";")[0] or node.attributes.get("align", "").lower()
    return "center" if wanted == "center" else "right" if wanted == "right" else "left"


def _fill(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """Give every row as many cells as the widest: a cell over several columns or rows leaves empty ones behind it."""
    grid: list[list[_Cell]] = []
    falling: dict[int, int] = {}
    for row in rows:
        filled: list[_Cell] = []
        for cell in row:
            _drop_below(filled, falling)
            if cell.rows > 1:
                falling |= {len(filled) + at: cell.rows for at in range(cell.columns)}
            filled += [cell, *(_empty(cell) for _ in range(cell.columns - 1))]
        _drop_below(filled, falling)
        falling = {column: left - 1 for column, left in falling.items() if left > 1}
        grid.append(filled)
    nothing = _empty(grid[0][0])
    width = min(max(map(len, grid)), _MAX_COLUMNS, max(_MAX_CELLS // len(grid), 1))
    return [[*row[:width], *(nothing for _ in range(width - len(row)))] for row in grid]


def _drop_below(filled: list[_Cell], falling: dict[int, int]) -> None:
    while len(filled) in falling and len(filled) < _MAX_COLUMNS:
        filled.append(_Cell((), False, "left", 1, 1))


def _empty(like: _Cell) -> _Cell:
    return _Cell((), like.title, like.alignment, 1, 1)
