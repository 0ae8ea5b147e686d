"""The real Edge client against a loopback server that speaks its protocol, and fails in each way that it is known to."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
from array import array
from collections.abc import Coroutine
from itertools import pairwise
from typing import Any, TypeVar

import pytest

from adapters.engines import edge as edge_engine
from adapters.voice import Utterance, choose_voice, open_voice
from adapters.voices import edge
from adapters.voices.edge import AT_ONCE, LATE_TRIES, REQUEST_BYTES, TRIES, EdgeVoice, split_requests
from adapters.voices.sound import SENTENCE_PAUSE, find_sound, threshold
from model.audio import VoiceChoice, WordTime
from model.errors import AudioGenerationError
from model.narration import Narration, Sentence, Word
from tests.edge_service import EdgeService

MS = 48
GUY = VoiceChoice(engine="edge", voice="en-US-GuyNeural", version="7")
T = TypeVar("T")


def narration(*sentences: str) -> Narration:
    return tuple(Sentence(words=tuple(Word(text=word, spoken=word) for word in text.split())) for text in sentences)


SHORT = narration("Run the command now.")
LONG = narration("Prefect turns 42 documents into video, without a network.", "Run the command, then wait.")


def run(work: Coroutine[Any, Any, T]) -> T:
    result = asyncio.run(work)
    gc.collect()  # a connection left open warns here, and a warning fails the test
    return result


async def speak(service: EdgeService, text: Narration = SHORT, patience: float = 15.0) -> Utterance:
    async with service:
        return await EdgeVoice(GUY, edge_url=service.url, back_off=0.001, patience=patience).speak(text)


def assert_whole(utterance: Utterance, text: Narration) -> None:
    samples = array("h", utterance.pcm)
    level = threshold(samples)
    heard = find_sound(samples, level)
    assert heard is not None
    assert heard[0] <= 5 * MS
    assert len(samples) - heard[1] <= 40 * MS
    spoken = [word for sentence in text for word in sentence.words]
    assert len(utterance.words) == len(spoken)
    assert all(0 <= word.start <= word.end <= len(samples) for word in utterance.words)
    assert all(before.start <= after.start for before, after in pairwise(utterance.words))
    assert all(word.end > word.start for word, said in zip(utterance.words, spoken, strict=True) if said.spoken)


def test_every_word_is_timed_and_speech_begins_at_once() -> None:
    service = EdgeService()
    utterance = run(speak(service, LONG))
    assert_whole(utterance, LONG)
    assert service.texts == ["Prefect turns 42 documents into video, without a network. Run the command, then wait."]
    assert service.voices == ["Microsoft Server Speech Text to Speech Voice (en-US, GuyNeural)"]
    assert utterance.words[0].start <= 5 * MS


def test_words_begin_where_they_are_heard() -> None:
    utterance = run(speak(EdgeService(pauses=True), LONG))
    samples = array("h", utterance.pcm)
    second = utterance.words[9]
    heard = find_sound(samples, threshold(samples), utterance.words[8].end + 10 * MS)
    assert heard is not None
    assert abs(second.start - heard[0]) <= 10 * MS


def test_the_long_pauses_of_the_service_are_shortened() -> None:
    paused = run(speak(EdgeService(pauses=True), LONG))
    assert_whole(paused, LONG)
    gap = paused.words[9].start - paused.words[8].end
    assert abs(gap - SENTENCE_PAUSE) <= 20 * MS


@pytest.mark.parametrize("words", ["merged", "missing", "spelled", "wordless"])
def test_words_that_the_service_cuts_otherwise_are_timed_all_the_same(words: str) -> None:
    plain = run(speak(EdgeService(), LONG))
    odd = run(speak(EdgeService(words=words), LONG))
    assert odd.pcm == plain.pcm
    assert_whole(odd, LONG)
    if words in ("merged", "spelled"):
        assert all(abs(a.start - b.start) < 150 * MS for a, b in zip(odd.words, plain.words, strict=True))


@pytest.mark.parametrize(
    "fault", ["403", "429", "503", "no-audio", "drop", "abort", "early-end", "garbage-text", "unknown-path",
              "garbage-binary", "garbage-metadata", "garbage-mp3"],
)  # fmt: skip
def test_a_failure_that_passes_is_survived(fault: str) -> None:
    service = EdgeService(fault, times=1)
    assert_whole(run(speak(service)), SHORT)
    assert service.connections == 2


@pytest.mark.parametrize("fault", ["stall", "stall-audio", "slow"])
def test_a_service_that_stalls_is_given_up_and_asked_again(fault: str) -> None:
    service = EdgeService(fault, times=1)
    assert_whole(run(speak(service, narration("Go."), patience=0.8)), narration("Go."))
    assert service.connections == 2


@pytest.mark.parametrize(
    ("fault", "says", "transient"),
    [
        ("403", "refused the request (403)", False),
        ("429", "refused the request (429)", True),
        ("503", "refused the request (503)", True),
        ("no-audio", "no sound for the voice en-US-GuyNeural", False),
        ("drop", "cut its answer short", True),
        ("abort", "cut its answer short", True),
        ("early-end", "cut its answer short", True),
        ("garbage-text", "does not understand", False),
        ("unknown-path", "does not understand", False),
        ("garbage-binary", "does not understand", False),
        ("garbage-metadata", "does not understand", False),
        ("garbage-mp3", "does not understand", False),
    ],
)
def test_a_failure_that_lasts_is_named_with_its_remedy(fault: str, says: str, transient: bool) -> None:
    service = EdgeService(fault)
    with pytest.raises(AudioGenerationError) as caught:
        run(speak(service))
    assert says in caught.value.message
    assert "--engine espeak" in caught.value.remedy
    assert caught.value.transient is transient
    assert len(service.texts) in (0, TRIES)


def test_a_service_that_never_answers_is_named() -> None:
    service = EdgeService("stall")
    with pytest.raises(AudioGenerationError, match="did not answer") as caught:
        run(speak(service, narration("Go."), patience=0.05))
    assert caught.value.transient
    assert service.connections == LATE_TRIES


def test_nobody_listening_is_named() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"ws://127.0.0.1:{closed.getsockname()[1]}/"
        with pytest.raises(AudioGenerationError, match="cannot be reached") as caught:
            run(EdgeVoice(GUY, edge_url=url, back_off=0.001).speak(SHORT))
    assert caught.value.transient


def test_a_clock_that_is_wrong_is_learnt_from_the_refusal_and_forgotten() -> None:
    from edge_tts.drm import DRM

    service = EdgeService("403-skewed")
    assert_whole(run(speak(service)), SHORT)
    assert service.connections == 2
    assert abs(DRM.clock_skew_seconds) > 3_000
    assert_whole(run(speak(EdgeService())), SHORT)
    assert DRM.clock_skew_seconds == 0


def test_a_withdrawn_voice_names_the_ones_that_are_spelled_alike() -> None:
    async def work() -> None:
        async with EdgeService("no-audio") as service:
            gone = VoiceChoice(engine="edge", voice="en-US-GuyOldNeural", version="7")
            await EdgeVoice(gone, edge_url=service.url, back_off=0.001).speak(SHORT)

    with pytest.raises(AudioGenerationError) as caught:
        run(work())
    assert "en-US-GuyNeural" in caught.value.remedy


def test_at_most_four_requests_run_at_once() -> None:
    async def work() -> int:
        async with EdgeService() as service:
            voices = [EdgeVoice(GUY, edge_url=service.url) for _ in range(9)]
            spoken = await asyncio.gather(*(voice.speak(narration("Go.")) for voice in voices))
            assert len({utterance.pcm for utterance in spoken}) == 1
            return service.most_active

    assert 1 < run(work()) <= AT_ONCE


def test_a_narration_too_long_for_one_request_is_cut_at_a_sentence() -> None:
    sentence = "Tom & Jerry < " + "wait " * 160 + "end."
    text = narration(*[sentence] * 6)
    parts = split_requests(text)
    assert len(parts) == 2
    assert parts[0][-1].text == "end."
    assert [word for part in parts for word in part] == [word for sentence in text for word in sentence.words]


def test_a_sentence_too_long_for_one_request_is_cut_at_a_word() -> None:
    text = narration("été " * 2_000)
    sizes = [len(" ".join(word.spoken for word in part).encode()) for part in split_requests(text)]
    assert len(sizes) == 3
    assert max(sizes) <= REQUEST_BYTES


def test_two_requests_are_joined_to_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "REQUEST_BYTES", 20)
    text = narration("Wait & see.", "Go now.")
    service = EdgeService()
    utterance = run(speak(service, text))
    assert service.texts == ["Wait & see.", "Go now."]
    assert_whole(utterance, text)
    assert abs(utterance.words[3].start - utterance.words[2].end - SENTENCE_PAUSE) <= 30 * MS


def test_markup_and_control_characters_are_text() -> None:
    text = narration("</prosody><break", "time='9s'/> \x0b\x00 &amp;", "fine.")
    service = EdgeService()
    run(speak(service, text))
    assert service.texts == ["</prosody><break time='9s'/> &amp; fine."]


def test_a_sentence_without_a_letter_asks_for_nothing() -> None:
    service = EdgeService()
    with pytest.raises(AudioGenerationError, match="nothing to say"):
        run(speak(service, narration("— …")))
    assert service.connections == 0


def test_a_word_that_is_not_spoken_stands_between_its_neighbours() -> None:
    text = (
        Sentence(words=(Word(text="Run", spoken="Run"), Word(text="🚀", spoken=""), Word(text="it.", spoken="it."))),
    )
    words = run(speak(EdgeService(), text)).words
    assert words[1] == WordTime(start=words[0].end, end=words[0].end)


def test_auto_takes_edge_when_it_answers() -> None:
    async def work() -> tuple[VoiceChoice, str]:
        async with EdgeService() as service:
            return await choose_voice("auto", "female", "de-DE", services={"edge": service.url})

    choice, notice = run(work())
    assert (choice.engine, choice.voice, notice) == ("edge", "de-DE-KatjaNeural", "")


@pytest.mark.parametrize("fault", ["stall", "slow"])
def test_auto_gives_edge_up_at_the_deadline(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge_engine, "PROBE_SECONDS", 0.4)

    async def work() -> tuple[VoiceChoice, str]:
        async with EdgeService(fault) as service:
            return await choose_voice("auto", "male", "en", services={"edge": service.url})

    choice, notice = run(work())
    assert (choice.engine, choice.voice) == ("espeak", "en-us+m3")
    assert notice == "Edge did not answer within 0.4 s; the embedded voice speaks."


@pytest.mark.parametrize(
    ("fault", "says"),
    [("403", "refused the request (403)"), ("no-audio", "sent no sound for the voice en-US-GuyNeural")],
)
def test_auto_says_why_the_embedded_voice_speaks(fault: str, says: str) -> None:
    async def work() -> tuple[VoiceChoice, str]:
        async with EdgeService(fault) as service:
            return await choose_voice("auto", "en-US-GuyNeural", "en", services={"edge": service.url})

    choice, notice = run(work())
    assert choice.voice == "en-us+m3"
    assert says in notice
    assert notice.endswith("; the embedded voice speaks.")


def test_a_name_server_that_never_answers_holds_neither_the_choice_nor_the_exit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(edge_engine, "PROBE_SECONDS", 0.4)
    asked, released = threading.Event(), threading.Event()

    def look_up(*_: object, **__: object) -> list[Any]:
        asked.set()
        released.wait(60)
        raise OSError("no answer")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    choice, notice = run(choose_voice("auto", "male", "en", services={"edge": "ws://speech.invalid/"}))
    assert asked.is_set()
    assert not released.is_set()
    released.set()
    assert choice.engine == "espeak"
    assert "did not answer within 0.4 s" in notice


def test_edge_never_falls_back() -> None:
    choice, notice = run(choose_voice("edge", "male", "en", services={"edge": "ws://127.0.0.1:1/"}))
    assert (choice.engine, notice) == ("edge", "")
    assert isinstance(open_voice(choice, {"edge": "ws://127.0.0.1:1/"}), EdgeVoice)


def test_a_task_that_is_cancelled_leaves_no_connection() -> None:
    async def work() -> int:
        async with EdgeService("stall") as service:
            task = asyncio.create_task(EdgeVoice(GUY, edge_url=service.url).speak(SHORT))
            await service.spoken_to.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return len([other for other in asyncio.all_tasks() if "_receive" in repr(other)])

    assert run(work()) == 0
