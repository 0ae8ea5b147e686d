"""A segment whose pictures stand for other times -> the same pictures for new times, without drawing or encoding any

A hold is one encoded frame and frames that repeat it, so a longer one needs more of these, and the frames behind it are counted
anew: the bytes are those that encoding would give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from model.errors import VideoGenerationError
from model.timeline import Motion, VideoFormat
from render.encoding import IDR_SECONDS
from render.frame_plan import plan_frames
from render.h264.samples import Samples
from render.segment_stream import SegmentStream


class Rhythm(NamedTuple):
    """A segment's motions, in two parts."""

    shape: tuple[tuple[object, ...], ...]
    """What is encoded, frame by frame: which pictures, how far mixed, how they come, and whether decoding may begin there."""
    held: tuple[int, ...]
    """How many frames repeat each."""


def find_rhythm(motions: Sequence[Motion], video: VideoFormat) -> Rhythm:
    """Divide motions into what is encoded and how long it stands."""
    planned = tuple(plan_frames(motions, IDR_SECONDS * video.fps))
    shape = tuple(
        (one.before, one.after, one.share, one.is_idr, one.motion.model_dump_json() if one.motion else "")
        for one in planned
    )
    return Rhythm(shape, tuple(one.held for one in planned))


def retime_segment(segment: Samples, held: Sequence[int], wanted: Sequence[int], video: VideoFormat) -> bytes:
    """Return a segment of ours with its frames held for other times, as a byte stream; both are one for each encoded frame.

    Raises VideoGenerationError when the segment has not the frames that it is said to have.
    """
    frames = list(_split_frames(segment))
    if len(held) != len(wanted) or len(frames) != sum(held) + len(held):
        raise VideoGenerationError("A kept segment has other frames than it is said to have.", "Run with --rerun.")
    distance, at = IDR_SECONDS * video.fps, 0
    made = SegmentStream(sum(wanted) + len(wanted))
    for before, now in zip(held, wanted, strict=True):
        made.add_coded(frames[at])
        made.add_held(now, distance)
        at += 1 + before
    return made.finish()


def _split_frames(segment: Samples) -> Iterator[tuple[bytes, ...]]:
    """Yield the units of each frame, behind the parameter sets where it is an IDR."""
    keys, at = frozenset(segment.keys), 0
    for number, size in enumerate(segment.sizes):
        units, end = list(segment.parameters) if number in keys else [], at + size
        while at < end:
            length = int.from_bytes(segment.data[at : at + 4], "big")
            units.append(segment.data[at + 4 : at + 4 + length])
            at += 4 + length
        yield tuple(units)
