"""ElevenLabs, by its own client against a server that speaks its API: words and their times, and every way to be refused."""

from __future__ import annotations

import asyncio
from array import array

import pytest

from adapters.engines import elevenlabs as engine
from adapters.voice import check_voice, choose_voice, open_voice
from adapters.voice_engine import Utterance
from adapters.voices.elevenlabs import REQUEST_CHARACTERS, ElevenLabsVoice, split_requests
from model.audio import VoiceChoice
from model.errors import AudioGenerationError, ConfigError
from model.narration import Narration, Sentence, Word
from tests.elevenlabs_service import EACH, KEY, VOICE, ElevenLabsService


def sentence(text: str) -> Sentence:
    return Sentence(words=tuple(Word(text=word, spoken=word) for word in text.split()))


SHORT = (sentence("It watches one folder."), sentence("Nothing else is needed."))


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELEVENLABS_API_KEY", KEY)


def choose(voice: str = VOICE, rate: int = 0) -> VoiceChoice:
    choice, _ = asyncio.run(choose_voice("elevenlabs", voice, "en"))
    return choice.model_copy(update={"rate": rate})


def speak(service: ElevenLabsService, choice: VoiceChoice, narration: Narration = SHORT) -> Utterance:
    async def run() -> Utterance:
        async with service:
            return await ElevenLabsVoice(choice, url=service.url, back_off=0.001).speak(narration)

    return asyncio.run(run())


def test_words_are_heard_when_their_letters_are() -> None:
    service = ElevenLabsService()
    said = speak(service, choose())
    assert len(said.words) == 8
    text = "It watches one folder. Nothing else is needed."
    expected = [at for at in range(len(text)) if not at or text[at - 1] == " "]
    for word, at in zip(said.words, expected, strict=True):
        assert abs(word.start / 48_000 - at * EACH) <= 0.03
    samples = array("h", said.pcm)
    assert abs(samples[1]) > 0
    assert max(samples) > 8000
    assert service.requests[0]["text"] == text
    assert service.requests[0]["model_id"] == engine.MODEL
    assert service.queries[0] == {"output_format": "pcm_24000"}


def test_the_model_and_the_rate_are_asked_for() -> None:
    service = ElevenLabsService()
    usual, quick = speak(ElevenLabsService(), choose()), speak(service, choose(f"{VOICE}#eleven_turbo_v2_5", rate=20))
    assert service.requests[0]["model_id"] == "eleven_turbo_v2_5"
    assert service.requests[0]["voice_settings"]["speed"] == 1.2
    assert len(quick.pcm) < 0.9 * len(usual.pcm)


def test_without_times_the_words_share_the_sound() -> None:
    said = speak(ElevenLabsService("no-times"), choose())
    starts = [word.start for word in said.words]
    assert starts == sorted(starts)
    assert said.words[-1].end <= len(said.pcm) // 2
    assert abs(said.words[4].start / 48_000 - 23 * EACH) < 0.4


@pytest.mark.parametrize(
    ("fault", "says"),
    [("key", "refused the key (invalid_api_key). See that ELEVENLABS_API_KEY"), ("quota", "no credits left"),
     ("voice", "has no voice"), ("text", "refused the request (400 invalid_request)")],
)  # fmt: skip
def test_what_will_not_pass_is_asked_once(fault: str, says: str) -> None:
    service = ElevenLabsService(fault)
    with pytest.raises(AudioGenerationError) as caught:
        speak(service, choose())
    assert says in str(caught.value)
    assert not caught.value.transient
    assert len(service.requests) == 1
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(("fault", "says"), [("busy", "429"), ("down", "503")])
def test_what_may_pass_is_asked_four_times(fault: str, says: str) -> None:
    service = ElevenLabsService(fault)
    with pytest.raises(AudioGenerationError, match=says) as caught:
        speak(service, choose())
    assert caught.value.transient
    assert len(service.requests) == 4
    assert speak(ElevenLabsService(fault, times=2), choose()).words


@pytest.mark.parametrize("fault", ["no-sound", "garbage-sound"])
def test_an_answer_without_sound_is_an_error(fault: str) -> None:
    with pytest.raises(AudioGenerationError, match="ElevenLabs sent"):
        speak(ElevenLabsService(fault), choose())


def test_nobody_there_is_an_error_that_may_pass() -> None:
    voice = ElevenLabsVoice(choose(), url="http://127.0.0.1:1", back_off=0.001)
    with pytest.raises(AudioGenerationError, match="cannot be reached") as caught:
        asyncio.run(voice.speak(SHORT))
    assert caught.value.transient


def test_the_key_is_needed_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ELEVENLABS_API_KEY")
    (problem,) = check_voice("auto", f"elevenlabs:{VOICE}")
    assert "ELEVENLABS_API_KEY" in problem.remedy
    with pytest.raises(ConfigError, match="needs a key"):
        choose()


def test_an_id_of_another_shape_is_none() -> None:
    (problem,) = check_voice("elevenlabs", "../Rachel")
    assert "'../Rachel'" in problem.message
    assert isinstance(open_voice(choose(), {"elevenlabs": "http://127.0.0.1:1"}), ElevenLabsVoice)


def test_long_narrations_are_cut_at_sentences() -> None:
    parts = split_requests((sentence("word " * 300), sentence("word " * 200), sentence("long " * 500)))
    assert all(sum(len(word.spoken) + 1 for word in part) <= REQUEST_CHARACTERS for part in parts)
    assert [len(part) for part in parts][:2] == [300, 200]
    assert sum(len(part) for part in parts) == 1000
