"""Scenes that a model wrote, and a document -> what became of each block: read off the lines that they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from model.content import AnyBlock, ImageBlock, OmittedBlock, Section
from model.drafts import PartDraft, PictureDraft
from model.inputs import SourceSpan
from model.scenes import SceneConfig
from model.script import Coverage
from writing.asking.parts import Film
from writing.asking.rows import title_of

_TOLD = "a language model tells it in its own words"
_NO_ROOM = "there is no room for it in a film of the length asked for"
_PASSED = "the language model passes over it"


def cover_film(film: Film, scenes: tuple[SceneConfig, ...], drafts: tuple[PartDraft, ...]) -> tuple[Coverage, ...]:
    """List every heading and block in document order with its outcome. `scenes` are all, `drafts` those between the ends."""
    pictures = _find_pictures(film, scenes, drafts)
    covered: list[Coverage] = []
    for section in film.content.sections:
        room = section.section_id not in film.unasked
        if section.level:
            covered.append(_cover_heading(section, scenes, room=room))
        covered += [
            _cover_block(block, scenes, pictures.get(block.block_id, ()), room=room) for block in section.blocks
        ]
    return tuple(covered)


def _find_pictures(
    film: Film, scenes: tuple[SceneConfig, ...], drafts: tuple[PartDraft, ...]
) -> dict[str, tuple[str, ...]]:
    shown: dict[str, tuple[str, ...]] = {}
    made = iter(scenes[1:-1])
    for part, draft in zip(film.parts, drafts, strict=True):
        for scene in draft.scenes:
            scene_id = next(made).scene_id
            if isinstance(scene, PictureDraft):
                piece = part.pictures[scene.picture]
                for block in (piece.block, *piece.also):
                    shown[block] = (*shown.get(block, ()), scene_id)
    return shown


def _saying(span: SourceSpan, scenes: tuple[SceneConfig, ...]) -> Iterator[str]:
    for scene in scenes:
        spans = (one for sentence in scene.narration for one in sentence.spans)
        if any(one.first <= span.last and span.first <= one.last for one in spans):
            yield scene.scene_id


def _cover_block(block: AnyBlock, scenes: tuple[SceneConfig, ...], shown: tuple[str, ...], *, room: bool) -> Coverage:
    known: dict[str, Any] = {"block_id": block.block_id, "span": block.span}
    if isinstance(block, OmittedBlock):
        return Coverage(kind=block.what, outcome="left out", reason=block.reason, **known)
    said = tuple(_saying(block.span, scenes))
    named = tuple(scene.scene_id for scene in scenes if scene.scene_id in {*shown, *said})
    if shown:
        return Coverage(kind=block.kind, outcome="shown and spoken" if said else "shown", scenes=named, **known)
    if said:
        return Coverage(kind=block.kind, outcome="summarised", reason=_TOLD, scenes=named, **known)
    missing = block.missing if isinstance(block, ImageBlock) and block.image is None else ""
    return Coverage(kind=block.kind, outcome="left out", reason=missing or (_PASSED if room else _NO_ROOM), **known)


def _cover_heading(section: Section, scenes: tuple[SceneConfig, ...], *, room: bool) -> Coverage:
    known: dict[str, Any] = {"block_id": section.section_id, "span": section.span, "kind": "heading"}
    title = title_of(section)
    shown = tuple(
        scene.scene_id
        for scene in scenes
        if title and title in (getattr(scene, "header", ""), getattr(scene, "title", ""))
    )
    if shown:
        return Coverage(outcome="shown", scenes=shown, **known)
    spans = (section.span, *(block.span for block in section.blocks))
    told = tuple(dict.fromkeys(scene_id for span in spans for scene_id in _saying(span, scenes)))
    if told:
        return Coverage(outcome="summarised", reason=_TOLD, scenes=told, **known)
    return Coverage(outcome="left out", reason=_PASSED if room else _NO_ROOM, **known)
