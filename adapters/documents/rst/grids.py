"""From docutils' tables to table elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from adapters.documents.tree import Node

if TYPE_CHECKING:
    from adapters.documents.rst.blocks import BlockReader


def read_grid(node: nodes.Element, first: int, last: int, reader: BlockReader) -> Node:
    """Return a table, its first rows as its head where docutils knows them as that."""
    table = Node("table", first, last)
    for part in (*node.findall(nodes.thead), *node.findall(nodes.tbody)):
        if part.parent is not None and part.parent.parent is node:
            rows = [
                _read_row(row, part.tagname == "thead", first, last, reader)
                for row in part.findall(nodes.row)
                if row.parent is part
            ]
            table.children.append(Node(part.tagname, first, last, children=rows))
    return table


def _read_row(
    row: nodes.Element, head: bool, first: int, last: int, reader: BlockReader
) -> Node:  # fmt: skip
    cells = []
    for entry in (entry for entry in row.children if isinstance(entry, nodes.Element)):
        spans = {"colspan": str(entry.get("morecols", 0) + 1), "rowspan": str(entry.get("morerows", 0) + 1)}
        cells.append(
            Node("th" if head else "td", first, last, spans, children=reader.read(entry.children, first, last))
        )  # fmt: skip
    return Node("tr", first, last, children=cells)
