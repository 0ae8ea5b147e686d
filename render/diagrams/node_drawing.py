"""A node with its words set -> its paths, and its words at their place."""

from __future__ import annotations

from render.colour import tint
from render.diagrams.nodes import SetNode
from render.diagrams.outlines import draw_outline, outline_points
from render.layout import Box, Item, Words
from render.page import Page
from render.paths import Path, Point


def draw_node(node: SetNode, page: Page, em: float, line: float) -> tuple[Path, ...]:
    """Draw a node's outline, counted from its upper left corner."""
    theme, outline = page.theme, node.node.outline
    if outline == "record":
        return _draw_record(node, page, em, line)
    quiet = outline == "note"
    edge, ground = (theme.muted, theme.panel) if quiet else (theme.accent, tint(theme.ground, theme.accent, 0.13))
    return draw_outline(outline, node.width, node.height, em, ground, edge, line, square=not theme.corners.card)


def _draw_record(node: SetNode, page: Page, em: float, line: float) -> tuple[Path, ...]:
    """Draw a card with a tinted head, its compartments parted by thin lines."""
    theme = page.theme
    body = outline_points("record", node.width, node.height, em, square=not theme.corners.card)
    head = _cut_below(body, node.rules[0] if node.rules else node.height, node.width)
    rules = tuple(((0.0, y), (node.width, y)) for y in node.rules)
    paths = [Path((body,), theme.panel), Path((head,), tint(theme.ground, theme.accent, 0.16))]
    if rules:
        paths.append(Path(rules, theme.accent, line * 0.6))
    return (*paths, Path(((*body, *body[:2]),), theme.accent, line))


def _cut_below(points: tuple[Point, ...], low: float, width: float) -> tuple[Point, ...]:
    """Keep what lies above a line; the points begin on the left and turn to the right."""
    kept = tuple(point for point in points if point[1] <= low)
    return kept if len(kept) == len(points) else (*kept, (width, low), (0.0, low))


def write_node(node: SetNode, left: float, top: float, em: float) -> list[Item]:
    """Place a node's words on the picture."""
    items: list[Item] = [
        Words(
            Box(round(left + cell.x), round(top + cell.y), round(cell.width) + 2, cell.words.height),
            cell.words, cell.align, fixed=True,
        )
        for cell in node.cells
    ]  # fmt: skip
    if node.words:
        shift = 0.42 * em if node.node.outline == "cylinder" else 0.0
        low = round(top + (node.height - node.words.height) / 2 + shift)
        items.append(
            Words(Box(round(left), low, round(node.width), node.words.height), node.words, "center", fixed=True)
        )
    return items
