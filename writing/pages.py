"""Slides of points that follow each other in a section -> pages: which scenes fill one page together."""

from __future__ import annotations

from itertools import accumulate

from model.scenes import Line, ListScene
from model.scenes.steps import Step, StepsScene
from writing.capacity import LIST_LINES
from writing.shots import Shot

_PAGE = 100
"""What each page costs: few full pages rather than many."""
_LONELY = 60
"""What a page of a single line costs besides."""
_SEAM = 6
"""What it costs that a page ends inside a block."""


def group_pages(shots: list[Shot], counts: list[int]) -> list[tuple[int, int]]:
    """Group shots into pages, as (first, end); `counts` has the lines that each shows, 0 for what is no list."""
    pages: list[tuple[int, int]] = []
    at = 0
    while at < len(shots):
        end = at + 1
        while end < len(shots) and counts[at] and counts[end] and _continues(shots[at], shots[end]):
            end += 1
        pages += [(at + low, at + high) for low, high in _deal_pages(shots[at:end], counts[at:end])]
        at = end
    return pages


def _continues(before: Shot, after: Shot) -> bool:
    same = before.place is after.place and before.chapter == after.chapter and before.header == after.header
    return before.kind == after.kind == "list" and same


def _deal_pages(shots: list[Shot], counts: list[int]) -> list[tuple[int, int]]:
    """Cut a run of shots where its pages are few, full and even, and end where a block does."""
    ends = list(accumulate(counts, initial=0))
    best: list[tuple[float, int]] = [(0.0, 0)]
    for high in range(1, len(shots) + 1):
        options = []
        for low in range(max(0, high - LIST_LINES), high):
            lines = ends[high] - ends[low]
            if lines <= LIST_LINES or low == high - 1:
                options.append((best[low][0] + _rate_page(shots, low, high, lines), low))
        best.append(min(options))
    pages: list[tuple[int, int]] = []
    at = len(shots)
    while at:
        pages.append((best[at][1], at))
        at = best[at][1]
    return pages[::-1]


def _rate_page(shots: list[Shot], low: int, high: int, lines: int) -> float:
    broken = high < len(shots) and shots[high - 1].points[-1].block == shots[high].points[0].block
    return _PAGE + lines * lines + (_LONELY if lines == 1 else 0) + (_SEAM if broken else 0)


def share_page(scenes: list[ListScene]) -> list[ListScene]:
    """Show on each scene all points of its page: those said before, its own, and the room of those to come."""
    shared: list[ListScene] = []
    for at, scene in enumerate(scenes):
        before = [_stand(line, "before") for other in scenes[:at] for line in other.lines]
        later = [_stand(line, "later") for other in scenes[at + 1 :] for line in other.lines]
        shared.append(scene.model_copy(update={"lines": (*before, *scene.lines, *later)}))
    return shared


def share_steps(scenes: list[StepsScene]) -> list[StepsScene]:
    """Show on each scene all steps of its page, likewise."""
    shared: list[StepsScene] = []
    for at, scene in enumerate(scenes):
        before = [_put(step, "before") for other in scenes[:at] for step in other.steps]
        later = [_put(step, "later") for other in scenes[at + 1 :] for step in other.steps]
        steps = (*before, *scene.steps, *later)
        shared.append(scene.model_copy(update={"steps": steps, "first": scenes[0].first}))
    return shared


def _put(step: Step, state: str) -> Step:
    return step.model_copy(update={"state": state, "sentence": 0})


def _stand(line: Line, state: str) -> Line:
    return line.model_copy(update={"state": state, "sentence": 0})
