"""A language code -> its phrases."""

from __future__ import annotations

from writing.phrases import Phrases
from writing.phrases_english import ENGLISH
from writing.phrases_german_french_spanish import FRENCH, GERMAN, SPANISH
from writing.phrases_italian_portuguese_dutch import DUTCH, ITALIAN, PORTUGUESE
from writing.phrases_japanese_chinese import CHINESE, JAPANESE

_BOOKS = (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH, JAPANESE, CHINESE)


def find_phrases(language: str) -> Phrases:
    """Return the phrases of a language; for one that we do not speak, phrases that add nothing."""
    primary = language.split("-")[0].lower()
    found = (phrases for phrases in _BOOKS if phrases.language == primary)
    return next(found, Phrases(language=primary))
