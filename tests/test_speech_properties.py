"""Any text in: nothing that a voice cannot say out, and no letter lost on the way."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.content import Run
from model.narration import spoken, written
from writing.speech.pacing import estimate_spoken
from writing.speech.reading import READERS
from writing.speech.saying import SpeechRules, estimate_seconds, say, shorten
from writing.speech.tokens import KINDS
from writing.speech.visible import make_visible

NASTIES = (
    "`[[",
    "[[_^_]] ]]>",
    "<script>alert('x')</script>",
    "\u202eevil\u202c \u200f",
    "Z\u0351\u036b\u0343a\u0363l\u0334g\u0300o\u0301" * 3,
    "👩‍👩‍👧‍👦🏳️‍🌈1️⃣🇩🇪",
    "http://a.b://c mailto: www. ://",
    "1.2.3.4.5.6,7,8,9--10..11",
    "$((1+1)) ${x} %s %n {{7*7}}",
    "´®†¥¨ˆø∏“‘«åß∂ƒ©˙∆˚¬…æ",
    "ﷺ ½ ² ℡ Ⅳ ①",
    "مرحبا، العالم؟ שלום. สวัสดี नमस्ते। 你好！",
    "e.g. i.e. vs. 3. x. . ..",
    "\ud800\udfff\ufffe",
    "9" * 400,
)
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(NASTIES) | st.text(max_size=12), max_size=8).map(" ".join),
    st.text(alphabet="aA1 .,:;-_/@#$%&*()[]{}<>=+|~`'\"\n", max_size=120),
)
LANGUAGES = st.sampled_from(("en", "de", "fr", "es", "ja", "zh", "ru", "ar", "hi", "tlh", "pt-BR"))
SETTINGS = settings(max_examples=50, deadline=None)


def is_sayable(character: str) -> bool:
    return character in " ,.?!;:'-" or unicodedata.category(character)[0] in "LM" or character.isdecimal()


def letters(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character)[0] == "L")


@SETTINGS
@given(TEXTS, LANGUAGES, st.booleans())
def test_spoken_holds_only_what_a_voice_can_say(text: str, language: str, code: bool) -> None:
    rules = SpeechRules(language=language)
    for sentence in say((Run(text=text, code=code),), rules):
        said = spoken(sentence)
        assert all(map(is_sayable, said)), said
        assert any(map(str.isalnum, said))
        assert said[-1] in ".?!", said
        assert not re.search(r"://|\[\[", said)


@SETTINGS
@given(TEXTS, LANGUAGES)
def test_written_words_keep_every_letter_in_order(text: str, language: str) -> None:
    rules = SpeechRules(language=language, lexicon=())
    shown = "".join(written(sentence) for sentence in say((Run(text=text),), rules))
    remaining = iter(letters(make_visible((Run(text=text),)).text))
    assert all(letter in remaining for letter in letters(shown))


@SETTINGS
@given(st.text(alphabet="abc de.,!?;AB0 -(“)", min_size=1, max_size=80).map(lambda text: f"Word {text} word"))
def test_no_letter_is_lost_where_every_sentence_can_be_said(text: str) -> None:
    shown = "".join(written(sentence) for sentence in say((Run(text=text),), SpeechRules(language="en")))
    assert letters(shown) == letters(text)


@SETTINGS
@given(TEXTS, LANGUAGES)
def test_the_same_text_is_said_the_same_way(text: str, language: str) -> None:
    rules = SpeechRules(language=language)
    assert say(text, rules) == say(text, rules)


@SETTINGS
@given(TEXTS, st.integers(1, 60))
def test_a_shortened_text_fits_and_begins_as_the_text_does(text: str, limit: int) -> None:
    short = shorten((Run(text=text),), limit)
    whole = " ".join(make_visible((Run(text=text),)).text.split())
    assert len(short) <= limit
    assert short == whole or (short.endswith("…") and whole.startswith(short[:-1]))


def test_shortening_never_cuts_what_is_read_as_one_character() -> None:
    assert shorten("aaaa e\u0301e\u0301e\u0301", 8) == "aaaa…"
    assert shorten("Fast, small and safe: the whole story of it", 24) == "Fast, small and safe…"
    assert shorten("short", 20) == "short"


@pytest.mark.parametrize(
    "text", ["[" * 9000, "<a " * 3000, "** " * 3000, " " * 9000, "我们" * 4000, "a." * 4000, "x\u0301" * 4000]
)
def test_long_nonsense_is_read_to_its_end(text: str) -> None:
    shown = "".join(letters(written(sentence)) for sentence in say((Run(text=text),), SpeechRules(language="zh")))
    assert shown in {"", letters(text)}


def test_every_kind_of_token_has_a_reader() -> None:
    assert frozenset(READERS) == KINDS


def test_a_sentence_that_outlasts_a_scene_is_cut_at_a_pause() -> None:
    text = "This goes on and on with many words, and then with more of them, " * 8
    sentences = say(text, SpeechRules(language="en"))
    assert len(sentences) > 2
    assert all(2 < estimate_seconds((sentence,), "en") < 14 for sentence in sentences)


def test_estimates_add_up() -> None:
    once = estimate_spoken("One two three.", "en")
    assert estimate_spoken("One two three. One two three.", "en") == pytest.approx(2 * once)
    assert estimate_seconds((), "en") == 0
