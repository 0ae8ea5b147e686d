"""Tracks -> the head of an MP4, and the order in which their bytes follow it: nothing is read, and nothing written twice

The index comes first, so a player begins before it has the whole file; then each second's pictures, sound and captions
together. Times of the whole are counted in samples of sound, of which every frame is a whole number.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from model.audio import SAMPLE_RATE
from render.chapters import Chapter
from render.mp4.boxes import box, full_box, pack_language, u8, u16, u32, u64
from render.mp4.tables import cut_chunks, write_media_header, write_tables
from render.mp4.tracks import Span, Track

_WIDEST = (1 << 32) - 1
"""The last place in a file that four bytes can name."""
_MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_GROUPS = {"soun": 1, "sbtl": 3}
"""Tracks of one group are never played together."""
_MOST_CHAPTERS = _MOST_LETTERS = 255
_CHAPTER_CLOCK = 10_000_000


class Movie(NamedTuple):
    """A file, not yet written."""

    head: bytes
    """All that stands before the media."""
    order: tuple[tuple[int, int], ...]
    """(track, bytes): whose bytes come next, and how many of them."""
    media: tuple[tuple[Span, ...], ...]
    """Each track's bytes, end to end."""


def plan_movie(title: str, tracks: Sequence[Track], chapters: Sequence[Chapter], fps: int, samples: int) -> Movie:
    """Lay out a film of `samples` at 48 kHz; the last of `tracks` names the chapters where there are any."""
    seconds = -(-samples // SAMPLE_RATE)
    chunks = [cut_chunks(track, seconds) for track in tracks]
    order = tuple(
        (number, cut[second].size) for second in range(seconds) for number, cut in enumerate(chunks) if cut[second].samples
    )  # fmt: skip
    size = sum(length for _, length in order)
    named = len(tracks) if chapters else 0
    about = _write_about(title, chapters, fps)

    def write_head(first: int, *, wide: bool) -> bytes:
        """Write all boxes, with the media beginning at a byte."""
        starts = accumulate((length for _, length in order), initial=first)
        places: list[list[int]] = [[] for _ in tracks]
        for (number, _), place in zip(order, starts, strict=False):
            places[number].append(place)
        boxes = [
            _write_track(number, track, write_tables(track, cut, place, wide=wide), samples, named)
            for number, (track, cut, place) in enumerate(zip(tracks, chunks, places, strict=True), start=1)
        ]
        moov = box("moov", _write_header(samples, len(tracks)), *boxes, about)
        return box("ftyp", b"isom", u32(0x200), b"isomiso2avc1mp41") + moov + _open_media(size, wide=wide)

    # Where the media begin is how long the head is, and that depends on nothing but how wide the places are.
    wide = size + len(write_head(0, wide=True)) > _WIDEST
    length = len(write_head(0, wide=wide))
    return Movie(write_head(length, wide=wide), order, tuple(track.media for track in tracks))


def _open_media(size: int, *, wide: bool) -> bytes:
    if wide:
        return u32(1) + b"mdat" + u64(size + 16)
    return u32(size + 8) + b"mdat"


def _write_header(samples: int, tracks: int) -> bytes:
    settings = u32(0x10000) + u16(0x100) + bytes(10) + _MATRIX + bytes(24)
    return full_box("mvhd", u32(0, 0, SAMPLE_RATE, samples), settings, u32(tracks + 1))


def _write_track(number: int, track: Track, tables: bytes, samples: int, named: int) -> bytes:
    ticks = sum(run.samples * run.ticks for run in track.runs)
    media = box(
        "mdia",
        full_box("mdhd", u32(0, 0, track.clock, ticks), pack_language(track.language), u16(0)),
        full_box("hdlr", u32(0), track.handler.encode(), bytes(12), track.name.encode(), u8(0)),
        box(
            "minf", write_media_header(track), box("dinf", full_box("dref", u32(1), full_box("url ", flags=1))),
            tables,
        ),
    )  # fmt: skip
    refers = (box("tref", box("chap", u32(named))),) if named and number != named else ()
    edits = box("edts", full_box("elst", u32(1, samples, track.skipped, 0x10000)))
    return box("trak", _write_track_header(number, track, samples), edits, *refers, media)


def _write_track_header(number: int, track: Track, samples: int) -> bytes:
    enabled, in_movie = 1, 2
    width, height = track.size
    volume = 0x100 if track.handler == "soun" else 0
    return full_box(
        "tkhd", u32(0, 0, number, 0, samples), bytes(8), u16(0, _GROUPS.get(track.handler, 0), volume, 0), _MATRIX,
        u32(width << 16, height << 16), flags=in_movie | (enabled if track.is_default else 0),
    )  # fmt: skip


def _write_about(title: str, chapters: Sequence[Chapter], fps: int) -> bytes:
    """Write the title as iTunes has it, and chapters as Nero has them: what most players look for."""
    named = box("ilst", box("\xa9nam", box("data", u32(1, 0), title.encode("utf-8", "replace"))))
    about = full_box("meta", full_box("hdlr", u32(0), b"mdirappl", bytes(9)), named)
    listed = [
        u64(one.first_frame * _CHAPTER_CLOCK // fps) + _write_name(one.title) for one in chapters[:_MOST_CHAPTERS]
    ]  # fmt: skip
    return box("udta", about, *([full_box("chpl", u32(0), u8(len(listed)), *listed, version=1)] if listed else []))


def _write_name(title: str) -> bytes:
    name = title.encode("utf-8", "replace")[:_MOST_LETTERS].decode("utf-8", "ignore").encode()
    return u8(len(name)) + name
