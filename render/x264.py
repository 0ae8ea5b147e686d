"""Frames -> H.264 NAL units, by x264, with settings under which unchanged frames need no encoder"""

from __future__ import annotations

from typing import NamedTuple

from model.format import Quality, VideoFormat
from render.frame_encoder import FrameEncoder
from render.h264.levels import HIGH_PROFILE_FACTOR, choose_level

# The reasons, in the order of the settings:
# one frame in, one out, in order: no B-frames (which also leaves picture order out of the headers), no lookahead;
# IDR frames where they are asked for, and nowhere else; one slice a frame, one thread (x264's output depends on it);
# the same SPS and PPS whatever the content; no weights: slice headers stay short, and fades gain little by them;
# constant quality: crf with qcomp=1, aq-mode=0, mbtree=0 is a constant quantiser, which unlike qp keeps to a buffer.
_SETTINGS = (
    "bframes=0:rc-lookahead=0:sync-lookahead=0:force-cfr=1:"
    "keyint=infinite:scenecut=0:slices=1:sliced-threads=0:threads=1:lookahead-threads=1:"
    "stitchable=1:ref=1:aud=0:weightp=0:"
    "qcomp=1:aq-mode=0:mbtree=0:ipratio=1.4:cabac=1"
)


class _Effort(NamedTuple):
    """How x264 works for a quality.

    Text slides with cross-fades at 1080p, measured side by side: draft keeps an SSIM of 0.997 in 0.6 of standard's time
    and 0.7 of its bytes; standard 0.999; high 0.9997 in 1.3 of the time and 1.35 of the bytes. Red stays within 2 levels.
    """

    preset: str
    factor: int
    """crf."""
    settings: str


# A cross-fade has no motion to search for. Where the quantiser is coarse, chroma is kept finer: a red stays that red.
_EFFORTS: dict[Quality, _Effort] = {
    "draft": _Effort("ultrafast", 26, "me=dia:merange=4:subme=0:analyse=none:8x8dct=1:chroma-qp-offset=-6"),
    "standard": _Effort("superfast", 20, "me=dia:merange=4:subme=0:analyse=i4x4,i8x8:8x8dct=1"),
    "high": _Effort("faster", 14, "me=dia:merange=4:subme=4:analyse=i4x4,i8x8,p8x8:8x8dct=1"),
}


def x264_settings(quality: Quality) -> str:
    """Name what the bytes depend on besides pictures, size and rate."""
    effort = _EFFORTS[quality]
    return f"{effort.preset} crf={effort.factor} {_SETTINGS}:{effort.settings}"


class X264Encoder(FrameEncoder):
    """One closed run of frames, the same bytes for the same frames on every machine of a kind."""

    def __init__(self, video: VideoFormat) -> None:
        level, effort = choose_level(video), _EFFORTS[video.quality]
        # Half the level's buffer for each segment, so that two of them back to back never overflow it (C.1.2).
        rate, buffer = (units * HIGH_PROFILE_FACTOR // 1000 for units in (level.bits, level.buffer // 2))
        limits = f"vbv-maxrate={rate}:vbv-bufsize={buffer}:level={level.name}"
        options = {
            "preset": effort.preset, "crf": str(effort.factor), "forced-idr": "1", "profile": "high",
            "x264-params": f"{_SETTINGS}:{effort.settings}:{limits}",
        }  # fmt: skip
        super().__init__(video, options)
