"""Words with times -> sentences: where nobody wrote full stops, they are put where speech lets one expect them.

A stop scores by the silence before it, by the word that would begin the next sentence and by the one that would end
this; sentences cost the more the farther they are from a spoken sentence's usual length. The best sum wins (dynamic
programming over the words).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from adapters.transcripts.stops import OPENERS, ends_sentence, has_end, mark_end
from adapters.transcripts.wordlists import (
    clause_words,
    final_endings,
    linking_words,
    open_words,
    question_words,
    split_words,
    start_words,
)
from adapters.transcripts.words import Word, bare

_LETTERS = re.compile(r"[^\W\d_]")
_SYLLABLES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_THAI = re.compile(r"[\u0e00-\u0eff]")
_TIGHT = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]")
_WRITTEN = 1 / 30
"""Stops a word, from which on a text counts as punctuated."""
_LONGEST, _USUAL, _SPREAD = 42, 12, 6
"""Words of a sentence."""
_COST, _UNTOLD, _CUE = 0.6, 2.0, 0.8
"""Of any stop, of one that nothing tells of, and how much less of it where new lines come on the screen."""
_WORD_OF = {_SYLLABLES: 2, _THAI: 4.5}
"""Letters of a word, in scripts that put no space between words."""
_FULL = 2 * _LONGEST
"""Words from which on a written sentence lacks stops."""
_LINKS = split_words("of to than that which who whose with for by from into onto as or nor")
_ARTICLES = split_words("a an the every each some any this these no")
_OPENERS = split_words("if when while before after until unless since although though whenever as once")
_PRONOUNS = split_words("you i we they he she it this that these those there the")
_AUXILIARIES = split_words(
    "is are was were do does did can could should would will have has am isn't aren't don't doesn't didn't"
)
_HELPERS = split_words(
    "to can could will would should may might must don't doesn't didn't can't won't i'll you'll we'll let's"
)
_COMMA_AFTER = split_words("however therefore finally actually basically okay well alternatively")


class Sentence(NamedTuple):
    """What was said in one breath, as it is read."""

    text: str
    start: float
    """Seconds."""
    end: float
    pause: float
    """Seconds of silence before it."""
    turn: bool
    """Whether somebody else begins to speak with it."""


class Clauses(NamedTuple):
    """What stands before a place in the text."""

    verbs: int
    joints: int
    opener: bool
    """Whether the word right before the place opens a clause that leans on another."""


def make_sentences(words: Sequence[Word], language: str, names: Mapping[str, str]) -> tuple[Sentence, ...]:
    """Divide the words; `names` are words whose capitals are known, by their lower-case form."""
    ends = _find_ends(words, language)
    if sum(ends) >= sum(map(_size, words)) * _WRITTEN:
        groups = [part for group in _split_written(words, ends) for part in _split_endless(group, language)]
        return tuple(map(_join, groups))
    return tuple(_restore(group, language, names) for group in _split_spoken(words, ends, language))


def _size(word: Word) -> float:
    """Return how many words it is: in some scripts a line is written as one."""
    for script, letters in _WORD_OF.items():
        count = len(script.findall(word.text))
        if count:
            return max(1.0, count / letters)
    return 1.0


def _find_ends(words: Sequence[Word], language: str) -> list[bool]:
    """Tell of each word whether a sentence ends with it, as it is written."""
    following = [*words[1:], None]
    return [
        ends_sentence(word.text, after.text if after else "", language)
        for word, after in zip(words, following, strict=False)
    ]


def _split_endless(words: list[Word], language: str) -> list[Sequence[Word]]:
    """Divide what runs on for too long to be one sentence: its stops were left out."""
    if sum(map(_size, words)) <= _FULL:
        return [words]
    return _split_spoken(words, _find_ends(words, language), language)


def find_names(*texts: str) -> Mapping[str, str]:
    """Return words that have capitals of their own in what the author wrote: `fastapi` -> `FastAPI`, `berlin` -> `Berlin`."""
    found: dict[str, str] = {}
    for text in texts:
        words = re.findall(r"[^\W_][\w'’.-]*[^\W_]|[^\W_]|[.?!:|\n]", text)
        for before, word in zip([".", *words], words, strict=False):
            inside = before.islower() and word[0].isupper() and word[1:].islower()
            special = any(letter.isupper() for letter in word[1:]) and not (word.isupper() and len(word) > 5)
            if (inside or special) and len(word) > 1:
                found.setdefault(word.lower(), word)
    return found


def _split_written(words: Sequence[Word], ends: Sequence[bool]) -> list[list[Word]]:
    groups: list[list[Word]] = [[]]
    for word, end in zip(words, ends, strict=True):
        if groups[-1] and word.turn:
            groups.append([])
        groups[-1].append(word)
        if end:
            groups.append([])
    return [group for group in groups if group]


def _split_spoken(words: Sequence[Word], ends: Sequence[bool], language: str) -> list[Sequence[Word]]:
    plain = [bare(word.text) for word in words]
    gains = (_score_english if _is_english(language) else _score_stops)(words, plain, ends, language)
    clauses, sizes = _count_clauses(plain, language), [0.0, *accumulate(map(_size, words))]
    best, before = [0.0], [0]
    for end in range(1, len(words) + 1):
        first = end - 1
        while first and sizes[end] - sizes[first - 1] <= _LONGEST:
            first -= 1
        costs = (
            (best[start] - _cost_of(start, end, sizes[end] - sizes[start], clauses), start)
            for start in range(first, end)
        )
        score, at = max(costs)
        best.append(score + gains[end])
        before.append(at)
    groups, end = list[Sequence[Word]](), len(words)
    while end:
        groups.append(words[before[end] : end])
        end = before[end]
    return groups[::-1]


def _is_english(language: str) -> bool:
    return language.partition("-")[0].lower() == "en"


def _cost_of(start: int, end: int, size: float, clauses: Sequence[Clauses]) -> float:
    """Return what a sentence costs: by its length, by clauses that nothing joins, and by having none."""
    cost = _COST + 0.4 * ((size - _USUAL) / _SPREAD) ** 2
    if not clauses:
        return cost
    verbs = clauses[end].verbs - clauses[start].verbs
    opened = clauses[start + 1].opener  # `When it is done` alone is no sentence
    # A joint that begins a sentence joins it to the one before, but an opener to its own second clause.
    joints = clauses[end].joints - clauses[start + (not opened)].joints
    return cost + (1.5 if verbs == 0 else 1.1 * max(0, verbs - 1 - joints)) + (2.5 if opened and verbs < 2 else 0.0)


def _count_clauses(plain: Sequence[str], language: str) -> list[Clauses]:
    """Return the verbs and the joints before each place; nothing for a language in which they cannot be told."""
    verbs, joints = clause_words(language)
    counted = [Clauses(0, 0, False)]
    for at, word in enumerate(plain):
        doubled = at > 0 and word in verbs and plain[at - 1] in verbs  # `has made`, `is called`: one clause
        verb = word in verbs and not doubled and (at == 0 or plain[at - 1] not in ("to", *_ARTICLES))
        counted.append(Clauses(counted[-1].verbs + verb, counted[-1].joints + (word in joints), word in _OPENERS))
    return counted if verbs else []


def _score_stops(words: Sequence[Word], plain: Sequence[str], ends: Sequence[bool], language: str) -> list[float]:
    """Return what a stop gains before each word, and at the end: by silence, by lines, by what is known of the language."""
    begin, hang, finals = start_words(language), open_words(language), final_endings(language)
    links = linking_words(language)
    gains = [0.0]
    for at in range(1, len(words)):
        final = plain[at - 1].endswith(finals)
        signs = _score_signs(words, at, ends) + 1.6 * (plain[at] in begin) + 1.8 * final
        gain = signs if signs else _CUE * words[at].opens - _UNTOLD
        gain -= 5.0 * (plain[at - 1] in hang) + 2.0 * (plain[at - 1] in begin)
        gain -= 2.0 * (plain[at - 1] in links and not final)
        gains.append(gain)
    return [*gains, 0.0]


def _score_signs(words: Sequence[Word], at: int, ends: Sequence[bool]) -> float:
    word = words[at]
    return 6.0 * word.turn + 4.0 * ends[at - 1] + (min(3.0, word.pause / 0.25) if word.pause >= 0.2 else 0.0)


def _score_english(words: Sequence[Word], plain: Sequence[str], ends: Sequence[bool], language: str) -> list[float]:
    """Return the same for English, of whose words more is known."""
    begin, hang, verbs = start_words(language), open_words(language), clause_words(language)[0]
    gains = [0.0]
    for at in range(1, len(words)):
        wants = _takes_object(plain, at, verbs)
        # `the password | the query`: a noun is over where an article follows it.
        noun = plain[at] in _ARTICLES and not wants and _ends_noun(plain, at, hang)
        signs = _score_signs(words, at, ends) + 1.6 * (plain[at] in begin) + 1.8 * noun
        gain = signs if signs else -_UNTOLD
        gain -= 5.0 if plain[at - 1] in hang else 0.0
        gain -= 4.0 if plain[at] in _LINKS else 1.0 if plain[at] == "and" else 0.0
        gain -= 2.0 if plain[at - 1] in begin else 0.0  # `so | let's` would leave one word alone
        gain -= 2.0 * (plain[at] in verbs) + 3.0 * wants
        gains.append(gain)
    return [*gains, 0.0]


def _takes_object(plain: Sequence[str], at: int, verbs: frozenset[str]) -> bool:
    """Tell whether the word before is a verb that wants what follows: `keeps | the answer`, `reading | every page`."""
    before = plain[at - 1]
    helped = at > 1 and plain[at - 2] in _HELPERS
    return before in verbs or helped or (len(before) > 5 and before.endswith("ing"))


def _ends_noun(plain: Sequence[str], at: int, hang: frozenset[str]) -> bool:
    """Tell whether the word before is a noun: it follows an article or a preposition, or the word before it does."""
    leads = _ARTICLES | _LINKS | {"in", "on", "at", "about", "than", "and", "my", "your", "our", "their", "its"}
    return plain[at - 1] not in hang and any(word in leads for word in plain[max(0, at - 3) : at - 1])


def _join(words: Sequence[Word]) -> Sentence:
    text = words[0].text
    for word in words[1:]:
        tight = _TIGHT.search(text[-1]) and _TIGHT.search(word.text[0])
        text += word.text if tight else f" {word.text}"
    return Sentence(_upper_first(text), words[0].start, words[-1].end, words[0].pause, words[0].turn)


def _restore(words: Sequence[Word], language: str, names: Mapping[str, str]) -> Sentence:
    """Join words that nobody punctuated: names, a capital, commas and the mark at the end."""
    english = _is_english(language)
    plain = [bare(word.text) for word in words]
    written = [_write(word.text, names, english) for word in words]
    if english:
        if plain[0] in _COMMA_AFTER and len(written) > 3:
            written[0] += ","
        for at in range(4, len(written) - 3):
            if (
                plain[at] in ("but", "which")
                and written[at - 1][-1].isalnum()
                and plain[at - 1] not in ("in", "of", "to", "for")
            ):
                written[at - 1] += ","
    joined = _join([word._replace(text=text) for word, text in zip(words, written, strict=True)])
    text = joined.text if has_end(joined.text, language) else joined.text.rstrip(",;:-–—،؛、，")
    ended = text if has_end(text, language) else text + ("?" if _asks(plain, language) else mark_end(text, language))
    return joined._replace(text=ended)


def _write(word: str, names: Mapping[str, str], english: bool) -> str:
    plain = bare(word)
    if english and (plain == "i" or plain.startswith("i'")):
        return word.replace("i", "I", 1)
    return word.lower().replace(plain, names[plain], 1) if plain in names else word


def _asks(plain: Sequence[str], language: str) -> bool:
    words = [word for word in plain if word not in ("so", "and", "but", "now", "okay", "well")]
    asking = question_words(language)
    if len(words) < 3 or words[0] not in asking:
        return False
    return words[1] in (_PRONOUNS if words[0] in _AUXILIARIES else _AUXILIARIES)


def _upper_first(text: str) -> str:
    first = _LETTERS.search(text)
    at = first.start() if first else 0
    if text[:at].strip(OPENERS) or not text[at : at + 1].islower() or text[at + 1 : at + 2].isupper():
        return text
    return text[:at] + text[at].upper() + text[at + 1 :]
