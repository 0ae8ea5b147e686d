"""Frames that change nothing: the same bytes that x264 writes for them, for every frame_num, in holds of any length."""

from __future__ import annotations

from functools import cache

import pytest
from av import CodecContext, VideoFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from model.errors import VideoGenerationError
from model.timeline import Fade, Hold, Motion, VideoFormat
from render.encoding import encode_segment
from render.h264.cabac import encode_skip_run
from render.h264.parameters import ParameterSets, read_parameters
from render.h264.skips import skip_slices
from render.h264.slices import read_slice, write_slice
from render.h264.units import count_frames, count_idr_frames, join_units, split_units, unit_type
from render.segment_stream import SegmentStream
from render.x264 import X264Encoder
from render.yuv import convert_picture

SMALL = VideoFormat(width=64, height=48, fps=30)


@cache
def still(video: VideoFormat) -> tuple[tuple[bytes, ...], ...]:
    """Five frames of one still picture, by x264: the IDR, then frames for which it found nothing to code."""
    encoder, frame = X264Encoder(video), convert_picture(Image.new("RGB", (video.width, video.height)), video)
    return tuple(encoder.encode_frame(frame, is_idr=number == 0) for number in range(5))


@pytest.mark.parametrize("size", [(16, 16), (64, 48), (640, 360), (1920, 1080), (1080, 1920), (3840, 2160)])
def test_our_unchanged_frame_is_the_one_that_x264_writes(size: tuple[int, int]) -> None:
    frames = still(VideoFormat(width=size[0], height=size[1]))
    sets = read_parameters(frames[0])
    for number, (unit,) in enumerate(frames[1:], start=1):
        header, data = read_slice(unit, sets)
        quantiser = sets.picture.quantiser + header.quantiser_delta
        assert header.frame_num == number
        ours = encode_skip_run(sets.sequence.columns * sets.sequence.rows, quantiser, header.model)
        # x264 sets the last padding bit behind the stop bit of some frames, as a watermark; ours are zero (7.3.2.11).
        assert data in (ours, ours[:-1] + bytes([ours[-1] | 1]))


@pytest.mark.parametrize("model", [0, 1, 2])
@pytest.mark.parametrize("quantiser", [0, 10, 20, 26, 40, 51])
def test_unchanged_frames_decode_to_the_picture_before(model: int, quantiser: int) -> None:
    frames = still(SMALL)
    sets = read_parameters(frames[0])
    header, _ = read_slice(frames[1][0], sets)
    delta = quantiser - sets.picture.quantiser
    header = header._replace(quantiser_delta=delta, model=model)
    skip = write_slice(header, encode_skip_run(12, quantiser, model), sets)
    first, second = decode(join_units((*frames[0], skip)))
    assert planes(first) == planes(second)


def test_the_decoded_picture_stays_the_same_over_every_wrap_of_frame_num() -> None:
    picture = Image.effect_noise((64, 48), 90).convert("RGB")
    ImageDraw.Draw(picture).rectangle((20, 10, 40, 30), fill=(220, 38, 38))
    idr = X264Encoder(SMALL).encode_frame(convert_picture(picture, SMALL), is_idr=True)
    stream = SegmentStream(frames=70)
    stream.add_coded(idr)
    stream.add_held(69, idr_distance=1000)
    decoded = decode(stream.finish())
    assert len(decoded) == 70
    assert len({planes(frame) for frame in decoded}) == 1


# Any length, and those where frame_num wraps (every 16 frames) or an IDR is due (every 300).
LENGTHS = (
    st.integers(1, 100_000)
    | st.builds(lambda n, offset: n * 16 + offset, st.integers(1, 6249), st.integers(-1, 1))
    | st.builds(lambda n, offset: n * 300 + offset, st.integers(1, 333), st.integers(-1, 1))
)


@settings(max_examples=40, deadline=None)
@given(LENGTHS)
def test_a_hold_of_any_length_is_well_formed(length: int) -> None:
    """Every unit is one of those whose headers were read, and stands where it belongs."""
    stream, (first, skips) = hold(length, 300), known_units()
    assert count_frames(stream) == length
    assert count_idr_frames(stream) == -(-length // 300)
    rounds = []
    for begin in range(0, length, 300):
        frames = min(300, length - begin)
        # An IDR that another follows at once, or that ends the hold, has an idr_pic_id of its own.
        number = 1 if begin + 1 == length else 0
        rounds.append(first[number] + b"".join(skips[at % 16] for at in range(1, min(frames, 17))))
        whole, rest = divmod(max(frames - 17, 0), 16)
        cycle = [skips[at % 16] for at in range(17, 33)]
        rounds.append(b"".join(cycle) * whole + b"".join(cycle[:rest]))
    assert stream == b"".join(rounds)


@cache
def known_units() -> tuple[dict[int, bytes], tuple[bytes, ...]]:
    """The bytes of an IDR frame by idr_pic_id, and of unchanged frames by frame_num, proven by reading them."""
    frame = still(SMALL)[0]
    sets = read_parameters(frame)
    header, data = read_slice(frame[-1], sets)
    numbered = {
        number: join_units((*frame[:-1], write_slice(header._replace(idr_number=number), data, sets)))
        for number in (0, 1)
    }
    skips = skip_slices(sets)
    assert [read_slice(unit, sets)[0].frame_num for unit in skips] == list(range(16))
    return numbered, tuple(join_units((unit,)) for unit in skips)


@pytest.mark.parametrize("length", [1, 16, 17, 299, 300, 301, 302, 317, 601, 100_000])
def test_the_headers_of_a_hold_count_as_they_must(length: int) -> None:
    check_numbers(hold(length, 300), 300)


@pytest.mark.parametrize("fps", [24, 25, 30, 50, 60])
def test_an_idr_comes_at_least_every_ten_seconds(fps: int) -> None:
    """In holds, between them, and through motions that are longer than that together."""
    video = VideoFormat.model_validate({**SMALL.model_dump(), "fps": fps})
    motions: tuple[Motion, ...] = (
        Hold(picture=0, frames=7 * fps), Fade(before=0, after=1, frames=fps // 3), Hold(picture=1, frames=6 * fps),
        Fade(before=1, after=0, frames=11 * fps), Hold(picture=0, frames=31 * fps), Hold(picture=1, frames=1),
    )  # fmt: skip
    stream = encode_segment([Image.new("RGB", (64, 48), shade) for shade in ("black", "white")], motions, video)
    check_numbers(stream, 10 * fps)


@pytest.mark.parametrize("length", [1, 2, 3, 15, 16, 17, 18, 299, 300, 301, 302, 315, 316, 317, 600, 601, 1000])
def test_a_hold_decodes_to_as_many_frames_as_it_lasts(length: int) -> None:
    assert len(decode(hold(length, 300))) == length


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.lists(st.booleans(), min_size=12, max_size=12))
def test_encoded_frames_between_holds_are_counted_on(lengths: list[int], refreshed: list[bool]) -> None:
    encoder, frame = X264Encoder(SMALL), convert_picture(Image.new("RGB", (64, 48)), SMALL)
    stream = SegmentStream(sum(lengths))
    for number, length in enumerate(lengths):
        stream.add_coded(encoder.encode_frame(frame, is_idr=number == 0 or refreshed[number]))
        stream.add_held(length - 1, idr_distance=7)
    written = stream.finish()
    check_numbers(written, None)
    assert len(decode(written)) == count_frames(written) == sum(lengths)


def test_a_stream_that_is_not_what_was_announced_is_an_error() -> None:
    stream = SegmentStream(frames=3)
    with pytest.raises(VideoGenerationError, match="0 SPS"):
        stream.add_coded(still(SMALL)[1])
    stream.add_coded(still(SMALL)[0])
    with pytest.raises(VideoGenerationError, match="lacks 2 frames"):
        stream.finish()


def hold(length: int, distance: int) -> bytes:
    stream = SegmentStream(length)
    stream.add_coded(still(SMALL)[0])
    stream.add_held(length - 1, distance)
    return stream.finish()


def check_numbers(stream: bytes, distance: int | None) -> None:
    """frame_num counts from each IDR, modulo its range; neighbouring IDRs differ in idr_pic_id; IDRs come in time."""
    sets: ParameterSets | None = None
    known: dict[bytes, object] = {}
    since, previous = 0, None
    units = list(split_units(stream))
    for unit in units:
        if unit_type(unit) == 7:
            continue
        if unit_type(unit) == 8:
            sets = sets or read_parameters(tuple(units[:2]))
            continue
        assert sets
        header, _ = known[unit] if unit in known else known.setdefault(unit, read_slice(unit, sets))  # type: ignore[misc]
        since = 0 if header.is_idr else since + 1
        assert header.frame_num == since % 16
        if header.is_idr and previous is not None and previous.is_idr:
            assert header.idr_number != previous.idr_number
        assert distance is None or since < distance
        previous = header


def decode(stream: bytes) -> list[VideoFrame]:
    decoder = CodecContext.create("h264", "r")
    decoder.thread_count = 1
    decoder.options = {"err_detect": "explode"}
    packets = [*decoder.parse(stream), *decoder.parse(None), None]
    return [frame for packet in packets for frame in decoder.decode(packet)]


def planes(frame: VideoFrame) -> tuple[bytes, ...]:
    return tuple(bytes(plane) for plane in frame.planes)


def test_every_frame_num_has_its_slice() -> None:
    sets = read_parameters(still(SMALL)[0])
    numbers = [read_slice(unit, sets)[0].frame_num for unit in skip_slices(sets)]
    assert numbers == list(range(16))
