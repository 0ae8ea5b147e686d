"""A sentence and the lines that it names -> whether they support it: its numbers are theirs, and so are words of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from writing.phrase_book import find_phrases
from writing.speech.scripts import SPACELESS

LEAST_SHARE = 0.4
"""Of its telling words, that lines have in common with a sentence which puts them otherwise."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_STEM = 5
"""Letters after which words of one family differ: `installs`, `installing`."""
_SHORTEST = 4
_COMMON_LIST = """
    about after again also follow follows always another around away because been before being between both cannot
    come comes could does doing done down each either else even ever every find first from gets give gives goes have
    having here into it's itself just keep kind know last less let's like likely look made make makes many mean
    means more most much must need needs never next nothing once only other over own part quite rather right same
    says should simply since some something still such sure take takes than that that's their them then there these
    they thing things this those through together under until upon used uses using very want wants well were what
    when where whether which while will with within without would year your you'll you're yourself"""
_COMMON = frozenset(word[:_STEM] for word in _COMMON_LIST.split())


def find_numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text, without the marks between thousands."""
    return frozenset(re.sub(r"[.,](?=\d{3}\b)", "", number) for number in _NUMBER.findall(_normal(text)))


def find_words(text: str) -> frozenset[str]:
    """Return the beginnings of the words that tell something; of writing without spaces, pairs of signs."""
    found: set[str] = set()
    for word in _WORD.findall(_normal(text).casefold()):
        if SPACELESS.search(word):
            found |= {word[at : at + 2] for at in range(len(word) - 1)}
        elif len(word) >= _SHORTEST and word[:_STEM] not in _COMMON:
            found.add(word[:_STEM])
    return frozenset(found)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@cache
def own_words(language: str) -> frozenset[str]:
    """Return the words that a talk in a language has of its own: those of our connecting phrases."""
    return find_words(" ".join(_strings(vars(find_phrases(language)))))


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from (*_strings(key), *_strings(member))
    elif isinstance(value, tuple | list):
        for member in value:
            yield from _strings(member)


def find_unsupported(text: str, source: str, language: str, least: float = LEAST_SHARE) -> str:
    """Say what of a sentence the source does not say; nothing when it is supported.

    With `least` 0, one word in common is enough.
    """
    strange = sorted(find_numbers(text) - find_numbers(source))
    if strange:
        return f"the number {strange[0]} is not in the lines that it names"
    said = find_words(text) - own_words(language)
    shared = said & find_words(source)
    if said and (not shared or len(shared) < least * len(said)):
        return "it has too few words in common with the lines that it names"
    return ""
