"""The whole job on documents as people write them, with facts found by decoding what came out."""

from __future__ import annotations

import array
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import av
import pysubs2
import pytest
from PIL import Image

from adapters.probing import probe_film
from adapters.videos.script_reading import read_script
from model.audio import SAMPLE_RATE
from model.result import PipelineResult
from tests.film_maker import FilmMaker

DOCUMENTS = Path(__file__).parent / "documents"
SOURCES = (
    "readme_cli.md",
    *(pytest.param(name, marks=pytest.mark.slow) for name in ("guide_library.md", "notes_plain.txt")),
)
FRAME = SAMPLE_RATE // 30


class Film:
    """A film that was made, and what stands in its folder."""

    def __init__(self, result: PipelineResult, folder: Path) -> None:
        self.result, self.folder = result, folder
        self.path = folder / result.video
        self.timing = json.loads((folder / "timing_report.json").read_text())
        self.script = read_script((folder / "script.yaml").read_bytes())

    def sound(self) -> array.array[int]:
        """Decode the soundtrack as a player does."""
        samples = array.array("h")
        with av.open(str(self.path)) as container:
            resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE)
            for frame in container.decode(audio=0):
                for part in resampler.resample(frame):
                    samples.frombytes(bytes(part.planes[0])[: part.samples * 2])
        return samples


@pytest.fixture(scope="module", params=SOURCES)
def film(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, command_state: Path
) -> Iterator[Film]:
    maker = FilmMaker(tmp_path_factory.mktemp("film"), command_state)
    result = maker.make(DOCUMENTS / request.param, "--engine", "espeak", "--target-duration", "60")
    yield Film(result, maker.folder(result))


def test_the_film_is_what_it_says(film: Film) -> None:
    facts = probe_film(film.path)
    assert (facts.width, facts.height, facts.fps) == (1920, 1080, 30)
    assert facts.frames == film.result.frames == sum(round(scene.duration * 30) for scene in film.result.scenes)
    assert (facts.video_codec, facts.video_profile, facts.pixel_format) == ("h264", "High", "yuv420p")
    assert facts.colour == (1, 1, 1, 1)  # BT.709 primaries, transfer and matrix; limited range
    assert (facts.audio_codec, facts.audio_rate) == ("aac", SAMPLE_RATE)
    assert facts.subtitles == ("eng",)
    assert facts.metadata["title"] == film.result.title
    assert 35 <= film.result.total_duration <= 75


def test_every_frame_decodes(film: Film) -> None:
    with av.open(str(film.path)) as container:
        container.streams.video[0].thread_type = "AUTO"
        times = [frame.pts * frame.time_base for frame in container.decode(video=0)]
    assert len(times) == film.result.frames
    assert all(later - earlier == times[1] for earlier, later in itertools.pairwise(times))


def test_speech_begins_with_its_picture(film: Film) -> None:
    sound = film.sound()
    for scene in film.timing["scenes"]:
        start = scene["first_frame"] * FRAME
        onset = find_onset(sound, start - FRAME, start + 4 * FRAME)
        assert abs(onset - start) < FRAME, scene["scene_id"]


def find_onset(sound: array.array[int], first: int, last: int) -> int:
    """Find the first sample from which the sound is loud for 2 ms."""
    window = 96
    for at in range(max(first, 0), last, 16):
        if max(abs(value) for value in sound[at : at + window]) > 500:
            return at
    raise AssertionError(f"no sound between {first} and {last}")


def test_loudness_is_that_of_the_platforms(film: Film) -> None:
    assert abs(film.result.loudness + 14) <= 0.5
    assert film.result.true_peak <= -1


def test_chapters_cover_the_film(film: Film) -> None:
    chapters = probe_film(film.path).chapters
    assert chapters[0].start == 0
    assert abs(chapters[-1].end - film.result.total_duration) < 0.04
    assert all(abs(after.start - before.end) < 0.002 for before, after in itertools.pairwise(chapters))
    titles = [scene.chapter for scene in film.script.scenes if scene.chapter]
    assert [chapter.title for chapter in chapters] == titles


@pytest.mark.parametrize("suffix", [".srt", ".vtt"])
def test_captions_hold_every_word_in_time(film: Film, suffix: str) -> None:
    cues = pysubs2.load(str(film.folder / f"{film.result.video_id}{suffix}"), encoding="utf-8")
    said = [word["text"] for scene in film.timing["scenes"] for part in scene["sentences"] for word in part["words"]]
    shown = " ".join(re.sub(r"<[^>]+>", "", cue.text).replace("\\N", " ") for cue in cues)
    assert shown.split() == " ".join(said).split()
    for before, after in itertools.pairwise(cues):
        assert before.end <= after.start
    for cue in cues:
        lines = cue.text.split("\\N")
        assert len(lines) <= 2
        assert all(len(line) <= 42 for line in lines)
        assert 0.8 < cue.duration / 1000 <= 7.01


def test_nothing_of_the_source_is_lost_in_silence(film: Film) -> None:
    scenes = {scene.scene_id for scene in film.result.scenes}
    assert film.result.coverage
    for entry in film.result.coverage:
        assert set(entry.scenes) <= scenes
        assert bool(entry.scenes) == (entry.outcome != "left out"), entry
        assert entry.reason or entry.outcome not in ("left out", "summarised"), entry


def test_scenes_speak_between_three_and_fifteen_seconds(film: Film) -> None:
    for scene in film.result.scenes:
        assert 2.4 <= scene.speech <= 15.5, scene
        assert scene.duration >= 3


def test_nothing_unspeakable_is_spoken(film: Film) -> None:
    for scene in film.timing["scenes"]:
        for sentence in scene["sentences"]:
            assert not re.search(r"https?:|[<>*_`#|{}\[\]\\=/]", sentence["spoken"]), sentence["spoken"]


def test_the_folder_is_whole(film: Film) -> None:
    slug = film.result.video_id
    names = {f"{slug}.mp4", f"{slug}.srt", f"{slug}.vtt", "thumbnail.png", "timing_report.json", "script.yaml"}
    names |= {"metadata.json", "description.txt"}
    assert {file.name for file in film.result.files} == names
    assert {path.name for path in film.folder.iterdir()} == names | {"result.json"}
    stored = PipelineResult.model_validate_json((film.folder / "result.json").read_bytes())
    assert stored == film.result.model_copy(update={"run": None})
    thumbnail = film.folder / "thumbnail.png"
    with Image.open(thumbnail) as picture:
        assert picture.size == (1280, 720)
    assert thumbnail.stat().st_size < 2_000_000
