"""Streams keep the limits of the level that they name (ITU-T H.264 Annex A), in every shape that a user can choose."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest
from PIL import Image

from model.format import Aspect, FormatChoice, FrameRate, Quality, Resolution, VideoFormat
from model.timeline import Fade, Hold, Motion
from render.encoding import encode_segment
from render.h264.levels import HIGH_PROFILE_FACTOR, Level, choose_level
from render.h264.parameters import read_parameters
from render.h264.units import IDR_SLICE, SLICE, split_units, unit_type
from render.x264 import X264Encoder
from render.yuv import convert_picture

SHAPES = list(product(get_args(Resolution), get_args(Aspect)))
QUALITIES: tuple[Quality, ...] = get_args(Quality)


def choose(resolution: Resolution, aspect: Aspect, fps: FrameRate = 30, quality: Quality = "standard") -> VideoFormat:
    return FormatChoice(resolution=resolution, aspect=aspect, fps=fps, quality=quality).measure()


@pytest.mark.parametrize(
    ("resolution", "aspect", "size"),
    [
        ("720p", "16:9", (1280, 720)), ("1080p", "16:9", (1920, 1080)), ("1440p", "16:9", (2560, 1440)),
        ("2160p", "16:9", (3840, 2160)), ("720p", "9:16", (720, 1280)), ("1080p", "9:16", (1080, 1920)),
        ("2160p", "9:16", (2160, 3840)), ("720p", "1:1", (720, 720)), ("1080p", "1:1", (1080, 1080)),
        ("2160p", "1:1", (2160, 2160)), ("720p", "4:5", (720, 900)), ("1080p", "4:5", (1080, 1350)),
        ("1440p", "4:5", (1440, 1800)), ("2160p", "4:5", (2160, 2700)),
    ],
)  # fmt: skip
def test_the_resolution_names_the_shorter_side(resolution: Resolution, aspect: Aspect, size: tuple[int, int]) -> None:
    video = choose(resolution, aspect)
    assert (video.width, video.height) == size


@pytest.mark.parametrize(("resolution", "aspect"), SHAPES)
@pytest.mark.parametrize("fps", get_args(FrameRate))
def test_the_level_allows_the_pictures_and_the_one_below_does_not(
    resolution: Resolution, aspect: Aspect, fps: FrameRate
) -> None:
    video = choose(resolution, aspect, fps)
    level, columns, rows = choose_level(video), -(-video.width // 16), -(-video.height // 16)
    assert allows(level, columns, rows, fps)
    assert level.name <= "5.2"  # what players of today decode
    lower = [other for other in LEVELS if float(other.name) < float(level.name)]
    assert not any(allows(other, columns, rows, fps) for other in lower)


def allows(level: Level, columns: int, rows: int, fps: int) -> bool:
    size = columns * rows
    sides = columns * columns <= 8 * level.size and rows * rows <= 8 * level.size
    return size <= level.size and sides and size * fps <= level.rate and size <= level.store


LEVELS = {choose_level(choose(*shape, fps)) for shape in SHAPES for fps in get_args(FrameRate)}


def test_a_long_side_alone_raises_the_level() -> None:
    """1,616 macroblocks would pass level 3.0, but not 101 of them in a row and 16 in a column: the root is 113."""
    assert choose_level(VideoFormat(width=1616, height=256, fps=24)).name == "3.0"
    assert choose_level(VideoFormat(width=2048, height=192, fps=24)).name == "3.1"
    assert choose_level(VideoFormat(width=192, height=2048, fps=24)).name == "3.1"


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize(("resolution", "aspect"), [("720p", "16:9"), ("720p", "9:16"), ("720p", "4:5")])
def test_the_stream_names_its_level_and_refers_to_one_picture(
    resolution: Resolution, aspect: Aspect, quality: Quality
) -> None:
    video = choose(resolution, aspect, 60, quality)
    blank = convert_picture(Image.new("RGB", (video.width, video.height)), video)
    sequence = read_parameters(X264Encoder(video).encode_frame(blank, is_idr=True)[:-1]).sequence
    level = choose_level(video)
    assert sequence.level == round(10 * float(level.name))
    assert sequence.profile == 100
    assert sequence.references * sequence.columns * sequence.rows <= level.store
    assert sequence.references == 1


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize("fps", [24, 60])
def test_even_noise_keeps_to_the_rate_and_the_buffer_of_its_level(quality: Quality, fps: FrameRate) -> None:
    """Two segments of the worst pictures, end to end: the coded picture buffer never runs dry (C.3), no frame is too large."""
    video = VideoFormat(width=480, height=272, fps=fps, quality=quality)
    noise = [Image.merge("RGB", [Image.effect_noise((480, 272), 200) for _ in range(3)]) for _ in range(2)]
    motions: list[Motion] = []
    for n in range(3):
        motions += [Fade(before=n % 2, after=1 - n % 2, frames=9), Hold(picture=1 - n % 2, frames=3)]
    stream = encode_segment(noise, motions, video)
    assert_conforms(stream + stream, video)


def assert_conforms(stream: bytes, video: VideoFormat) -> None:
    level, macroblocks = choose_level(video), -(-video.width // 16) * -(-video.height // 16)
    buffer = fullness = level.buffer * HIGH_PROFILE_FACTOR
    largest = 384 * max(macroblocks, level.rate // 172) // level.compression
    size = 0
    for unit in split_units(stream):
        size += len(unit) + 4
        if unit_type(unit) in {SLICE, IDR_SLICE}:
            fullness -= 8 * size
            assert fullness >= 0, "the buffer runs dry"
            assert size <= largest, "MinCR"
            fullness = min(buffer, fullness + level.bits * HIGH_PROFILE_FACTOR // video.fps)
            size = 0
