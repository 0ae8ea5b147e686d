"""Decoding, resampling and trimming, by where known sounds come out."""

from __future__ import annotations

from array import array

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.voices.sound import (
    SENTENCE_PAUSE,
    TAIL,
    Speech,
    decode_mp3,
    find_sound,
    join_speech,
    resample,
    shape_speech,
    threshold,
)
from model.audio import WordTime
from tests.edge_service import RATE, encode_mp3

MS = 48


def tone(samples: int, amplitude: int = 9_000) -> array[int]:
    return array("h", [amplitude if at % 60 < 30 else -amplitude for at in range(samples)])


def silence(samples: int) -> array[int]:
    return array("h", bytes(2 * samples))


def test_an_impulse_keeps_its_place_when_resampled() -> None:
    samples = silence(22_050)
    samples[11_025] = 20_000
    brought = resample(samples.tobytes(), 22_050)
    assert len(brought) == 48_000
    assert max(range(len(brought)), key=lambda at: brought[at]) == 24_000


def test_nothing_is_resampled_to_nothing() -> None:
    assert len(resample(b"", 22_050)) == 0


def test_each_mp3_frame_lasts_its_24_ms_and_the_codec_adds_46_ms() -> None:
    mp3 = encode_mp3(silence(RATE) + tone(RATE // 2) + silence(RATE))
    assert len(mp3) % 144 == 0
    decoded = decode_mp3(mp3)
    assert len(decoded) == len(mp3) // 144 * 24 * MS
    heard = find_sound(decoded, max(decoded) // 2)
    assert heard is not None
    assert abs(heard[0] - (1_000 + 46) * MS) < 2 * MS
    assert abs(heard[1] - (1_500 + 46) * MS) < 2 * MS


def test_decoding_is_repeatable() -> None:
    mp3 = encode_mp3(tone(RATE))
    assert decode_mp3(mp3) == decode_mp3(mp3)


def test_speech_begins_with_its_first_sound_and_ends_soon_after_its_last() -> None:
    speech = Speech(silence(5_000) + tone(9_000) + silence(20_000), (WordTime(start=4_000, end=30_000),))
    shaped = shape_speech(speech)
    assert shaped.samples[0] == 9_000
    assert len(shaped.samples) == 9_000 + TAIL
    assert shaped.words == (WordTime(start=0, end=9_000),)


def test_a_long_pause_is_shortened_and_the_words_after_it_move() -> None:
    samples = tone(10_000) + silence(60_000) + tone(10_000)
    words = (WordTime(start=0, end=10_000), WordTime(start=70_000, end=80_000))
    shaped = shape_speech(Speech(samples, words))
    assert abs(len(shaped.samples) - (20_000 + SENTENCE_PAUSE)) < 10 * MS
    onset = find_sound(shaped.samples, 5_000, 12_000)
    assert onset is not None
    assert shaped.words[1].start == onset[0]


def test_a_word_announced_too_late_after_a_pause_begins_where_the_sound_does() -> None:
    samples = tone(10_000) + silence(12_000) + tone(10_000)
    shaped = shape_speech(Speech(samples, (WordTime(start=0, end=23_000), WordTime(start=23_000, end=32_000))))
    assert abs(shaped.words[1].start - 22_000) <= 5 * MS
    assert shaped.words[0].end == 10_000


def test_a_silent_word_has_no_length_and_silence_has_no_samples() -> None:
    shaped = shape_speech(Speech(silence(9_000), (WordTime(start=0, end=9_000),)))
    assert shaped.words == (WordTime(start=0, end=0),)
    assert len(shaped.samples) == 0


def test_parts_are_joined_to_the_sample() -> None:
    part = shape_speech(Speech(tone(10_000), (WordTime(start=0, end=10_000),)))
    joined = join_speech([part, Speech(silence(0), (WordTime(start=0, end=0),)), part])
    second = len(part.samples) + SENTENCE_PAUSE - TAIL
    assert joined.words[0] == WordTime(start=0, end=10_000)
    assert joined.words[2] == WordTime(start=second, end=second + 10_000)
    assert find_sound(joined.samples, 5_000, 11_000) == (second, second + 10_000)


SEGMENTS = st.lists(st.tuples(st.booleans(), st.integers(1, 30_000)), min_size=1, max_size=8)


@settings(max_examples=30, deadline=None)
@given(SEGMENTS, st.lists(st.tuples(st.integers(0, 240_000), st.integers(0, 60_000)), max_size=8))
def test_shaped_words_stay_in_order_and_inside(segments: list[tuple[bool, int]], spans: list[tuple[int, int]]) -> None:
    samples = array("h")
    for loud, length in segments:
        samples += tone(length) if loud else silence(length)
    words, at = [], 0
    for start, length in sorted(spans):
        first = min(max(at, start), len(samples))
        at = min(first + length, len(samples))
        words.append(WordTime(start=first, end=at))
    shaped = shape_speech(Speech(samples, tuple(words)))
    assert len(shaped.words) == len(words)
    ends = 0
    for word in shaped.words:
        assert ends <= word.start <= word.end <= len(shaped.samples)
        ends = word.end
    if shaped.samples:
        assert abs(shaped.samples[0]) >= threshold(shaped.samples)
