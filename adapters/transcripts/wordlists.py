"""Words by what they do in speech, for the languages in which transcripts are most common: `wordlists.json`, read once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from adapters.documents.languages import function_words

_FILE = Path(__file__).with_suffix(".json")


@cache
def _tables() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return the tables that go by language."""
    found = json.loads(_FILE.read_bytes())
    return {
        name: {language: split_words(*lines) for language, lines in table.items()}
        for name, table in found.items()
        if isinstance(table, dict)
    }


def list_phrases(name: str) -> tuple[str, ...]:
    """Return phrases as they are spoken.

    `turns` tell that something new begins, `stresses` that something matters, `chatter` is said to a channel's audience.
    """
    found: tuple[str, ...] = tuple(json.loads(_FILE.read_bytes())[name])
    return found


def split_words(*lines: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(word for line in lines for word in line.split())


def fillers(language: str) -> frozenset[str]:
    """Return sounds that say nothing."""
    return _pick("fillers", language)


def open_words(language: str) -> frozenset[str]:
    """Return words that no sentence ends with: what they belong to is still to come."""
    return _pick("open", language)


def start_words(language: str) -> frozenset[str]:
    """Return words that often begin a sentence."""
    return _pick("starts", language)


def question_words(language: str) -> frozenset[str]:
    """Return words that begin a question; none where a question cannot be told by them."""
    return _pick("questions", language)


def short_forms(language: str) -> frozenset[str]:
    """Return short forms with their full stop, in small letters, that no sentence ends with."""
    return _pick("shorts", language) | _tables()["shorts"][""]


def trailing_forms(language: str) -> frozenset[str]:
    """Return short forms with their full stop with which a sentence may end: `etc.`."""
    return _pick("trailing", language) | _tables()["trailing"][""]


def final_endings(language: str) -> tuple[str, ...]:
    """Return endings of the words that sentences of the language end with; none where these are no sign."""
    return tuple(sorted(_pick("finals", language)))


def linking_words(language: str) -> frozenset[str]:
    """Return words that sentences seldom end with, where no more is known of the language."""
    return frozenset() if _pick("open", language) else function_words(_base(language))


def asking_ends(language: str) -> tuple[str, ...]:
    """Return endings by which a question is known; none where it is not known by its end."""
    return tuple(sorted(_pick("asking_ends", language)))


def asking_starts(language: str) -> tuple[str, ...]:
    """Return first words by which a question is known."""
    return tuple(f"{word} " for word in sorted(_pick("asking_starts", language)))


def clause_words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return verbs that make a clause, and words that join clauses; none for a language whose clauses cannot be told."""
    return _pick("verbs", language), _pick("joints", language)


def small_words(language: str) -> frozenset[str]:
    """Return words that say nothing of what a text is about."""
    base = _base(language)
    return function_words(base).union(*(_pick(table, base) for table in ("open", "starts", "small")))


def _pick(table: str, language: str) -> frozenset[str]:
    return _tables()[table].get(_base(language), frozenset())


def _base(language: str) -> str:
    return language.partition("-")[0].lower()
