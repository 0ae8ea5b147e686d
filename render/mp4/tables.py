"""A track's samples -> chunks of one second each, and the tables by which a player finds them (section 8.6, 8.7)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from render.mp4.boxes import box, full_box, u16, u32, u64
from render.mp4.tracks import Track


class Chunk(NamedTuple):
    """Samples of a track that lie side by side."""

    samples: int
    size: int
    """Bytes."""


def cut_chunks(track: Track, seconds: int) -> tuple[Chunk, ...]:
    """Divide a track into what begins within each second; some of them may be empty."""
    ends = list(_count_begun(track, seconds))
    starts = [0, *ends[:-1]]
    return tuple(
        Chunk(end - start, sum(track.sizes[start:end])) for start, end in zip(starts, ends, strict=True)
    )  # fmt: skip


def _count_begun(track: Track, seconds: int) -> Iterator[int]:
    """Yield how many samples have begun before each second ends."""
    number = time = at = 0  # samples and ticks of the runs that are over
    for second in range(1, seconds + 1):
        limit = second * track.clock + track.skipped
        while at < len(track.runs) and time + track.runs[at].samples * track.runs[at].ticks < limit:
            number, time, at = (
                number + track.runs[at].samples,
                time + track.runs[at].samples * track.runs[at].ticks,
                at + 1,
            )
        if at == len(track.runs):
            yield number
        else:
            yield number + min(-(-(limit - time) // track.runs[at].ticks), track.runs[at].samples)


def write_tables(track: Track, chunks: Sequence[Chunk], places: Sequence[int], *, wide: bool) -> bytes:
    """Write a track's sample table; `places` is where each chunk begins in the file, in eight bytes each where `wide`."""
    filled = [chunk.samples for chunk in chunks if chunk.samples]
    return box(
        "stbl",
        full_box("stsd", u32(1), track.entry),
        full_box("stts", u32(len(track.runs)), *(u32(run.samples, run.ticks) for run in track.runs)),
        *([full_box("stss", u32(len(track.keys)), u32(*(key + 1 for key in track.keys)))] if track.keys is not None else []),
        full_box("stsc", *_count_in_chunks(filled)),
        full_box("stsz", u32(0, len(track.sizes)), u32(*track.sizes)),
        full_box("co64" if wide else "stco", u32(len(places)), u64(*places) if wide else u32(*places)),
        *(_write_preroll(len(track.sizes)) if track.skipped else ()),
    )  # fmt: skip


def _count_in_chunks(filled: Sequence[int]) -> Iterator[bytes]:
    first, rows = 1, []
    for samples, group in groupby(filled):
        rows.append(u32(first, samples, 1))
        first += len(list(group))
    yield u32(len(rows))
    yield from rows


def _write_preroll(samples: int) -> tuple[bytes, bytes]:
    """Say of all samples that decoding has to begin one earlier (section 10.1: an AAC frame shares its blocks)."""
    described = full_box("sgpd", b"roll", u32(2, 1), u16(0xFFFF), version=1)
    return described, full_box("sbgp", b"roll", u32(1, samples, 1))


def write_media_header(track: Track) -> bytes:
    """Write what a track's kind has to say in general (section 12)."""
    match track.handler:
        case "vide":
            return full_box("vmhd", bytes(8), flags=1)
        case "soun":
            return full_box("smhd", bytes(4))
        case "text":
            # QuickTime's: draw by copying, and a matrix that changes nothing.
            info = full_box("gmin", u16(0x40, 0x8000, 0x8000, 0x8000, 0, 0))
            matrix = u16(1) + bytes(14) + u32(1 << 16) + bytes(12) + u32(1 << 30)
            return box("gmhd", info, box("text", matrix))
        case _:
            return full_box("nmhd")
