"""Which voice speaks: names in every engine and language, engines' own ids, and what is said about the others."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from array import array

import pytest

from adapters.voice import check_voice, choose_embedded, choose_voice, open_voice
from adapters.voices import silent
from adapters.voices.catalogue import ESPEAK_VARIANTS, NAMES, edge_voice, espeak_voice, near_matches
from model.audio import VoiceChoice, WordTime
from model.errors import AudioGenerationError, ConfigError
from model.inputs import Engine
from model.narration import Sentence, Word

LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "is", "pl", "cs", "sk", "sl", "hr", "sr", "bs", "bg",
    "mk", "ro", "hu", "el", "ru", "uk", "et", "lv", "lt", "tr", "ar", "he", "fa", "ur", "hi", "bn", "gu", "kn", "ml", "mr",
    "ta", "te", "th", "vi", "id", "ms", "ja", "ko", "zh", "ca", "cy", "ga", "af", "sw", "ka", "kk", "az",
)  # fmt: skip


def choose(engine: Engine, voice: str, language: str, edge_url: str | None = None) -> tuple[VoiceChoice, str]:
    return asyncio.run(choose_voice(engine, voice, language, {"edge": edge_url or ""}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_name_stands_for_a_voice_of_its_language_in_both_engines(language: str) -> None:
    for name in NAMES:
        ours, theirs = edge_voice(name, language), espeak_voice(name, language)
        assert ours is not None
        assert theirs is not None
        assert ours.split("-")[0] == language
        assert check_voice("edge", ours) == ()
        assert check_voice("espeak", theirs) == ()
    assert edge_voice("male", language) != edge_voice("female", language)
    assert len({espeak_voice(name, language) for name in NAMES}) == 4


@pytest.mark.parametrize(
    ("language", "edge", "espeak"),
    [("en-US", "en-US-GuyNeural", "en-us+m3"), ("en-GB", "en-GB-RyanNeural", "en-gb-x-rp+m3"),
     ("pt-PT", "pt-PT-DuarteNeural", "pt+m3"), ("zh-Hant-TW", "zh-TW-YunJheNeural", "cmn+m3"),
     ("de-LI", "de-DE-ConradNeural", "de+m3"), ("no", "nb-NO-FinnNeural", "nb+m3")],
)  # fmt: skip
def test_a_region_is_kept_where_it_has_a_voice_and_dropped_where_not(language: str, edge: str, espeak: str) -> None:
    assert edge_voice("male", language) == edge
    assert espeak_voice("male", language) == espeak


@pytest.mark.parametrize("engine", ["auto", "edge", "espeak", "silent"])
def test_the_four_names_are_known_to_every_engine(engine: Engine) -> None:
    assert [check_voice(engine, name) for name in NAMES] == [(), (), (), ()]


@pytest.mark.parametrize(
    ("engine", "voice", "near"),
    [("edge", "en-US-GuyNeurl", "en-US-GuyNeural"), ("espeak", "en-us+m33", "en-us+m3"), ("auto", "Katja", "de-DE-KatjaNeural"),
     ("auto", "de-DE-Katja", "de-DE-KatjaNeural"), ("edge", "en-us+m3", ""), ("espeak", "en-US-GuyNeural", ""),
     ("silent", "en-us+m3", ""), ("auto", "-f/etc/passwd", ""),
     ("espeak", "en-us+../../x", ""), ("espeak", "en-us+m3\n", ""), ("auto", "'>&<voice", ""), ("espeak", "en-us+", "")],
)  # fmt: skip
def test_an_unknown_voice_is_reported_with_the_names_and_what_is_near(engine: Engine, voice: str, near: str) -> None:
    (problem,) = check_voice(engine, voice)
    assert repr(voice) in problem.message
    assert all(name in problem.remedy for name in NAMES)
    assert near in problem.remedy
    with pytest.raises(ConfigError) as caught:
        choose(engine, voice, "en")
    assert caught.value.message == problem.message
    assert caught.value.remedy == problem.remedy


def test_what_is_near_is_of_the_engine_that_was_asked_for() -> None:
    (problem,) = check_voice("espeak", "en-us+m33")
    assert "Neural" not in problem.remedy
    assert near_matches("en-us+M3", frozenset())[0] == "en-us+m3"


def test_an_engines_own_id_is_taken_as_it_is() -> None:
    assert choose("espeak", "en-gb-scotland+max", "de")[0].voice == "en-gb-scotland+max"
    assert choose("edge", "fr-CA-SylvieNeural", "en")[0].voice == "fr-CA-SylvieNeural"
    assert choose("auto", "en-us+m5", "en") == (choose("espeak", "en-us+m5", "en")[0], "")


def test_the_choice_carries_the_version_of_its_engine() -> None:
    from importlib.metadata import version

    assert choose("espeak", "male", "en")[0].version == version("espeakng-loader")
    assert choose("edge", "male", "en")[0].version == version("edge-tts")


def test_a_language_without_a_voice_is_an_error_that_says_so() -> None:
    with pytest.raises(ConfigError, match="'zu'"):
        choose("espeak", "male", "zu")
    with pytest.raises(ConfigError, match="'la'"):
        choose("edge", "male", "la")


def test_auto_takes_the_embedded_voice_where_edge_has_none() -> None:
    choice, notice = choose("auto", "female", "la")
    assert (choice.engine, choice.voice) == ("espeak", f"la+{ESPEAK_VARIANTS['female']}")
    assert notice == "Edge has no voice for the language 'la'; the embedded voice speaks."


def test_auto_falls_back_to_a_voice_of_the_same_kind() -> None:
    choice, notice = choose("auto", "de-DE-KatjaNeural", "de", edge_url="ws://127.0.0.1:1/")
    assert (choice.engine, choice.voice) == ("espeak", f"de+{ESPEAK_VARIANTS['female']}")
    assert notice.startswith("Edge cannot be reached")


def test_what_the_embedded_voice_cannot_read_is_said_beforehand() -> None:
    choice, notice = choose("espeak", "male", "ja")
    assert choice.voice == "ja+m3"
    assert "kanji" in notice
    assert choose("espeak", "male", "zh-CN")[1] == ""


def test_the_embedded_voice_stands_in_for_any_other() -> None:
    assert choose_embedded("fr-FR-DeniseNeural", "fr").voice == f"fr+{ESPEAK_VARIANTS['female']}"
    assert choose_embedded("male_warm", "en").voice == f"en-us+{ESPEAK_VARIANTS['male_warm']}"


def test_auto_without_any_engine_for_the_language_fails() -> None:
    with pytest.raises(AudioGenerationError, match="does not speak 'zu'"):
        choose("auto", "male", "zu", edge_url="ws://127.0.0.1:1/")


def test_checking_a_voice_loads_neither_the_client_nor_a_codec() -> None:
    code = (
        "import sys; from adapters.voice import check_voice; check_voice('auto', 'nobody');"
        "print([m for m in ('aiohttp', 'edge_tts', 'av', 'asyncio') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_silent_voice_lasts_exactly_as_long_as_its_characters() -> None:
    choice, _ = choose("silent", "female", "en")
    words = (Word(text="Run", spoken="Run"), Word(text="🚀", spoken=""), Word(text="it.", spoken="it."))
    utterance = asyncio.run(open_voice(choice).speak((Sentence(words=words), Sentence(words=words[2:]))))
    letter, pause = silent.PER_CHARACTER, silent.PER_SENTENCE
    assert utterance.words == (
        WordTime(start=0, end=4 * letter),
        WordTime(start=4 * letter, end=4 * letter),
        WordTime(start=4 * letter, end=8 * letter),
        WordTime(start=8 * letter + pause, end=12 * letter + pause),
    )
    samples = array("h", utterance.pcm)
    assert len(samples) == 12 * letter + pause
    ticks = [at for at in range(len(samples)) if samples[at] and not samples[at - 1]]
    assert ticks == [0, 4 * letter, 8 * letter + pause]
    assert max(samples) == silent.AMPLITUDE
