"""A diagram's source and an area of a page -> the items that draw it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from render.diagrams.classes import parse_classes
from render.diagrams.entities import parse_entities
from render.diagrams.flowchart import parse_flowchart
from render.diagrams.gantt import parse_gantt
from render.diagrams.gantt_drawing import lay_out_gantt
from render.diagrams.gitgraph import parse_git_graph
from render.diagrams.gitgraph_drawing import lay_out_git_graph
from render.diagrams.graph_drawing import LEAST, lay_out_graph
from render.diagrams.journey import parse_journey
from render.diagrams.journey_drawing import lay_out_journey
from render.diagrams.mindmap import parse_mindmap
from render.diagrams.mindmap_drawing import lay_out_mindmap
from render.diagrams.nodes import set_label, style_of
from render.diagrams.pie import lay_out_pie, parse_pie
from render.diagrams.quadrant import parse_quadrant
from render.diagrams.quadrant_drawing import lay_out_quadrant
from render.diagrams.sequence import parse_sequence
from render.diagrams.sequence_drawing import lay_out_sequence
from render.diagrams.source import DiagramError, Statement, read_front_title, read_statements
from render.diagrams.states import parse_states
from render.diagrams.timeline import parse_timeline
from render.diagrams.timeline_drawing import lay_out_timeline
from render.diagrams.xychart import parse_xychart
from render.diagrams.xychart_drawing import lay_out_xychart
from render.layout import Box, Drawing, Item, Words, find_reach, join_boxes
from render.page import Page


class _Kind(NamedTuple):
    parse: Callable[[list[Statement]], Any]
    lay_out: Callable[[Any, Page, Box], tuple[Item, ...]]


_TITLE = 36
"""Size of a diagram's own title, in pixels at 1080 lines."""
_ABOVE = 28
"""Between it and the diagram."""
_FLOWCHART = _Kind(parse_flowchart, lay_out_graph)
_STATES = _Kind(parse_states, lay_out_graph)
_XYCHART = _Kind(parse_xychart, lay_out_xychart)
_CLASSES = _Kind(parse_classes, lay_out_graph)
KINDS = {
    "flowchart": _FLOWCHART,
    "graph": _FLOWCHART,
    "flowchart-elk": _FLOWCHART,
    "sequenceDiagram": _Kind(parse_sequence, lay_out_sequence),
    "stateDiagram-v2": _STATES,
    "stateDiagram": _STATES,
    "classDiagram": _CLASSES,
    "classDiagram-v2": _CLASSES,
    "erDiagram": _Kind(parse_entities, lay_out_graph),
    "gantt": _Kind(parse_gantt, lay_out_gantt),
    "mindmap": _Kind(parse_mindmap, lay_out_mindmap),
    "timeline": _Kind(parse_timeline, lay_out_timeline),
    "journey": _Kind(parse_journey, lay_out_journey),
    "gitGraph": _Kind(parse_git_graph, lay_out_git_graph),
    "quadrantChart": _Kind(parse_quadrant, lay_out_quadrant),
    "xychart-beta": _XYCHART,
    "xychart": _XYCHART,
    "pie": _Kind(parse_pie, lay_out_pie),
}


def _find_kind(source: str) -> tuple[_Kind, list[Statement]]:
    statements = read_statements(source)
    name = statements[0].text.split(maxsplit=1)[0].rstrip(":;")
    if name not in KINDS:
        drawn = ", ".join(
            name
            for name in KINDS
            if name not in ("graph", "flowchart-elk", "stateDiagram", "classDiagram-v2", "xychart")
        )
        raise DiagramError(f"diagrams of kind {name[:40]!r} are not drawn, only {drawn}", statements[0].line)
    if KINDS[name] is _FLOWCHART:
        statements = read_statements(source, semicolons=True)
    return KINDS[name], statements


@lru_cache(maxsize=32)
def draw_diagram(source: str, page: Page, area: Box, header: str = "") -> tuple[Item, ...]:
    """Draw a diagram in the middle of an area, under its own title if that says more than the header of its scene.

    Raises DiagramError when it is not understood, or so large that its words could not be read.
    """
    kind, statements = _find_kind(source)
    diagram = kind.parse(statements)
    title = read_front_title(source) or getattr(diagram, "title", "")
    words = set_label(
        title, style_of(page, page.px(_TITLE * (1 + 0.2 * page.tall)), page.theme.muted, strong=True), area.width
    )
    if words and not words.broken and words.width <= area.width and title.casefold() != header.casefold():
        above = words.height + page.gap(_ABOVE)
        items = kind.lay_out(diagram, page, Box(area.x, area.y + above, area.width, max(1, area.height - above)))
        if items:
            top = join_boxes(find_reach(item) for item in items if isinstance(item, Drawing)).y
            place = Box(area.x, top - above, area.width, words.height)
            return (*items, Words(place, words, "center", fixed=True))
    items = kind.lay_out(diagram, page, area)
    if not items:
        raise DiagramError(f"it is too large for the picture: its words would be smaller than {LEAST} pixels")
    return items
