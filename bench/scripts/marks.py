"""What the criteria of the rubric share: a mark, and how a share of flaws becomes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bench.scripts.talk import Said, Talk


class Mark(NamedTuple):
    """What one criterion says of one script."""

    score: float
    """0 to 100."""
    flaws: tuple[str, ...]
    """What was marked down, in words."""


def mark_share(flaws: Sequence[str], total: float, worth: float, weight: float = 0.0) -> Mark:
    """Take off 100 points for every `1 / worth` of all that is flawed; `weight` counts flaws that weigh less than one."""
    share = (weight or len(flaws)) / total if total else 0.0
    return Mark(100.0 * max(0.0, 1.0 - worth * share), tuple(flaws))


def mark_slope(value: float, best: float, worst: float, flaws: Sequence[str] = ()) -> Mark:
    """Give 100 at `best` and beyond, 0 at `worst` and beyond, and what lies between in proportion."""
    share = (value - worst) / (best - worst)
    return Mark(100.0 * min(1.0, max(0.0, share)), tuple(flaws))


def own_sentences(talk: Talk) -> tuple[Said, ...]:
    """Return the sentences that rest on no line: what the writer adds."""
    return tuple(said for said in talk.sentences if not said.spans)
