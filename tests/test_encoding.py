"""Segments: what is encoded, what repeats, what a decoder shows."""

from __future__ import annotations

import gc
import hashlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise

import pytest
from av import CodecContext, VideoFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from model.errors import VideoGenerationError
from model.timeline import Fade, Hold, Motion, VideoFormat
from render import segment_stream
from render.encoding import count_frames, encode_segment, name_encoding
from render.frame_plan import plan_frames
from render.h264.levels import HIGH_PROFILE_FACTOR, choose_level
from render.h264.parameters import read_parameters
from render.h264.slices import read_slice
from render.h264.units import count_idr_frames, split_units, unit_type
from render.yuv import FrameMixer, convert_picture

SMALL = VideoFormat(width=96, height=64, fps=30)
COLOURS = ((15, 23, 42), (250, 250, 252), (220, 38, 38), (59, 130, 246))
HOLDS = st.builds(Hold, picture=st.integers(0, 3), frames=st.integers(1, 330) | st.sampled_from([1, 300, 301, 900]))
FADES = st.builds(Fade, before=st.integers(0, 3), after=st.integers(0, 3), frames=st.integers(1, 12))
MOTIONS = st.lists(HOLDS | FADES, min_size=1, max_size=6).map(tuple)


@cache
def pictures(video: VideoFormat = SMALL) -> tuple[Image.Image, ...]:
    return tuple(Image.new("RGB", (video.width, video.height), colour) for colour in COLOURS)


def decode(stream: bytes) -> list[VideoFrame]:
    decoder = CodecContext.create("h264", "r")
    decoder.thread_count = 1
    decoder.options = {"err_detect": "explode"}
    packets = [*decoder.parse(stream), *decoder.parse(None), None]
    return [frame for packet in packets for frame in decoder.decode(packet)]


def middle(frame: VideoFrame) -> tuple[int, ...]:
    """Y, Cb, Cr in the middle of the frame."""
    planes = frame.planes
    return tuple(bytes(plane)[plane.height // 2 * plane.line_size + plane.width // 2] for plane in planes)


def expected_shares(motions: tuple[Motion, ...]) -> list[tuple[int, int, float]]:
    """Which two pictures each frame mixes, and how, by the definition of a fade."""
    shown: list[tuple[int, int, float]] = []
    for motion in motions:
        if isinstance(motion, Hold):
            shown += [(motion.picture, motion.picture, 0.0)] * motion.frames
        else:
            shares = [(k + 1) / (motion.frames + 1) for k in range(motion.frames)]
            shown += [(motion.before, motion.after, share) for share in shares]
    return shown


@settings(max_examples=50, deadline=None)
@given(MOTIONS)
def test_every_frame_of_holds_and_fades_shows_what_it_should(motions: tuple[Motion, ...]) -> None:
    stream = encode_segment(pictures(), motions, SMALL)
    frames, expected = decode(stream), expected_shares(motions)
    assert len(frames) == count_frames(stream) == len(expected)
    colours = [middle(convert_picture(picture, SMALL)) for picture in pictures()]
    for frame, (before, after, share) in zip(frames, expected, strict=True):
        mixed = [a + (b - a) * share for a, b in zip(colours[before], colours[after], strict=True)]
        assert all(abs(found - wanted) <= 2.5 for found, wanted in zip(middle(frame), mixed, strict=True))


@settings(max_examples=200, deadline=None)
@given(MOTIONS, st.integers(20, 300))
def test_the_plan_covers_every_frame_and_is_never_long_without_an_idr(
    motions: tuple[Motion, ...], distance: int
) -> None:
    plan = list(plan_frames(motions, distance))
    assert sum(1 + frame.held for frame in plan) == sum(motion.frames for motion in motions)
    assert len(plan) == sum(1 if isinstance(motion, Hold) else motion.frames for motion in motions)
    assert plan[0].is_idr
    starts: list[int] = []
    at = 0
    for frame in plan:
        if frame.is_idr:
            starts += range(at, at + frame.held + 1, distance)
        at += 1 + frame.held
    assert all(after - before <= distance for before, after in pairwise([*starts, at]))


def test_a_hold_refreshes_itself_only_with_its_own_first_picture() -> None:
    motions = (Hold(picture=0, frames=100), Fade(before=0, after=1, frames=9), Hold(picture=1, frames=1000))
    plan = list(plan_frames(motions, 300))
    assert [(frame.is_idr, frame.held) for frame in (plan[0], plan[-1])] == [(True, 99), (True, 999)]
    short = list(plan_frames((*motions[:2], Hold(picture=1, frames=150)), 300))
    assert [frame.is_idr for frame in short] == [True] + 10 * [False]


def test_segments_of_a_format_share_their_parameter_sets_and_join() -> None:
    noise = Image.effect_noise((96, 64), 80).convert("RGB")
    scenes: list[tuple[Motion, ...]] = [
        (Hold(picture=0, frames=400),), (Fade(before=1, after=2, frames=1),), (Hold(picture=3, frames=2),),
        (Fade(before=0, after=3, frames=9), Hold(picture=3, frames=20), Hold(picture=2, frames=1)),
    ]  # fmt: skip
    segments = [encode_segment((*pictures()[:3], noise), motions, SMALL) for motions in scenes]
    sets = {tuple(unit for unit in split_units(segment) if unit_type(unit) in {7, 8})[:2] for segment in segments}
    assert len(sets) == 1
    assert [unit_type(next(iter(split_units(segment)))) for segment in segments] == [7] * 4
    film = b"".join(segments)
    assert len(decode(film)) == count_frames(film) == 400 + 1 + 2 + 30
    assert_idr_frames_in_a_row_differ(film)


def assert_idr_frames_in_a_row_differ(stream: bytes) -> None:
    units = list(split_units(stream))
    sets = read_parameters(tuple(units[:2]))
    headers = [read_slice(unit, sets)[0] for unit in units if unit_type(unit) in {1, 5}]
    pairs = [(one, two) for one, two in pairwise(headers) if one.is_idr and two.is_idr]
    assert pairs
    assert all(one.idr_number != two.idr_number for one, two in pairs)


def test_a_stream_says_what_it_is() -> None:
    units = tuple(split_units(encode_segment(pictures(), (Hold(picture=0, frames=3),), SMALL)))
    assert [unit_type(unit) for unit in units] == [7, 8, 5, 1, 1]  # and no SEI that names an encoder
    sequence = read_parameters(units[:2]).sequence
    assert (sequence.profile, sequence.level, sequence.order_type) == (100, 30, 2)
    decoder = CodecContext.create("h264", "r")
    list(decoder.decode(decoder.parse(b"\0\0\0\1".join((b"", *units)))[0]))
    colour = (decoder.color_primaries, decoder.color_trc, decoder.colorspace, decoder.color_range)
    assert [int(value) for value in colour] == [1, 1, 1, 1]


def test_a_stream_on_which_holds_cannot_be_free_is_encoded_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    motions = (Hold(picture=0, frames=310), Fade(before=0, after=2, frames=3), Hold(picture=2, frames=20))
    free = encode_segment(pictures(), motions, SMALL)
    monkeypatch.setattr(segment_stream, "find_obstacle", lambda sets: "frames are reordered")
    full = encode_segment(pictures(), motions, SMALL)
    assert count_frames(full) == count_frames(free) == 333
    assert count_idr_frames(full) == count_idr_frames(free) == 2
    shown = [[middle(frame) for frame in decode(stream)] for stream in (free, full)]
    assert all(abs(a - b) <= 2 for one, two in zip(*shown, strict=True) for a, b in zip(one, two, strict=True))


def test_the_same_bytes_on_every_run_and_thread() -> None:
    noise = [Image.effect_noise((320, 180), 40 + 20 * n).convert("RGB") for n in range(2)]
    video = VideoFormat(width=320, height=180)
    motions = (Hold(picture=0, frames=40), Fade(before=0, after=1, frames=9), Hold(picture=1, frames=400))
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(encode_segment, noise, motions, video) for _ in range(8)]
        digests = {hashlib.sha256(run.result()).hexdigest() for run in runs}
    assert digests == {hashlib.sha256(encode_segment(noise, motions, video)).hexdigest()}


def test_pictures_that_are_called_for_are_drawn_once_and_let_go() -> None:
    drawn: list[int] = []
    motions = [Hold(picture=0, frames=5)]
    steps = [(Fade(before=n, after=n + 1, frames=3), Hold(picture=n + 1, frames=9)) for n in range(6)]

    def draw(index: int) -> Image.Image:
        gc.collect()
        drawn.append(index)
        return pictures()[index % 4]

    encode_segment(draw, (*motions, *(motion for step in steps for motion in step)), SMALL)
    assert drawn == [0, 1, 2, 3, 4, 5, 6]


def test_a_hold_costs_almost_no_bytes() -> None:
    one, long = (len(encode_segment(pictures(), (Hold(picture=0, frames=n),), SMALL)) for n in (1, 241))
    assert (long - one) / 240 < 20


@pytest.mark.parametrize("bad", [Image.new("RGB", (95, 64)), Image.new("RGBA", (96, 64)), Image.new("L", (96, 64))])
def test_a_picture_that_does_not_fit_the_film_is_an_error(bad: Image.Image) -> None:
    with pytest.raises(VideoGenerationError, match="96×64 RGB"):
        encode_segment([bad], (Hold(picture=0, frames=3),), SMALL)


def test_a_segment_without_motions_is_an_error() -> None:
    with pytest.raises(VideoGenerationError, match="without motions"):
        encode_segment(pictures(), (), SMALL)


def test_even_noise_keeps_to_the_buffer_of_its_level() -> None:
    video = VideoFormat(width=640, height=360)
    noise = [Image.merge("RGB", [Image.effect_noise((640, 360), 200) for _ in range(3)]) for _ in range(2)]
    motions = [(Fade(before=n % 2, after=1 - n % 2, frames=9), Hold(picture=1 - n % 2, frames=3)) for n in range(4)]
    level = choose_level(video)
    buffer = level.buffer * HIGH_PROFILE_FACTOR
    fullness = float(buffer)
    units = list(split_units(encode_segment(noise, tuple(motion for pair in motions for motion in pair), video)))
    for unit in units:
        fullness -= 8 * (len(unit) + 4)
        assert fullness >= 0
        if unit_type(unit) in {1, 5}:
            fullness = min(buffer, fullness + level.bits * HIGH_PROFILE_FACTOR / video.fps)


def test_blending_ends_where_it_should() -> None:
    dark, light = (convert_picture(picture, SMALL) for picture in pictures()[:2])
    assert middle(FrameMixer(dark, light).mix(0.0)) == middle(dark)
    assert middle(FrameMixer(dark, light).mix(1.0)) == middle(light)


def test_the_cache_key_names_what_the_bytes_depend_on() -> None:
    named = name_encoding(VideoFormat())
    assert all(part in named for part in ("x264", "crf=20", "threads=1", "IDR every 10 s", "BT.709"))
    assert len({name_encoding(VideoFormat(quality=quality)) for quality in ("draft", "standard", "high")}) == 3


@pytest.mark.parametrize("size", [(16, 16), (722, 406), (1080, 1920), (1080, 1350), (1440, 1440), (3840, 2160)])
def test_every_size_shows_its_edges(size: tuple[int, int]) -> None:
    """Sizes that are no multiple of 16 are cropped; the rows of their planes are padded."""
    video = VideoFormat(width=size[0], height=size[1])
    quarters = Image.new("RGB", (2, 2))
    for at, colour in enumerate(((255, 255, 255), (0, 0, 0), (128, 128, 128), (255, 255, 255))):
        quarters.putpixel((at % 2, at // 2), colour)
    pictures = [quarters.resize(size, Image.Resampling.NEAREST), Image.new("RGB", size)]
    frames = decode(encode_segment(pictures, (Hold(picture=0, frames=3), Fade(before=0, after=1, frames=1)), video))
    assert {(frame.width, frame.height) for frame in frames} == {size}
    corners = [(0, 0), (size[0] - 1, 0), (0, size[1] - 1), (size[0] - 1, size[1] - 1)]
    for frame, wanted in ((frames[2], (235, 16, 126, 235)), (frames[3], (125, 16, 71, 125))):
        luma, width = bytes(frame.planes[0]), frame.planes[0].line_size
        found = [luma[y * width + x] for x, y in corners]
        assert all(abs(a - b) <= 4 for a, b in zip(found, wanted, strict=True)), found
