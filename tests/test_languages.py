"""The languages that films are made in: every stage knows the same ones, and their data is whole."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from adapters.documents.languages import recognise_language
from adapters.film_languages import UNDETERMINED, name_language
from adapters.voice import voice_in
from adapters.voices.catalogue import NAMES, edge_voice, espeak_voice
from model.errors import ConfigError
from model.language import check_language, find_language, known_languages, primary_subtag
from render.bidi import is_rtl_language
from writing.phrase_book import find_phrases, known_books
from writing.phrases import Phrases
from writing.speech.scripts import scripts_of
from writing.speech.tongues import known_tongues, open_tongue

SHIPPED = [
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nb", "nl", "pl",
    "pt", "ro", "ru", "sk", "sv", "th", "tr", "uk", "vi", "zh",
]  # fmt: skip
DOCUMENTS = Path(__file__).parent / "documents" / "languages"
# What a phrase is filled with while languages are told apart: names as documents are full of them.
NAMED = {
    "name": "Lighthouse", "what": "README.md", "title": "API", "parts": "Docker", "text": "pip", "count": "3",
    "language": "Python", "names": "config.yaml", "calls": "main", "tool": "pip", "first": "Name", "others": "Value",
    "by": "Name", "start": "1", "end": "2", "short": "API", "long": "Lighthouse",
    "last": "5", "total": "9", "row": "Linux", "column": "Size", "value": "12", "who": "Ada", "source": "README.md",
}  # fmt: skip
UNSAID = {"language", "colon", "between", "last", "stop", "agenda_topics", "versions", "introduction"}


def list_phrases(book: Phrases) -> list[str]:
    """Return every phrase that is a sentence."""
    found: list[str] = []
    waiting = [getattr(book, one.name) for one in dataclasses.fields(book) if one.name not in UNSAID]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, str):
            found.append(value)
        else:
            waiting = [*(value.values() if isinstance(value, dict) else value), *waiting]
    return [phrase for phrase in found if phrase]


def test_all_stages_know_the_same_thirty_languages() -> None:
    assert [*known_languages()] == [*known_books()] == [*known_tongues()] == SHIPPED


@pytest.mark.parametrize("code", SHIPPED)
def test_a_language_has_voices_in_both_engines_a_script_and_a_name_in_films(code: str) -> None:
    for name in NAMES:
        assert (edge_voice(name, code) or "").startswith(f"{code}-")
        assert espeak_voice(name, code)
    assert scripts_of(code)
    assert name_language(code) != UNDETERMINED
    language = find_language(code)
    assert language.name != code
    assert (language.direction == "rtl") is is_rtl_language(code)


@pytest.mark.parametrize("code", [code for code in SHIPPED if code != "en"])
def test_a_book_fills_the_same_blanks_as_the_spanish_one(code: str) -> None:
    """A phrase that forgets a blank would leave the document's word unsaid."""
    book, model = find_phrases(code), find_phrases("es")
    for one in dataclasses.fields(model):
        theirs, ours = getattr(model, one.name), getattr(book, one.name)
        if not ours or one.name == "language" or not theirs:
            continue
        if isinstance(theirs, dict):
            pairs = [(theirs[key], ours[key]) for key in theirs if key in ours]
        else:
            pairs = [(str(theirs), phrase) for phrase in ([str(ours)] if one.name == "steps" else _variants(ours))]
        for theirs_phrase, phrase in pairs:
            assert set(re.findall(r"\{\w+\}", phrase)) == set(re.findall(r"\{\w+\}", theirs_phrase)), (one.name, phrase)


def _variants(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


@pytest.mark.parametrize("code", [code for code in SHIPPED if code != "en"])
def test_no_book_but_the_english_one_speaks_english(code: str) -> None:
    english = set(list_phrases(find_phrases("en")))
    assert english.intersection(list_phrases(find_phrases(code))) <= {"{name} is {what}.", "In {title}."}  # Dutch, too


@pytest.mark.parametrize("code", SHIPPED)
def test_tables_hold_text_whose_forms_are_paired(code: str) -> None:
    tongue = open_tongue(code)
    for table in (tongue.words, tongue.operators, tongue.bounds, tongue.symbols, tongue.abbreviations, tongue.lexicon):
        assert all(type(key) is str and type(value) is str for key, value in table.items())
    assert all(len(forms) in (2, 3, 4) and all(forms) for forms in tongue.units.values())
    assert all(len(forms) in (4, 6, 8) and all(forms) for forms in tongue.currencies.values())
    assert len(tongue.months) in (0, 12)
    assert len(tongue.days) in (0, 31)
    counted = {*tongue.units, *tongue.currencies, "hour"}
    assert tongue.feminine <= counted
    assert tongue.neuter <= counted
    assert set(tongue.agreement) <= {"m", "f", "n"}


def test_five_sentences_tell_a_language_although_they_are_full_of_names() -> None:
    right = asked = 0
    for code in SHIPPED:
        said = [phrase.format(**NAMED) for phrase in list_phrases(find_phrases(code))]
        said = [
            phrase for phrase in said if len(phrase.split()) > 3 or (code in ("ja", "th", "zh") and len(phrase) > 8)
        ]
        for at in range(0, len(said) - 4, 5):
            found = recognise_language(" ".join(said[at : at + 5]))
            right, asked = right + (found == code), asked + 1
            assert code != "en" or found == "en"
    assert asked > 250
    assert right / asked > 0.9


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.md")), ids=lambda path: path.stem)
def test_a_short_document_tells_its_language(path: Path) -> None:
    assert recognise_language(path.read_text()) == path.stem


def test_a_language_without_films_is_named_with_those_that_have_them() -> None:
    check_language("pt-BR")
    check_language("no")
    with pytest.raises(ConfigError, match=r"no film in the language 'xx'\. Choose among ar, bg, .*zh\."):
        check_language("xx")
    assert find_language("xx").captions == find_language("en").captions
    assert primary_subtag("zh_Hant") == "zh"


def test_a_voices_own_id_speaks_its_own_language_only() -> None:
    assert voice_in("female_friendly", "es") == "female_friendly"
    assert voice_in("en-US-AriaNeural", "en-GB") == "en-US-AriaNeural"
    assert voice_in("en-US-AriaNeural", "es") == "female"
    assert voice_in("en-us+m3", "es") == "male"
