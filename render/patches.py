"""A changed part of a picture -> a frame of the encoder's that is otherwise the one before."""

from __future__ import annotations

from av import VideoFrame
from PIL import Image

from model.timeline import Sweep, VideoFormat
from render.easing import ease_out
from render.regions import Patch
from render.yuv import convert_picture

_FILTER = 4
"""Pixels to either side that chroma is filtered over: a change is felt so far, and so far from its edge a part is right."""


def apply_patch(frame: VideoFrame, patch: Patch, video: VideoFormat) -> VideoFrame:
    """Return a copy of a frame with a patch laid on it."""
    small = VideoFormat(width=patch.image.width, height=patch.image.height)
    part = read_planes(convert_picture(patch.image, small))
    left, top = (_FILTER if patch.x else 0), (_FILTER if patch.y else 0)
    right = patch.image.width - (_FILTER if patch.x + patch.image.width < video.width else 0)
    bottom = patch.image.height - (_FILTER if patch.y + patch.image.height < video.height else 0)
    planes = read_planes(frame)
    for at, (plane, new) in enumerate(zip(planes, part, strict=True)):
        scale = 2 if at else 1
        box = (left // scale, top // scale, right // scale, bottom // scale)
        plane.paste(new.crop(box), ((patch.x + left) // scale, (patch.y + top) // scale))
    return write_planes(planes, video)


def sweep_frames(
    before: VideoFrame, after: VideoFrame, sweep: Sweep, progress: float, video: VideoFormat
) -> VideoFrame:
    """Make a frame in which one picture gives way to another across the screen."""
    covered = round(ease_out(progress) * video.width / 2) * 2
    planes = read_planes(before)
    for at, (plane, new) in enumerate(zip(planes, read_planes(after), strict=True)):
        scale = 2 if at else 1
        wide, high, part = video.width // scale, video.height // scale, covered // scale
        # Where the next picture begins, and which of its columns stand there.
        start = 0 if (sweep.style == "wipe") != sweep.mirrored else wide - part
        column = start if sweep.style == "wipe" else wide - part if sweep.mirrored else 0
        if sweep.style == "push":
            old = plane.crop((part, 0, wide, high) if not sweep.mirrored else (0, 0, wide - part, high))
            plane.paste(old, (0 if not sweep.mirrored else part, 0))
        plane.paste(new.crop((column, 0, column + part, high)), (start, 0))
    return write_planes(planes, video)


def read_planes(frame: VideoFrame) -> list[Image.Image]:
    """Copy a frame's three planes."""
    return [
        Image.frombytes("L", (plane.width, plane.height), bytes(plane), "raw", "L", plane.line_size)
        for plane in frame.planes
    ]


def write_planes(planes: list[Image.Image], video: VideoFormat) -> VideoFrame:
    """Make a frame of three planes."""
    frame = VideoFrame(video.width, video.height, "yuv420p")
    for target, plane in zip(frame.planes, planes, strict=True):
        target.update(plane.tobytes("raw", "L", target.line_size))
    return frame
