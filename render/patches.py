"""A changed part of a picture, or a part of the next one -> a frame of the encoder's that is otherwise the one before."""

from __future__ import annotations

from typing import NamedTuple

from av import VideoFrame
from av.video.plane import VideoPlane

from model.timeline import Sweep, VideoFormat
from render.easing import ease_out
from render.regions import Patch
from render.yuv import convert_picture

_FILTER = 4
"""Pixels to either side that chroma is filtered over: a change is felt so far, and so far from its edge a part is right."""


class _Part(NamedTuple):
    """A rectangle of a plane, in its samples."""

    x: int
    y: int
    width: int
    height: int


def apply_patch(frame: VideoFrame, patch: Patch, video: VideoFormat) -> VideoFrame:
    """Return a copy of a frame with a patch laid on it."""
    small = VideoFormat(width=patch.image.width, height=patch.image.height)
    part = convert_picture(patch.image, small)
    left, top = (_FILTER if patch.x else 0), (_FILTER if patch.y else 0)
    right = patch.image.width - (_FILTER if patch.x + patch.image.width < video.width else 0)
    bottom = patch.image.height - (_FILTER if patch.y + patch.image.height < video.height else 0)
    made = _copy_frame(frame)
    for at, (plane, new) in enumerate(zip(made.planes, part.planes, strict=True)):
        scale = 2 if at else 1
        x, y = left // scale, top // scale
        taken = _Part(x, y, right // scale - x, bottom // scale - y)
        _lay(plane, (patch.x + left) // scale, (patch.y + top) // scale, new, taken)
    return made


def sweep_frames(
    before: VideoFrame, after: VideoFrame, sweep: Sweep, progress: float, video: VideoFormat
) -> VideoFrame:
    """Make a frame in which one picture gives way to another across the screen."""
    covered = round(ease_out(progress) * video.width / 2) * 2
    made = _copy_frame(before)
    for at, (plane, old, new) in enumerate(zip(made.planes, before.planes, after.planes, strict=True)):
        scale = 2 if at else 1
        wide, high, part = video.width // scale, video.height // scale, covered // scale
        # Where the next picture begins, and which of its columns stand there.
        start = 0 if (sweep.style == "wipe") != sweep.mirrored else wide - part
        column = start if sweep.style == "wipe" else wide - part if sweep.mirrored else 0
        if sweep.style == "push":
            left, gone = (part, 0) if sweep.mirrored else (0, part)
            _lay(plane, left, 0, old, _Part(gone, 0, wide - part, high))
        _lay(plane, start, 0, new, _Part(column, 0, part, high))
    return made


def _copy_frame(frame: VideoFrame) -> VideoFrame:
    made = VideoFrame(frame.width, frame.height, frame.format.name)
    for target, plane in zip(made.planes, frame.planes, strict=True):
        memoryview(target)[:] = memoryview(plane)
    return made


def _lay(target: VideoPlane, x: int, y: int, source: VideoPlane, part: _Part) -> None:
    """Copy a part of one plane into another at a place, row by row."""
    into, out_of = memoryview(target), memoryview(source)
    for row in range(part.height):
        to = (y + row) * target.line_size + x
        at = (part.y + row) * source.line_size + part.x
        into[to : to + part.width] = out_of[at : at + part.width]
