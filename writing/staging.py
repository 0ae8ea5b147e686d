"""Shots -> scenes: ids, lines that appear with their sentences, and the look of each type."""

from __future__ import annotations

from collections import Counter

from model.content import plain
from model.inputs import SourceSpan
from model.narration import written
from model.scenes import Line, ListScene, QuoteScene, SceneConfig
from writing.capacity import LINE_CHARS, LIST_LINES, QUOTE_CHARS
from writing.display import shorten_plain
from writing.naming import name_scene
from writing.pieces import Piece
from writing.shots import Shot, heads
from writing.styled import make_text


def stage_shots(shots: list[Shot]) -> tuple[SceneConfig, ...]:
    """Make the scenes; their chapters are not marked yet."""
    used: Counter[str] = Counter()
    return tuple(_stage_shot(shot, name_scene(_name_parts(shot), used)) for shot in shots)


def _name_parts(shot: Shot) -> tuple[str, ...]:
    if shot.kind in ("title", "outro"):
        return shot.name
    return shot.name if shot.kind == "card" or len(shot.name) > 2 else ("intro", *shot.name)


def _stage_shot(shot: Shot, scene_id: str) -> SceneConfig:
    known = {"scene_id": scene_id, "narration": shot.narration}
    if shot.kind == "list":
        return _stage_points(shot, scene_id)
    if shot.scene is not None:
        spans = (*shot.scene.spans, *(point.span for point in shot.points))
        return shot.scene.model_copy(update={**known, "spans": _unique(spans)})
    assert shot.visual is not None and shot.visual.visual is not None
    scene = shot.visual.visual
    header = {"header": shot.header} if "header" in type(scene).model_fields else {}
    unmarked = {"marked": None} if shot.plain else {}
    return scene.model_copy(update={**known, **header, **unmarked})


def _unique(spans: tuple[SourceSpan, ...]) -> tuple[SourceSpan, ...]:
    return tuple(dict.fromkeys(spans))


def _stage_points(shot: Shot, scene_id: str) -> ListScene | QuoteScene:
    only = shot.points[0] if len(shot.points) == 1 else None
    spans = _unique(tuple(point.span for point in shot.points))
    if only and only.kind == "paragraph" and only.text and len(plain(only.text)) <= QUOTE_CHARS:
        return QuoteScene(
            scene_id=scene_id, narration=shot.narration, text=only.text, tone="statement", spans=spans,
        )  # fmt: skip
    return ListScene(
        scene_id=scene_id, narration=shot.narration, header=shot.header, lines=_number_lines(shot), spans=spans
    )


def _number_lines(shot: Shot) -> tuple[Line, ...]:
    """Give each line the sentence that it appears with."""
    lines: list[Line] = []
    sentence = len(shot.prefix)
    for point in shot.points:
        if not heads(point, shot):
            lines += [line.model_copy(update={"sentence": sentence + line.sentence}) for line in _show_point(point)]
        sentence += len(point.said)
    return tuple(lines[:LIST_LINES]) or (Line(text=make_text(shot.header or "…")),)


def _show_point(point: Piece) -> tuple[Line, ...]:
    if point.lines or (point.level == "" and point.kind == "list"):
        return point.lines
    return (Line(text=make_text(shorten_plain(written(point.said[0]), LINE_CHARS))),) if point.said else ()
