"""A model's scenes -> ours: ids, narration with its lines, points that appear with their sentences."""

from __future__ import annotations

from collections import Counter
from typing import Any

from model.drafts import (
    CardDraft,
    ColumnsDraft,
    DraftPoint,
    DraftScene,
    ListDraft,
    PartDraft,
    PictureDraft,
    StatDraft,
    StatementDraft,
    StepsDraft,
)
from model.scenes import Line, ListScene, QuoteScene, SceneConfig, SectionScene
from model.scenes.stat import StatScene
from model.scenes.steps import Step, StepsScene
from model.scenes.two_column import Column, TwoColumnScene
from writing.asking.parts import Film, Part
from writing.asking.sentences import say_drafts, style_text
from writing.naming import name_scene
from writing.speaking import Speaker


def film_parts(film: Film, drafts: tuple[PartDraft, ...]) -> tuple[SceneConfig, ...]:
    """Make the scenes of all parts; the first of a chapter bears its title."""
    used: Counter[str] = Counter()
    total = sum(isinstance(scene, CardDraft) for draft in drafts for scene in draft.scenes)
    cards, scenes = 0, list[SceneConfig]()
    for part, draft in zip(film.parts, drafts, strict=True):
        for at, scene in enumerate(draft.scenes):
            cards += isinstance(scene, CardDraft)
            known = {"scene_id": name_scene((part.header, scene.kind.replace("_", " "), "1"), used)}
            if at == 0 and part.chapter and scenes:
                known["chapter"] = part.chapter
            scenes.append(_film_scene(scene, part, known, film.speaker, (cards if total > 1 else 0, total)))
    return tuple(scenes)


def _film_scene(
    scene: DraftScene, part: Part, known: dict[str, Any], speaker: Speaker, card: tuple[int, int]
) -> SceneConfig:
    narration, starts = say_drafts(scene.sentences, part.rows, speaker)
    spans = tuple(dict.fromkeys(span for sentence in narration for span in sentence.spans))
    known = {**known, "narration": narration, "spans": spans}
    match scene:
        case CardDraft():
            title = part.chapter or part.header
            return SectionScene(title=title, number=card[0], total=card[1], summary=scene.summary, **known)
        case ListDraft():
            lines = tuple(Line(text=style_text(point.text), sentence=starts[point.sentence]) for point in scene.points)
            return ListScene(header=scene.header or part.header, lines=lines, **known)
        case StepsDraft():
            steps = tuple(_film_step(point, starts) for point in scene.points)
            return StepsScene(header=scene.header or part.header, steps=steps, **known)
        case StatementDraft():
            return QuoteScene(text=style_text(scene.text), tone="statement", **known)
        case StatDraft():
            header = scene.header or part.header
            return StatScene(header=header, value=scene.value, unit=scene.unit, text=style_text(scene.text), **known)
        case ColumnsDraft():
            first, second = (
                Column(heading=side.heading, text=tuple(map(style_text, side.points)))
                for side in (scene.first, scene.second)
            )
            return TwoColumnScene(header=scene.header or part.header, first=first, second=second, **known)
        case PictureDraft():
            return _film_picture(scene, part, known)


def _film_step(point: DraftPoint, starts: tuple[int, ...]) -> Step:
    return Step(label=point.label, text=style_text(point.text), sentence=starts[point.sentence])


def _film_picture(scene: PictureDraft, part: Part, known: dict[str, Any]) -> SceneConfig:
    """Show what the document shows. A question with its answer is told in its own words: their order is its meaning."""
    piece = part.pictures[scene.picture]
    assert piece.visual is not None
    own = {"narration": piece.said} if piece.visual.scene_type == "quiz" and piece.said else {}
    spans = tuple(dict.fromkeys((*piece.visual.spans, piece.span)))
    bare = piece.visual.header if hasattr(piece.visual, "header") else None
    header = {"header": part.header} if bare == "" else {}
    return piece.visual.model_copy(update={**known, **header, **own, "spans": spans})
