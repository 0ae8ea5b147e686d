"""The lines of a transcript -> its words, each with its time; noises, fillers and stutters gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from adapters.transcripts.stops import CLOSERS, FULL, OPENERS, has_end, part_stops
from adapters.transcripts.transcript import Line
from adapters.transcripts.wordlists import fillers, open_words, split_words

_SYLLABLES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Signs that are a syllable each, or more."""
_BREAK = 0.2
"""Seconds of silence after which the same words begin something new: `a connection. A connection pool ...`."""
_NOISES = "music|applause|laugh|cheer|inaudible|musik|musique|música"
_NOISE = re.compile(
    rf"\[[^\[\]]{{0,60}}\]|\([^()]{{0,40}}(?:{_NOISES})[^()]{{0,40}}\)|[♪♫♬]+|\*[^*\n]{{1,40}}\*", re.IGNORECASE
)
_SPEAKER = re.compile(r"^\s*(?:>>+|-(?=\s)|–(?=\s))\s*(?:[A-Z][\w .'-]{0,30}:\s)?|^\s*[A-Z][A-Z .'-]{1,30}:\s")
_SPACE_LESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
# What stands twice on purpose.
_DOUBLES = split_words(
    "that had very no yeah yes so really bye ha more again many much long là sehr muy molto ja nein nous vous"
)

_KNOWERS = split_words("do did if that as what let to how when and which because than don't i we like all should might")
_KNOWN = split_words("what how why that if the where when who which it this about your you a an by is to i my")


class Word(NamedTuple):
    """One word as it is written."""

    text: str
    start: float
    """Seconds, estimated within a line by the letters before it."""
    end: float
    pause: float
    """Seconds of silence before it, as far as can be told."""
    turn: bool
    """Whether somebody else begins to speak with it."""
    opens: bool = False
    """Whether it is the first of what stands on the screen at once."""


def read_words(lines: Sequence[Line], language: str) -> tuple[Word, ...]:
    """Clean the lines, and give each word its time."""
    rate = _seconds_a_letter(lines)
    words, end, changed = list[Word](), 0.0, False
    for line, following in _with_next(lines):
        text, turn = clean_line(line.text)
        changed |= turn
        parts = part_stops(text)
        if not parts:
            continue
        room = max(0.05, _time_of(line, following))
        letter = min(rate * 1.05, room / len(text))
        at = line.start
        for number, part in enumerate(parts):
            pause = max(0.0, at - end - letter) if words else 0.0
            end = at + letter * len(part)
            words.append(Word(part, at, end, pause, changed, number == 0))
            at = end + letter
            changed = False
    return tuple(drop_fillers(words, language))


def clean_line(text: str) -> tuple[str, bool]:
    """Return a line without noises and speakers' marks, and whether a speaker was marked."""
    text = " ".join(_NOISE.sub(" ", text.replace("\\n", " ")).split())
    said = _SPEAKER.sub("", text)
    return said.strip(), said != text


def _with_next(lines: Sequence[Line]) -> Iterator[tuple[Line, Line | None]]:
    yield from pairwise(lines)
    if lines:
        yield lines[-1], None


def _time_of(line: Line, following: Line | None) -> float:
    """Return the seconds in which a line can have been said: it is gone when the next one comes, or before."""
    room = following.start - line.start if following else line.duration
    return min(room, line.duration) if line.duration else room


def _seconds_a_letter(lines: Sequence[Line]) -> float:
    """Return the speaker's usual pace: generated lines stand longer than they are spoken, so the next one's start counts."""
    slow = sum(len(_SYLLABLES.findall(line.text)) for line in lines) * 2 > sum(len(line.text) for line in lines)
    usual, slowest = (0.16, 0.3) if slow else (0.065, 0.12)
    paces = [
        _time_of(line, after) / len(line.text)
        for line, after in pairwise(lines)
        if len(line.text) > (4 if slow else 10) and 0 < after.start - line.start < 15
    ]
    return min(slowest, max(0.03, median(paces) if paces else usual))


def drop_fillers(words: Sequence[Word], language: str) -> Iterator[Word]:
    """Yield the words without sounds that say nothing, and without what was begun twice."""
    empty = fillers(language)
    kept = [word for word in words if bare(word.text) not in empty]
    hang, at = open_words(language), 0
    while at < len(kept):
        size = _stutter(kept, at, hang) or _count_padding(kept, at)
        if size:
            first = kept[at]
            kept[at + size] = kept[at + size]._replace(start=first.start, pause=first.pause, turn=first.turn)
            at += size
            continue
        yield kept[at]
        at += 1


def _stutter(words: Sequence[Word], at: int, hang: frozenset[str]) -> int:
    """Return how many words from here on are said again at once: `we can we can`, `the the`.

    Who stumbles does so in the middle: `a pool a pool` is the end of one sentence and the beginning of the next.
    """
    for size in (3, 2, 1):
        first = [bare(word.text) for word in words[at : at + size]]
        second = [bare(word.text) for word in words[at + size : at + 2 * size]]
        ended = any(word.text[-1] in ".?!,;:،؛、，" or has_end(word.text) for word in words[at : at + size]) or (
            len(second) == size and words[at + size].pause >= _BREAK
        )
        if len(second) == size and first == second and all(first) and not ended:
            if size == 1 and (first[0] in _DOUBLES or first[0].isdigit() or _SPACE_LESS.search(first[0])):
                continue
            if size > 1 and first[-1] not in hang:
                continue
            return size
    return 0


def _count_padding(words: Sequence[Word], at: int) -> int:
    """Return 2 where `you know` or `I mean` stands for nothing, as an insertion: what follows is not what is known."""
    if at == 0 or at + 2 >= len(words):
        return 0
    before, first, second, after = (bare(word.text) for word in words[at - 1 : at + 3])
    padding = (first, second) in (("you", "know"), ("i", "mean"))
    return 2 if padding and before not in _KNOWERS and after not in _KNOWN else 0


def bare(word: str) -> str:
    """Return a word in lower case without the marks around it."""
    return word.strip(f".,;:!?…،؛、，-–—{FULL}{OPENERS}{CLOSERS}").lower()
