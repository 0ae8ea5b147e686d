"""A node and a size of type -> its words, how large it is, and where its border lies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

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


AIRY, CLOSE, TIGHT = Density(1.0, 9.5), Density(0.8, 7.0), Density(0.58, 5.6)
_DOT = 0.85


@dataclass(frozen=True, slots=True)
class SetNode:
    """A node with its words set."""

    node: Node
    width: float
    height: float
    words: Paragraph | None
    rows: tuple[Paragraph, ...] = ()
    """Of a record: its compartments' words."""


def style_of(page: Page, size: float, colour: str = "", *, strong: bool = False) -> TextStyle:
    """Make the style of a diagram's words: sizes here are not steps of the type scale."""
    base = page.style("small", colour, "semibold" if strong else "medium", balance="even")
    return TextStyle(
        size=round(size), colour=base.colour, face=base.face, leading=1.22, link=base.link, pill=base.pill,
        quiet=base.quiet, smallest=base.smallest, balance="even", language=base.language, family=base.family,
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
        return _set_record(node, page, size)
    words = set_label(node.label, style_of(page, size), density.widest * em)
    width, height = (words.width, float(words.height)) if words else (em * 0.9, em * 0.9)
    return SetNode(node, *_surround(node.outline, width, height, em, density.space), words)


def _surround(outline: Outline, width: float, height: float, em: float, space: float) -> tuple[float, float]:
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


def _set_record(node: Node, page: Page, size: float) -> SetNode:
    em = round(size)
    title = set_label(node.label, style_of(page, size, strong=True), 2 * AIRY.widest * em)
    rows = tuple(
        set_text((Run(text="\n".join(lines)),), style_of(page, size), 3 * AIRY.widest * em)
        for lines in node.rows
        if lines
    )
    width = max([paragraph.width for paragraph in (title, *rows) if paragraph] or [0.0]) + 1.4 * em
    height = sum(paragraph.height + 0.7 * em for paragraph in (title, *rows) if paragraph)
    return SetNode(node, max(width, 4.0 * em), height, title, rows)


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
