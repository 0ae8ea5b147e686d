"""The embedded voice: the same bytes on every run, words where they are heard, text that is never an order."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from array import array
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.voice import Utterance, choose_voice, open_voice
from adapters.voices.catalogue import ESPEAK_VARIANTS, NAMES
from adapters.voices.sound import SENTENCE_PAUSE, find_sound, threshold
from adapters.voices.wording import word_text
from model.audio import VoiceChoice, WordTime
from model.errors import AudioGenerationError, ToolError
from model.narration import Narration, Sentence, Word

MS = 48
ROOT = Path(__file__).resolve().parent.parent


def narration(*sentences: str) -> Narration:
    return tuple(Sentence(words=tuple(Word(text=word, spoken=word) for word in text.split())) for text in sentences)


TALK = narration(
    "Prefect turns documents into finished, narrated video, and it does so without a network.",
    "Run the command, then wait.",
    "It works most of the time: version three point eleven.",
)


def speak(text: Narration, voice: str = "en-us+m3") -> Utterance:
    choice = VoiceChoice(engine="espeak", voice=voice, version="0")
    return asyncio.run(open_voice(choice).speak(text))


def flat(text: Narration) -> list[Word]:
    return [word for sentence in text for word in sentence.words]


def assert_whole(utterance: Utterance, text: Narration) -> None:
    samples = array("h", utterance.pcm)
    heard = find_sound(samples, threshold(samples))
    assert heard is not None
    assert heard[0] <= 5 * MS
    assert len(samples) - heard[1] <= 40 * MS
    assert len(utterance.words) == len(flat(text))
    assert all(0 <= word.start <= word.end <= len(samples) for word in utterance.words)
    assert all(before.start <= after.start for before, after in pairwise(utterance.words))


@pytest.mark.parametrize("name", NAMES)
def test_every_word_is_timed_in_every_voice(name: str) -> None:
    utterance = speak(TALK, f"en-us+{ESPEAK_VARIANTS[name]}")
    assert_whole(utterance, TALK)
    assert all(word.end - word.start >= 20 * MS for word in utterance.words)
    samples = array("h", utterance.pcm)
    assert 3_000 < max(samples) < 32_700
    assert min(samples) > -32_700
    assert 130 < len(flat(TALK)) / (len(samples) / 48_000) * 60 < 180


def test_a_sentence_begins_where_it_is_heard() -> None:
    utterance = speak(TALK)
    samples = array("h", utterance.pcm)
    level = threshold(samples)
    place = 0
    for sentence in TALK[:-1]:
        place += len(sentence.words)
        before, after = utterance.words[place - 1], utterance.words[place]
        heard = find_sound(samples, level, before.end + 40 * MS)
        assert heard is not None
        assert abs(after.start - heard[0]) <= 10 * MS
        assert abs(after.start - before.end - SENTENCE_PAUSE) <= 50 * MS


def test_the_same_text_gives_the_same_bytes_in_any_order_and_at_once() -> None:
    texts = [narration(" ".join(word.text for word in sentence.words)) for sentence in TALK] + [TALK]

    async def speak_all(order: list[int]) -> dict[int, Utterance]:
        jobs = [(at, name) for at in order for name in NAMES[:: len(NAMES) - 1]]
        voices = [VoiceChoice(engine="espeak", voice=f"en-us+{ESPEAK_VARIANTS[name]}", version="0") for _, name in jobs]
        spoken = [open_voice(voice).speak(texts[at]) for (at, _), voice in zip(jobs, voices, strict=True)]
        done = await asyncio.gather(*spoken)
        return {hash((at, name)): utterance for (at, name), utterance in zip(jobs, done, strict=True)}

    forth = asyncio.run(speak_all([0, 1, 2, 3]))
    back = asyncio.run(speak_all([3, 2, 1, 0]))
    assert forth == back


@pytest.mark.parametrize("name", NAMES)
def test_the_bytes_do_not_depend_on_memory_or_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    for at in range(5):
        monkeypatch.setenv("HOME", "/" + "x" * 300 * at)
        monkeypatch.setenv("LC_ALL", ("C", "de_DE.UTF-8")[at % 2])
        seen.add(speak(TALK, f"en-us+{ESPEAK_VARIANTS[name]}").pcm)
    assert len(seen) == 1


@pytest.mark.parametrize(
    "text",
    ["-f/etc/passwd", "--stdin -x", "[[h@l'oU]] world", "<speak><break time='9s'/>hello</speak>", "\x01 99s fast \x02",
     "hello \x00 world", "{ \"texts\": [] }", "$(reboot) `ls`", "a\u202eb\ud800c\uffff", "word\n\n\nword"],
)  # fmt: skip
def test_text_is_never_an_order(text: str) -> None:
    said = (Sentence(words=(Word(text="x", spoken=text), Word(text="done.", spoken="done."))),)
    utterance = speak(said)
    assert_whole(utterance, said)
    assert 0.5 < len(utterance.pcm) / 96_000 < 8


def test_brackets_and_control_characters_are_read_as_their_words() -> None:
    plain = speak(narration("h l hello fast 3 world"))
    wrapped = (
        Sentence(
            words=tuple(Word(text="x", spoken=word) for word in ["[[h", "l]]", "<hello>", "\x01fast", "3", "world\x02"])
        ),
    )
    assert speak(wrapped).pcm == plain.pcm


def test_phonemes_in_brackets_are_not_pronounced() -> None:
    assert speak(narration("[[h@l'oU]]")).pcm != speak(narration("hello")).pcm


def test_a_command_line_option_is_spoken_letter_by_letter_not_obeyed() -> None:
    secret = len(Path("/etc/passwd").read_text()) if Path("/etc/passwd").exists() else 0
    spoken = len(speak(narration("-f/etc/passwd")).pcm) / 96_000
    assert spoken < max(5, secret / 20)


def test_words_that_are_not_spoken_stand_at_the_end_of_the_one_before() -> None:
    words = (
        Word(text="🚀", spoken=""),
        Word(text="Run", spoken="Run"),
        Word(text="—", spoken=""),
        Word(text="it.", spoken="it."),
    )
    utterance = speak((Sentence(words=words),))
    assert utterance.words[0] == WordTime(start=0, end=0)
    assert utterance.words[2] == WordTime(start=utterance.words[1].end, end=utterance.words[1].end)


def test_function_words_that_espeak_merges_have_a_time_each() -> None:
    text = narration("It is out of the box and in the end it was on the road of the king.")
    utterance = speak(text)
    assert all(word.end - word.start >= 20 * MS for word in utterance.words)


@pytest.mark.parametrize(
    ("voice", "words"),
    [("cmn+m3", ["中文", "测试", "句子。"]), ("ar+f4", ["مرحبا", "بالعالم."]), ("hi+m7", ["हिन्दी", "में", "परीक्षण।"]),
     ("ru+m3", ["Это", "проверка."]), ("de+f4", ["Größe", "prüfen."]), ("fr+Annie", ["L’été", "arrive…"])],
)  # fmt: skip
def test_other_scripts_are_timed_word_by_word(voice: str, words: list[str]) -> None:
    joined = voice.startswith("cmn")
    said = (Sentence(words=tuple(Word(text=word, spoken=word, joined=joined) for word in words)),)
    utterance = speak(said, voice)
    assert_whole(utterance, said)
    assert all(word.end - word.start >= 50 * MS for word in utterance.words)


def test_curly_quotes_dashes_and_emoji_do_not_shift_the_words_after_them() -> None:
    plain, odd = narration("He said hello — now run it."), narration("“He” said ‘hello’ — now run it.")
    times = [speak(text).words for text in (plain, odd)]
    assert all(abs(a.start - b.start) < 30 * MS for a, b in zip(*times, strict=True))


@pytest.mark.parametrize("text", [
    "I.V." * 400,
    *(pytest.param(text, marks=pytest.mark.slow)
      for text in ("a." * 2_000, "a.a.a.a.a. " * 150, "1." * 900, "x" * 9_000, "\u0301" * 900)),
])  # fmt: skip
def test_a_text_that_overruns_a_buffer_of_espeak_is_spoken_all_the_same(text: str) -> None:
    said = (Sentence(words=(Word(text="x", spoken=text), Word(text="done.", spoken="done."))),)
    assert_whole(speak(said), said)


def test_nothing_to_hear_is_an_error() -> None:
    with pytest.raises(AudioGenerationError, match="has no sound"):
        speak(narration("…"))


def test_a_voice_that_is_not_there_is_named() -> None:
    with pytest.raises(ToolError, match="espeak has no voice xx-nowhere"):
        speak(TALK, "xx-nowhere")


def test_the_program_needs_the_standard_library_alone() -> None:
    program = ROOT / "adapters" / "voices" / "espeak_program.py"
    code = f"import runpy, sys; runpy.run_path({str(program)!r}); print(*sorted(m.split('.')[0] for m in sys.modules))"
    argv = [sys.executable, "-I", "-S", "-c", code]
    loaded = subprocess.run(argv, capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) - {"__main__", "__mp_main__"} <= set(sys.stdlib_module_names)


def test_a_cancelled_utterance_leaves_no_process() -> None:
    def children() -> set[str]:
        found = set()
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[1] == str(os.getpid()) and fields[0] != "Z":
                found.add(stat.parent.name)
        return found

    async def work() -> set[str]:
        before = children()
        choice = VoiceChoice(engine="espeak", voice="en-us+m3", version="0")
        task = asyncio.create_task(open_voice(choice).speak(narration("wait " * 4_000)))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return children() - before

    if not Path("/proc").exists():
        pytest.skip("needs /proc")
    assert asyncio.run(work()) == set()


@pytest.mark.parametrize(
    "languages",
    [("de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs"),
     ("sk", "sl", "hr", "sr", "bg", "ro", "hu", "el", "ru", "uk", "tr"),
     ("ar", "he", "fa", "hi", "bn", "ta", "ja", "ko", "zh", "vi", "id")],
)  # fmt: skip
def test_thirty_languages_are_spoken_each_in_its_own_way(languages: tuple[str, ...]) -> None:
    async def spoken(language: str) -> bytes:
        choice, _ = await choose_voice("espeak", "female", language)
        return (await open_voice(choice).speak(narration("1 2 3."))).pcm

    async def work() -> list[bytes]:
        return await asyncio.gather(*(spoken(language) for language in languages))

    sounds = asyncio.run(work())
    assert all(len(sound) > 20_000 for sound in sounds)
    assert len(set(sounds)) == len(sounds)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=12), st.booleans()), min_size=1, max_size=8))
def test_the_text_given_to_an_engine_is_clean_and_its_spans_lie_in_it(words: list[tuple[str, bool]]) -> None:
    wording = word_text([Word(text="x", spoken=spoken, joined=joined) for spoken, joined in words], "[]<>")
    assert not set("[]<>\0\x01\n") & set(wording.text)
    wording.text.encode("utf-8")
    at = 0
    for first, last in wording.spans:
        assert at <= first <= last <= len(wording.text) + 1
        at = last
    assert "".join(wording.spoken).replace(" ", "") == wording.text.replace(" ", "")
