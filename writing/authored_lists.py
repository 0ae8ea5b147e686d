"""A list that somebody wrote with more points than a screen should hold -> several scenes under one header."""

from __future__ import annotations

import math
from collections.abc import Container

from model.scenes import Line, ListScene, SceneConfig
from writing.capacity import LIST_LINES

_LONGEST_ID = 74


def share_out(scene: SceneConfig, taken: Container[str]) -> tuple[SceneConfig, ...]:
    """Divide a long list where its points are said in sentences of their own; the first part keeps its name.

    Parts are about equally long, and a nested point stays with the one above it.
    """
    if not isinstance(scene, ListScene) or len(scene.lines) <= LIST_LINES:
        return (scene,)
    if any(line.state != "now" for line in scene.lines):
        return (scene,)
    starts = _find_starts(scene.lines)
    if len(starts) < 2:
        return (scene,)
    ends = (*starts[1:], len(scene.lines))
    sentences = [0, *(scene.lines[start].sentence for start in starts[1:]), len(scene.narration)]
    parts = [
        _cut(scene, start, end, sentences[at], sentences[at + 1])
        for at, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    return (parts[0], *_name(scene.scene_id, parts[1:], taken))


def _find_starts(lines: tuple[Line, ...]) -> list[int]:
    """Return the first line of each part: one that is not nested, and begins a sentence that no part before it says."""
    starts = [0]
    left = math.ceil(len(lines) / LIST_LINES)
    for at in range(1, len(lines)):
        room = math.ceil((len(lines) - starts[-1]) / max(left, 1))
        apart = lines[at].sentence > max(line.sentence for line in lines[:at])
        if left > 1 and at - starts[-1] >= room and apart and lines[at].depth == 0:
            starts.append(at)
            left -= 1
    return starts


def _cut(scene: ListScene, start: int, end: int, first: int, last: int) -> ListScene:
    lines = tuple(line.model_copy(update={"sentence": line.sentence - first}) for line in scene.lines[start:end])
    return scene.model_copy(update={"lines": lines, "narration": scene.narration[first:last]})


def _name(name: str, parts: list[ListScene], taken: Container[str]) -> list[ListScene]:
    named: list[ListScene] = []
    number = 1
    for part in parts:
        number += 1
        while (own := f"{name[:_LONGEST_ID]}-{number}") in taken:
            number += 1
        named.append(part.model_copy(update={"scene_id": own, "chapter": ""}))
    return named
