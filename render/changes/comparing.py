"""A film as it was, the film as it is, and what a run made -> what changed, scene for scene, and why"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from model.changes import Cause, FilmChanges, Finished, SceneChange, SceneState
from model.result import PipelineResult
from model.scenes import SceneConfig
from render.changes.causes import find_causes

_HEARD = frozenset(
    {"engine", "voice", "rate", "pitch", "speakers", "pronunciation", "voices", "voices_lock", "language"}
)
"""Settings that decide how words sound."""
_SEEN = frozenset({
    "accent_color", "theme", "quality", "fps", "resolution", "aspect", "motion", "captions", "hardware", "language",
})  # fmt: skip
"""Settings that decide how scenes look."""
_FIRST = "the first film of this document"
_LOST = "it was no longer kept"


class Remade(NamedTuple):
    """What a run made anew, by scene."""

    spoken: Collection[str] = ()
    drawn: Collection[str] = ()


class _Known(NamedTuple):
    """A scene, and how long it lasts."""

    scene: SceneConfig
    seconds: float


def compare_films(before: Finished | None, after: Finished, remade: Remade) -> FilmChanges:
    """Compare a film with the one that was there; `before` is None for the first."""
    result = after.result
    anew = {*remade.spoken, *remade.drawn}
    whole = FilmChanges(
        video_id=result.video_id, title=result.title, first=before is None, total=len(result.scenes),
        reused=sum(scene.scene_id not in anew for scene in result.scenes),
    )  # fmt: skip
    if before is None:
        return whole.model_copy(update={"scenes": tuple(_list_first(after, remade))})
    causes = find_causes(before.result, result)
    scenes = tuple(_compare_scenes(before, after, remade, causes))
    if not causes and any(scene.why == _LOST for scene in scenes):
        causes = (Cause(kind="kept", name="the cache", after="it no longer had all that the film is made of"),)
    return whole.model_copy(update={"causes": causes, "scenes": scenes})


def _list_first(after: Finished, remade: Remade) -> Iterator[SceneChange]:
    for scene_id, section in _sections(after):
        spoken, drawn = scene_id in remade.spoken, scene_id in remade.drawn
        why = _FIRST if spoken or drawn else ""
        yield SceneChange(scene_id=scene_id, section=section, change="new", spoken=spoken, drawn=drawn, why=why)


def _compare_scenes(
    before: Finished, after: Finished, remade: Remade, causes: Sequence[Cause]
) -> Iterator[SceneChange]:
    old, new = _know(before), _know(after)
    previous: SceneState = "same"
    for scene_id, section in _sections(after):
        change = _compare_scene(old.get(scene_id), new.get(scene_id), before.result, scene_id)
        spoken, drawn = scene_id in remade.spoken, scene_id in remade.drawn
        if change != "same" or spoken or drawn:
            why = _explain(change, spoken, drawn, causes, beside=previous not in ("same", "time"))
            yield SceneChange(scene_id=scene_id, section=section, change=change, spoken=spoken, drawn=drawn, why=why)
        previous = change
    there = {scene.scene_id for scene in after.result.scenes}
    for scene_id, section in _sections(before):
        if scene_id not in there:
            yield SceneChange(scene_id=scene_id, section=section, change="gone")


def _compare_scene(old: _Known | None, new: _Known | None, before: PipelineResult, scene_id: str) -> SceneState:
    if old is None or new is None:  # without a script, only whether it was there is known
        return "same" if any(scene.scene_id == scene_id for scene in before.scenes) else "new"
    words, picture = _heard(old.scene) != _heard(new.scene), _seen(old.scene) != _seen(new.scene)
    if words or picture:
        return "words and picture" if words and picture else "words" if words else "picture"
    return "same" if old.seconds == new.seconds else "time"


def _heard(scene: SceneConfig) -> object:
    sentences = ((part.voice, part.pause_after, [word.model_dump() for word in part.words]) for part in scene.narration)
    return scene.voice, tuple(sentences)


def _seen(scene: SceneConfig) -> object:
    return scene.scene_type, scene.model_dump(include=set(scene.shown()))


def _explain(change: SceneState, spoken: bool, drawn: bool, causes: Sequence[Cause], *, beside: bool) -> str:
    """Say why a scene was made anew: its own change first, then what holds for the whole film, then what is left."""
    if not (spoken or drawn):
        return ""
    if change == "new":
        return "the scene is new"
    if change == "words and picture":
        return "its words and its picture changed"
    reasons = []
    if spoken:
        own = ["its words changed"] if change == "words" else []
        reasons += own or _name_causes(causes, _HEARD, heard=True) or [_LOST]
    if drawn:
        own = ["its picture changed"] if change == "picture" else []
        own += ["it is said in other words"] if change == "words" and not spoken else []
        longer = ["it lasts as long as what is said now"] if change == "time" or (spoken and not own) else []
        reasons += own or _name_causes(causes, _SEEN, heard=False) or longer or [_near(beside)]
    return "; ".join(dict.fromkeys(reasons))


def _near(beside: bool) -> str:
    return "the scene before it changed" if beside else _LOST


def _name_causes(causes: Sequence[Cause], settings: frozenset[str], *, heard: bool) -> list[str]:
    """Name what makes all scenes anew: a voice or a look, ourselves, a tool."""
    named = [f"{cause.name} changed" for cause in causes if cause.kind == "setting" and cause.name in settings]
    kinds = {cause.kind for cause in causes}
    named += ["another voice speaks"] if heard and "voice" in kinds else []
    named += ["other fonts are there"] if not heard and "fonts" in kinds else []
    ours = [cause.name for cause in causes if cause.kind == "video-gen"]
    named += [f"video-gen changed ({', '.join(ours)})"] if ours else []
    named += [f"{cause.name} is another version" for cause in causes if cause.kind == "tool"]
    return named


def _sections(film: Finished) -> Iterator[tuple[str, str]]:
    """Yield each scene's id with the chapter that it is in."""
    chapters = {scene.scene_id: scene.chapter for scene in film.script.scenes} if film.script else {}
    section = ""
    for scene in film.result.scenes:
        section = chapters.get(scene.scene_id, "") or section
        yield scene.scene_id, section


def _know(film: Finished) -> dict[str, _Known]:
    if film.script is None:
        return {}
    seconds = {scene.scene_id: scene.duration for scene in film.result.scenes}
    return {scene.scene_id: _Known(scene, seconds.get(scene.scene_id, 0.0)) for scene in film.script.scenes}
