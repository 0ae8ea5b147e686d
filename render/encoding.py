"""A segment's pictures and motions -> H.264: each distinct picture is encoded once, however long it is held

The stream is what an encoder would write that found, at no cost, that nothing changes: after a picture's own frame, a
hold is P frames in which every macroblock is skipped (render/h264/skips.py). They differ in frame_num alone. The frames
that are encoded keep their data; of their headers, frame_num and idr_pic_id are rewritten to count all frames.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from av import VideoFrame
from PIL import Image

from model.errors import VideoGenerationError
from model.timeline import BarState, Motion, Reveal, Sweep, VideoFormat
from render.frame_plan import CodedFrame, plan_frames, split_holds
from render.h264.units import count_frames
from render.hardware import open_encoder
from render.patches import apply_patch, sweep_frames
from render.regions import Patch
from render.segment_stream import SegmentStream
from render.x264 import x264_settings
from render.yuv import FrameMixer, convert_picture

__all__ = ["count_frames", "encode_segment", "name_encoding"]

IDR_SECONDS = 10
"""A player that seeks decodes at most this much, most of it skipped."""


def name_encoding(video: VideoFormat) -> str:
    """Name what a segment's bytes depend on besides pictures, motions, size, rate and versions of libraries."""
    return f"x264 {x264_settings(video.quality)}; holds skipped; IDR every {IDR_SECONDS} s; BT.709 limited"


Pictures = Sequence[Image.Image] | Callable[[int], Image.Image]
Moving = Callable[[Reveal, float], Patch]
"""Paints what a frame within a reveal changes of the picture before it, at a progress from 0 to 1."""


class Band(NamedTuple):
    """Captions that stand over the pictures."""

    states: Sequence[BarState] = ()
    """In order of their frames."""
    paint: Callable[[BarState, Image.Image], Patch | None] | None = None
    """Paints one over a picture."""

    def at(self, frame: int) -> BarState | None:
        """Return what stands at a frame."""
        place = bisect_right(self.states, frame, key=lambda state: state.frame)
        return self.states[place - 1] if place else None


def encode_segment(
    pictures: Pictures,
    motions: Sequence[Motion],
    format: VideoFormat,  # noqa: A002 - what the model calls it
    moving: Moving | None = None,
    band: Band = Band(),  # noqa: B008 - frozen
) -> bytes:
    """Encode one segment: H.264 Annex B, High profile, beginning with an IDR and referring to nothing outside.

    `pictures` are RGB of the film's size, by index; where they are called for, at most two are kept. `moving` paints
    what changes within a reveal; without it, a reveal mixes its two pictures. `band` stands over all of them.
    All segments of one format have the same SPS and PPS, so they can be joined end to end, as long as no two
    neighbours are single frames. The calling thread alone is used, and others may run meanwhile.
    Raises VideoGenerationError when there are no motions, or a picture has another size or mode.
    """
    if not motions:
        raise VideoGenerationError("A segment without motions has no frames.", "Give it a hold.")
    distance = IDR_SECONDS * format.fps
    encoder, frames = open_encoder(format), _FrameSource(pictures, format, moving, band)
    stream = SegmentStream(sum(motion.frames for motion in motions))
    at = 0
    for planned in plan_frames(split_holds(motions, [state.frame for state in band.states]), distance):
        frame = frames.make_frame(planned, at)
        at += 1 + planned.held
        stream.add_coded(encoder.encode_frame(frame, is_idr=planned.is_idr))
        if not stream.obstacle:
            stream.add_held(planned.held, distance)
            continue
        for held in range(1, planned.held + 1):
            is_idr = planned.is_idr and held % distance == 0
            stream.add_coded(encoder.encode_frame(frame, is_idr=is_idr))
    return stream.finish()


class _FrameSource:
    """Converts pictures when they are needed, and keeps the two that were needed last."""

    def __init__(self, pictures: Pictures, video: VideoFormat, moving: Moving | None, band: Band) -> None:
        self._draw = pictures if callable(pictures) else pictures.__getitem__
        self._video, self._moving, self._band = video, moving, band
        self._kept: dict[int, VideoFrame] = {}
        self._mixed: tuple[VideoFrame, ...] = ()
        self._mixer: FrameMixer | None = None

    def make_frame(self, planned: CodedFrame, at: int) -> VideoFrame:
        """Return a picture, or what stands between two, with what stands over it at a frame of the segment."""
        frame, state = self._make_picture(planned), self._band.at(at)
        if state is None or self._band.paint is None:
            return frame
        patch = self._band.paint(state, self._draw(planned.before))
        return apply_patch(frame, patch, self._video) if patch else frame

    def _make_picture(self, planned: CodedFrame) -> VideoFrame:
        before = self._convert(planned.before)
        if planned.before == planned.after:
            return before
        if isinstance(planned.motion, Reveal) and self._moving:
            return apply_patch(before, self._moving(planned.motion, planned.share), self._video)
        after = self._convert(planned.after)
        if isinstance(planned.motion, Sweep):
            return sweep_frames(before, after, planned.motion, planned.share, self._video)
        return self._open_mixer(before, after).mix(planned.share)

    def _open_mixer(self, before: VideoFrame, after: VideoFrame) -> FrameMixer:
        if self._mixed != (before, after):
            self._mixed, self._mixer = (before, after), FrameMixer(before, after)
        assert self._mixer is not None
        return self._mixer

    def _convert(self, index: int) -> VideoFrame:
        frame = self._kept.pop(index, None) or convert_picture(self._draw(index), self._video)
        self._kept = dict([*self._kept.items(), (index, frame)][-2:])
        return frame
