"""What is drawn and written where an edge meets its nodes -> how much room that needs, and where its words stand."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import NamedTuple

from render.diagrams.graph import Edge, Graph, Tip
from render.diagrams.nodes import set_label, style_of
from render.diagrams.ranking import rank_nodes
from render.page import Page
from render.text_layout import Paragraph

_LONG_TIPS: tuple[Tip, ...] = ("triangle", "diamond", "filled", "one", "maybe", "some", "any")
_TIP, _BESIDE, _AFTER, _ABOVE = 0.94, 0.42, 0.3, 0.22
"""In sizes: a long tip's way, from the line to words beside it, behind these, between border and words."""


class EndRoom(NamedTuple):
    """What one end of an edge needs. Nothing for a plain arrow."""

    along: float = 0.0
    """How far its line runs straight away from the border."""
    before: float = 0.0
    """Free across the flow, on the side without words."""
    after: float = 0.0
    """Free on the other side, its words among it."""
    words: tuple[float, float] = (0.0, 0.0)
    """Their size across the flow and along it."""
    above: float = 0.0
    """Free between the border and the words."""


PLAIN = EndRoom()


def set_end(label: str, page: Page, size: float) -> Paragraph | None:
    """Set the words at an end of an edge."""
    return set_label(label, style_of(page, size, page.theme.muted), 7 * size)


def measure_ends(graph: Graph, page: Page, size: float, *, down: bool) -> dict[tuple[int, bool], EndRoom]:
    """Measure the ends that need room: by number of the edge, and whether it is the one at its source."""
    found = {}
    for at, edge in enumerate(graph.edges):
        for at_source, tip, label in ((True, edge.tail, edge.near_tail), (False, edge.head, edge.near_head)):
            words = set_end(label, page, size)
            if words is None and tip not in _LONG_TIPS:
                continue
            box = (words.width, float(words.height)) if words else (0.0, 0.0)
            across, along = box if down else box[::-1]
            straight = max(_TIP * size if tip in _LONG_TIPS else 0.0, along + 2 * _ABOVE * size if words else 0.0)
            after = _BESIDE * size + (across + _AFTER * size if words else 0.0)
            found[at, at_source] = EndRoom(straight, _BESIDE * size, after, (across, along), _ABOVE * size)
    return found


def widen_nodes(graph: Graph, nodes: Container[str], ends: Mapping[tuple[int, bool], EndRoom]) -> dict[str, float]:
    """Return for some nodes how wide their sides must be for all that ends there."""
    if not ends:
        return {}
    sides: dict[tuple[str, bool], list[EndRoom]] = {}
    ranks = rank_nodes(graph)[0]
    for at, edge in enumerate(graph.edges):
        if edge.source == edge.target or edge.source not in nodes or edge.target not in nodes:
            continue
        upper = ranks[edge.source] < ranks[edge.target]
        sides.setdefault((edge.source, upper), []).append(ends.get((at, True), PLAIN))
        sides.setdefault((edge.target, not upper), []).append(ends.get((at, False), PLAIN))
    widths: dict[str, float] = {}
    for (name, _), rooms in sides.items():
        if any(room.along for room in rooms):
            widths[name] = max(widths.get(name, 0.0), (len(rooms) - 1) * step_between(rooms) + 2 * reach_of(rooms))
    return widths


def step_between(rooms: list[EndRoom]) -> float:
    """Return how far apart the ends on one side of a node stand."""
    return max(room.before for room in rooms) + max(room.after for room in rooms)


def reach_of(rooms: list[EndRoom]) -> float:
    """Return how far the outermost end's words reach."""
    return max(max(room.before, room.after) for room in rooms)


def place_words(room: EndRoom, across: float, border: float, *, below: bool) -> tuple[float, float]:
    """Return the middle of an end's words: beside its line, next to the border."""
    away = room.above + room.words[1] / 2
    return across + room.before + room.words[0] / 2, border + away if below else border - away


def name_loop(edge: Edge) -> str:
    """Write what stands at the ends of an edge from a node to itself into its label: they are too near for two."""
    ends = " → ".join(end for end in (edge.near_tail, edge.near_head) if end)
    return "\n".join(part for part in (edge.label, ends) if part)
