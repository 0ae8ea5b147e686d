"""Words as they are shown -> the pieces that caption lines are made of, how wide they are, and where they may part."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from uniseg.graphemecluster import grapheme_clusters

from model.audio import WordTime
from model.language import Language, find_language
from model.narration import Word
from render.line_breaks import split_phrases

WIDE, NARROW = 42, 20
"""Units of width that a wide character takes, and an ordinary one: where one fits twenty times, so do 42 of the other."""
LINE = 42
ROOM = LINE * NARROW
"""Width of a line in most languages."""
_USUAL = find_language("en")
ELLIPSIS = "…"
"""Stands for the middle of a word that is longer than two lines."""
_INSIDE = 45
"""Cost, beside the others, of parting a phrase that is written without spaces."""
FORBIDDEN = 1000
"""Cost of parting what no reader would part: done only where a line is too short for it."""

# These lean on the word before when they are objects, on the word after when they are subjects.
_PRONOUNS = frozenset(("it", "they", "we", "you", "he", "she", "i", "es", "wir", "ich", "sie", "je", "nous", "vous"))
_WORD_EDGES = "\"'“”‘’«»()[]{}.,;:!?…`"
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]）」』]{0,3}$")
_CLAUSE_END = re.compile(r"[,;:，；：、،؛–—][\"'”’»)\]）」』]{0,3}$|[)\]）」』]$")
_SEAMS = " /\\.-_=&?:,;|+#@~"
# Controls, and the marks that embed or override direction: one line's must not reach into what follows.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


class CueWord(NamedTuple):
    """A word of a caption, or the half of one that is longer than a line."""

    text: str
    """As it is shown."""
    joined: bool
    """True when no space stands before it."""
    start: int
    """First sample, from the film's beginning."""
    end: int
    """One past the last sample."""
    part: bool = False
    """True for the second half of a word: it stands in the same cue as the first, on the line below."""


def line_room(language: Language) -> int:
    """Return the width of a caption's line in a language."""
    return min(language.captions.line * NARROW, language.captions.wide_line * WIDE)


def cut_pieces(word: Word, time: WordTime, offset: int, room: int = ROOM) -> Iterator[CueWord]:
    """Yield a word as one piece that fits a line, or as two that share its time by their lengths.

    A word longer than two lines, which no reader takes in at speech's pace, is shown by its two ends with an ellipsis
    between them, on one line.
    """
    text = " ".join(_UNSEEN.sub("", word.text).split())
    if not text:
        return
    start, end = offset + time.start, offset + time.end
    if text_width(text) <= room:
        yield CueWord(text, word.joined, start, end)
        return
    cut = _find_cut(text, room)
    if not cut:
        yield CueWord(_shorten(text, room), word.joined, start, end)
        return
    middle = start + (end - start) * cut // len(text)
    yield CueWord(text[:cut], word.joined, start, middle)
    yield CueWord(text[cut:], True, middle, end, part=True)


def _find_cut(text: str, room: int) -> int:
    """Return where a word parts into two lines, after a seam such as a slash if it can; 0 where two do not hold it."""
    # Finding graphemes takes quadratic time in combining marks: no more than two lines of text are looked at.
    width = text_width(text)
    if width > 2 * room:
        return 0
    ways: list[tuple[bool, int, int]] = []
    upper, at = 0, 0
    for cluster in grapheme_clusters(text):
        upper += text_width(cluster)
        at += len(cluster)
        if upper <= room and width - upper <= room:
            ways.append((cluster not in _SEAMS, abs(width - 2 * upper), at))
    return min(ways, default=(True, 0, 0))[2]


def _shorten(text: str, room: int) -> str:
    room = (room - text_width(ELLIPSIS)) // 2
    head = _fill(list(grapheme_clusters(text[: 2 * LINE])), room)
    # The last characters may begin inside a grapheme, and what is left of it is not shown.
    tail = _fill(list(grapheme_clusters(text[-2 * LINE :]))[:0:-1], room)[::-1]
    return ("".join(head) or text[: LINE // 2]) + ELLIPSIS + "".join(tail)


def _fill(clusters: list[str], room: int) -> list[str]:
    widths = accumulate(map(text_width, clusters))
    return [cluster for cluster, width in zip(clusters, widths, strict=True) if width <= room]


def text_width(text: str) -> int:
    """Return the width in units of which a line holds its room."""
    if text.isascii():
        return NARROW * len(text)
    return sum(WIDE if is_wide(character) else NARROW for character in text)


def is_wide(character: str) -> bool:
    """Tell whether a character takes the room of two."""
    return unicodedata.east_asian_width(character) in ("W", "F")


def ends_sentence(text: str) -> bool:
    """Tell whether a sentence ends with this word."""
    return _SENTENCE_END.search(text[-8:]) is not None


def cost_parting(before: CueWord, after: CueWord, language: Language = _USUAL) -> int:
    """Return how much a reader is disturbed when one line ends and the next begins here: 0 at a sentence's end."""
    if after.part:
        return 40
    if after.joined and not (_parts_anywhere(before.text[-1]) and _parts_anywhere(after.text[0])):
        return FORBIDDEN
    if after.joined and unicodedata.category(after.text[0]) in ("Po", "Pe", "Pf"):
        return FORBIDDEN
    if ends_sentence(before.text):
        return 0
    if _CLAUSE_END.search(before.text[-8:]):
        return 6
    last, first = before.text.strip(_WORD_EDGES).lower(), after.text.strip(_WORD_EDGES).lower()
    if last in language.leaders:
        return 60
    if last in _PRONOUNS or first in _PRONOUNS:
        return 35
    return 12 if first in language.leaders else 30


def cost_partings(words: Sequence[CueWord], language: Language = _USUAL) -> Iterator[int]:
    """Yield what it costs to part each word from the one after it; within a phrase of Chinese, Japanese or Thai it is dear."""
    text, edges = "", list[int]()
    for word in words:
        text += ("" if word.joined or not text else " ") + word.text
        edges.append(len(text))
    ends = set(accumulate(map(len, split_phrases(text)))) if _has_phrases(text) else set[int]()
    for (before, after), edge in zip(pairwise(words), edges, strict=False):
        inside = after.joined and bool(ends) and edge not in ends
        yield cost_parting(before, after, language) + (_INSIDE if inside else 0)


def _has_phrases(text: str) -> bool:
    return not text.isascii() and any(map(_parts_anywhere, text))


def _parts_anywhere(character: str) -> bool:
    """Tell whether the script is written without spaces: Chinese, Japanese, Thai, Lao, Burmese, Khmer."""
    point = ord(character)
    return is_wide(character) or 0x0E00 <= point < 0x0F00 or 0x1000 <= point < 0x10A0 or 0x1780 <= point < 0x1800


def join_pieces(pieces: tuple[CueWord, ...]) -> str:
    """Return the pieces as one line."""
    return "".join(("" if piece.joined or not at else " ") + piece.text for at, piece in enumerate(pieces))
