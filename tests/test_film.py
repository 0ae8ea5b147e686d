"""The film file: what is in it, byte for byte the same, and never half done."""

from __future__ import annotations

import array
import asyncio
import hashlib
import math
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import pytest
from PIL import Image

from adapters.ffmpeg import ffmpeg_path
from adapters.film import make_film
from adapters.film_command import chapters_metadata, close_captions, film_argv
from adapters.probing import FilmFacts, count_samples, probe_film
from adapters.processes import run_tool
from adapters.soundtrack import encode_sound
from model.errors import StateError, ToolError, VideoGenerationError
from model.timeline import Fade, Hold, Motion, VideoFormat
from render.encoding import encode_segment

VIDEO = VideoFormat(width=320, height=180)
CAPTIONS = (
    "1\n00:00:00,500 --> 00:00:02,000\nHello, <there> & {you}\n\n2\n00:00:30,000 --> 00:00:31,500\nGoodbye — 再见\n\n"
)
TITLE = "A title: = ; # \\ “quoted” 日本語"
CHAPTERS = ((0, 309, "One; = #\\"), (309, 1018, "Two\n[CHAPTER]\nSTART=0"))
FRAMES = 1018


def write_sound(path: Path, samples: int) -> Path:
    """A tone that begins with every second, at the sample."""
    tone = array.array("h", (int(9000 * math.sin(at / 9)) if at % 48_000 < 9600 else 0 for at in range(48_000)))
    seconds, rest = divmod(samples, 48_000)
    pcm = path.with_suffix(".raw")
    pcm.write_bytes(tone.tobytes() * seconds + tone[:rest].tobytes())
    encode_sound(pcm, path)
    pcm.unlink()
    return path


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("parts")
    pictures = [Image.new("RGB", (320, 180), colour) for colour in ((15, 23, 42), (220, 38, 38))]
    scenes: tuple[tuple[Motion, ...], ...] = (
        (Hold(picture=0, frames=300),),
        (Fade(before=0, after=1, frames=9),),
        (Hold(picture=1, frames=709),),
    )
    for number, motions in enumerate(scenes):
        (folder / f"{number}.h264").write_bytes(encode_segment(pictures, motions, VIDEO))
    return tuple(folder / f"{number}.h264" for number in range(3))


def make(
    parts: tuple[Path, ...], sound: Path, output: Path, captions: str = CAPTIONS,
    chapters: tuple[tuple[int, int, str], ...] = CHAPTERS, title: str = TITLE,
) -> FilmFacts:  # fmt: skip
    return asyncio.run(
        make_film(
            parts, sound, captions, title, "pt-BR", chapters, VIDEO, output,
        )
    )  # fmt: skip


def test_the_film_holds_what_it_was_made_of(parts: tuple[Path, ...], tmp_path: Path) -> None:
    facts = make(parts, write_sound(tmp_path / "a.m4a", FRAMES * 1600), tmp_path / "film.mp4")
    assert facts == probe_film(tmp_path / "film.mp4")
    assert (facts.width, facts.height, facts.fps, facts.frames) == (320, 180, Fraction(30), FRAMES)
    assert (facts.video_codec, facts.video_profile, facts.pixel_format) == ("h264", "High", "yuv420p")
    assert facts.colour == (1, 1, 1, 1)
    assert (facts.audio_codec, facts.audio_profile, facts.audio_rate, facts.audio_channels) == ("aac", "LC", 48_000, 1)
    assert facts.video_duration == pytest.approx(FRAMES / 30, abs=1e-6)
    assert facts.audio_duration == pytest.approx(FRAMES / 30, abs=1e-3)
    assert facts.subtitles == ("por",)
    assert [(round(c.start * 30), round(c.end * 30), c.title.rstrip(" ")) for c in facts.chapters] == list(CHAPTERS)
    assert facts.metadata["title"] == TITLE
    assert not {"creation_time", "encoder"} & set(facts.metadata)


def test_the_film_names_no_program_and_starts_with_its_index(parts: tuple[Path, ...], tmp_path: Path) -> None:
    make(parts, write_sound(tmp_path / "a.m4a", FRAMES * 1600), tmp_path / "film.mp4")
    data = (tmp_path / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert not any(name in data for name in (b"Lavf", b"Lavc", b"x264", b"ffmpeg"))


def test_sound_and_pictures_keep_step_to_the_sample(parts: tuple[Path, ...], tmp_path: Path) -> None:
    """Tones begin at whole seconds after the encoder's delay is taken off, and frames lie at n/30 exactly."""
    make(parts, write_sound(tmp_path / "a.m4a", FRAMES * 1600), tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film:
        times = [packet.pts * packet.time_base for packet in film.demux(video=0) if packet.pts is not None]
    assert times == [Fraction(number, 30) for number in range(FRAMES)]
    with av.open(str(tmp_path / "film.mp4")) as film:
        sound: dict[int, float] = {}
        for frame in film.decode(audio=0):
            first = round(frame.pts * frame.time_base * 48_000)
            values = array.array("f", bytes(frame.planes[0])[: 4 * frame.samples])
            sound |= {first + at: value for at, value in enumerate(values)}
    for second in (1, 7, 20, 33):
        onset = next(at for at in range(second * 48_000 - 24_000, second * 48_000 + 4800) if abs(sound[at]) > 0.1)
        assert abs(onset - second * 48_000) < 240


def test_captions_say_what_they_said(parts: tuple[Path, ...], tmp_path: Path) -> None:
    texts = [
        "Plain",
        "C:\\path\\new\\Notes\\home",
        "{you} & me &amp; 5 > 3",
        "two\nlines",
        "日本語 – “quoted” 😀",
        "a \\\\ b",
    ]
    cues = [f"{at + 1}\n00:00:{at:02},000 --> 00:00:{at:02},900\n{text}\n" for at, text in enumerate(texts)]
    make(parts, write_sound(tmp_path / "a.m4a", FRAMES * 1600), tmp_path / "film.mp4", captions="\n".join(cues))
    with av.open(str(tmp_path / "film.mp4")) as film:
        samples = [bytes(packet) for packet in film.demux(subtitles=0)]
    # A 3GPP text sample is its length in two bytes, then UTF-8 (3GPP TS 26.245 section 5.17); empty ones fill the gaps.
    shown = [sample[2 : 2 + int.from_bytes(sample[:2], "big")].decode() for sample in samples if len(sample) > 2]
    assert [text.replace("\u2060", "") for text in shown] == texts


def test_the_caption_that_closes_the_track_leaves_no_sample(parts: tuple[Path, ...], tmp_path: Path) -> None:
    early = "1\n00:00:00,000 --> 00:00:02,000\nHello\n\n"
    make(parts, write_sound(tmp_path / "a.m4a", FRAMES * 1600), tmp_path / "film.mp4", captions=early)
    with av.open(str(tmp_path / "film.mp4")) as film:
        assert [bytes(packet) for packet in film.demux(subtitles=0) if packet.size] == [b"\0\5Hello"]


@pytest.mark.skipif(sys.platform != "linux", reason="kilobytes of the largest child are Linux's")
@pytest.mark.parametrize("captions", ["", "1\n00:00:00,000 --> 00:00:02,000\nHello\n\n"])
def test_memory_does_not_grow_with_the_film(captions: str, parts: tuple[Path, ...], tmp_path: Path) -> None:
    """Packets are written as they come: half an hour of small pictures took 92 and 191 MB, and takes 52."""
    (tmp_path / "pictures.h264").write_bytes(parts[0].read_bytes() * 180)
    once, sound = write_sound(tmp_path / "once.m4a", 300 * 1600), tmp_path / "sound.m4a"
    asyncio.run(run_tool([ffmpeg_path(), "-stream_loop", "179", "-i", str(once), "-c", "copy", str(sound)]))
    (tmp_path / "meta").write_text(chapters_metadata("t", "en", [], 30))
    track = tmp_path / "captions.srt" if captions else None
    if track:
        track.write_text(close_captions(captions, 180 * 300, 30))
    argv = film_argv(
        ffmpeg_path(), stream=tmp_path / "pictures.h264", sound=sound, captions=track, metadata=tmp_path / "meta",
        language="en", fps=30, output=tmp_path / "film.mp4",
    )  # fmt: skip
    done = subprocess.run([sys.executable, "-c", _MEASURED, *argv], capture_output=True, text=True, check=True)
    assert probe_film(tmp_path / "film.mp4").frames == 180 * 300
    assert int(done.stdout) < 72_000


_MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_two_films_of_the_same_parts_are_the_same_bytes(parts: tuple[Path, ...], tmp_path: Path) -> None:
    sound = write_sound(tmp_path / "a.m4a", FRAMES * 1600)
    digests = set()
    for number in range(3):
        make(parts, sound, tmp_path / f"film{number}.mp4")
        digests.add(hashlib.sha256((tmp_path / f"film{number}.mp4").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_a_film_may_have_neither_captions_nor_chapters(parts: tuple[Path, ...], tmp_path: Path) -> None:
    sound = write_sound(tmp_path / "a.m4a", FRAMES * 1600)
    facts = make(parts, sound, tmp_path / "film.mp4", captions="", chapters=())
    assert (facts.subtitles, facts.chapters) == ((), ())


@pytest.mark.parametrize("wrong", ["short sound", "missing segment", "broken segment", "not a stream"])
def test_a_film_that_is_not_right_is_refused_and_the_old_one_stays(
    wrong: str, parts: tuple[Path, ...], tmp_path: Path
) -> None:
    sound = write_sound(tmp_path / "a.m4a", FRAMES * 1600 - (3300 if wrong == "short sound" else 0))
    broken = tmp_path / "broken.h264"
    broken.write_bytes({"not a stream": b"\1" * 9000}.get(wrong, parts[2].read_bytes()[:-500]))
    given = {"missing segment": parts[:2], "short sound": parts, "not a stream": (broken,)}.get(
        wrong, (*parts[:2], broken)
    )
    (tmp_path / "film.mp4").write_bytes(b"the old film")
    with pytest.raises((VideoGenerationError, ToolError)):
        make(given, sound, tmp_path / "film.mp4")
    assert (tmp_path / "film.mp4").read_bytes() == b"the old film"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.m4a", "broken.h264", "film.mp4"]


def test_the_sound_of_the_film_is_the_stream_that_was_given(parts: tuple[Path, ...], tmp_path: Path) -> None:
    sound = write_sound(tmp_path / "a.m4a", FRAMES * 1600)
    make(parts, sound, tmp_path / "film.mp4")
    streams = []
    for path in (sound, tmp_path / "film.mp4"):
        with av.open(str(path)) as file:
            streams.append([(packet.pts, bytes(packet)) for packet in file.demux(audio=0) if packet.pts is not None])
    assert streams[0] == streams[1]
    assert streams[0][0][0] == -1024  # the encoder's delay, which the edit list takes off
    assert count_samples(sound) == count_samples(tmp_path / "film.mp4") == FRAMES * 1600


def test_sound_that_is_no_mp4_is_refused(parts: tuple[Path, ...], tmp_path: Path) -> None:
    (tmp_path / "a.m4a").write_bytes(b"#EXTM3U\nfile:///etc/passwd\n")
    with pytest.raises(VideoGenerationError, match="no MP4"):
        make(parts, tmp_path / "a.m4a", tmp_path / "film.mp4")


def test_a_missing_part_is_an_error_that_names_it(parts: tuple[Path, ...], tmp_path: Path) -> None:
    sound = write_sound(tmp_path / "a.m4a", 1600)
    with pytest.raises(StateError, match="absent"):
        make((tmp_path / "absent.h264",), sound, tmp_path / "film.mp4")


def test_only_an_mp4_is_probed_as_one(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"ffconcat version 1.0\nfile a.wav\n")
    with pytest.raises(VideoGenerationError, match="no MP4"):
        probe_film(tmp_path / "film.mp4")


@pytest.mark.parametrize("fps", [24, 25, 30, 50, 60])
def test_frames_lie_on_the_grid_of_every_rate(fps: int, tmp_path: Path) -> None:
    video = VideoFormat.model_validate({"width": 320, "height": 180, "fps": fps})
    pictures = [Image.new("RGB", (320, 180), colour) for colour in ((15, 23, 42), (220, 38, 38))]
    motions: list[tuple[Motion, ...]] = [(Hold(picture=0, frames=1001),), (Fade(before=0, after=1, frames=7),)]
    parts = [tmp_path / f"{number}.h264" for number in range(2)]
    for part, scene in zip(parts, motions, strict=True):
        part.write_bytes(encode_segment(pictures, scene, video))
    sound = write_sound(tmp_path / "a.m4a", 1008 * video.samples_per_frame)
    facts = asyncio.run(make_film(parts, sound, "", "t", "en", [(0, 1008, "All")], video, tmp_path / "film.mp4"))
    assert (facts.fps, facts.frames) == (Fraction(fps), 1008)
    with av.open(str(tmp_path / "film.mp4")) as film:
        packets = [packet for packet in film.demux(video=0) if packet.pts is not None]
    assert [packet.pts * packet.time_base for packet in packets] == [Fraction(at, fps) for at in range(1008)]
    keys = [at for at, packet in enumerate(packets) if packet.is_keyframe]
    assert keys == [*range(0, 1001, 10 * fps), 1001]
