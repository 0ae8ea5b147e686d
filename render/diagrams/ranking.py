"""A graph -> ranks: each node's distance from where the diagram begins, with the few edges that run back turned round.

After Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures" (1981), and Gansner
et al., "A technique for drawing directed graphs" (1993).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from render.diagrams.graph import Edge, Graph


def resolve_ends(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Name the nodes that each group holds, at any depth; of a node, itself."""
    parents = {group.name: group.parent for group in graph.groups}
    inside: dict[str, list[str]] = {group.name: [] for group in graph.groups}
    for node, first in graph.homes:
        home = first
        while home:
            inside[home].append(node)
            home = parents[home]
    return {**{node.name: (node.name,) for node in graph.nodes}, **{name: tuple(own) for name, own in inside.items()}}


def find_turned(names: Sequence[str], edges: Sequence[tuple[str, str]]) -> set[int]:
    """Return the edges, by number, that close a cycle when walked in the order of the source: they are turned round."""
    leaving: dict[str, list[tuple[int, str]]] = {name: [] for name in names}
    for at, (source, target) in enumerate(edges):
        leaving[source].append((at, target))
    turned: set[int] = set()
    done: dict[str, int] = {}
    for root in names:
        if root in done:
            continue
        done[root] = 1
        path = [(root, iter(leaving[root]))]
        while path:
            name, following = path[-1]
            at, target = next(following, (-1, ""))
            if at < 0:
                done[name] = 2
                path.pop()
            elif done.get(target) == 1:
                turned.add(at)
            elif target not in done:
                done[target] = 1
                path.append((target, iter(leaving[target])))
    return turned


def rank_nodes(graph: Graph) -> tuple[dict[str, int], set[int]]:
    """Return each node's rank, from 0, and the numbers of the edges that run back."""
    members = resolve_ends(graph)
    pairs: list[tuple[str, str]] = []
    owners: list[int] = []
    for at, edge in enumerate(graph.edges):
        for pair in _spread(edge, members):
            pairs.append(pair)
            owners.append(at)
    names = [node.name for node in graph.nodes]
    back = find_turned(names, pairs)
    turned = {owners[at] for at in back}
    links = [
        (pair[1], pair[0], graph.edges[owners[at]].length) if at in back else (*pair, graph.edges[owners[at]].length)
        for at, pair in enumerate(pairs)
        if pair[0] != pair[1]
    ]
    return _pull_together(names, links), turned


def _spread(edge: Edge, members: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Let an edge between groups put all of the one before all of the other."""
    sources, targets = members[edge.source], members[edge.target]
    if set(sources) & set(targets):
        return [(sources[-1], targets[0])] if len(sources) == len(targets) == 1 else []
    return [(source, target) for source in sources for target in targets]


def _pull_together(names: Sequence[str], links: Sequence[tuple[str, str, int]]) -> dict[str, int]:
    """Rank by the longest way from a beginning, then move what hangs loose towards what it belongs to."""
    before: dict[str, list[tuple[str, int]]] = {name: [] for name in names}
    after: dict[str, list[tuple[str, int]]] = {name: [] for name in names}
    for source, target, length in links:
        before[target].append((source, length))
        after[source].append((target, length))
    order = _sort_by_links(names, before, after)
    ranks: dict[str, int] = {}
    for name in order:
        ranks[name] = max((ranks[other] + length for other, length in before[name]), default=0)
    for name in reversed(order):
        if after[name] and len(after[name]) > len(before[name]):
            ranks[name] = min(ranks[other] - length for other, length in after[name])
    least = min(ranks.values(), default=0)
    return {name: rank - least for name, rank in ranks.items()}


def _sort_by_links(
    names: Sequence[str], before: Mapping[str, list[tuple[str, int]]], after: Mapping[str, list[tuple[str, int]]]
) -> list[str]:
    waiting = {name: len(before[name]) for name in names}
    ready = [name for name in names if not waiting[name]]
    order: list[str] = []
    while ready:
        name = ready.pop(0)
        order.append(name)
        for other, _ in after[name]:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return order
