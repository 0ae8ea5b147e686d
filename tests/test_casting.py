"""Who speaks: speakers and voices of a script, all of one engine, and never a mixture that nobody asked for."""

from __future__ import annotations

import asyncio
import math

import numpy
import pytest

from adapters.casting import Cast, check_cast, choose_cast, embody, make_wish
from adapters.conversation import speak_in_turns
from adapters.voices.catalogue import ESPEAK_VARIANTS
from adapters.voices.edge import tune as tune_edge
from adapters.voices.espeak import tune as tune_espeak
from model.audio import VoiceChoice
from model.errors import ConfigError, ValidationError
from model.inputs import InputConfig
from model.narration import Sentence, Word

AWAY = {"edge": "ws://127.0.0.1:1/"}


def ask(**fields: object) -> InputConfig:
    return InputConfig.model_validate({"source": "a.md", **fields})


def cast(config: InputConfig, *names: str, language: str = "en", **speakers: str) -> Cast:
    wish = make_wish(config, names, speakers, "a.md")
    return asyncio.run(choose_cast(wish, language, AWAY))[0]


def test_a_name_a_speaker_and_an_id_are_voices() -> None:
    config = ask(engine="espeak", speakers=(("Alice", "female"),))
    found = cast(config, "alice", "male_warm", "en-us+f3", "Bob", Bob="")
    assert found.narrator.voice == "en-us+m3"
    assert [found.choose(name).voice for name in ("alice", "male_warm", "en-us+f3", "Bob", "")] == [
        "en-us+f4", "en-us+m7", "en-us+f3", "en-us+f4", "en-us+m3"
    ]  # fmt: skip


def test_speakers_without_a_voice_are_told_from_the_narrator_and_each_other() -> None:
    found = cast(ask(engine="espeak", voice="female"), "A", "B", "C", A="", B="", C="")
    voices = [found.choose(name).voice.partition("+")[2] for name in ("", "A", "B", "C")]
    assert voices == [ESPEAK_VARIANTS[name] for name in ("female", "male", "female_friendly", "male_warm")]


def test_the_users_voice_for_a_speaker_wins() -> None:
    found = cast(ask(engine="espeak", speakers=(("Alice", "female"),)), "Alice", Alice="male_warm")
    assert found.choose("Alice").voice == "en-us+f4"


def test_where_edge_does_not_answer_everybody_is_embedded() -> None:
    found = cast(ask(), "de-DE-KatjaNeural", "male_warm", language="de")
    assert {found.narrator.engine, *(role.voice.engine for role in found.roles)} == {"espeak"}
    assert found.choose("de-DE-KatjaNeural").voice == f"de+{ESPEAK_VARIANTS['female']}"


def test_an_id_of_espeak_among_names_makes_all_of_them_espeak() -> None:
    found = cast(ask(), "en-us+f3", "female")
    assert [role.voice.voice for role in found.roles] == ["en-us+f3", "en-us+f4"]


def test_ids_of_two_engines_are_no_cast() -> None:
    with pytest.raises(ConfigError, match="one engine"):
        cast(ask(), "en-us+f3", "en-US-AriaNeural")
    (problem,) = check_cast(ask(engine="espeak", voice="edge:en-US-AriaNeural"))
    assert "edge and espeak" in problem.message


@pytest.mark.parametrize("name", ["batman", "piper:/etc/x.onnx", "/etc/passwd", "..\\x", "en-us+nobody"])
def test_a_name_that_is_nobodys_is_an_error_of_the_document(name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_wish(ask(), [name], {}, "a.md")
    assert repr(name) in str(caught.value)
    assert str(caught.value).startswith("a.md: ")


def test_an_unknown_engine_is_named_with_the_nearest() -> None:
    (problem,) = check_cast(ask(engine="espaek"))
    assert "did you mean 'espeak'" in problem.message
    assert "piper" in problem.message


def test_a_pitch_that_an_engine_has_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELEVENLABS_API_KEY", "sk_test")
    voice = "elevenlabs:21m00Tcm4TlvDq8ikWAM"
    pitch, rate = check_cast(ask(voice=voice, pitch=2, rate=-50))[::-1]
    assert "pitch of +2 semitones" in pitch.message
    assert "Leave out --pitch" in pitch.remedy
    assert "from -30 to 20" in rate.remedy
    assert check_cast(ask(pitch=-6, rate=100)) == ()


def test_one_scale_is_mapped_by_each_engine() -> None:
    espeak = VoiceChoice(engine="espeak", voice="en-us+m3", version="0")
    edge = VoiceChoice(engine="edge", voice="en-US-GuyNeural", version="7")
    tuned = {"rate": 50, "pitch": 6}
    assert tune_espeak(espeak) == {"rate": 160, "pitch": 50}
    assert tune_espeak(espeak.model_copy(update=tuned)) == {"rate": 240, "pitch": 86}
    assert tune_espeak(espeak.model_copy(update={"rate": -50, "pitch": -6})) == {"rate": 80, "pitch": 8}
    assert tune_edge(edge) == ("+0%", "+0Hz")
    assert tune_edge(edge.model_copy(update=tuned)) == ("+50%", "+50Hz")
    assert tune_edge(edge.model_copy(update={"rate": -50, "pitch": -6})) == ("-50%", "-35Hz")


def test_rate_and_pitch_are_everybodys() -> None:
    found = cast(ask(engine="espeak", rate=10, pitch=-2), "female")
    assert {(one.rate, one.pitch) for one in (found.narrator, found.choose("female"))} == {(10, -2)}


def test_turns_are_joined_with_their_words() -> None:
    wish = make_wish(ask(engine="espeak"), ["female"], {}, "a.md")
    who = embody(wish, "espeak", "en")
    texts = ["One thing.", "Two things.", "Three more."]
    narration = tuple(Sentence(words=tuple(Word(text=word, spoken=word) for word in text.split())) for text in texts)
    voices = (who.narrator, who.choose("female"), who.choose("female"))
    whole = asyncio.run(speak_in_turns(narration, voices, {}))
    alone = [asyncio.run(speak_in_turns(part, (who.choose(name),), {})) for name, part in
             (("", narration[:1]), ("female", narration[1:]))]  # fmt: skip
    assert len(whole.words) == 6
    assert whole.words[:2] == alone[0].words
    shift = whole.words[2].start - alone[1].words[0].start
    assert [word.start - shift for word in whole.words[2:]] == [word.start for word in alone[1].words]
    assert len(whole.pcm) == 2 * shift + len(alone[1].pcm)
    assert 0.3 * 48_000 <= shift - len(alone[0].pcm) // 2 <= 0.36 * 48_000


def find_pitch(pcm: bytes) -> float:
    """Return the median frequency of the voiced stretches, by autocorrelation."""
    samples, found = numpy.frombuffer(pcm, "<i2").astype(float), []
    for at in range(0, len(samples) - 2400, 1200):
        part = samples[at : at + 2400]
        alike = numpy.correlate(part, part, "full")[2399:]
        lag = 160 + int(numpy.argmax(alike[160:960]))
        if abs(part).max() > 2000 and alike[lag] > alike[0] / 2:
            found.append(48_000 / lag)
    return float(numpy.median(found))


@pytest.mark.parametrize(("voice", "shift"), [("male", 6), ("male", -6), ("female", 3), ("female", -3)])
def test_the_embedded_voice_is_as_much_higher_as_was_asked_for(voice: str, shift: int) -> None:
    text = "The lighthouse watches a folder, and it never sleeps at all."
    narration = (Sentence(words=tuple(Word(text=word, spoken=word) for word in text.split())),)
    usual = cast(ask(engine="espeak", voice=voice)).narrator
    shifted = usual.model_copy(update={"pitch": shift})
    heard = [find_pitch(asyncio.run(speak_in_turns(narration, (one,), {})).pcm) for one in (usual, shifted)]
    assert 12 * math.log2(heard[1] / heard[0]) == pytest.approx(shift, abs=1)
