"""What a scene shows and what is said over it -> the word with which each part of it is said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from model.narration import Narration, Word
from model.timeline import Cue, RevealStyle

_TOKEN = re.compile(r"[^\W_]+(?:_+[^\W_]+)*")
_SAID = 0.4
"""Of a part's letters: what must be heard of it for it to be said."""
_HEAVY = 3
_LONGEST = 6
_STAGGER = 130
"""Milliseconds between parts that come without being said."""


class Mention(NamedTuple):
    """Something shown that is named."""

    word: int
    """Index among all words of the narration."""
    part: int
    """Index of what is named."""


class _Heard(NamedTuple):
    token: str
    word: int


def words_of(narration: Narration) -> tuple[Word, ...]:
    """Return all sentences' words in a row."""
    return tuple(word for sentence in narration for word in sentence.words)


def sentence_words(narration: Narration) -> tuple[range, ...]:
    """Return for each sentence the indices of its words in that row, from its first spoken word on."""
    found, first = [], 0
    for sentence in narration:
        lead = next((at for at, word in enumerate(sentence.words) if word.spoken), 0)
        found.append(range(first + lead, first + len(sentence.words)))
        first += len(sentence.words)
    return tuple(found)


def split_tokens(text: str) -> tuple[str, ...]:
    """Cut a text to what is compared: words without case, accents' variants and a plural's ending; CJK by letter."""
    tokens: list[str] = []
    for token in _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()):
        if any(unicodedata.east_asian_width(letter) in "WF" for letter in token):
            tokens.extend(token)
        else:
            tokens.append(token[:-1] if len(token) > 3 and token.endswith("s") else token)
    return tuple(tokens)


def find_parts(parts: Sequence[str], narration: Narration, within: range | None = None) -> tuple[int | None, ...]:
    """Return the word with which each part begins to be said, never decreasing; None for a part that is not said.

    Parts and words are aligned in order, as much text as possible matched (longest common subsequence, weighted).
    """
    heard = _hear(narration, within)
    owners = [(token, part) for part, text in enumerate(parts) for token in split_tokens(text)]
    matched = _align([token for token, _ in owners], heard)
    found: list[int | None] = []
    for part in range(len(parts)):
        own = [at for at, (_, owner) in enumerate(owners) if owner == part]
        whole = sum(_weigh(owners[at][0]) for at in own)
        said = [at for at in own if matched[at] is not None]
        if not said or sum(_weigh(owners[at][0]) for at in said) < _SAID * whole:
            found.append(None)
            continue
        anchor = next((at for at in said if _weigh(owners[at][0]) >= _HEAVY), said[0])
        place = matched[anchor]
        assert place is not None
        while anchor > own[0] and place > 0 and heard[place - 1].token == owners[anchor - 1][0]:
            anchor, place = anchor - 1, place - 1
        found.append(max([heard[place].word, *(word for word in found if word is not None)]))
    return tuple(found)


def cue_parts(
    parts: Sequence[str], narration: Narration, style: RevealStyle = "rise", *, at_once: bool = False
) -> tuple[Cue, ...]:
    """Make a cue for each of some parts in order: with its words, or a moment after the part before.

    With `at_once` the first does not wait for its words, so that the picture is never empty.
    """
    cues: list[Cue] = []
    for at, word in enumerate(find_parts(parts, narration)):
        if at == 0 and (word is None or (at_once and word > 0)):
            cues.append(Cue(0, style, 2 * _STAGGER if at_once and word else 0))
        elif word is None or (cues and word <= cues[-1].word):
            cues.append(Cue(cues[-1].word, style, cues[-1].delay + _STAGGER))
        else:
            cues.append(Cue(word, style))
    return tuple(cues)


def find_mentions(names: Sequence[Iterable[str]], narration: Narration) -> tuple[Mention, ...]:
    """Find in order where parts are named by one of their names, the longest name that is heard at a place.

    A name that several parts have names none of them. A part that is named twice in a row is named once.
    """
    spelled = [{split_tokens(name) for name in own} - {()} for own in names]
    every = [name for own in spelled for name in own]
    owners = {name: part for part, own in enumerate(spelled) for name in own if every.count(name) == 1}
    longest = max(map(len, owners), default=0)
    heard, found, at = _hear(narration, None), list[Mention](), 0
    while at < len(heard):
        here = tuple(sound.token for sound in heard[at : at + longest])
        name = next((here[:length] for length in range(len(here), 0, -1) if here[:length] in owners), ())
        if name and (not found or found[-1].part != owners[name]):
            found.append(Mention(heard[at].word, owners[name]))
        at += max(1, len(name))
    return tuple(found)


def _hear(narration: Narration, within: range | None) -> list[_Heard]:
    words = words_of(narration)
    return [
        _Heard(token, at)
        for at in (range(len(words)) if within is None else within)
        for token in split_tokens(words[at].text)
    ]


def _weigh(token: str) -> int:
    """Weigh a token by its length: `the` tells little, a number or a letter of Chinese much."""
    return _HEAVY if not token.isascii() or token.isdigit() else 1 if len(token) < 4 else min(len(token), _LONGEST)


def _align(tokens: Sequence[str], heard: Sequence[_Heard]) -> list[int | None]:
    """Return for each token the place at which it is heard, in order, or None."""
    best = [[0] * (len(heard) + 1) for _ in range(len(tokens) + 1)]
    for row in range(len(tokens) - 1, -1, -1):
        for column in range(len(heard) - 1, -1, -1):
            most = max(best[row + 1][column], best[row][column + 1])
            if tokens[row] == heard[column].token:
                most = max(most, best[row + 1][column + 1] + _weigh(tokens[row]))
            best[row][column] = most
    matched: list[int | None] = [None] * len(tokens)
    row = column = 0
    while row < len(tokens) and column < len(heard):
        alike = tokens[row] == heard[column].token
        if alike and best[row][column] == best[row + 1][column + 1] + _weigh(tokens[row]):
            matched[row] = column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return matched
