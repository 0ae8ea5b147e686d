"""A film's size and rate -> the lowest level that allows them, and what that level allows (ITU-T H.264 Table A-1)."""

from __future__ import annotations

from typing import NamedTuple

from model.errors import VideoGenerationError
from model.format import VideoFormat


class Level(NamedTuple):
    """A row of Table A-1."""

    name: str
    """As written: `4.1`."""
    rate: int
    """MaxMBPS: macroblocks a second."""
    size: int
    """MaxFS: macroblocks a frame."""
    store: int
    """MaxDpbMbs: macroblocks of the pictures that a decoder keeps."""
    bits: int
    """MaxBR: units of cpbBrVclFactor bits a second."""
    buffer: int
    """MaxCPB: units of cpbBrVclFactor bits."""
    compression: int
    """MinCR: a frame's bytes are at most those of 384 × MaxMBPS / frame rate samples, divided by this (A.3.3)."""


_LEVELS = (
    Level("3.0", 40_500, 1_620, 8_100, 10_000, 10_000, 2),
    Level("3.1", 108_000, 3_600, 18_000, 14_000, 14_000, 4),
    Level("3.2", 216_000, 5_120, 20_480, 20_000, 20_000, 4),
    Level("4.0", 245_760, 8_192, 32_768, 20_000, 25_000, 4),
    Level("4.1", 245_760, 8_192, 32_768, 50_000, 62_500, 2),
    Level("4.2", 522_240, 8_704, 34_816, 50_000, 62_500, 2),
    Level("5.0", 589_824, 22_080, 110_400, 135_000, 135_000, 2),
    Level("5.1", 983_040, 36_864, 184_320, 240_000, 240_000, 2),
    Level("5.2", 2_073_600, 36_864, 184_320, 240_000, 240_000, 2),
    Level("6.0", 4_177_920, 139_264, 696_320, 240_000, 240_000, 2),
    Level("6.1", 8_355_840, 139_264, 696_320, 480_000, 480_000, 2),
    Level("6.2", 16_711_680, 139_264, 696_320, 800_000, 800_000, 2),
)
HIGH_PROFILE_FACTOR = 1_250
"""cpbBrVclFactor of High profile (Table A-2)."""
_PICTURES_KEPT = 1
"""max_num_ref_frames of our streams: each frame refers to the one before."""


def choose_level(video: VideoFormat) -> Level:
    """Choose the lowest level, from 3.0 on, whose limits the pictures keep (A.3.1, A.3.2).

    Raises VideoGenerationError when they are too large for any.
    """
    columns, rows = -(-video.width // 16), -(-video.height // 16)
    size = columns * rows
    for level in _LEVELS:
        # Neither side is longer than the root of 8 × MaxFS, however short the other.
        fits = size <= level.size and max(columns, rows) ** 2 <= 8 * level.size
        if fits and size * _PICTURES_KEPT <= level.store and size * video.fps <= level.rate:
            return level
    raise VideoGenerationError(
        f"No level of H.264 allows {video.width}×{video.height} at {video.fps} frames a second.",
        "Choose a smaller film.",
    )
