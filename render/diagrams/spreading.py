"""Wishes and distances -> coordinates: as near to where each wants to be as the distances between them allow.

A quadratic program with one kind of constraint, `high - low >= gap`, solved by Hildreth's method ("A quadratic
programming procedure", 1957); what is left of it after the last pass is repaired by the longest way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Gap(NamedTuple):
    """`high` is at least `least` beyond `low`; both are numbers of variables."""

    low: int
    high: int
    least: float


class Pull(NamedTuple):
    """Two variables that want to be `apart` from each other."""

    one: int
    other: int
    weight: float
    apart: float = 0.0
    """Wanted: `other - one`."""


_ROUNDS = 36
_PASSES = 8
_MIXED = 0.7
"""How far a round goes to what is wished for: neighbours that move at once would swing for ever."""


def spread(count: int, gaps: Sequence[Gap], pulls: Sequence[Pull]) -> list[float]:
    """Return the coordinates; the order that the gaps ask for must be free of cycles."""
    places = _repair([0.0] * count, gaps)
    force = [0.0] * len(gaps)
    for _ in range(_ROUNDS):
        wanted, weights = _wish(
            places,
            pulls,
        )
        places = _project(wanted, weights, gaps, force)
    return _repair(places, gaps)


def _wish(places: Sequence[float], pulls: Sequence[Pull]) -> tuple[list[float], list[float]]:
    """Return where each would like to be, by the weighted mean of its pulls, and how strongly."""
    total, weights = [0.0] * len(places), [0.0] * len(places)
    for one, other, weight, apart in pulls:
        total[one] += weight * (places[other] - apart)
        total[other] += weight * (places[one] + apart)
        weights[one] += weight
        weights[other] += weight
    wanted = [
        place + _MIXED * (sum_ / weight - place) if weight else place
        for place, sum_, weight in zip(places, total, weights, strict=True)
    ]
    return wanted, [max(0.05, weight) for weight in weights]


def _project(wanted: list[float], weights: Sequence[float], gaps: Sequence[Gap], force: list[float]) -> list[float]:
    """Move as little as keeps the gaps; `force` is kept from call to call."""
    places = list(wanted)
    for at, (low, high, _) in enumerate(gaps):
        places[low] -= force[at] / weights[low]
        places[high] += force[at] / weights[high]
    for _ in range(_PASSES):
        for at, (low, high, least) in enumerate(gaps):
            lacking = least - (places[high] - places[low])
            step = max(-force[at], lacking / (1 / weights[low] + 1 / weights[high]))
            if step:
                force[at] += step
                places[low] -= step / weights[low]
                places[high] += step / weights[high]
    return places


def _repair(places: Sequence[float], gaps: Sequence[Gap]) -> list[float]:
    """Push right what is still too near."""
    after: dict[int, list[tuple[int, float]]] = {}
    waiting = [0] * len(places)
    for low, high, least in gaps:
        after.setdefault(low, []).append((high, least))
        waiting[high] += 1
    fixed = list(places)
    ready = [at for at, count in enumerate(waiting) if not count]
    while ready:
        low = ready.pop()
        for high, least in after.get(low, ()):
            fixed[high] = max(fixed[high], fixed[low] + least)
            waiting[high] -= 1
            if not waiting[high]:
                ready.append(high)
    return fixed


def is_acyclic(count: int, gaps: Sequence[Gap]) -> bool:
    """Tell whether the gaps can all be kept."""
    after: dict[int, list[int]] = {}
    waiting = [0] * count
    for low, high, _ in gaps:
        after.setdefault(low, []).append(high)
        waiting[high] += 1
    ready = [at for at, left in enumerate(waiting) if not left]
    done = 0
    while ready:
        done += 1
        for high in after.get(ready.pop(), ()):
            waiting[high] -= 1
            if not waiting[high]:
                ready.append(high)
    return done == count
