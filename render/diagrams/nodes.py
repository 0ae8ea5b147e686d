"""A node and a size of type -> its words, how large it is, and where its border lies."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from model.content import Run
from render.diagrams.graph import Node, Outline
from render.page import Page
from render.spans import TextStyle
from render.text_layout import Paragraph, set_text


class Density(NamedTuple):
    """How closely a diagram is set."""

    space: float
    """Of the free space between and within nodes, as a part of the usual."""
    widest: float
    """Of a label's lines, in sizes."""


AIRY, CLOSE, TIGHT, DENSE = Density(1.0, 9.5), Density(0.8, 7.0), Density(0.58, 5.6), Density(0.42, 4.8)
_DOT = 0.85
_RECORD_SIDE, _RECORD_ABOVE, _BETWEEN = 0.75, 0.36, 0.8
"""Of a record, in sizes: free at its sides, above and below each compartment, between columns."""


@dataclass(frozen=True, slots=True)
class SetNode:
    """A node with its words set."""

    node: Node
    width: float
    height: float
    words: Paragraph | None
    cells: tuple[Cell, ...] = ()
    """Of a record: all its words."""
    rules: tuple[float, ...] = ()
    """Of a record: where its compartments begin, from its top."""


class Cell(NamedTuple):
    """Words of a record, at their place from its upper left corner."""

    words: Paragraph
    x: float
    y: float
    width: float
    align: Literal["left", "center"] = "left"


_LEADING = 1.22


def style_of(
    page: Page, size: float, colour: str = "", *, strong: bool = False, balanced: bool = True, leading: float = _LEADING
) -> TextStyle:
    """Make the style of a diagram's words: sizes here are not steps of the type scale."""
    balance: Literal["even", "none"] = "even" if balanced else "none"
    base = page.style("small", colour, "semibold" if strong else "medium", balance=balance)
    return TextStyle(
        size=round(size), colour=base.colour, face=base.face, leading=leading, link=base.link, pill=base.pill,
        quiet=base.quiet, smallest=base.smallest, balance=balance, language=base.language, family=base.family,
    )  # fmt: skip


def set_label(label: str, style: TextStyle, widest: float) -> Paragraph | None:
    """Set a label, wider than asked for where a word would be cut; None for an empty one."""
    if not label:
        return None
    for part in (1.0, 1.4, 2.0, 3.0):
        paragraph = set_text((Run(text=label),), style, widest * part)
        if not paragraph.broken:
            break
    return paragraph


def set_node(node: Node, page: Page, size: float, density: Density = AIRY) -> SetNode:
    """Measure a node at a size of type in pixels."""
    em = round(size)
    if node.outline in ("start", "end"):
        return SetNode(node, em * _DOT, em * _DOT, None)
    if node.outline == "bar":
        return SetNode(node, em * 3.2, em * 0.28, None)
    if node.outline == "record":
        return set_record(node, page, size, density)
    words = set_label(node.label, style_of(page, size), density.widest * em)
    width, height = (words.width, float(words.height)) if words else (em * 0.9, em * 0.9)
    return SetNode(node, *surround(node.outline, width, height, em, density.space), words)


def surround(outline: Outline, width: float, height: float, em: float, space: float) -> tuple[float, float]:
    """Add the free space that an outline needs around words."""
    side, above = 1.7 * em * space, 1.15 * em * space
    if outline == "rhombus":
        return max(1.75 * width, 2.6 * em), max((1.75 + 0.3 * space) * height, 2.6 * em)
    if outline in ("circle", "double"):
        across = math.hypot(width, height) + (0.9 if outline == "circle" else 1.5) * em
        return across, across
    if outline in ("hexagon", "slant", "backslant", "narrowing", "widening"):
        return width + 2.1 * em + height * 0.5, height + above
    if outline in ("stadium", "flag", "subroutine"):
        return width + side + 0.7 * em, height + above
    if outline == "cylinder":
        return width + side, height + above + 0.9 * em
    return (width + 0.3 * em, height) if outline == "text" else (max(width + side, 3.2 * em), height + above)


def set_record(node: Node, page: Page, size: float, density: Density) -> SetNode:
    """Set a record's title over its compartments, whose cells stand in columns."""
    em, theme = round(size), page.theme
    heads = [
        set_label(f"«{node.tag}»" if node.tag else "", style_of(page, em, theme.muted), 2 * AIRY.widest * em),
        set_label(node.label, style_of(page, em, strong=True), 2 * AIRY.widest * em),
    ]
    between = _BETWEEN * em * (0.4 + 0.6 * density.space)
    tables = [[_set_row(row, page, em, density) for row in rows] for rows in node.rows]
    columns = _measure_columns([row for table in tables for row in table], between)
    titles = [head for head in heads if head]
    inner = max([head.width for head in titles] + [sum(columns) + between * (len(columns) - 1), 2.6 * em])
    side, above = _RECORD_SIDE * em * density.space, _RECORD_ABOVE * em * density.space
    cells, rules, y = [], [], above
    for head in titles:
        cells.append(Cell(head, side, y, inner, "center"))
        y += head.height
    for table in tables:
        y += above
        rules.append(y)
        y += above
        for row in table:
            x = side
            for words, width in zip(row, columns, strict=False):
                if words:
                    cells.append(Cell(words, x, y, width))
                x += width + between
            y += max([words.height for words in row if words] or [0])
    return SetNode(node, inner + 2 * side, y + above, None, tuple(cells), tuple(rules))


def stretch_node(node: SetNode, width: float, height: float) -> SetNode:
    """Make a node at least so large; the titles of a record stay in the middle, above its compartments."""
    more = max(0.0, width - node.width)
    down = 0.0 if node.rules else max(0.0, height - node.height) / 2
    cells = tuple(
        cell._replace(y=cell.y + down, width=cell.width + (more if cell.align == "center" else 0.0))
        for cell in node.cells
    )
    return replace(node, width=node.width + more, height=max(node.height, height), cells=cells)


def _set_row(row: tuple[str, ...], page: Page, em: int, density: Density) -> list[Paragraph | None]:
    """Set the cells of a row: the second is what it is about, the others tell of it."""
    theme = page.theme
    colours = ("",) if len(row) == 1 else (theme.muted, "", theme.accent, theme.muted)
    widest = (2.9 if len(row) == 1 else 1.4) * density.widest * density.space**0.4
    leading = _LEADING - 0.08 * (1 - density.space)
    return [
        set_label(text, style_of(page, em, colour, balanced=False, leading=leading), widest * em)
        for text, colour in zip(row, colours, strict=False)
    ]


def _measure_columns(rows: list[list[Paragraph | None]], between: float) -> list[float]:
    """Return the columns' widths; those in which nothing stands take no room."""
    count = max(map(len, rows), default=0)
    widths = [max([row[at].width for row in rows if at < len(row) and row[at]] or [0.0]) for at in range(count)]  # type: ignore[union-attr]
    while widths and not widths[-1]:
        widths.pop()
    return [width or -between for width in widths]


def border_depth(outline: Outline, width: float, height: float, shift: float, *, flow: str) -> float:
    """Return how far inside its box a node's border lies, `shift` beside the middle of a side.

    `flow` "down" asks for the upper and the lower side, "right" for the left and the right one.
    """
    along, across = (height, width) if flow == "down" else (width, height)
    part = min(1.0, abs(shift) / (across / 2)) if across else 0.0
    if outline == "rhombus":
        return part * along / 2
    if outline in ("circle", "double", "start", "end"):
        return along / 2 * (1 - math.sqrt(max(0.0, 1 - part * part)))
    if outline == "stadium" and flow == "right":
        return height / 2 * (1 - math.sqrt(max(0.0, 1 - part * part)))
    if outline == "hexagon" and flow == "right":
        return height * 0.5 * part * 0.5
    return 0.0


def slant_depth(outline: Outline, height: float, shift: float, *, right: bool) -> float:
    """Return how far inside its box the left or the right side of a slanted outline lies, `shift` below the middle."""
    inset, low = height * 0.25, shift / height + 0.5
    sides = {
        "slant": (1 - low, low),
        "backslant": (low, 1 - low),
        "narrowing": (1 - low, 1 - low),
        "widening": (low, low),
    }
    if outline not in sides:
        return 0.0
    return inset * sides[outline][1 if right else 0]
