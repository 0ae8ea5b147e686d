"""Layers -> the order within each: few crossings, and what stands in one group stays together."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from render.diagrams.layers import Layers

_SWEEPS = 20
_PATIENCE = 6
"""Sweeps without a better order before it ends."""


def order_layers(layers: Layers) -> None:
    """Sort each row by the middle of its neighbours, down and up, and keep the order that crosses least."""
    above, below = _neighbours(layers)
    best, least, idle = [list(row) for row in layers.rows], count_crossings(layers), 0
    best = _regroup(layers, best)
    layers.rows = [list(row) for row in best]
    least = count_crossings(layers)
    for sweep in range(_SWEEPS):
        if least == 0 or idle > _PATIENCE:
            break
        down = sweep % 2 == 0
        _sweep(layers, above if down else below, down, late=sweep % 4 >= 2)
        crossings = count_crossings(layers)
        idle += 1
        if crossings < least:
            best, least, idle = [list(row) for row in layers.rows], crossings, 0
    layers.rows = best


def _neighbours(layers: Layers) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = {name: [] for name in layers.slots}
    below: dict[str, list[str]] = {name: [] for name in layers.slots}
    for route in layers.routes:
        for upper, lower in pairwise(route.slots):
            above[lower].append(upper)
            below[upper].append(lower)
    return above, below


def _regroup(layers: Layers, rows: list[list[str]]) -> list[list[str]]:
    spots = {name: float(at) for row in rows for at, name in enumerate(row)}
    means = _group_means(layers, spots)
    return [_arrange(layers, row, spots, means) for row in rows]


def _sweep(layers: Layers, neighbours: Mapping[str, list[str]], down: bool, late: bool) -> None:
    spots = {name: (at + 0.5) / len(row) for row in layers.rows for at, name in enumerate(row)}
    numbers = range(len(layers.rows)) if down else range(len(layers.rows) - 1, -1, -1)
    for number in numbers:
        row = layers.rows[number]
        wanted = {
            name: sum(spots[other] for other in neighbours[name]) / len(neighbours[name])
            if neighbours[name]
            else spots[name]
            for name in row
        }
        means = _group_means(layers, {**spots, **wanted})
        order = _arrange(layers, row[::-1] if late else row, wanted, means)
        layers.rows[number] = order
        spots.update({name: (at + 0.5) / len(order) for at, name in enumerate(order)})
    means = _group_means(layers, spots)
    layers.rows = [_arrange(layers, row, spots, means) for row in layers.rows]


def _group_means(layers: Layers, spots: Mapping[str, float]) -> dict[str, float]:
    """Return the middle of each group over all rows: groups have one order in every row."""
    found: dict[str, list[float]] = {name: [] for name in layers.parents}
    for name, slot in layers.slots.items():
        home = slot.home
        while home:
            found[home].append(spots[name])
            home = layers.parents[home]
    return {name: sum(own) / len(own) if own else 0.0 for name, own in found.items()}


def _arrange(layers: Layers, row: list[str], wanted: Mapping[str, float], means: Mapping[str, float]) -> list[str]:
    """Sort a row by what each wants, groups as blocks."""
    keys: dict[str, tuple[tuple[float, str], ...]] = {}
    for name in row:
        chain: list[tuple[float, str]] = []
        home = layers.slots[name].home
        while home:
            chain.append((means[home], home))
            home = layers.parents[home]
        keys[name] = (*reversed(chain), (wanted[name], ""))
    return sorted(row, key=lambda name: keys[name])


def count_crossings(layers: Layers) -> int:
    """Count how often edges cross between neighbouring rows."""
    spots = {name: at for row in layers.rows for at, name in enumerate(row)}
    between: dict[int, list[tuple[int, int]]] = {}
    for route in layers.routes:
        for upper, lower in pairwise(route.slots):
            between.setdefault(layers.slots[upper].layer, []).append((spots[upper], spots[lower]))
    total = 0
    for pairs in between.values():
        ends = [end for _, end in sorted(pairs)]
        starts = [start for start, _ in sorted(pairs)]
        total += sum(
            1
            for at, (start, end) in enumerate(zip(starts, ends, strict=True))
            for other in range(at)
            if starts[other] < start and ends[other] > end
        )
    return total
