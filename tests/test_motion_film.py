"""Motion in whole films: how much of them is encoded, and when what is said is seen."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops

from adapters.videos.script_reading import read_script
from model.audio import SAMPLE_RATE
from model.scenes import ListScene
from render.designs import find_cues, lay_out_scene
from render.layout import Words, join_boxes
from render.theme import Look
from tests.film_maker import ROOT, FilmMaker

pytestmark = pytest.mark.slow
SKIPPED = 110
"""Bytes: a frame in which every macroblock is skipped is shorter, and any other is longer."""
DOCUMENT = """\
# Lighthouse

## Why it is different

- Every folder below the one that you name is followed.
- One line is written for each file that changed.
- A single key ends the whole thing.
"""


def sizes_of(film: Path) -> list[int]:
    with av.open(str(film)) as container:
        return [packet.size for packet in container.demux(video=0) if packet.size]


@pytest.mark.parametrize(
    ("options", "most"), [((), 0.15), (("--motion", "none"), 0.05), (("--captions", "karaoke"), 0.25)]
)
def test_little_of_a_film_is_encoded(maker: FilmMaker, options: tuple[str, ...], most: float) -> None:
    result = maker.make(ROOT / "README.md", "--engine", "espeak", *options)
    sizes = sizes_of(maker.folder(result) / result.video)
    assert len(sizes) == result.frames
    assert sum(size > SKIPPED for size in sizes) < most * len(sizes)


def test_points_are_whole_within_a_tenth_of_a_second_of_their_words(maker: FilmMaker, tmp_path: Path) -> None:
    source = tmp_path / "lighthouse.md"
    source.write_text(DOCUMENT)
    result = maker.make(source, "--engine", "espeak")
    folder = maker.folder(result)
    script = read_script((folder / "script.yaml").read_bytes())
    timing = json.loads((folder / "timing_report.json").read_text())
    checked = 0
    for scene, times in zip(script.scenes, timing["scenes"], strict=True):
        if isinstance(scene, ListScene):
            heard = [word["start_sample"] for sentence in times["sentences"] for word in sentence["words"]]
            items = [item for item in lay_out_scene(scene, Look()).items if isinstance(item, Words)]
            for step, cue in enumerate(find_cues(scene, Look()), start=1):
                box = join_boxes(item.box for item in items if item.step == step)
                whole = -(-heard[cue.word] * 30 // SAMPLE_RATE) + 3
                before = max(times["first_frame"], whole - 20)
                pictures = read_frames(folder / result.video, [before, whole, whole + 5], box)
                assert ink(pictures[0], pictures[2]) > 60 or heard[cue.word] == times["start_sample"], (
                    "it was not there"
                )
                assert ink(pictures[1], pictures[2]) < 30, "it does not change any more"
                checked += 1
    assert checked == 3


def read_frames(film: Path, wanted: list[int], box) -> list[Image.Image]:
    corners = (box.x, box.y, box.right, box.bottom)
    with av.open(str(film)) as container:
        frames = islice(container.decode(video=0), max(wanted) + 1)
        return [frame.to_image().crop(corners) for at, frame in enumerate(frames) if at in wanted]


def ink(one: Image.Image, other: Image.Image) -> int:
    """Return the greatest difference between two pictures, in levels."""
    return max(max(band.tobytes()) for band in ImageChops.difference(one, other).split())
