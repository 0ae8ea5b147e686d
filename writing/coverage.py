"""The film's shots -> what became of each block and heading of the document: read off the scenes, not off intentions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

from model.content import (
    AnyBlock,
    ImageBlock,
    OmittedBlock,
    ParagraphBlock,
    ParsedContent,
    Section,
    TableBlock,
    plain,
)
from model.scenes import SceneConfig
from model.script import Coverage
from writing.capacity import HEADER_CHARS
from writing.display import shorten_plain
from writing.outline import trim_number
from writing.pictures import is_icon
from writing.pointers import points_away
from writing.prose import leads_away, points_at_page
from writing.shots import Shot, heads
from writing.styled import tidy_text

Outcome = Literal["shown and spoken", "shown", "spoken", "summarised", "left out"]
_NO_ROOM = "there is no room for it in a film of the length asked for"
_TOO_LITTLE = "too little can be said of it for a scene of its own"
_LONG_TABLE = "of a table as long as this, only a film of everything shows the rest"
_NOTHING = "it holds nothing that can be shown or said"
_REPEATED = "the film says the same elsewhere"


@dataclass
class Traces:
    """What scenes hold of one block."""

    shown: set[int] = field(default_factory=set)
    said: set[int] = field(default_factory=set)
    scenes: list[str] = field(default_factory=list)


def cover_content(
    content: ParsedContent, shots: list[Shot], scenes: tuple[SceneConfig, ...], parts: dict[str, int], repeated: frozenset[str],
    subject_blocks: frozenset[str], title_section: str, chapters: dict[str, str], chosen: frozenset[str],
) -> tuple[Coverage, ...]:  # fmt: skip
    """List every heading and block in document order with its outcome. `parts` counts each block's pieces."""
    traces = _trace_shots(shots, scenes, subject_blocks)
    covered: list[Coverage] = []
    for section in content.sections:
        if section.level:
            covered.append(_cover_heading(section, chapters, shots, scenes, section.section_id == title_section))
        for block in section.blocks:
            trace = traces.get(block.block_id, Traces())
            covered.append(_cover_block(block, trace, parts, repeated, chosen, content.language))
    return tuple(covered)


def _trace_shots(shots: list[Shot], scenes: tuple[SceneConfig, ...], subjects: frozenset[str]) -> dict[str, Traces]:
    traces: dict[str, Traces] = defaultdict(Traces)
    for shot, scene in zip(shots, scenes, strict=True):
        for piece in (*shot.points, *shot.after, *((shot.visual,) if shot.visual else ())):
            trace = traces[piece.block]
            if scene.scene_id not in trace.scenes:
                trace.scenes.append(scene.scene_id)
            unseen = scene.scene_type == "steps" and not piece.steps and not heads(piece, shot)
            seen = piece is shot.visual or (shot.kind == "list" and piece in shot.points and not unseen)
            seen = seen or (scene.scene_type == "end_card" and shot.kind == "outro" and piece.kind == "list")
            if seen or (shot.kind == "card" and piece in shot.points[:1]):
                trace.shown.add(piece.rank)
            if shot.visual is None or piece is not shot.visual or piece.tells:
                trace.said.add(piece.rank)
            for block in piece.also if piece.visual is None else ():
                traces[block].said.add(0)
                traces[block].scenes += [scene.scene_id] * (scene.scene_id not in traces[block].scenes)
        for block in shot.visual.also if shot.visual else ():
            traces[block].shown.add(0)
            traces[block].scenes += [scene.scene_id] * (scene.scene_id not in traces[block].scenes)
    first = scenes[0].scene_id
    for block in sorted(subjects):
        traces[block].shown.add(0)
        traces[block].said.add(0)
        if first not in traces[block].scenes:
            traces[block].scenes.insert(0, first)
    return traces


def _cover_block(
    block: AnyBlock,
    trace: Traces,
    parts: dict[str, int],
    repeated: frozenset[str],
    chosen: frozenset[str],
    language: str,
) -> Coverage:
    kind = block.what if isinstance(block, OmittedBlock) else block.kind
    outcome, reason = _judge(
        block, trace, parts.get(block.block_id, 0), block.block_id in repeated, block.block_id in chosen, language
    )
    return Coverage(
        block_id=block.block_id, span=block.span, kind=kind, outcome=outcome, reason=reason, scenes=tuple(trace.scenes)
    )


def _judge(
    block: AnyBlock, trace: Traces, parts: int, repeated: bool, chosen: bool, language: str
) -> tuple[Outcome, str]:
    held = trace.shown | trace.said
    if isinstance(block, OmittedBlock):
        return "left out", block.reason
    if not held and chosen and not repeated:
        return "left out", _TOO_LITTLE
    if not held:
        if isinstance(block, ImageBlock) and block.image is None:
            return "left out", block.missing or "the picture is not to be had"
        return "left out", _REPEATED if repeated else _NO_ROOM if parts else _name_lack(block, language)
    if len(held) < parts:
        rest = (
            _REPEATED if repeated else _LONG_TABLE if isinstance(block, TableBlock) else "there is no room for the rest"
        )
        return "summarised", f"{len(held)} of its {parts} parts are in the film; {rest}"
    if isinstance(block, ParagraphBlock) and points_at_page(block.text, whole=False):
        return "summarised", "the rest of it tells what to click on the page"
    if trace.shown >= held and trace.said >= held:
        return "shown and spoken", ""
    if trace.said >= held:
        return "spoken", ""
    return ("shown", "") if not trace.said else ("shown and spoken", "")


def _name_lack(block: AnyBlock, language: str) -> str:
    """Say why nothing was made of a block that is there."""
    if isinstance(block, ImageBlock) and is_icon(block):
        return f"it is an icon of {block.width}×{block.height} pixels, too small for a film"
    if isinstance(block, ParagraphBlock) and leads_away(block.text):
        return "it only leads away from the text"
    if isinstance(block, ParagraphBlock) and points_at_page(block.text, whole=True):
        return "it only tells what to click on the page"
    if isinstance(block, ParagraphBlock) and points_away(block.text, language):
        return "it only says where else to look"
    return _NOTHING


def _cover_heading(
    section: Section, chapters: dict[str, str], shots: list[Shot], scenes: tuple[SceneConfig, ...], is_title: bool
) -> Coverage:
    header = shorten_plain(trim_number(tidy_text(section.title)), HEADER_CHARS)
    mine = [
        (shot, scene)
        for shot, scene in zip(shots, scenes, strict=True)
        if shot.place is not None and section.section_id in (shot.place.section.section_id, shot.place.joined)
    ]
    shown = [
        scene
        for shot, scene in mine
        if shot.kind == "card"
        or getattr(scene, "header", "")
        == (shorten_plain(shot.place.title, HEADER_CHARS) if shot.place and shot.place.joined else header)
    ]
    said = [scene for shot, scene in mine if shot.titled]
    if is_title:
        shown = said = [scenes[0]]
    named = [scene.scene_id for _, scene in mine if scene in shown or scene in said] or (
        [scenes[0].scene_id] if is_title else []
    )
    outcome: Outcome = (
        "shown and spoken" if shown and said else "shown" if shown else "spoken" if said else "left out"
    )  # fmt: skip
    if not named and chapters.get(section.section_id):
        reason = "the film has a chapter by this name, which it leads to in other words"
        return Coverage(
            block_id=section.section_id, span=section.span, kind="heading", outcome="summarised", reason=reason,
            scenes=(chapters[section.section_id],),
        )  # fmt: skip
    reason = "" if named else ("what stands under it needs no heading" if mine else _empty_reason(section))
    return Coverage(
        block_id=section.section_id,
        span=section.span,
        kind="heading",
        outcome=outcome,
        reason=reason,
        scenes=tuple(named),
    )


def _empty_reason(section: Section) -> str:
    if not plain(section.title).strip():
        return _NOTHING
    return "nothing of what stands under it is in the film" if section.blocks else "nothing stands under it"
