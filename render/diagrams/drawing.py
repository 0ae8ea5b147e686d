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
from render.diagrams.graph_drawing import LEAST, lay_out_graph
from render.diagrams.pie import lay_out_pie, parse_pie
from render.diagrams.sequence import parse_sequence
from render.diagrams.sequence_drawing import lay_out_sequence
from render.diagrams.source import DiagramError, Statement, read_statements
from render.diagrams.states import parse_states
from render.layout import Box, Item
from render.page import Page


class _Kind(NamedTuple):
    parse: Callable[[list[Statement]], Any]
    lay_out: Callable[[Any, Page, Box], tuple[Item, ...]]


_FLOWCHART = _Kind(parse_flowchart, lay_out_graph)
_STATES = _Kind(parse_states, lay_out_graph)
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
    "pie": _Kind(parse_pie, lay_out_pie),
}


def _find_kind(source: str) -> tuple[_Kind, list[Statement]]:
    statements = read_statements(source)
    name = statements[0].text.split(maxsplit=1)[0].rstrip(":;")
    if name not in KINDS:
        drawn = ", ".join(name for name in KINDS if name not in ("graph", "flowchart-elk", "stateDiagram", "classDiagram-v2"))
        raise DiagramError(f"diagrams of kind {name[:40]!r} are not drawn, only {drawn}", statements[0].line)
    if KINDS[name] is _FLOWCHART:
        statements = read_statements(source, semicolons=True)
    return KINDS[name], statements


@lru_cache(maxsize=32)
def draw_diagram(source: str, page: Page, area: Box) -> tuple[Item, ...]:
    """Draw a diagram in the middle of an area.

    Raises DiagramError when it is not understood, or so large that its words could not be read.
    """
    kind, statements = _find_kind(source)
    items = kind.lay_out(kind.parse(statements), page, area)
    if not items:
        raise DiagramError(f"it is too large for the picture: its words would be smaller than {LEAST} pixels")
    return items
