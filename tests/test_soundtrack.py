"""A film's sound from its takes' own coding: copied to its place, equal to what was coded there, as loud as it says."""

from __future__ import annotations

import array
import itertools
import math
import subprocess
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from adapters.ffmpeg import ffmpeg_path
from adapters.loudness import level_sound, measure_sound
from adapters.probing import count_samples
from adapters.soundtrack import decode_sound, read_frames
from adapters.store import Store
from model.audio import AAC_BLOCK, SAMPLE_RATE, CodedTake, Take
from model.errors import VideoGenerationError
from model.timeline import Hold, Timeline, VideoFormat
from model.video import Sound, SoundPiece
from render.soundtrack import SILENT_FRAME, count_frames, place_coded, sum_loudness, surround_take, trim_frames
from render.timeline import plan_timeline
from tests.film_parts import encode_parts, make_plain_film
from tests.silent_film import make_scene, make_script, make_takes
from tests.test_sound import make_voice


class Film:
    """Some takes of speech, coded one by one and joined."""

    def __init__(self, folder: Path, fps: int = 30) -> None:
        script = make_script(*(make_scene(f"s{at}", ("word " * (4 + 3 * at)).strip()) for at in range(4)))
        self.takes = make_takes(script)
        self.timeline = plan_timeline(script, self.takes, ((),) * 4, VideoFormat(fps=fps))
        self.pcm = [
            make_voice(take.samples / SAMPLE_RATE, crest=2 + at / 4, level=0.1 + 0.2 * at, seed=at)[: 2 * take.samples]
            for at, take in enumerate(self.takes)
        ]
        self.store = Store(folder / "store")
        self.coded = [code(pcm, folder / f"{at}.m4a", self.store) for at, pcm in enumerate(self.pcm)]
        self.sound = folder / "film.mp4"
        video, frames = self.timeline.format, self.timeline.frames
        picture = Image.new("RGB", (video.width, video.height), "navy")
        segments = encode_parts([picture], [(Hold(picture=0, frames=frames),)], video, self.store)
        sound = Sound(pieces=self.place(self.takes), loudness=-14.0, true_peak=-1.0)
        make_plain_film(segments, sound, video, self.store, self.sound)

    def place(self, takes: tuple[Take, ...], timeline: Timeline | None = None) -> tuple[SoundPiece, ...]:
        return place_coded(timeline or self.timeline, takes, self.coded)


def code(pcm: bytes, path: Path, store: Store) -> CodedTake:
    figures = level_sound(surround_take(pcm), path)
    frames = trim_frames(tuple(read_frames(path)), len(pcm) // 2)
    stream = store.put(b"".join(frames), ".aac")
    sizes, peak = tuple(map(len, frames)), figures.true_peak
    return CodedTake(stream=stream, sizes=sizes, momentary=figures.momentary, true_peak=peak)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    return Film(tmp_path_factory.mktemp("joined"))


def decode(path: Path) -> array.array[float]:
    values: array.array[float] = array.array("f")
    for frame in decode_sound(path):
        values.frombytes(bytes(frame.planes[0])[: 4 * frame.samples])
    return values


def test_the_film_lasts_to_the_sample(film: Film) -> None:
    assert count_samples(film.sound) == film.timeline.samples
    decoded = subprocess.run(
        [ffmpeg_path(), "-v", "error", "-i", str(film.sound), "-f", "s16le", "-"], capture_output=True, check=True
    )
    assert len(decoded.stdout) == 2 * film.timeline.samples
    assert decoded.stderr == b""


def test_each_take_sounds_as_it_was_coded_and_pauses_are_silent(film: Film, tmp_path: Path) -> None:
    whole, ends = decode(film.sound), list[tuple[int, int]]()
    for at, (slot, take) in enumerate(zip(film.timeline.slots, film.takes, strict=True)):
        level_sound(surround_take(film.pcm[at]), tmp_path / "alone.m4a")
        alone = decode(tmp_path / "alone.m4a")[2 * AAC_BLOCK :]
        start = film.timeline.speech_start(slot)
        heard, coded = whole[start : start + take.samples], alone[: take.samples]
        if at:
            assert heard == coded
        else:  # before a film's first frame is none whose window's shape its decoder could know
            assert heard[AAC_BLOCK:] == coded[AAC_BLOCK:]
            assert max(abs(one - other) for one, other in zip(heard, coded, strict=True)) < 1e-3
        assert max(map(abs, whole[start : start + take.samples])) > 0.1
        ends.append((start, start + take.samples))
    for (_, end), (start, _) in itertools.pairwise([*ends, (len(whole), 0)]):
        assert not any(whole[end + AAC_BLOCK : start - AAC_BLOCK])


def test_the_film_is_as_loud_as_its_takes_say(film: Film) -> None:
    measured = measure_sound(film.sound)
    assert sum_loudness(value for one in film.coded for value in one.momentary) == pytest.approx(
        measured.loudness, abs=0.1
    )
    assert measured.loudness == pytest.approx(-14, abs=0.5)
    assert max(one.true_peak for one in film.coded) == pytest.approx(measured.true_peak, abs=0.05)
    assert measured.true_peak <= -1


@pytest.mark.parametrize("fps", [24, 25, 30, 50, 60])
def test_speech_is_with_its_picture_at_every_rate(fps: int) -> None:
    script = make_script(*(make_scene(f"s{at}", ("word " * (3 + at % 5)).strip()) for at in range(60)))
    takes = make_takes(script)
    timeline = plan_timeline(script, takes, ((),) * 60, VideoFormat(fps=fps))
    for slot in timeline.slots:
        start = timeline.speech_start(slot)
        assert start % AAC_BLOCK == 0
        assert abs(start - slot.first_frame * SAMPLE_RATE // fps) <= AAC_BLOCK // 2 < SAMPLE_RATE / fps


def test_the_same_take_is_the_same_bytes_wherever_it_stands(film: Film) -> None:
    first, *others = film.place(film.takes)
    assert (first.first_frame, first.offset) == (0, film.coded[0].sizes[0])  # frame 0 is that of the encoder's delay
    assert first.sizes == film.coded[0].sizes[1:]
    assert [(one.stream, one.sizes, one.offset) for one in others] == [
        (one.stream, one.sizes, 0) for one in film.coded[1:]
    ]
    with av.open(str(film.sound)) as opened:
        frames = [bytes(packet) for packet in opened.demux(audio=0) if packet.size]
    for piece in others:
        found = frames[piece.first_frame : piece.first_frame + len(piece.sizes)]
        assert b"".join(found) == film.store.read(piece.stream)
        assert frames[piece.first_frame - 1] == SILENT_FRAME


def test_a_take_that_has_no_room_is_refused(film: Film) -> None:
    longer = (film.takes[0].model_copy(update={"samples": film.takes[0].samples + AAC_BLOCK}), *film.takes[1:])
    with pytest.raises(VideoGenerationError, match="does not fit"):
        film.place(longer)
    slots = film.timeline.slots
    near = slots[1].model_copy(update={"first_frame": film.takes[0].samples // 1600})
    crowded = film.timeline.model_copy(update={"slots": (slots[0], near, *slots[2:])})
    with pytest.raises(VideoGenerationError, match="does not fit"):
        film.place(film.takes, crowded)


def test_the_silent_frame_is_what_the_encoder_makes_of_silence(tmp_path: Path) -> None:
    level_sound([bytes(2 * AAC_BLOCK * 8)], tmp_path / "silence.m4a")
    assert set(read_frames(tmp_path / "silence.m4a")) == {SILENT_FRAME}


@given(st.integers(1, 200_000))
def test_a_surrounded_take_is_whole_blocks(samples: int) -> None:
    pieces = list(surround_take(bytes(2 * samples)))
    blocks, rest = divmod(sum(map(len, pieces)), 2 * AAC_BLOCK)
    assert rest == 0
    frames = tuple(number.to_bytes(4, "big") for number in range(blocks + 1))
    kept = trim_frames(frames, samples)
    # Frame n codes blocks n - 1 and n; two blocks of silence lie before the take.
    assert int.from_bytes(kept[0], "big") == 1
    assert int.from_bytes(kept[-1], "big") == 2 + -(-samples // AAC_BLOCK) + 1
    with pytest.raises(VideoGenerationError):
        trim_frames(frames[1:], samples)


def test_loudness_is_summed_by_the_standard() -> None:
    assert sum_loudness([]) == sum_loudness([-70.0, -90.0]) == -70
    assert sum_loudness([-14.0] * 9) == pytest.approx(-14)
    assert sum_loudness([-14.0] * 9 + [-60.0] * 90) == pytest.approx(-14)  # under the relative gate
    both = 10 * math.log10((10**-1.4 + 10**-2.0) / 2)
    assert sum_loudness([-14.0, -20.0]) == pytest.approx(both, abs=1e-3)
    assert count_frames(AAC_BLOCK) == 2
    assert count_frames(AAC_BLOCK + 1) == 3
