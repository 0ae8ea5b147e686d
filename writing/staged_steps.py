"""A page of points -> the same as steps along a rule, where its points are steps or events."""

from __future__ import annotations

from itertools import pairwise

from model.scenes import Line, ListScene
from model.scenes.steps import Step, StepsScene
from writing.pieces import Piece
from writing.shots import Shot, heads
from writing.speaking import Speaker

MOST_EMPTY = 3.0
"""Seconds that a header may stand alone before its first point."""


def as_steps(shots: list[Shot], page: list[ListScene], speaker: Speaker) -> list[StepsScene]:
    """Return the page's scenes as steps; nothing where a point is none, or where numbers are left out.

    Words that lead to the steps are said, and not shown.
    """
    points = [[point for point in shot.points if not heads(point, shot)] for shot in shots]
    lead = _count_leading(points[0])
    steps = [[step for point in own for step in point.steps] for own in points]
    lines = [scene.lines[skipped:] for scene, skipped in zip(page, (lead, *[0] * len(page)), strict=False)]
    flat = [point for own in points for point in own][lead:]
    if not flat or not all(point.steps for point in flat) or len({point.block for point in flat}) != 1:
        return []
    if any(not own or len(own) != len(shown) for own, shown in zip(steps, lines, strict=True)):
        return []
    numbers = [line.number for own in lines for line in own]
    dated = all(step.label for own in steps for step in own)
    if sum(map(len, steps)) < 2 or (not dated and any(after != before + 1 for before, after in pairwise(numbers))):
        return []
    waited = speaker.seconds(page[0].narration[: lines[0][0].sentence])
    if waited > MOST_EMPTY:
        lines[0] = (lines[0][0].model_copy(update={"sentence": 0}), *lines[0][1:])
    first = 1 if dated else max(numbers[0], 0)
    return [_stage(scene, own, shown, first) for scene, own, shown in zip(page, steps, lines, strict=True)]


def _count_leading(points: list[Piece]) -> int:
    """Count the points before the first step, each of which has one line."""
    return next((at for at, point in enumerate(points) if point.steps), 0)


def _stage(scene: ListScene, steps: list[Step], lines: tuple[Line, ...], first: int) -> StepsScene:
    """Let each step come with its line's sentence."""
    timed = (step.model_copy(update={"sentence": line.sentence}) for step, line in zip(steps, lines, strict=True))
    return StepsScene(
        scene_id=scene.scene_id, narration=scene.narration, header=scene.header, steps=tuple(timed), first=first,
        spans=scene.spans,
    )  # fmt: skip
