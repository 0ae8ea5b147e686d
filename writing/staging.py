"""Shots -> scenes: ids, lines that appear with their sentences, and the look of each type."""

from __future__ import annotations

from collections import Counter

from model.content import Text, plain
from model.inputs import SourceSpan
from model.narration import written
from model.scenes import Line, ListScene, QuoteScene, SceneConfig
from writing.capacity import LINE_CHARS, LIST_LINES, QUOTE_CHARS
from writing.display import shorten_plain
from writing.naming import name_scene
from writing.pages import group_pages, share_page, share_steps
from writing.pieces import Piece
from writing.shots import Shot, heads
from writing.speaking import Speaker
from writing.staged_steps import MOST_EMPTY, as_steps
from writing.styled import make_text, strip_text


def stage_shots(shots: list[Shot], speaker: Speaker) -> tuple[SceneConfig, ...]:
    """Make the scenes; their chapters are not marked yet."""
    used: Counter[str] = Counter()
    names = [name_scene(_name_parts(shot), used) for shot in shots]
    lines = [_number_lines(shot, speaker) if shot.kind == "list" else () for shot in shots]
    scenes: list[SceneConfig] = []
    for first, end in group_pages(shots, [sum(map(_weigh_line, own)) for own in lines]):
        if sum(map(len, lines[first:end])) > 1:
            page = [_stage_points(shots[at], names[at], lines[at]) for at in range(first, end)]
            scenes += share_steps(as_steps(shots[first:end], page, speaker)) or share_page(page)
        else:
            scenes.append(_stage_shot(shots[first], names[first], lines[first]))
    return tuple(_go_on(shots, at, scene) for at, scene in enumerate(scenes))


def _go_on(shots: list[Shot], at: int, scene: SceneConfig) -> SceneConfig:
    """Let a picture that the scene before has shown stand whole: it does not build up twice."""
    before, now = (shots[at - 1].visual if at else None), shots[at].visual
    again = before is not None and now is not None and before.key == now.key and "goes_on" in type(scene).model_fields
    return scene.model_copy(update={"goes_on": True}) if again else scene


def _weigh_line(line: Line) -> int:
    """Return how many points of a page a line takes the room of."""
    return 2 if len(plain(line.text)) > LINE_CHARS else 1


def _name_parts(shot: Shot) -> tuple[str, ...]:
    if shot.kind in ("title", "outro"):
        return shot.name
    return shot.name if shot.kind == "card" or len(shot.name) > 2 else ("intro", *shot.name)


def _stage_shot(shot: Shot, scene_id: str, lines: tuple[Line, ...]) -> SceneConfig:
    known = {"scene_id": scene_id, "narration": shot.narration}
    if shot.kind == "list":
        return _stage_statement(shot, scene_id) or _stage_points(shot, scene_id, lines)
    if shot.scene is not None:
        spans = (*shot.scene.spans, *(point.span for point in shot.points))
        return shot.scene.model_copy(update={**known, "spans": _unique(spans)})
    assert shot.visual is not None and shot.visual.visual is not None
    scene = shot.visual.visual
    header = {"header": shot.header} if "header" in type(scene).model_fields else {}
    unmarked = {"marked": None} if shot.plain else {}
    turn = {"turn": _find_turn(shot)} if shot.visual.turn else {}
    return scene.model_copy(update={**known, **header, **unmarked, **turn})


def _find_turn(shot: Shot) -> int:
    """Return the sentence that turns to the second of two versions; 0 where it is not said here."""
    sentence = len(shot.prefix)
    for point in shot.points:
        if shot.visual and point.block == shot.visual.turn:
            return sentence
        sentence += len(point.said)
    return 0


def _unique(spans: tuple[SourceSpan, ...]) -> tuple[SourceSpan, ...]:
    return tuple(dict.fromkeys(spans))


def _stage_statement(shot: Shot, scene_id: str) -> QuoteScene | None:
    """Set a point that has the screen to itself large, in its own words."""
    only = shot.points[0] if len(shot.points) == 1 else None
    if only is None or any(line.marker != "bullet" for line in only.lines):
        return None
    text = only.text if only.text and len(plain(only.text)) <= QUOTE_CHARS else _first_text(only)
    return QuoteScene(
        scene_id=scene_id, narration=shot.narration, text=strip_text(text, ":："), tone="statement", spans=_list_spans(shot)
    )  # fmt: skip


def _first_text(point: Piece) -> Text:
    shown = _show_point(point)
    return shown[0].text if shown else make_text("…")


def _stage_points(shot: Shot, scene_id: str, lines: tuple[Line, ...]) -> ListScene:
    return ListScene(
        scene_id=scene_id, narration=shot.narration, header=shot.header, lines=lines, spans=_list_spans(shot)
    )


def _list_spans(shot: Shot) -> tuple[SourceSpan, ...]:
    return _unique(tuple(point.span for point in shot.points))


def _number_lines(shot: Shot, speaker: Speaker) -> tuple[Line, ...]:
    """Give each line the sentence that it appears with; the first stands from the start when it would be long in coming."""
    lines: list[Line] = []
    sentence = len(shot.prefix)
    for point in shot.points:
        if not heads(point, shot):
            lines += [line.model_copy(update={"sentence": sentence + line.sentence}) for line in _show_point(point)]
        sentence += len(point.said)
    kept = lines[:LIST_LINES] or [Line(text=make_text(shot.header or "…"))]
    if speaker.seconds(shot.narration[: kept[0].sentence]) > MOST_EMPTY:
        kept[0] = kept[0].model_copy(update={"sentence": 0})
    return tuple(kept)


def _show_point(point: Piece) -> tuple[Line, ...]:
    if point.lines or (point.level == "" and point.kind == "list"):
        return point.lines
    return (Line(text=make_text(shorten_plain(written(point.said[0]), LINE_CHARS))),) if point.said else ()
