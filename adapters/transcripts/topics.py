"""Sentences -> topics: a new one begins where words change (Hearst, TextTiling, 1997), where a speaker says so or pauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, pstdev
from typing import NamedTuple

from adapters.transcripts.sentences import Sentence
from adapters.transcripts.terms import likeness, list_terms, vector, weigh
from adapters.transcripts.wordlists import list_phrases

_WINDOW = 7
"""Sentences on each side that are compared."""
_SHORTEST, _FEWEST = 30.0, 4
"""Seconds and sentences of a topic."""
_USUAL, _MOST = 50.0, 14
"""Seconds of a topic; topics of a video."""
_TURN = re.compile(rf"(?:(?:so|and|okay|now),? )?(?:{'|'.join(map(re.escape, list_phrases('turns')))})\b")
_STAMP = re.compile(r"^\W{0,3}(?:(\d{1,2}):)?(\d{1,2}):(\d{2})\W{0,4}(.{1,100}?)\s*$"
                    r"|^(.{1,100}?)\W{1,4}(?:(\d{1,2}):)?(\d{1,2}):(\d{2})\W{0,3}$")  # fmt: skip


class Topic(NamedTuple):
    """A stretch of a video that is about one thing."""

    sentences: tuple[Sentence, ...]
    title: str = ""
    """As the author calls it; empty where the author does not."""


class Chapter(NamedTuple):
    """A line of a description that names a place of the video."""

    start: float
    title: str


def read_chapters(description: str) -> tuple[Chapter, ...]:
    """Return the chapters that an author lists: as YouTube has it, three or more, from 0:00 on, in order."""
    found = list[Chapter]()
    for line in description.splitlines()[:500]:
        if match := _STAMP.match(line[:160].strip()):
            hours, minutes, seconds = match[1] or match[6] or 0, match[2] or match[7], match[3] or match[8]
            title = (match[4] or match[5]).strip(" -–—:|\t")
            if any(letter.isalpha() for letter in title):
                found.append(Chapter(int(hours) * 3600.0 + int(minutes) * 60 + int(seconds), title))
    rising = all(before.start < after.start for before, after in pairwise(found))
    return tuple(found) if len(found) >= 3 and rising and found[0].start == 0 else ()


def find_topics(sentences: Sequence[Sentence], language: str, chapters: Sequence[Chapter]) -> tuple[Topic, ...]:
    """Divide by the author's chapters, or by what is said where there are none."""
    if not sentences:
        return ()
    if chapters:
        return tuple(topic for topic in _divide_by(sentences, chapters) if topic.sentences)
    starts = [0, *_find_shifts(sentences, language), len(sentences)]
    return tuple(Topic(tuple(sentences[first:last])) for first, last in pairwise(starts))


def _divide_by(sentences: Sequence[Sentence], chapters: Sequence[Chapter]) -> list[Topic]:
    """Give each sentence to the chapter in which most of it is said."""
    found: list[list[Sentence]] = [[] for _ in chapters]
    at = 0
    for sentence in sentences:
        middle = (sentence.start + sentence.end) / 2
        while at + 1 < len(chapters) and chapters[at + 1].start <= middle:
            at += 1
        found[at].append(sentence)
    return [Topic(tuple(group), chapter.title) for group, chapter in zip(found, chapters, strict=True)]


def _find_shifts(sentences: Sequence[Sentence], language: str) -> list[int]:
    scores = _score_shifts(sentences, language)
    length = sentences[-1].end - sentences[0].start
    wanted = min(_MOST, round(length / _USUAL)) - 1
    if wanted < 1 or not scores:
        return []
    least = mean(scores.values()) + 0.3 * pstdev(scores.values())
    chosen: list[int] = []
    for at in sorted(scores, key=lambda at: (-scores[at], at)):
        if scores[at] < least or len(chosen) == wanted:
            break
        if all(_are_apart(sentences, at, other) for other in (0, *chosen, len(sentences))):
            chosen.append(at)
    return sorted(chosen)


def _are_apart(sentences: Sequence[Sentence], one: int, other: int) -> bool:
    first, last = sorted((one, other))
    seconds = sentences[last - 1].end - sentences[first].start
    return last - first >= _FEWEST and seconds >= _SHORTEST


def _score_shifts(sentences: Sequence[Sentence], language: str) -> dict[int, float]:
    """Return how much each sentence begins something new: the depth of the valley, what is said, the silence before."""
    terms = [list_terms(sentence.text, language) for sentence in sentences]
    weights = weigh(terms)
    alike = [
        likeness(
            vector((term for group in terms[max(0, at - _WINDOW) : at] for term in group), weights),
            vector((term for group in terms[at : at + _WINDOW] for term in group), weights),
        )
        for at in range(len(sentences))
    ]
    scores: dict[int, float] = {}
    for at in range(1, len(sentences)):
        opening = sentences[at].text[:60].lower()
        says = bool(_TURN.match(opening))
        scores[at] = _depth(alike, at) + 0.35 * says + min(0.3, sentences[at].pause / 6)
    return scores


def _depth(alike: Sequence[float], at: int) -> float:
    """Return how far the likeness at one place lies under the hills on its two sides."""
    depth = 0.0
    for step in (-1, 1):
        here = top = alike[at]
        place = at + step
        while 0 < place < len(alike) and alike[place] >= here:
            here = top = alike[place]
            place += step
        depth += top - alike[at]
    return depth
