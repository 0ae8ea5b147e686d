"""A graph -> items on a page: as large as the area allows, turned where that reads better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from render.colour import mix
from render.diagrams.ends import measure_ends, name_loop, set_end, widen_nodes
from render.diagrams.graph import Direction, Edge, Graph
from render.diagrams.node_drawing import draw_node, write_node
from render.diagrams.nodes import (
    AIRY,
    CLOSE,
    DENSE,
    TIGHT,
    Density,
    SetNode,
    set_label,
    set_node,
    stretch_node,
    style_of,
)
from render.diagrams.outlines import round_box
from render.diagrams.placing import Measures, Placed, place_graph
from render.diagrams.routing import Point, Way, route_edges
from render.diagrams.tips import draw_tip, shorten
from render.layout import Box, Drawing, Item, Words
from render.page import Page
from render.paths import Path
from render.text_layout import Paragraph

LEAST = 28
"""Smallest type, in pixels at 1080 lines."""
MOST = 60
_CLOSER = 1.25
"""So much larger must the type become for a diagram to be turned against its author's word."""
_HOPELESS = 0.4
"""A diagram that has so much too little room does not fit when it is set closely, either."""
_TURNED: dict[Direction, Direction] = {"TD": "LR", "LR": "TD", "BT": "RL", "RL": "BT"}
_LINE = 0.085
"""Of lines, in sizes."""


@dataclass(frozen=True, slots=True)
class GraphPicture:
    """A graph with everything at its place, from its own upper left corner."""

    graph: Graph
    size: float
    """Of type, in pixels."""
    density: Density
    nodes: dict[str, SetNode]
    centres: dict[str, Point]
    frames: dict[str, tuple[float, float, float, float]]
    """Of groups: left, top, right, bottom."""
    ways: tuple[Way, ...]
    width: float
    height: float


def lay_out_graph(graph: Graph, page: Page, area: Box) -> tuple[Item, ...]:
    """Draw a graph in the middle of an area; nothing when its words would be too small to read."""
    picture = fit_graph(graph, page, area)
    if picture is None:
        return ()
    x = area.x + (area.width - picture.width) / 2
    y = area.y + (area.height - picture.height) / 2
    return _draw(picture, page, round(x), round(y))


def fit_graph(graph: Graph, page: Page, area: Box) -> GraphPicture | None:
    """Find the largest type, up to a limit, at which a graph fits an area: as written, else turned, else set closely."""
    least, most = page.px(LEAST), page.px(MOST)
    for density in (AIRY, CLOSE, TIGHT, DENSE):
        best = arrange_graph(graph, page, least, density)
        room = _room(best, area)
        if room < most / least:
            turned = arrange_graph(replace(graph, direction=_TURNED[graph.direction]), page, least, density)
            if _room(turned, area) > room * (_CLOSER if room >= 1 else 1.0):
                best, room = turned, _room(turned, area)
        if room < _HOPELESS:
            return None
        if room >= 1:
            return _enlarge(best, page, area, density, min(most, int(least * room)))
    return None


def _enlarge(small: GraphPicture, page: Page, area: Box, density: Density, size: int) -> GraphPicture:
    """Set a picture that fits in larger type, if it still fits."""
    while size > small.size:
        larger = arrange_graph(small.graph, page, size, density)
        if _room(larger, area) >= 1:
            return larger
        size -= 1
    return small


def _room(picture: GraphPicture, area: Box) -> float:
    return min(area.width / (picture.width + 2), area.height / (picture.height + 2))


def arrange_graph(graph: Graph, page: Page, size: float, density: Density = AIRY) -> GraphPicture:
    """Place a graph at a size of type."""
    graph = _join_loops(graph)
    down = graph.direction in ("TD", "BT")
    nodes = {node.name: set_node(node, page, size, density) for node in graph.nodes}
    ends = measure_ends(graph, page, size, down=down)
    for name, side in widen_nodes(graph, nodes, ends).items():
        nodes[name] = stretch_node(nodes[name], side if down else 0.0, 0.0 if down else side)
    measures = _measure(graph, nodes, page, size, density)._replace(ends=ends)
    placed = place_graph(graph, measures)
    ways = route_edges(graph, placed, nodes, measures)
    turn = _turn(graph.direction, placed.size)
    width, height = placed.size if measures.flow == "down" else placed.size[::-1]
    return GraphPicture(
        graph, size, density, nodes, {name: turn(placed.centres[name]) for name in nodes}, _turn_frames(placed, turn),
        tuple(
            Way(way.edge, tuple(tuple(turn(point) for point in line) for line in way.lines),
                turn(way.label) if way.label else None, (turn(way.ends[0]), turn(way.ends[1])))
            for way in ways
        ),
        width, height,
    )  # fmt: skip


def _join_loops(graph: Graph) -> Graph:
    """Draw all edges from a node to itself as one, with all their labels."""
    edges: dict[object, Edge] = {}
    for at, edge in enumerate(graph.edges):
        key: object = (edge.source,) if edge.source == edge.target else at
        labels = [label for label in (edges[key].label if key in edges else "", _label_of(edge)) if label]
        bare = replace(edge, near_head="", near_tail="") if edge.source == edge.target else edge
        edges[key] = replace(bare, label="\n".join(labels))
    return replace(graph, edges=tuple(edges.values()))


def _label_of(edge: Edge) -> str:
    return name_loop(edge) if edge.source == edge.target else edge.label


def _measure(graph: Graph, nodes: dict[str, SetNode], page: Page, size: float, density: Density) -> Measures:
    down = graph.direction in ("TD", "BT")
    labels: dict[int, tuple[float, float]] = {}
    loops: dict[str, float] = {}
    for at, edge in enumerate(graph.edges):
        words = set_edge_label(edge.label, page, size, density, down=down)
        box = (words.width + 0.5 * size, words.height + 0.2 * size) if words else (0.0, 0.0)
        labels[at] = box if down else box[::-1]
        if edge.source == edge.target:
            loops[edge.source] = max(loops.get(edge.source, 0.0), 1.1 * size + labels[at][0])
    boxes = {name: (node.width, node.height) if down else (node.height, node.width) for name, node in nodes.items()}
    titles = {}
    for group in graph.groups:
        title = set_title(group.label, page, size)
        titles[group.name] = (title.width + 0.4 * size, title.height + 0.3 * size) if title else (0.0, 0.0)
    upward = graph.direction in ("BT", "RL")
    return Measures(boxes, labels, titles, size * density.space, "down" if down else "right", upward, loops)


def set_edge_label(label: str, page: Page, size: float, density: Density, *, down: bool) -> Paragraph | None:
    """Set the words on an edge: in narrow lines where all is set closely and they take the flow's length."""
    narrow = density.space < CLOSE.space and not down
    return set_label(label, style_of(page, size, page.theme.muted), (4.2 if narrow else 7) * size)


def set_title(label: str, page: Page, size: float) -> Paragraph | None:
    """Set a group's title."""
    return set_label(label, style_of(page, size, page.theme.muted, strong=True), 14 * size)


def _turn(direction: Direction, size: tuple[float, float]) -> Callable[[Point], Point]:
    length = size[1]
    turns: dict[Direction, Callable[[Point], Point]] = {
        "TD": lambda point: point,
        "BT": lambda point: (point[0], length - point[1]),
        "LR": lambda point: (point[1], point[0]),
        "RL": lambda point: (length - point[1], point[0]),
    }
    return turns[direction]


def _turn_frames(placed: Placed, turn: Callable[[Point], Point]) -> dict[str, tuple[float, float, float, float]]:
    found = {}
    for name, (left, top, right, bottom) in placed.frames.items():
        (x0, y0), (x1, y1) = turn((left, top)), turn((right, bottom))
        found[name] = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return found


def _draw(picture: GraphPicture, page: Page, x: int, y: int) -> tuple[Item, ...]:
    em, line = picture.size, max(2.0, picture.size * _LINE)
    paths: list[Path] = []
    words: list[Item] = []
    for group in picture.graph.groups:
        left, top, right, bottom = picture.frames[group.name]
        frame = round_box(left, top, right - left, bottom - top, 0.5 * em)
        shade = page.theme.panel if not group.parent else mix(page.theme.panel, page.theme.ink, 0.04)
        paths += [Path((frame,), shade), Path(((*frame, *frame[:2]),), page.theme.edge, line * 0.7)]
        title = set_title(group.label, page, em)
        if title:
            place = Box(round(x + left + 0.7 * em), round(y + top + 0.4 * em), round(right - left - em), title.height)
            words.append(Words(place, title, fixed=True))
    for way in picture.ways:
        drawn, label = _draw_way(picture, way, page, line)
        paths += drawn
        words += [replace(item, box=item.box._replace(x=item.box.x + x, y=item.box.y + y)) for item in label]
    for name, node in picture.nodes.items():
        left, top = picture.centres[name][0] - node.width / 2, picture.centres[name][1] - node.height / 2
        for path in draw_node(node, page, em, line):
            paths.append(replace(path, contours=tuple(_move(c, left, top) for c in path.contours)))
        words += write_node(node, x + left, y + top, em)
    box = Box(x, y, round(picture.width) + 1, round(picture.height) + 1)
    return (Drawing(box, tuple(paths)), *words)


def _move(contour: tuple[Point, ...], x: float, y: float) -> tuple[Point, ...]:
    return tuple((px + x, py + y) for px, py in contour)


def _draw_way(picture: GraphPicture, way: Way, page: Page, line: float) -> tuple[list[Path], list[Words]]:
    edge, em, theme = picture.graph.edges[way.edge], picture.size, page.theme
    words: list[Words] = []
    ends = zip(way.ends, (edge.near_tail, edge.near_head), strict=True) if edge.source != edge.target else ()
    down = picture.graph.direction in ("TD", "BT")
    label = set_edge_label(edge.label, page, em, picture.density, down=down)
    written = [(way.label, label), *((at, set_end(text, page, em)) for at, text in ends)]
    for middle, label in written:
        if label and middle:
            width = round(label.width) + 2
            place = Box(round(middle[0] - width / 2), round(middle[1] - label.height / 2), width, label.height)
            words.append(Words(place, label, "center", fixed=True))
    if edge.stroke == "none":
        return [], words
    colour = mix(theme.ground, theme.ink, 0.62)
    lines = list(way.lines)
    head, taken = draw_tip(edge.head, lines[-1][-1], lines[-1][-2], em, line, colour, theme.ground)
    tail, lost = draw_tip(edge.tail, lines[0][0], lines[0][1], em, line, colour, theme.ground)
    lines[-1] = shorten(lines[-1], taken)
    lines[0] = shorten(lines[0][::-1], lost)[::-1]
    dash = (em * 0.22, em * 0.2) if edge.stroke == "dotted" else ()
    width_of = line * (1.8 if edge.stroke == "thick" else 1.0)
    drawn = [Path((one,), colour, width_of, dash) for one in lines if len(one) > 1]  # type: ignore[arg-type]
    return [*drawn, *head, *tail], words
