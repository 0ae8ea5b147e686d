"""The script by rules -> what a model is to write: parts of the film, each with its rows, its length and its pictures.

What matters and how long it may last was decided by rules already, within the length asked for: a model words it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import NamedTuple

from model.content import ParsedContent, plain
from model.inputs import VideoConfig
from model.scenes import SceneConfig
from model.script import VideoScript
from writing.asking.rows import Row, list_rows
from writing.capacity import CARD_SECONDS, CHAPTER_SECONDS, SECTION_CHARS
from writing.display import shorten_plain
from writing.opening import name_document
from writing.outline import Chapter, outline_content
from writing.phrase_book import find_phrases
from writing.pieces import Piece
from writing.sections import draft_section
from writing.speaking import Speaker
from writing.speech.saying import SpeechRules, estimate_seconds

_PART_SECONDS = 70.0
"""Sections of a chapter go together up to this."""
_LEAST_SECONDS = 8.0
"""A part is given at least this long: two sentences and a breath."""
_MOST_SECONDS = 240.0


class Part(NamedTuple):
    """One part of the film, and all that may be used for it."""

    rows: tuple[Row, ...]
    """Of its sections."""
    seconds: float
    """How long it may last."""
    chapter: str
    """The chapter that begins with it; empty when none does."""
    card: bool
    """It begins with a card for its chapter."""
    header: str
    """What stands above its scenes where the model says nothing."""
    pictures: dict[str, Piece]
    """What it may show, by id."""


class Film(NamedTuple):
    """A film to be written by a model."""

    content: ParsedContent
    rules: VideoScript
    """The script by rules: its title, its end, its length."""
    rows: tuple[Row, ...]
    """The whole document."""
    parts: tuple[Part, ...]
    speaker: Speaker
    unasked: frozenset[str]
    """Sections for which there is no room."""


def plan_film_parts(content: ParsedContent, video: VideoConfig, rules: VideoScript) -> Film:
    """Divide a film into parts to be written."""
    speaker = Speaker(
        SpeechRules(language=content.language, lexicon=video.pronunciation), find_phrases(content.language)
    )
    rows, lengths = list_rows(content), _time_sections(content, rules)
    outline = outline_content(content)
    chapters = [chapter for chapter in (outline.opening, *outline.chapters) if _length(chapter, lengths)]
    cards = sum(_length(chapter, lengths) >= CARD_SECONDS for chapter in chapters if chapter.title) > 1
    parts = tuple(
        part for chapter in chapters for part in _divide(chapter, content, rows, lengths, speaker, cards=cards)
    )
    unasked = frozenset(section.section_id for section in content.sections if not lengths[section.section_id])
    return Film(content, rules, rows, parts, speaker, unasked)


def _time_sections(content: ParsedContent, rules: VideoScript) -> dict[str, float]:
    """Return how long the script by rules speaks about each section."""
    starts = [_begin(content, at) for at in range(len(content.sections))]
    lengths: dict[str, float] = defaultdict(float)
    for scene in rules.scenes[1:-1]:
        line = _line_of(scene)
        at = max(0, bisect_right(starts, line) - 1)
        lengths[content.sections[at].section_id] += estimate_seconds(scene.narration, rules.language)
    return lengths


def _begin(content: ParsedContent, at: int) -> int:
    return content.sections[at].span.first if content.sections[at].level or at else 0


def _line_of(scene: SceneConfig) -> int:
    spans = (*scene.spans, *(span for sentence in scene.narration for span in sentence.spans))
    return min((span.first for span in spans), default=0)


def _length(chapter: Chapter, lengths: dict[str, float]) -> float:
    return sum(lengths[place.section.section_id] for place in chapter.places)


def _divide(
    chapter: Chapter, content: ParsedContent, rows: tuple[Row, ...], lengths: dict[str, float], speaker: Speaker,
    *, cards: bool,
) -> list[Part]:  # fmt: skip
    groups: list[list[int]] = []
    for at, place in enumerate(chapter.places):
        if not lengths[place.section.section_id]:
            continue
        whole = sum(
            lengths[chapter.places[other].section.section_id] for other in (*(groups[-1] if groups else ()), at)
        )
        if groups and whole <= _PART_SECONDS:
            groups[-1].append(at)
        else:
            groups.append([at])
    name, total = plain(name_document(content)), _length(chapter, lengths)
    parts: list[Part] = []
    for group in groups:
        places = [chapter.places[at] for at in group]
        ids = {place.section.section_id for place in places} | {place.joined for place in places}
        seconds = sum(lengths[place.section.section_id] for place in places)
        pieces = [piece for place in places for piece in draft_section(place, speaker, name) if piece.visual]
        first = not parts and bool(chapter.title)
        title = shorten_plain(chapter.title, SECTION_CHARS) if first and total >= CHAPTER_SECONDS else ""
        parts.append(Part(
            rows=tuple(row for row in rows if row.section in ids),
            seconds=min(max(seconds, _LEAST_SECONDS), _MOST_SECONDS), chapter=title,
            card=cards and bool(title) and total >= CARD_SECONDS,
            header=shorten_plain(places[0].title, 60) or shorten_plain(name_document(content), 60),
            pictures={f"{piece.block}.{piece.rank}": piece for piece in pieces},
        ))  # fmt: skip
    return parts
