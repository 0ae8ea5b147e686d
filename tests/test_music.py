"""Music under the voice: how loud at which sample, looped where nobody hears it, and never more than music."""

from __future__ import annotations

import array
import asyncio
import math
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.ffmpeg import ffmpeg_path
from adapters.loudness import measure_pcm
from adapters.music import check_music, decode_music, lay_under, open_pcm
from adapters.soundtrack import write_pcm
from model.audio import SAMPLE_RATE
from model.errors import ValidationError
from model.timeline import VideoFormat
from render.ducking import (
    ATTACK,
    DEPTH,
    FULL,
    RELEASE,
    SHORTEST_PAUSE,
    Point,
    draw_envelope,
    list_speech,
    plan_envelope,
)
from render.music import FADE_IN, FADE_OUT, SEAM, fade_edges, loop_music
from render.timeline import plan_timeline
from tests.silent_film import make_scene, make_script, make_takes

SECOND = SAMPLE_RATE
DUCKED = round(FULL * 10 ** (-DEPTH / 20))


def tone(samples: int, hertz: float = 220.0, peak: int = 8000) -> array.array[int]:
    return array.array("h", (round(peak * math.sin(2 * math.pi * hertz * at / SECOND)) for at in range(samples)))


def power(pcm: array.array[int]) -> float:
    """Return the level in dB."""
    return 10 * math.log10(sum(value * value for value in pcm) / len(pcm))


def join(pieces: object) -> array.array[int]:
    return array.array("h", b"".join(pieces))  # type: ignore[call-overload]


def test_the_envelope_has_its_corners_where_words_begin_and_end() -> None:
    speech = ((0, 4 * SECOND), (8 * SECOND, 10 * SECOND))
    points = plan_envelope(speech, 12 * SECOND)
    assert points == (
        Point(0, -DEPTH), Point(4 * SECOND, -DEPTH), Point(4 * SECOND + RELEASE, 0.0),
        Point(8 * SECOND - ATTACK, 0.0), Point(8 * SECOND, -DEPTH), Point(10 * SECOND, -DEPTH),
        Point(10 * SECOND + RELEASE, 0.0), Point(12 * SECOND, 0.0),
    )  # fmt: skip
    drawn = join(draw_envelope(points))
    assert len(drawn) == 12 * SECOND
    assert set(drawn[: 4 * SECOND]) == set(drawn[8 * SECOND : 10 * SECOND]) == {DUCKED}
    assert set(drawn[4 * SECOND + RELEASE : 8 * SECOND - ATTACK]) == {FULL}
    half = FULL * 10 ** (-DEPTH / 40)
    assert drawn[4 * SECOND + RELEASE // 2] == pytest.approx(half, abs=1)
    assert drawn[8 * SECOND - ATTACK // 2] == pytest.approx(half, abs=1)
    assert max(abs(one - other) for one, other in pairwise(drawn)) <= 3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200_000), st.integers(1, 100_000)), max_size=6), st.integers(0, 90_000))
def test_any_envelope_is_as_long_as_the_film_and_down_under_every_word(gaps: list[tuple[int, int]], rest: int) -> None:
    speech, at = [], 0
    for number, (gap, length) in enumerate(gaps):
        start = at + gap + (SHORTEST_PAUSE if number else 0)
        at = start + length
        speech.append((start, at))
    samples = at + rest + 1
    points = plan_envelope(speech, samples)
    assert [point.sample for point in points] == sorted(point.sample for point in points)
    drawn = join(draw_envelope(points))
    assert len(drawn) == samples
    for start, end in speech:
        assert set(drawn[start:end]) == {DUCKED}


def test_short_pauses_are_part_of_speech() -> None:
    script = make_script(
        make_scene("a", "One two three four five six", "seven eight nine ten eleven"), make_scene("b", "Five six")
    )
    # A scene ends with a pause of its own behind that of its take: the second scene begins after a long one.
    for pause, expected in ((SHORTEST_PAUSE - 1, 2), (SHORTEST_PAUSE, 3), (100, 1)):
        takes = make_takes(script, pause=pause)
        takes = tuple(take.model_copy(update={"samples": take.words[-1].end + pause}) for take in takes)
        timeline = plan_timeline(script, takes, ((), ()), VideoFormat())
        speech = list_speech(timeline, takes)
        assert len(speech) == expected
        assert speech[0][0] == 0
        assert speech[-1][1] == timeline.speech_start(timeline.slots[1]) + takes[1].words[-1].end


def steps(pcm: array.array[int]) -> int:
    return max(abs(one - other) for one, other in pairwise(pcm))


def loop(song: array.array[int], samples: int) -> array.array[int]:
    return join(loop_music(lambda first, count: song[first : first + count].tobytes(), len(song), samples))


@pytest.mark.parametrize("length", [SECOND, 9 * SECOND + 77])
def test_the_loop_has_no_click_at_its_seam(length: int) -> None:
    """The wave is at its crest where the song ends and at zero where it begins: cut and joined, it would jump by 8000."""
    song = tone(length, hertz=220 + SECOND / 4 / length)
    seam = min(SEAM, length // 4)
    looped = loop(song, 3 * length)
    assert len(looped) == 3 * length
    assert looped[: length - seam] == song[: length - seam]
    assert abs(song[-1] - song[0]) > 3 * steps(song)
    assert steps(looped) < 1.5 * steps(song)


def test_the_seam_keeps_the_loudness_of_what_differs() -> None:
    song = array.array("h", [*tone(4 * SECOND, 220), *tone(4 * SECOND, 331)])
    looped = loop(song, 12 * SECOND)
    for at in range(6 * SECOND, 8 * SECOND, SECOND // 4):
        assert power(looped[at : at + SECOND // 4]) == pytest.approx(power(song), abs=0.3)


@pytest.mark.parametrize("samples", [1, SECOND, 40 * SECOND])
def test_music_comes_from_silence_and_goes_to_it(samples: int) -> None:
    pieces = [bytes([0x10, 0x27]) * min(7 * SECOND, samples - at) for at in range(0, samples, 7 * SECOND)]
    faded = join(fade_edges(iter(pieces), samples))
    assert len(faded) == samples
    if samples > 1:
        assert faded[0] == faded[-1] == 0
        assert steps(faded) <= 5 or samples == SECOND
    if samples > 10 * SECOND:
        assert set(faded[FADE_IN:-FADE_OUT]) == {10_000}
        assert list(faded[:FADE_IN]) == sorted(faded[:FADE_IN])


def test_music_lies_under_the_voice_as_asked_and_rises_in_pauses(tmp_path: Path) -> None:
    silence = array.array("h", bytes(2 * 4 * SECOND))
    voice = tone(4 * SECOND, 500, 6000) + silence + tone(4 * SECOND, 500, 6000)
    paths = [tmp_path / name for name in ("voice", "music", "gains", "mixed", "again")]
    write_pcm([voice.tobytes()], paths[0])
    write_pcm([tone(len(voice), 220, 3000).tobytes()], paths[1])
    speech = ((0, 4 * SECOND), (8 * SECOND, 12 * SECOND))
    write_pcm(draw_envelope(plan_envelope(speech, len(voice))), paths[2])
    before = measure_pcm(paths[0]).loudness
    steady = measure_pcm(paths[1]).loudness
    for output in paths[3:]:
        asyncio.run(lay_under(*paths[:3], -20.0, steady - DEPTH, output))
    assert paths[3].read_bytes() == paths[4].read_bytes()
    mixed = array.array("h", paths[3].read_bytes())
    under = array.array("h", (round(a - b * 10 ** (-6 / 20)) for a, b in zip(mixed, voice, strict=True)))
    soft, loud = power(under[SECOND : 2 * SECOND]), power(under[int(5.5 * SECOND) : int(6.5 * SECOND)])
    assert loud - soft == pytest.approx(DEPTH, abs=0.2)
    softer = tmp_path / "soft"
    write_pcm([under[SECOND : 3 * SECOND].tobytes()], softer)
    assert measure_pcm(softer).loudness - (before - 6) == pytest.approx(-20, abs=0.5)


def song_file(path: Path, graph: str = "sine=220:r=44100:d=3") -> Path:
    subprocess.run([ffmpeg_path(), "-v", "error", "-f", "lavfi", "-i", graph, str(path)], check=True)
    return path


@pytest.mark.parametrize("kind", ["mp3", "wav", "flac", "ogg", "opus", "m4a", "aac"])
def test_every_kind_is_decoded_to_48_kilohertz(kind: str, tmp_path: Path) -> None:
    song = song_file(tmp_path / f"song.{kind}")
    check_music(song)
    loudness = asyncio.run(decode_music(song, "song", tmp_path / "song.raw"))
    assert -25 < loudness < -15
    read, samples = open_pcm(tmp_path / "song.raw")
    assert samples / SECOND == pytest.approx(3, abs=0.1)
    assert len(read(SECOND, 100)) == 200


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.mp3", b"#EXTM3U\nfile:///etc/passwd\n", "cannot be read as mp3"),
        ("a.m4a", b"ffconcat version 1.0\nfile a.wav\n", "cannot be read as mov"),
        ("a.wav", b"RIFF\xff\xff\xff\xffWAVEfmt ", "cannot be read as wav"),
        ("short.wav", "sine=220:d=0.5", "0.5 seconds"),
        ("long.flac", "anullsrc=r=8000:d=1900", "half an hour"),
        ("silent.wav", "anullsrc=r=48000:d=3", "silent"),
    ],
)
def test_what_is_no_music_is_refused_by_name(name: str, content: bytes | str, said: str, tmp_path: Path) -> None:
    song = tmp_path / name
    song.write_bytes(content) if isinstance(content, bytes) else song_file(song, content)
    with pytest.raises(ValidationError, match=said) as caught:
        asyncio.run(decode_music(song, "their name", tmp_path / "out.raw"))
    assert caught.value.problems[0].file == "their name"
    assert caught.value.problems[0].remedy


def test_what_can_be_known_early_is_told_early(tmp_path: Path) -> None:
    (tmp_path / "empty.mp3").touch()
    (tmp_path / "folder.mp3").mkdir()
    (tmp_path / "song.txt").write_text("la")
    for name, said in (("empty.mp3", "empty"), ("folder.mp3", "folder"), ("song.txt", "txt"), ("no.mp3", "no such")):
        with pytest.raises(ValidationError, match=said):
            check_music(tmp_path / name)
