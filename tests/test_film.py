"""The film file: what is in it, byte for byte the same, and never half done."""

from __future__ import annotations

import array
import hashlib
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import pytest
from PIL import Image

from adapters.ffmpeg import ffmpeg_path
from adapters.probing import FilmFacts, probe_film
from adapters.store import Store
from model.assets import Asset
from model.errors import StateError, VideoGenerationError
from model.timeline import Fade, Hold, Motion, VideoFormat
from model.track import Caption
from model.video import Segment, Sound
from tests.film_parts import encode_parts, encode_tone, make_plain_film

VIDEO = VideoFormat(width=320, height=180)
CAPTIONS = (
    Caption(start=500, end=2000, text="Hello, <there> & {you}"),
    Caption(start=30_000, end=31_500, text="Goodbye — 再见"),
)
TITLE = "A title: = ; # \\ “quoted” 日本語"
CHAPTERS = ((0, 309, "One; = #\\"), (309, 1018, "Two [CHAPTER] START=0"))
FRAMES = 1018
SCENES: tuple[tuple[Motion, ...], ...] = (
    (Hold(picture=0, frames=300),),
    (Fade(before=0, after=1, frames=9),),
    (Hold(picture=1, frames=709),),
)


class Parts:
    """A film's parts in a store."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder / "store")
        pictures = [Image.new("RGB", (320, 180), colour) for colour in ((15, 23, 42), (220, 38, 38))]
        self.segments = encode_parts(pictures, SCENES, VIDEO, self.store)
        self.sound = encode_tone(self.store, folder, FRAMES * 1600)

    def make(
        self, output: Path, captions: tuple[Caption, ...] = CAPTIONS,
        chapters: tuple[tuple[int, int, str], ...] = CHAPTERS, *, segments: tuple[Segment, ...] = (),
        sound: Sound | None = None, samples: int = FRAMES * 1600,
    ) -> FilmFacts:  # fmt: skip
        return make_plain_film(
            segments or self.segments, sound or self.sound, VIDEO, self.store, output,
            samples=samples, title=TITLE, language="pt-BR", captions=captions, chapters=chapters,
        )  # fmt: skip


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    return Parts(tmp_path_factory.mktemp("parts"))


def test_the_film_holds_what_it_was_made_of(parts: Parts, tmp_path: Path) -> None:
    facts = parts.make(tmp_path / "film.mp4")
    assert facts == probe_film(tmp_path / "film.mp4")
    assert (facts.width, facts.height, facts.fps, facts.frames) == (320, 180, Fraction(30), FRAMES)
    assert (facts.video_codec, facts.video_profile, facts.pixel_format) == ("h264", "High", "yuv420p")
    assert facts.colour == (1, 1, 1, 1)
    assert (facts.audio_codec, facts.audio_profile, facts.audio_rate, facts.audio_channels) == ("aac", "LC", 48_000, 1)
    assert facts.video_duration == pytest.approx(FRAMES / 30, abs=1e-6)
    assert facts.audio_duration == pytest.approx(FRAMES / 30, abs=1e-3)
    assert facts.subtitles == ("por",)
    assert [(round(c.start * 30), round(c.end * 30), c.title) for c in facts.chapters] == list(CHAPTERS)
    assert facts.metadata["title"] == TITLE
    assert not {"creation_time", "encoder"} & set(facts.metadata)


def test_the_film_names_no_program_and_starts_with_its_index(parts: Parts, tmp_path: Path) -> None:
    parts.make(tmp_path / "film.mp4")
    data = (tmp_path / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert not any(name in data for name in (b"Lavf", b"Lavc", b"x264", b"ffmpeg"))


def test_sound_and_pictures_keep_step_to_the_sample(parts: Parts, tmp_path: Path) -> None:
    """Tones begin at whole seconds after the encoder's delay is taken off, and frames lie at n/30 exactly."""
    parts.make(tmp_path / "film.mp4")
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


def test_parts_that_are_not_as_long_as_they_say_make_no_film(parts: Parts, tmp_path: Path) -> None:
    """Each sample behind such a part would lie elsewhere than the index says, and both ends may decode all the same."""
    first, *others = parts.segments
    longer = first.model_copy(update={"sizes": (first.sizes[0] - 1, *first.sizes[1:])})
    shorter = first.model_copy(update={"sizes": (first.sizes[0] + 1, *first.sizes[1:])})
    for part, what in ((longer, "longer"), (shorter, "too short")):
        with pytest.raises(VideoGenerationError, match=what):
            parts.make(tmp_path / "film.mp4", segments=(part, *others))
    assert list(tmp_path.iterdir()) == []


def test_captions_say_what_they_said(parts: Parts, tmp_path: Path) -> None:
    texts = [
        "Plain",
        "C:\\path\\new\\Notes\\home",
        "{you} & me &amp; 5 > 3",
        "two\nlines",
        "日本語 – “quoted” 😀",
        "a \\\\ b",
    ]
    captions = tuple(Caption(start=1000 * at, end=1000 * at + 900, text=text) for at, text in enumerate(texts))
    parts.make(tmp_path / "film.mp4", captions=captions)
    with av.open(str(tmp_path / "film.mp4")) as film:
        samples = [bytes(packet) for packet in film.demux(subtitles=0)]
    # A 3GPP text sample is its length in two bytes, then UTF-8 (3GPP TS 26.245 section 5.17); empty ones fill the gaps.
    shown = [sample[2 : 2 + int.from_bytes(sample[:2], "big")].decode() for sample in samples if len(sample) > 2]
    assert [text.replace("\u2060", "") for text in shown] == texts


def test_captions_end_with_the_film(parts: Parts, tmp_path: Path) -> None:
    late = (*CAPTIONS[:1], Caption(start=33_000, end=99_000, text="Late"))
    parts.make(tmp_path / "film.mp4", captions=late)
    with av.open(str(tmp_path / "film.mp4")) as film:
        found = [(packet.pts, packet.duration, bytes(packet)) for packet in film.demux(subtitles=0) if packet.size]
    shown = [one for one in found if one[2] != b"\0\0"]
    end = FRAMES * 1000 // 30
    assert [(at, length) for at, length, _ in shown] == [(500, 1500), (33_000, end - 33_000)]
    assert sum(length for _, length, _ in found) == end


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="kilobytes are Linux's")
def test_memory_does_not_grow_with_the_film(parts: Parts, tmp_path: Path) -> None:
    """Half an hour of film takes what its index takes more than a minute does, and not its media."""
    (tmp_path / "store").symlink_to(parts.store.root)
    peaks = []
    for times in (4, 360):
        code = _MEASURED.format(segment=parts.segments[0].model_dump_json(), times=times, store=str(parts.store.root))
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
        peaks.append(int(done.stdout))
    assert peaks[1] - peaks[0] < 24_000


_MEASURED = """
import resource
from pathlib import Path
from adapters.store import Store
from model.timeline import VideoFormat
from model.video import Segment, Sound
from tests.film_parts import make_plain_film
segment = Segment.model_validate_json({segment!r})
sound = Sound(pieces=(), loudness=-70.0, true_peak=-120.0)
video = VideoFormat(width=320, height=180)
facts = make_plain_film((segment,) * {times}, sound, video, Store(Path({store!r})), Path("film.mp4"))
assert facts.frames == 300 * {times}
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_two_films_of_the_same_parts_are_the_same_bytes(parts: Parts, tmp_path: Path) -> None:
    digests = set()
    for number in range(3):
        parts.make(tmp_path / f"film{number}.mp4")
        digests.add(hashlib.sha256((tmp_path / f"film{number}.mp4").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_a_film_may_have_neither_captions_nor_chapters(parts: Parts, tmp_path: Path) -> None:
    facts = parts.make(tmp_path / "film.mp4", captions=(), chapters=())
    assert (facts.subtitles, facts.chapters) == ((), ())


@pytest.mark.parametrize(
    "wrong", ["too short", "missing segment", "other coding", "cut file", "wrong sizes", "crowded"]
)
def test_a_film_that_is_not_right_is_refused_and_the_old_one_stays(wrong: str, parts: Parts, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"the old film")
    with pytest.raises(StateError if wrong == "cut file" else VideoGenerationError):  # the store misses what was cut
        make_wrong(wrong, parts, tmp_path)
    assert (tmp_path / "film.mp4").read_bytes() == b"the old film"
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


def make_wrong(wrong: str, parts: Parts, folder: Path) -> None:
    output, last = folder / "film.mp4", parts.segments[2]
    match wrong:
        case "too short":
            parts.make(output, samples=FRAMES * 1600 - 3300)
        case "missing segment":
            parts.make(output, segments=parts.segments[:2])
        case "other coding":
            other = last.model_copy(update={"parameters": (last.parameters[0], last.parameters[1] + "00")})
            parts.make(output, segments=(*parts.segments[:2], other))
        case "cut file":
            short = parts.store.put(parts.store.read(last.stream)[:-500], ".avc")
            cut = last.model_copy(update={"stream": short.model_copy(update={"size": last.stream.size})})
            parts.make(output, segments=(*parts.segments[:2], cut))
        case "wrong sizes":
            moved = last.model_copy(update={"sizes": (last.sizes[0] - 9, *last.sizes[1:-1], last.sizes[-1] + 9)})
            parts.make(output, segments=(*parts.segments[:1], *parts.segments[:1], moved), samples=1309 * 1600)
        case "crowded":
            (piece,) = parts.sound.pieces
            parts.make(output, sound=parts.sound.model_copy(update={"pieces": (piece, piece)}))


def test_the_sound_of_the_film_is_the_stream_that_was_given(parts: Parts, tmp_path: Path) -> None:
    parts.make(tmp_path / "film.mp4")
    (piece,) = parts.sound.pieces
    with av.open(str(tmp_path / "film.mp4")) as file:
        found = [(packet.pts, bytes(packet)) for packet in file.demux(audio=0) if packet.pts is not None]
    assert b"".join(frame for _, frame in found) == parts.store.read(piece.stream)
    # The encoder's delay, which the edit list takes off.
    assert [at for at, _ in found] == list(range(-1024, FRAMES * 1600, 1024))


def test_pictures_are_the_streams_that_were_given(parts: Parts, tmp_path: Path) -> None:
    parts.make(tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film:
        packets = [(bytes(packet), packet.is_keyframe) for packet in film.demux(video=0) if packet.size]
    given = b"".join(parts.store.read(segment.stream) for segment in parts.segments)
    assert b"".join(data for data, _ in packets) == given
    assert [at for at, (_, is_key) in enumerate(packets) if is_key] == [0, 300, 309, 609, 909]


def test_a_missing_part_is_an_error_that_names_it(parts: Parts, tmp_path: Path) -> None:
    absent = parts.segments[0].model_copy(update={"stream": Asset(sha256="a" * 64, size=9, suffix=".avc")})
    with pytest.raises(StateError, match="aaaa"):
        parts.make(tmp_path / "film.mp4", segments=(absent, *parts.segments[1:]))


def test_another_program_finds_nothing_to_complain_of(parts: Parts, tmp_path: Path) -> None:
    """ffmpeg reads every packet of every track, and decodes it, without a word."""
    parts.make(tmp_path / "film.mp4")
    tracks = ("-map", "0:v", "-map", "0:a", "-map", "0:s")
    argv = [ffmpeg_path(), "-v", "warning", "-xerror", "-err_detect", "explode", "-i", str(tmp_path / "film.mp4")]
    done = subprocess.run(
        [*argv, *tracks, "-c:s", "srt", "-f", "null", "-"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_only_an_mp4_is_probed_as_one(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"ffconcat version 1.0\nfile a.wav\n")
    with pytest.raises(VideoGenerationError, match="no MP4"):
        probe_film(tmp_path / "film.mp4")


@pytest.mark.parametrize("fps", [24, 25, 30, 50, 60])
def test_frames_lie_on_the_grid_of_every_rate(fps: int, tmp_path: Path) -> None:
    video = VideoFormat.model_validate({"width": 320, "height": 180, "fps": fps})
    pictures = [Image.new("RGB", (320, 180), colour) for colour in ((15, 23, 42), (220, 38, 38))]
    motions: list[tuple[Motion, ...]] = [(Hold(picture=0, frames=1001),), (Fade(before=0, after=1, frames=7),)]
    store = Store(tmp_path / "store")
    segments = encode_parts(pictures, motions, video, store)
    sound = encode_tone(store, tmp_path, 1008 * video.samples_per_frame)
    facts = make_plain_film(segments, sound, video, store, tmp_path / "film.mp4", chapters=((0, 1008, "All"),))
    assert (facts.fps, facts.frames) == (Fraction(fps), 1008)
    with av.open(str(tmp_path / "film.mp4")) as film:
        packets = [packet for packet in film.demux(video=0) if packet.pts is not None]
    assert [packet.pts * packet.time_base for packet in packets] == [Fraction(at, fps) for at in range(1008)]
    keys = [at for at, packet in enumerate(packets) if packet.is_keyframe]
    assert keys == [*range(0, 1001, 10 * fps), 1001]
