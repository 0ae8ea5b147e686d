"""Ranks -> layers: what stands in each row, with a place in every row that a long edge passes, and one for its label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from render.diagrams.graph import Graph
from render.diagrams.ranking import rank_nodes, resolve_ends
from render.diagrams.source import DiagramError


@dataclass(slots=True)
class Slot:
    """A place in a layer: of a node, of an edge that passes, or of an edge's label."""

    name: str
    layer: int
    home: str = ""
    """The group that it stands in."""
    edge: int = -1
    """The edge that passes; -1 for a node."""
    labelled: bool = False


@dataclass(slots=True)
class Route:
    """An edge as the layers see it: always downwards."""

    edge: int
    slots: list[str]
    """From the node above to the node below."""
    turned: bool
    """It runs against its arrow."""


@dataclass(slots=True)
class Layers:
    """A graph, ready to be ordered."""

    slots: dict[str, Slot] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    loops: list[int] = field(default_factory=list)
    """Edges from a node to itself."""
    parents: dict[str, str] = field(default_factory=dict)
    """Of groups."""


_MOST_RANKS = 24
_MOST_SLOTS = 320
"""Beyond these, no page of any shape shows a diagram in type that can be read: nothing is laid out in vain."""


def make_layers(graph: Graph) -> Layers:
    """Put nodes in rows, two rows for each rank: nodes stand in even rows, labels in odd ones.

    Raises DiagramError for an edge between a group and something inside it, and for more than a page can hold.
    """
    ranks, turned = rank_nodes(graph)
    _check_ranks(ranks)
    members = resolve_ends(graph)
    homes = dict(graph.homes)
    layers = Layers(parents={group.name: group.parent for group in graph.groups})
    for node in graph.nodes:
        layers.slots[node.name] = Slot(node.name, 2 * ranks[node.name], homes.get(node.name, ""))
    for at, edge in enumerate(graph.edges):
        if edge.source == edge.target:
            layers.loops.append(at)
            continue
        if set(members[edge.source]) & set(members[edge.target]):
            raise DiagramError(f"the edge from {edge.source!r} to {edge.target!r} joins a group to its own inside")
        above, below = _choose_ends(members[edge.source], members[edge.target], ranks, at in turned)
        layers.routes.append(_make_route(layers, at, above, below, at in turned, bool(edge.label)))
        if len(layers.slots) > 2 * _MOST_SLOTS:
            raise DiagramError("it is too large for the picture: too many long edges pass each other")
    _drop_empty_rows(layers)
    if len(layers.slots) > _MOST_SLOTS:
        raise DiagramError("it is too large for the picture: too many long edges pass each other")
    _fill_groups(layers)
    return layers


def _check_ranks(ranks: Mapping[str, int]) -> None:
    longest = max(ranks.values()) + 1
    if longest > _MOST_RANKS:
        raise DiagramError(
            f"it is too large for the picture: {longest} nodes follow each other, at most {_MOST_RANKS} fit"
        )


def _choose_ends(
    sources: Sequence[str], targets: Sequence[str], ranks: Mapping[str, int], turned: bool
) -> tuple[str, str]:
    """Choose where an edge of a group hangs: the member of it that is nearest to the other end."""
    above, below = (targets, sources) if turned else (sources, targets)
    return max(above, key=lambda name: ranks[name]), min(below, key=lambda name: ranks[name])


def _make_route(layers: Layers, at: int, top: str, bottom: str, turned: bool, labelled: bool) -> Route:
    first, last = layers.slots[top].layer, layers.slots[bottom].layer
    shared = _shared_home(layers, top, bottom)
    names = [top]
    label_at = (last - 1 if turned else first + 1) if labelled else -1
    for row in range(first + 1, last):
        name = f"\0{at}/{row}"
        layers.slots[name] = Slot(name, row, shared, at, labelled=row == label_at)
        names.append(name)
    return Route(at, [*names, bottom], turned)


def _shared_home(layers: Layers, one: str, other: str) -> str:
    """Return the innermost group that holds both ends; an edge between them stays inside."""
    homes = []
    home = layers.slots[one].home
    while home:
        homes.append(home)
        home = layers.parents[home]
    home = layers.slots[other].home
    while home and home not in homes:
        home = layers.parents[home]
    return home


def _drop_empty_rows(layers: Layers) -> None:
    """Keep the rows in which a node or a label stands."""
    kept = sorted({slot.layer for slot in layers.slots.values() if slot.edge < 0 or slot.labelled})
    numbers = {row: at for at, row in enumerate(kept)}
    layers.slots = {name: slot for name, slot in layers.slots.items() if slot.layer in numbers}
    for route in layers.routes:
        route.slots = [name for name in route.slots if name in layers.slots]
    layers.rows = [[] for _ in kept]
    for slot in layers.slots.values():
        slot.layer = numbers[slot.layer]
        layers.rows[slot.layer].append(slot.name)


def _fill_groups(layers: Layers) -> None:
    """Hold a place for each group in the rows that it spans without standing in them: nothing else may stand there."""
    rows: dict[str, set[int]] = {name: set() for name in layers.parents}
    for slot in layers.slots.values():
        home = slot.home
        while home:
            rows[home].add(slot.layer)
            home = layers.parents[home]
    for group, own in rows.items():
        for row in set(range(min(own, default=0), max(own, default=-1) + 1)) - own:
            name = f"\0{group}/{row}"
            layers.slots[name] = Slot(name, row, group, edge=len(layers.parents) + 10**6)
            layers.rows[row].append(name)
