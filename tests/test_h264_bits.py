"""H.264 syntax: escaping, codes, headers and units, as round trips."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import VideoGenerationError
from model.timeline import VideoFormat
from render.h264.bits import BitReader, BitWriter, escape, unescape
from render.h264.levels import choose_level
from render.h264.parameters import ParameterSets, PictureParameters, SequenceParameters, find_obstacle
from render.h264.slices import SliceHeader, read_slice, write_slice
from render.h264.units import count_frames, join_units, split_units

MANY = settings(max_examples=200, deadline=None)
NEAR_ZERO = st.lists(st.sampled_from([0, 0, 0, 1, 2, 3, 4, 255]), max_size=60).map(bytes)
SEQUENCE = SequenceParameters(100, 40, 4, 2, 1, 120, 68, frames_only=True)
PICTURE = PictureParameters(
    0, cabac=True, slice_groups=1, weighted=False, quantiser=26, deblocking_control=True, redundant_pictures=False
)


def escape_byte_by_byte(rbsp: bytes) -> bytes:
    """The loop of section 7.3.1, as the specification has it."""
    out, zeros = bytearray(), 0
    for byte in rbsp:
        if zeros == 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(out) + (b"\3" if out and out[-1] == 0 else b"")


@MANY
@given(NEAR_ZERO | st.binary(max_size=200))
def test_escaping_follows_the_specification_and_hides_every_start_code(rbsp: bytes) -> None:
    escaped = escape(rbsp)
    assert escaped == escape_byte_by_byte(rbsp)
    assert not any(code in escaped for code in (b"\0\0\0", b"\0\0\1", b"\0\0\2"))


@MANY
@given(NEAR_ZERO | st.binary(max_size=200))
def test_unescaping_undoes_escaping(rbsp: bytes) -> None:
    closed = rbsp + b"\x80"  # every RBSP ends in a stop bit
    assert unescape(escape(closed)) == closed


@MANY
@given(st.lists(st.integers(-(2**15), 2**15), max_size=20), st.integers(0, 1))
def test_codes_come_back_as_written(numbers: list[int], padding: int) -> None:
    writer = BitWriter()
    for number in numbers:
        writer.write_se(number)
        writer.write_ue(abs(number))
        writer.write_bits(abs(number) & 15, 4)
    reader = BitReader(writer.finish(padding))
    read = [(reader.read_se(), reader.read_ue(), reader.read_bits(4)) for _ in numbers]
    assert read == [(number, abs(number), abs(number) & 15) for number in numbers]


@pytest.mark.parametrize(("value", "code"), [(0, "1"), (1, "010"), (2, "011"), (3, "00100"), (7, "0001000")])
def test_exp_golomb_codes_are_those_of_table_9_2(value: int, code: str) -> None:
    writer = BitWriter()
    writer.write_ue(value)
    assert writer.finish(0) == int(code.ljust(8, "0"), 2).to_bytes(1, "big")


def test_a_header_that_ends_early_is_an_error() -> None:
    with pytest.raises(VideoGenerationError, match="ends before"):
        BitReader(b"\x01").read_ue()
    with pytest.raises(VideoGenerationError, match="32 zeros"):
        BitReader(bytes(8)).read_ue()


HEADERS = st.builds(
    SliceHeader,
    unit_byte=st.sampled_from([0x21, 0x41, 0x61]), kind=st.sampled_from([0, 5, 2, 7]),
    frame_num=st.integers(0, 15), idr_number=st.just(0),
    references=st.integers(0, 4), model=st.just(0), quantiser_delta=st.integers(-26, 25),
    deblocking=st.just((1, 0, 0)) | st.tuples(st.sampled_from([0, 2]), st.integers(-6, 6), st.integers(-6, 6)),
)  # fmt: skip


@MANY
@given(HEADERS, NEAR_ZERO, st.integers(0, 65_535), st.integers(4, 16), st.booleans())
def test_slice_headers_come_back_and_data_is_untouched(
    header: SliceHeader, data: bytes, idr_number: int, width: int, control: bool
) -> None:
    sets = ParameterSets(
        SEQUENCE._replace(frame_num_bits=width), PICTURE._replace(identity=3, deblocking_control=control)
    )
    if header.predicts:
        header = header._replace(model=idr_number % 3)
    else:
        header = header._replace(unit_byte=0x65, idr_number=idr_number, references=0)
    if not control:
        header = header._replace(deblocking=(0, 0, 0))
    unit = write_slice(header, data + b"\x80", sets)
    assert read_slice(unit, sets) == (header, data + b"\x80")


def test_syntax_outside_our_settings_is_refused() -> None:
    sets = ParameterSets(SEQUENCE, PICTURE)
    plain = write_slice(SliceHeader(0x61, 5, 1), b"\x80", sets)
    for unit in (b"\x01" + plain[1:], plain[:1] + b"\x40" + plain[2:], plain[:1] + b"\xa7" + plain[2:]):
        with pytest.raises(VideoGenerationError, match="The encoder wrote"):
            read_slice(unit, sets)


def test_each_condition_of_free_holds_is_named() -> None:
    assert find_obstacle(ParameterSets(SEQUENCE, PICTURE)) == ""
    broken = {
        "reordered": ParameterSets(SEQUENCE._replace(order_type=0), PICTURE),
        "interlaced": ParameterSets(SEQUENCE._replace(frames_only=False), PICTURE),
        "CABAC": ParameterSets(SEQUENCE, PICTURE._replace(cabac=False)),
        "weighted": ParameterSets(SEQUENCE, PICTURE._replace(weighted=True)),
        "twice": ParameterSets(SEQUENCE, PICTURE._replace(redundant_pictures=True)),
        "slice groups": ParameterSets(SEQUENCE, PICTURE._replace(slice_groups=2)),
    }
    for word, sets in broken.items():
        assert word in find_obstacle(sets)


UNITS = st.lists(NEAR_ZERO.map(lambda rbsp: b"\x61" + escape(b"\x9a" + rbsp + b"\x80")), max_size=9)


@MANY
@given(UNITS)
def test_units_come_back_from_a_stream_and_frames_are_counted(units: list[bytes]) -> None:
    stream = join_units(units)
    assert list(split_units(stream)) == units
    assert list(split_units(stream.replace(b"\0\0\0\1", b"\0\0\1"))) == units
    assert count_frames(stream) == len(units)


@pytest.mark.parametrize(
    ("width", "height", "fps", "level"),
    [
        (1280, 720, 30, "3.1"), (1280, 720, 60, "3.2"), (1920, 1080, 24, "4.0"), (1920, 1080, 30, "4.0"),
        (1920, 1080, 60, "4.2"), (1080, 1920, 30, "4.0"), (1080, 1080, 50, "4.0"), (2560, 1440, 30, "5.0"),
        (2560, 1440, 60, "5.1"), (3840, 2160, 30, "5.1"), (3840, 2160, 60, "5.2"), (7680, 4320, 60, "6.1"),
        (64, 48, 30, "3.0"),
    ],
)  # fmt: skip
def test_level_is_the_lowest_that_allows_the_film(width: int, height: int, fps: int, level: str) -> None:
    assert choose_level(VideoFormat.model_validate({"width": width, "height": height, "fps": fps})).name == level


def test_a_film_beyond_every_level_is_refused() -> None:
    with pytest.raises(VideoGenerationError, match="7680×7680"):
        choose_level(VideoFormat(width=7680, height=7680))
