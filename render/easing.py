"""Progress in time -> progress in space."""

from __future__ import annotations

STAGGER = 0.35
"""Of a part's own time: how much later than the part before it each part of a whole begins."""


def ease_out(progress: float) -> float:
    """Begin fast and come to rest: cubic, 0 to 1 (CSS Easing's ease-out family)."""
    return 1 - (1 - progress) ** 3


def stagger(progress: float, place: int, count: int) -> float:
    """Return how far part `place` of `count` is, each beginning a little after the one before, all whole at 1."""
    share = 1 / (1 + STAGGER * (count - 1))
    return min(1.0, max(0.0, (progress - place * STAGGER * share) / share))
