"""Placed nodes -> the ways of the edges: from border to border, smooth between rows, straight through them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from render.diagrams.ends import EndRoom, place_words, reach_of, step_between
from render.diagrams.graph import Graph
from render.diagrams.layers import Route
from render.diagrams.nodes import SetNode, border_depth, slant_depth
from render.diagrams.placing import Measures, Placed

Point = tuple[float, float]
_STEPS = 14
"""Straight pieces of a curve."""


class Way(NamedTuple):
    """An edge's lines, in the direction of its arrow; a label stands where one ends and the next begins."""

    edge: int
    lines: tuple[tuple[Point, ...], ...]
    label: Point | None
    """The label's middle."""
    ends: tuple[Point, Point] = ((0.0, 0.0), (0.0, 0.0))
    """The middles of what is written at its source and at its target."""


def route_edges(graph: Graph, placed: Placed, nodes: Mapping[str, SetNode], measures: Measures) -> tuple[Way, ...]:
    """Route every edge, across and along the flow; edges that end at a group end at its frame."""
    ports = _choose_ports(placed, nodes, measures)
    ways = [_route(route, graph, placed, nodes, measures, ports) for route in placed.layers.routes]
    ways += [_route_loop(at, graph, placed, nodes, measures) for at in placed.layers.loops]
    return tuple(sorted(ways, key=lambda way: way.edge))


def _choose_ports(
    placed: Placed, nodes: Mapping[str, SetNode], measures: Measures
) -> dict[tuple[str, int, bool], float]:
    """Share a node's side out to the edges that end there: by node, edge, and whether it is the lower side."""
    sides: dict[tuple[str, bool], list[tuple[float, int]]] = {}
    rooms: dict[tuple[str, bool], list[EndRoom]] = {}
    for route in placed.layers.routes:
        first, second, *_ = route.slots
        *_, before, last = route.slots
        sides.setdefault((first, True), []).append((placed.centres[second][0], route.edge))
        sides.setdefault((last, False), []).append((placed.centres[before][0], route.edge))
        rooms.setdefault((first, True), []).append(measures.end(route.edge, at_source=not route.turned))
        rooms.setdefault((last, False), []).append(measures.end(route.edge, at_source=route.turned))
    ports: dict[tuple[str, int, bool], float] = {}
    for (name, lower), ends in sides.items():
        middle = placed.centres[name][0]
        width = nodes[name].width if measures.flow == "down" else nodes[name].height
        own = rooms[name, lower]
        step = max(min(1.1 * measures.em, 0.6 * width / len(ends)), step_between(own))
        free = min(0.8 * measures.em, width / 4, max(0.0, width / 2 - reach_of(own)))
        for at, (wanted, edge) in enumerate(sorted(ends)):
            even = (at - (len(ends) - 1) / 2) * step
            near = wanted - middle if len(ends) == 1 and abs(wanted - middle) < free else 0
            ports[name, edge, lower] = near + even
    return ports


def _route(
    route: Route, graph: Graph, placed: Placed, nodes: Mapping[str, SetNode], measures: Measures,
    ports: Mapping[tuple[str, int, bool], float],
) -> Way:  # fmt: skip
    edge = graph.edges[route.edge]
    upper, lower = (edge.target, edge.source) if route.turned else (edge.source, edge.target)
    lines: list[list[Point]] = [[]]
    label: Point | None = None
    written: list[Point] = []
    for name in route.slots:
        slot = placed.layers.slots[name]
        top, bottom = placed.bands[slot.layer]
        across, middle = placed.centres[name]
        if slot.edge < 0:
            lower_side = name == route.slots[0]
            whole = upper if lower_side else lower
            shift = ports[name, route.edge, lower_side]
            end = _find_end(whole, name, shift, lower_side, placed, nodes, measures)
            room = measures.end(route.edge, at_source=lower_side != route.turned)
            written.append(place_words(room, end[0], end[1], below=lower_side))
            edge_of_row = (across + shift, bottom if lower_side else top)
            inside = end[1] < bottom if lower_side else end[1] > top
            if lower_side:
                lines[-1] += [end, edge_of_row] if inside else [end]
            else:
                _curve(lines[-1], edge_of_row if inside else end)
                lines[-1] += [end] if inside else []
        elif slot.labelled:
            half = measures.labels[route.edge][1] / 2
            _curve(lines[-1], (across, middle - half))
            lines.append([(across, middle + half)])
            label = (across, middle)
        else:
            _curve(lines[-1], (across, top))
            lines[-1].append((across, bottom))
    if route.turned:
        lines, written = [line[::-1] for line in lines[::-1]], written[::-1]
    return Way(route.edge, tuple(_thin(line) for line in lines), label, (written[0], written[1]))


def _find_end(
    whole: str, name: str, shift: float, lower_side: bool, placed: Placed, nodes: Mapping[str, SetNode],
    measures: Measures,
) -> Point:  # fmt: skip
    """Return the point of the border, of the node or of the group's frame, at which an edge ends."""
    across, middle = placed.centres[name]
    frame = placed.frames.get(whole)
    if frame:
        return across + shift, frame[3] if lower_side else frame[1]
    node = nodes[name]
    half = measures.nodes[name][1] / 2
    depth = border_depth(node.node.outline, node.width, node.height, shift, flow=measures.flow)
    if measures.flow == "right":
        depth += slant_depth(node.node.outline, node.height, shift, right=lower_side != measures.upward)
    return across + shift, middle + (half - depth if lower_side else depth - half)


def _curve(line: list[Point], end: Point) -> None:
    """Go on to a point by a cubic whose ends run along the flow."""
    (x0, y0), (x1, y1) = line[-1], end
    if abs(x1 - x0) < 0.5:
        line.append(end)
        return
    bend = (y0 + y1) / 2
    for at in range(1, _STEPS + 1):
        t = at / _STEPS
        s = 1 - t
        x = s * s * s * x0 + 3 * s * s * t * x0 + 3 * s * t * t * x1 + t * t * t * x1
        y = s * s * s * y0 + 3 * s * s * t * bend + 3 * s * t * t * bend + t * t * t * y1
        line.append((x, y))


def _thin(line: list[Point]) -> tuple[Point, ...]:
    return (line[0], *(after for before, after in pairwise(line) if before != after))


def _route_loop(at: int, graph: Graph, placed: Placed, nodes: Mapping[str, SetNode], measures: Measures) -> Way:
    """Lead an edge from a node to itself round the far end of its side."""
    name = graph.edges[at].source
    across, middle = placed.centres[name]
    height = measures.nodes[name][1]
    half = (nodes[name].width if measures.flow == "down" else nodes[name].height) / 2
    room, out = 1.1 * measures.em, min(0.28 * height, 0.9 * measures.em)
    label = measures.labels.get(at)
    edge = across + half
    points = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        s = 1 - t
        swing = 3 * s * s * t + 3 * s * t * t
        points.append((edge + 1.25 * room * swing, middle - out * s * s * s - 2.2 * out * 3 * s * s * t / 2
                       + 2.2 * out * 3 * s * t * t / 2 + out * t * t * t))  # fmt: skip
    spot = (edge + room + label[0] / 2, middle) if label else None
    return Way(at, (tuple(points),), spot)
