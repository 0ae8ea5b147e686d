"""ParsedContent -> VideoScript: a talk of the document, by rules alone. The same document gives the same talk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from model.authored import AuthoredContent
from model.content import TAKEN_IN, ImageBlock, OmittedBlock, ParsedContent, plain
from model.inputs import VideoConfig
from model.scenes import SceneConfig, SectionScene
from model.script import VideoScript
from writing.authored import write_authored
from writing.balance import balance_shots
from writing.capacity import CHAPTER_SECONDS, SCENE_PAUSE, SECTION_CHARS
from writing.chapters import ChapterPlan, deserves_card, plan_chapter, shoot_chapter
from writing.choosing import Key, choose_pieces, drop_repeated, fill_chapter, limit_counts, limit_stats, settle_choice
from writing.closing import Beginning, close_film, find_beginning, find_reading
from writing.coverage import cover_content
from writing.directing import Directions, find_directions, list_speakers
from writing.display import shorten_plain
from writing.ending import Ending, find_ending
from writing.explaining import explain_forms
from writing.hearing import ready_content
from writing.opening import Subject, find_subject, name_document, open_film, say_agenda
from writing.outline import Outline, Place, outline_content
from writing.phrase_book import find_phrases
from writing.pieces import Piece
from writing.sections import draft_section
from writing.shots import Shot, time_shot
from writing.speaking import Speaker
from writing.speech.saying import SpeechRules
from writing.staging import stage_shots
from writing.vocabulary import find_expansions, find_ordinary

_DESCRIPTION = 300
_MISSING_SHOWN = 3


@dataclass(frozen=True)
class Material:
    """Everything that the film can be made of, before the choice."""

    outline: Outline
    """Its order."""
    sections: list[tuple[Piece, ...]]
    """The pieces of each section that the title scene does not say, in order."""
    owners: tuple[int, ...]
    """Which plan each of the sections belongs to."""
    plans: tuple[ChapterPlan, ...]
    """The opening and the chapters."""
    subject: Subject
    """What it is about."""
    beginning: Beginning | None
    """The first thing to do next."""
    parts: dict[str, int]
    """How many pieces each block has."""
    repeated: frozenset[str]
    """Blocks of which something is said elsewhere."""
    ending: Ending | None
    """Where to go on, if the document ends with that."""


def write_script(content: ParsedContent, video: VideoConfig) -> VideoScript:
    """Write the script of one film."""
    if isinstance(content, AuthoredContent):
        return write_authored(content, video)
    phrases = find_phrases(content.language)
    rules = SpeechRules(language=content.language, lexicon=video.pronunciation)
    speaker = Speaker(rules, phrases, find_ordinary(content))
    directions = find_directions(content, video.speakers)
    material = _gather(ready_content(content), speaker, directions)
    chosen = choose_pieces(
        material.sections,
        video.target_duration,
        lambda taken: _time_film(_shoot(content, material, taken, speaker), speaker),
        speaker,
    )
    shots = _shoot(content, material, chosen, speaker)
    scenes = _mark_chapters(_number_cards(stage_shots(shots, speaker)), shots, material, speaker)
    scenes = explain_forms(directions.voice_rest(scenes), find_expansions(content), speaker)
    subject_piece = material.subject.piece
    return VideoScript(
        video_id=video.video_id,
        title=plain(material.subject.name),
        description=shorten_plain(material.subject.tagline, _DESCRIPTION) or plain(material.subject.name),
        language=content.language,
        source_name=content.source_name,
        accent_color=video.accent_color,
        format=video.format,
        staging=video.staging,
        theme=video.theme,
        brand=video.brand,
        scenes=scenes,
        speakers=tuple((name, "") for name in list_speakers(scenes)),
        coverage=cover_content(
            content, shots, scenes, material.parts, material.repeated,
            frozenset({subject_piece.block} if subject_piece else ()), material.outline.title_section,
            _list_chapters(shots, scenes, material), frozenset(block for block, _ in chosen),
        ),
        warnings=_warn(content, speaker),
    )  # fmt: skip


def _gather(content: ParsedContent, speaker: Speaker, directions: Directions) -> Material:
    outline = outline_content(content)

    def draft(place: Place) -> tuple[Piece, ...]:
        return directions.direct(draft_section(place, speaker, name))

    said: set[str] = set()
    name = plain(name_document(content))
    drafted = [draft(place) for place in outline.opening.places]
    early = [draft(place) for chapter in outline.chapters[:1] for place in chapter.places[:1]]
    opening = tuple(piece for pieces in drafted for piece in pieces)
    subject = find_subject(content, opening, tuple(piece for pieces in early for piece in pieces))
    plans = [plan_chapter(outline.opening, 0, speaker)]
    owners = [0] * len(drafted)
    for number, chapter in enumerate(outline.chapters, start=1):
        plans.append(plan_chapter(chapter, number, speaker))
        owners += [number] * len(chapter.places)
        first = early if number == 1 else []
        drafted += [*first, *(draft(place) for place in chapter.places[len(first) :])]
    parts = {block: 1 for pieces in drafted for piece in pieces for block in piece.also}
    parts |= {piece.block: piece.parts for pieces in drafted for piece in pieces}
    sections = [drop_repeated(pieces, said) for pieces in drafted]
    kept = {(piece.block, piece.rank) for pieces in sections for piece in pieces}
    gone = frozenset(piece.block for pieces in drafted for piece in pieces if (piece.block, piece.rank) not in kept)
    places = [place for chapter in (outline.opening, *outline.chapters) for place in chapter.places]
    ids = [place.section.section_id for place in places]
    ending = find_ending(outline, dict(zip(ids, sections, strict=True)), speaker)
    kept_back = {id(piece) for piece in (*(ending.pieces if ending else ()), subject.piece)}
    free = [tuple(piece for piece in pieces if id(piece) not in kept_back) for pieces in sections]
    beginning = find_beginning(outline, speaker)
    return Material(outline, free, tuple(owners), tuple(plans), subject, beginning, parts, gone, ending)


def _shoot(content: ParsedContent, material: Material, chosen: frozenset[Key], speaker: Speaker) -> list[Shot]:
    """Make the film of the chosen pieces."""
    settled = [settle_choice(pieces, chosen, speaker) for pieces in material.sections]
    settled = limit_counts(limit_stats(settled), material.sections)
    held: list[tuple[Piece, ...]] = [() for _ in material.plans]
    for owner, pieces in zip(material.owners, settled, strict=True):
        held[owner] += pieces
    for owner, plan in enumerate(material.plans):
        own = [pieces for number, pieces in zip(material.owners, material.sections, strict=True) if number == owner]
        held[owner] = fill_chapter(held[owner], own, plan.step, speaker) if held[owner] else ()
    present = tuple(plan.chapter for plan, pieces in zip(material.plans[1:], held[1:], strict=True) if pieces)
    agenda = say_agenda(present, speaker.phrases.agenda, speaker) if len(present) > 1 else ()
    led = {after.key for before, after in pairwise(held[0]) if before.leads}
    points = tuple(piece for piece in held[0] if piece.visual is None and not piece.leads and piece.key not in led)
    subject = replace(material.subject, rest=tuple(piece for piece in points if _follows(piece, material.subject)))
    title = open_film(subject, agenda, len(present), points, speaker)
    spent = {piece.key for piece in title.points}
    held[0] = tuple(piece for piece in held[0] if piece.key not in spent)
    worthy = [deserves_card(plan, pieces, speaker) for plan, pieces in zip(material.plans, held, strict=True)]
    shots = [title]
    for plan, pieces, worth in zip(material.plans, held, worthy, strict=True):
        if pieces:
            shots += shoot_chapter(plan, pieces, plain(subject.name), worth and sum(worthy) > 1, speaker)
    recap = (
        say_agenda(present, speaker.phrases.recap, speaker) if not set(agenda) <= set(title.tail) or not agenda else ()
    )
    reading = find_reading(content)
    source, ending = content.source_name, material.ending
    shots.append(close_film(subject, material.beginning, reading, present, recap, source, ending, speaker))
    return balance_shots(shots, speaker)


def _list_chapters(shots: list[Shot], scenes: tuple[SceneConfig, ...], material: Material) -> dict[str, str]:
    """Return the first scene of each chapter that the film marks, by the section that names it."""
    marked: dict[str, str] = {}
    for shot, scene in zip(shots[1:-1], scenes[1:-1], strict=True):
        if scene.chapter and shot.chapter:
            marked[material.plans[shot.chapter].chapter.places[0].section.section_id] = scene.scene_id
    return marked


def _follows(piece: Piece, subject: Subject) -> bool:
    return subject.piece is not None and piece.block == subject.piece.block and piece.rank > subject.piece.rank


def _time_film(shots: list[Shot], speaker: Speaker) -> float:
    return sum(time_shot(shot, speaker) + SCENE_PAUSE for shot in shots)


def _number_cards(scenes: tuple[SceneConfig, ...]) -> tuple[SceneConfig, ...]:
    total = sum(isinstance(scene, SectionScene) for scene in scenes)
    numbered: list[SceneConfig] = []
    for scene in scenes:
        card = isinstance(scene, SectionScene)
        number = 1 + sum(isinstance(other, SectionScene) for other in numbered) if total > 1 else 0
        numbered.append(scene.model_copy(update={"number": number, "total": total}) if card else scene)
    return tuple(numbered)


def _mark_chapters(
    scenes: tuple[SceneConfig, ...], shots: list[Shot], material: Material, speaker: Speaker
) -> tuple[SceneConfig, ...]:
    """Mark where chapters begin; one that is too short is a part of the one before it."""
    lengths: dict[int, float] = {}
    for shot in shots[:-1]:
        lengths[shot.chapter] = lengths.get(shot.chapter, 0.0) + time_shot(shot, speaker) + SCENE_PAUSE
    marked = [scenes[0].model_copy(update={"chapter": plain(material.subject.name)[:SECTION_CHARS]})]
    since, current = 0.0, 0
    for shot, scene, before in zip(shots[1:], scenes[1:], shots, strict=False):
        since += time_shot(before, speaker) + SCENE_PAUSE
        begins = shot.chapter != before.chapter and shot.kind != "outro" and shot.chapter != current
        if begins and since >= CHAPTER_SECONDS and lengths[shot.chapter] >= CHAPTER_SECONDS:
            title = shorten_plain(material.plans[shot.chapter].chapter.title, SECTION_CHARS)
            marked.append(scene.model_copy(update={"chapter": title}))
            since, current = 0.0, shot.chapter
        else:
            marked.append(scene)
    return tuple(marked)


def _warn(content: ParsedContent, speaker: Speaker) -> tuple[str, ...]:
    warnings: list[str] = []
    blocks = [block for section in content.sections for block in section.blocks]
    missing = [block for block in blocks if isinstance(block, ImageBlock) and block.image is None]
    for block in missing[:_MISSING_SHOWN]:
        warnings.append(f"{block.span.place}: the picture {block.reference} is not shown: {block.missing}")
    if len(missing) > _MISSING_SHOWN:
        warnings.append(f"{len(missing) - _MISSING_SHOWN} more pictures are not shown; the coverage list says why.")
    taken = [block for block in blocks if isinstance(block, OmittedBlock) and block.reason == TAKEN_IN]
    if taken:
        places = ", ".join(block.span.place for block in taken[:_MISSING_SHOWN]) + ", …" * (len(taken) > _MISSING_SHOWN)
        warnings.append(f"{places}: what stands in other files is not in the film; put its words here.")
    if not any(section.level for section in content.sections):
        warnings.append(f"{content.source_name} has no headings: the film has one chapter.")
    if not speaker.phrases.closing:
        warnings.append(
            f"There are no connecting phrases in {content.language}: the film says the document's own words only."
        )
    return tuple(warnings)
