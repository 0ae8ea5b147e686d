"""A graph and the sizes of its parts -> where everything stands, in pixels from the upper left corner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from render.diagrams.ends import PLAIN, EndRoom
from render.diagrams.graph import Graph
from render.diagrams.layers import Layers, Slot, make_layers
from render.diagrams.ordering import order_layers
from render.diagrams.spreading import Gap, Pull, is_acyclic, spread


class Area(NamedTuple):
    """A rectangle, in pixels that need not be whole."""

    x: float
    y: float
    width: float
    height: float


class Measures(NamedTuple):
    """What the placing needs to know: pairs are across the flow and along it."""

    nodes: Mapping[str, tuple[float, float]]
    labels: Mapping[int, tuple[float, float]]
    """By number of the edge."""
    titles: Mapping[str, tuple[float, float]]
    """Of groups: width and height as read."""
    em: float
    """The size of type, or less where all is set closely."""
    flow: str
    """"down" or "right"."""
    upward: bool
    """The flow runs against the axis: BT and RL."""
    overhang: Mapping[str, float] = {}
    """Of nodes with an edge to themselves: how far that reaches beyond their far side."""
    ends: Mapping[tuple[int, bool], EndRoom] = {}
    """Of those that need room: by number of the edge, and whether it is the end at its source."""

    def end(self, edge: int, *, at_source: bool) -> EndRoom:
        """Return what an end of an edge needs."""
        return self.ends.get((edge, at_source), PLAIN)


@dataclass(frozen=True, slots=True)
class Placed:
    """Everything across (u) and along (v) the flow."""

    layers: Layers
    centres: Mapping[str, tuple[float, float]]
    """Of every slot."""
    bands: tuple[tuple[float, float], ...]
    """From where to where each row reaches along the flow; within it all lines run straight."""
    middles: tuple[float, ...]
    """Of what stands in each row."""
    frames: Mapping[str, tuple[float, float, float, float]]
    """Of groups: least u, least v, greatest u, greatest v."""
    size: tuple[float, float]


def place_graph(graph: Graph, measures: Measures) -> Placed:
    """Rank, order and spread."""
    layers = make_layers(graph)
    order_layers(layers)
    across, edges = _place_across(graph, layers, measures)
    stubs = _measure_stubs(layers, measures)
    bands, frames_along = _place_along(layers, measures, stubs)
    middles = tuple((low + above + high - below) / 2 for (low, high), (above, below) in zip(bands, stubs, strict=True))
    frames = {name: (edges[name][0], low, edges[name][1], high) for name, (low, high) in frames_along.items()}
    half = {name: _size(slot, measures)[0] / 2 for name, slot in layers.slots.items()}
    least = min([across[name] - half[name] for name in across] + [frame[0] for frame in frames.values()])
    far = {name: half[name] + measures.overhang.get(name, 0.0) for name in across}
    most = max([across[name] + far[name] for name in across] + [frame[2] for frame in frames.values()])
    centres = {name: (across[name] - least, middles[slot.layer]) for name, slot in layers.slots.items()}
    moved = {name: (low - least, top, high - least, bottom) for name, (low, top, high, bottom) in frames.items()}
    length = max([bands[-1][1], *(frame[3] for frame in moved.values())])
    return Placed(layers, centres, bands, middles, moved, (most - least, length))


def _size(slot: Slot, measures: Measures) -> tuple[float, float]:
    if slot.edge < 0:
        return measures.nodes[slot.name]
    return measures.labels[slot.edge] if slot.labelled else (0.0, 0.0)


def _separation(one: Slot, other: Slot, measures: Measures) -> float:
    """Return the free space between two neighbours in a row."""
    if one.edge < 0 and other.edge < 0:
        return (1.5 if measures.flow == "down" else 0.95) * measures.em
    return (0.75 if one.edge >= 0 and other.edge >= 0 else 0.95) * measures.em


def _chain(home: str, parents: Mapping[str, str]) -> list[str]:
    found = []
    while home:
        found.append(home)
        home = parents[home]
    return found


def _place_across(
    graph: Graph, layers: Layers, measures: Measures
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    numbers = {name: at for at, name in enumerate(layers.slots)}
    count = len(numbers) + 2 * len(graph.groups)
    low = {group.name: len(numbers) + 2 * at for at, group in enumerate(graph.groups)}
    gaps = [gap for row in layers.rows for gap in _row_gaps(row, layers, measures, numbers, low)]
    pulls = [Pull(side, side + 1, 0.05) for side in low.values()]
    for group, side in low.items():
        title = measures.titles[group][0] if measures.flow == "down" else 0.0
        gaps.append(Gap(side, side + 1, title + measures.em))
    for route in layers.routes:
        for upper, lower in pairwise(route.slots):
            passing = layers.slots[upper].edge >= 0 or layers.slots[lower].edge >= 0
            pulls.append(Pull(numbers[upper], numbers[lower], 2.0 if passing else 1.0))
    same = _straighten(layers, numbers, gaps, count)
    places = spread(count, _rename_gaps(gaps, same), [Pull(same[p.one], same[p.other], p.weight) for p in pulls])
    return (
        {name: places[same[at]] for name, at in numbers.items()},
        {group: (places[side], places[side + 1]) for group, side in low.items()},
    )


def _straighten(layers: Layers, numbers: Mapping[str, int], gaps: list[Gap], count: int) -> list[int]:
    """Let an edge pass all its rows at one place, where the order of the rows allows it."""
    same = list(range(count))
    for route in layers.routes:
        inner = [numbers[name] for name in route.slots[1:-1]]
        if len(inner) > 1:
            tried = [inner[0] if at in inner else other for at, other in enumerate(same)]
            if is_acyclic(count, _rename_gaps(gaps, tried)):
                same = tried
    return same


def _rename_gaps(gaps: list[Gap], same: list[int]) -> list[Gap]:
    return list(dict.fromkeys(Gap(same[low], same[high], least) for low, high, least in gaps))


def _row_gaps(
    row: list[str], layers: Layers, measures: Measures, numbers: Mapping[str, int], low: Mapping[str, int]
) -> list[Gap]:
    """Keep neighbours apart, and the borders of groups between what stands inside and what stands outside."""
    gaps: list[Gap] = []
    pad = 0.9 * measures.em
    top = max([measures.titles[name][1] for name in low], default=0.0) if measures.flow == "right" else 0.0
    slots = [layers.slots[name] for name in row]
    for one, other in zip([None, *slots], [*slots, None], strict=True):
        left = _chain(one.home, layers.parents) if one else []
        right = _chain(other.home, layers.parents) if other else []
        steps: list[tuple[int, float]] = []
        if one:
            steps.append((numbers[one.name], _size(one, measures)[0] / 2 + measures.overhang.get(one.name, 0.0)))
        for group in [name for name in left if name not in right]:
            steps.append((low[group] + 1, 0.0))
        for group in reversed([name for name in right if name not in left]):
            steps.append((low[group], 0.0))
        if other:
            steps.append((numbers[other.name], _size(other, measures)[0] / 2))
        borders = set(low.values())
        for (a, half_a), (b, half_b) in pairwise(steps):
            both = one is not None and other is not None and len(steps) == 2
            between = _separation(one, other, measures) if both and one and other else pad
            if a in borders and measures.flow == "right":
                between += top
            gaps.append(Gap(a, b, half_a + half_b + between))
    return gaps


def _measure_stubs(layers: Layers, measures: Measures) -> list[tuple[float, float]]:
    """Return how far lines run straight above and below what stands in each row."""
    stubs = [(0.0, 0.0) for _ in layers.rows]
    for route in layers.routes:
        lower = measures.end(route.edge, at_source=not route.turned).along
        upper = measures.end(route.edge, at_source=route.turned).along
        first, last = layers.slots[route.slots[0]].layer, layers.slots[route.slots[-1]].layer
        stubs[first] = (stubs[first][0], max(stubs[first][1], lower))
        stubs[last] = (max(stubs[last][0], upper), stubs[last][1])
    return stubs


def _place_along(
    layers: Layers, measures: Measures, stubs: list[tuple[float, float]]
) -> tuple[tuple[tuple[float, float], ...], dict[str, tuple[float, float]]]:
    """Stack the rows, with room between them for arrows, labels and the borders of groups."""
    em, pad = measures.em, 0.9 * measures.em
    title = {name: (measures.titles[name][1] if measures.flow == "down" else 0.0) for name in layers.parents}
    spans = _group_rows(layers)
    depth = {name: len(_chain(name, layers.parents)) for name in layers.parents}
    first_pads, last_pads = [0.0] * len(layers.rows), [0.0] * len(layers.rows)
    before: dict[str, float] = {}
    after: dict[str, float] = {}
    for name in sorted(spans, key=lambda name: -depth[name]):
        first, last = spans[name]
        inner = [other for other in spans if layers.parents[other] == name]
        lead, trail = (0.0, title[name]) if measures.upward else (title[name], 0.0)
        before[name] = pad + lead + max([before[o] for o in inner if spans[o][0] == first], default=0.0)
        after[name] = pad + trail + max([after[o] for o in inner if spans[o][1] == last], default=0.0)
        first_pads[first] = max(first_pads[first], before[name])
        last_pads[last] = max(last_pads[last], after[name])
    bands: list[tuple[float, float]] = []
    at = 0.0
    for number, row in enumerate(layers.rows):
        if number:
            straight = stubs[number - 1][1] + stubs[number][0]
            at += max(0.9 * em, _row_gap(layers, number, em) - 0.6 * straight) + last_pads[number - 1]
        at += first_pads[number]
        height = max(_size(layers.slots[name], measures)[1] for name in row)
        height += _lacking(number, height, spans, measures)
        bands.append((at, at + height + sum(stubs[number])))
        at = bands[-1][1]
    frames = {
        name: (bands[first][0] - before[name], bands[last][1] + after[name]) for name, (first, last) in spans.items()
    }
    return tuple(bands), frames


def _lacking(row: int, height: float, spans: Mapping[str, tuple[int, int]], measures: Measures) -> float:
    """Return what a row lacks to hold the title of a group that stands in it alone, where titles run along the flow."""
    if measures.flow == "down":
        return 0.0
    titles = [measures.titles[name][0] for name, (first, last) in spans.items() if first == last == row]
    return max([0.0, *(title - 0.8 * measures.em - height for title in titles)])


def _row_gap(layers: Layers, number: int, em: float) -> float:
    labels = [any(layers.slots[name].labelled for name in layers.rows[at]) for at in (number - 1, number)]
    nodes = [any(layers.slots[name].edge < 0 for name in layers.rows[at]) for at in (number - 1, number)]
    return (1.3 if nodes[1] else 0.85) * em if any(labels) and not all(nodes) else 2.3 * em


def _group_rows(layers: Layers) -> dict[str, tuple[int, int]]:
    """Return the first and the last row of each group."""
    rows: dict[str, list[int]] = {}
    for slot in layers.slots.values():
        for group in _chain(slot.home, layers.parents):
            rows.setdefault(group, []).append(slot.layer)
    return {name: (min(own), max(own)) for name, own in rows.items()}
