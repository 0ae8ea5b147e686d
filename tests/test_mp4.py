"""The index of an MP4: every sample is where its tables say, however the tracks are cut."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import VideoGenerationError
from model.timeline import VideoFormat
from model.track import Caption
from model.video import Sound
from render.chapters import Chapter
from render.h264.samples import pack_samples
from render.h264.units import join_units
from render.mp4.entries import describe_pictures
from render.mp4.movie import Movie, plan_movie
from render.mp4.tracks import Run, Span, Track, track_captions, track_chapters, track_sound

CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"edts", b"tref"}


def walk(data: bytes, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """Yield every box of a head by its path, with its content."""
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        here = (*path, kind.decode("latin-1"))
        if kind == b"mdat":
            return
        content = data[at + 8 : at + size]
        yield here, content
        if kind in CONTAINERS:
            yield from walk(content, here)
        at += size
    assert at == len(data)


def tables(movie: Movie, kind: str) -> list[bytes]:
    return [content for path, content in walk(movie.head) if path[-1] == kind]


def numbers(content: bytes, form: str = "I") -> tuple[int, ...]:
    return struct.unpack(f">{len(content) // struct.calcsize(form)}{form}", content)


def write(movie: Movie) -> bytes:
    """Write the whole file, as the adapter does, in memory."""
    media = []
    for spans in movie.media:
        assert all(isinstance(span.source, bytes) for span in spans)
        media.append(b"".join(bytes(span.source[span.offset : span.offset + span.size]) for span in spans))  # type: ignore[index]
    pieces, at = [movie.head], [0] * len(media)
    for track, size in movie.order:
        pieces.append(media[track][at[track] : at[track] + size])
        at[track] += size
    assert at == [len(one) for one in media]
    return b"".join(pieces)


def read_samples(movie: Movie, file: bytes) -> list[list[bytes]]:
    """Find each track's samples by its tables alone (ISO/IEC 14496-12 section 8.7)."""
    found = []
    for chunks, sizes, places in zip(tables(movie, "stsc"), tables(movie, "stsz"), tables(movie, "stco"), strict=True):
        runs, starts = numbers(chunks[8:]), numbers(places[8:])
        of_chunk = {first: samples for first, samples, _ in zip(runs[::3], runs[1::3], runs[2::3], strict=True)}
        left, samples, count = list(numbers(sizes[12:])), list[bytes](), 0
        for number, start in enumerate(starts, start=1):
            count, at = of_chunk.get(number, count), start
            for _ in range(count):
                samples.append(file[at : at + left[0]])
                at += left.pop(0)
        assert not left
        found.append(samples)
    return found


@st.composite
def random_track(draw: st.DrawFn, number: int) -> tuple[Track, list[bytes]]:
    lengths = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 3000)), min_size=1, max_size=6)
    runs = tuple(Run(samples, ticks) for samples, ticks in draw(lengths))
    count = sum(run.samples for run in runs)
    pattern = draw(st.lists(st.integers(0, 9), min_size=1, max_size=7))
    samples = [bytes([number, at % 251]) * pattern[at % len(pattern)] for at in range(count)]
    media = b"".join(samples)
    spans = (Span(media, 0, len(media) // 2), Span(media, len(media) // 2, len(media) - len(media) // 2))
    track = Track("text", "x", "und", 1000, b"", tuple(map(len, samples)), runs, spans)
    return track, samples


@given(st.data())
def test_every_sample_is_where_the_tables_say(data: st.DataObject) -> None:
    made = [data.draw(random_track(number)) for number in range(data.draw(st.integers(1, 3)))]
    longest = max(sum(run.samples * run.ticks for run in track.runs) for track, _ in made)
    movie = plan_movie("t", [track for track, _ in made], (), 30, longest * 48)
    assert read_samples(movie, write(movie)) == [samples for _, samples in made]


@given(st.data())
def test_a_second_of_every_track_lies_together(data: st.DataObject) -> None:
    pair = [data.draw(random_track(number))[0] for number in range(2)]
    longest = max(sum(run.samples * run.ticks for run in one.runs) for one in pair)
    movie = plan_movie("t", pair, (), 30, longest * 48)
    for number, one in enumerate(pair):
        starts = list(accumulate((run.ticks for run in one.runs for _ in range(run.samples)), initial=0))[:-1]
        seconds = [0] * (longest // 1000 + 1)
        for size, start in zip(one.sizes, starts, strict=True):
            seconds[start // 1000] += size
        # A chunk may hold empty samples alone, so it is the seconds that have bytes which are compared.
        assert [size for which, size in movie.order if which == number and size] == [size for size in seconds if size]


def test_a_film_of_more_than_four_gigabytes_has_wide_places() -> None:
    one = Span(b"", 0, 1 << 31)
    track = Track("text", "x", "und", 1, b"", (1 << 31,) * 3, (Run(3, 1),), (one,) * 3)
    movie = plan_movie("t", [track], (), 30, 3 * 48_000)
    assert tables(movie, "stco") == []
    (places,) = tables(movie, "co64")
    first = len(movie.head)
    assert numbers(places[8:], "Q") == (first, first + (1 << 31), first + (1 << 32))
    assert movie.head[-16:-8] == b"\0\0\0\1mdat"
    assert struct.unpack(">Q", movie.head[-8:]) == (3 * (1 << 31) + 16,)


def test_media_begin_where_the_head_ends() -> None:
    track = Track("text", "x", "und", 1, b"", (5,), (Run(1, 1),), (Span(b"hello", 0, 5),))
    movie = plan_movie("t", [track], (), 30, 48_000)
    (places,) = tables(movie, "stco")
    assert numbers(places[8:]) == (len(movie.head),)
    assert movie.head[-8:] == struct.pack(">I4s", 13, b"mdat")


@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9000), st.text(max_size=20)), max_size=9))
def test_captions_fill_the_film(shown: list[tuple[int, int, str]]) -> None:
    captions = tuple(Caption(start=start, end=end, text=text) for start, end, text in sorted(shown))
    track = track_captions(captions, 8000, "eng")
    assert sum(run.samples * run.ticks for run in track.runs) == 8000
    assert sum(run.samples for run in track.runs) == len(track.sizes)
    assert sum(track.sizes) == sum(span.size for span in track.media)


@given(st.integers(1, 100_000))
def test_sound_is_as_long_as_the_film_behind_the_encoders_delay(samples: int) -> None:
    track = track_sound(Sound(pieces=(), loudness=-70.0, true_peak=-120.0), samples, "eng")
    assert sum(run.samples * run.ticks for run in track.runs) == samples + track.skipped
    assert all(0 < run.ticks <= 1024 for run in track.runs)


def test_names_of_chapters_are_cut_between_letters() -> None:
    chapters = tuple(Chapter(first_frame=9 * at, end_frame=9 * at + 9, title="日" * 100) for at in range(300))
    movie = plan_movie("t", [track_chapters(chapters, 30)], chapters, 30, 9 * 300 * 1600)
    (listed,) = tables(movie, "chpl")
    assert listed[8] == 255
    assert listed[9:18] == bytes(8) + bytes([255])
    assert listed[18 : 18 + 255].decode() == "日" * 85
    assert len(read_samples(movie, write(movie))[0]) == 300


units = st.builds(
    lambda kind, first, rest: bytes([kind, first]) + rest.replace(b"\0", b"\1") + b"\x80",
    st.sampled_from([1, 5, 0x21, 0x65]), st.sampled_from([0x80, 0xFF, 0x40]), st.binary(max_size=30),
)  # fmt: skip


@given(st.lists(units, max_size=20))
def test_samples_are_the_units_behind_their_lengths(slices: list[bytes]) -> None:
    sets = (b"\x67\x64\x01\x28\x81", b"\x68\x81")
    first = b"\x65\x80\x81"
    packed = pack_samples(join_units((*sets, first, *slices, *sets)))
    assert packed.parameters == sets
    assert packed.data == b"".join(struct.pack(">I", len(unit)) + unit for unit in (first, *slices))
    assert sum(packed.sizes) == len(packed.data)
    pictures = [unit for unit in (first, *slices) if unit[1] & 0x80]
    assert len(packed.sizes) == len(pictures)
    assert packed.keys == tuple(at for at, unit in enumerate(pictures) if unit[0] & 31 == 5)


@pytest.mark.parametrize(
    ("stream", "why"),
    [
        (join_units((b"\x65\x80\x81",)), "has 0 SPS"),
        (join_units((b"\x67\x64\x81", b"\x67\x65\x81", b"\x68\x81", b"\x65\x80\x81")), "has 2 SPS"),
        (join_units((b"\x67\x64\x81", b"\x68\x81", b"\x61\x40\x81")), "middle of a picture"),
        (b"", "has 0 SPS"),
    ],
)
def test_a_stream_that_is_no_segment_is_refused(stream: bytes, why: str) -> None:
    with pytest.raises(VideoGenerationError, match=why):
        pack_samples(stream)


def test_pictures_are_described_as_they_are_coded() -> None:
    entry = describe_pictures(VideoFormat(width=640, height=360), b"\x67\x64\x00\x1e\xac", b"\x68\xee")
    assert entry[4:8] == b"avc1"
    assert struct.unpack(">HH", entry[32:36]) == (640, 360)
    at = entry.index(b"avcC")
    assert entry[at + 4 : at + 10] == bytes([1, 0x64, 0, 0x1E, 0xFF, 0xE1])
