"""A film's size and rate -> the lowest level that allows them, and what that level allows (ITU-T H.264 Table A-1)."""

from __future__ import annotations

from typing import NamedTuple

from model.errors import VideoGenerationError
from model.timeline import VideoFormat


class Level(NamedTuple):
    """A row of Table A-1."""

    name: str
    """As written: `4.1`."""
    rate: int
    """MaxMBPS: macroblocks a second."""
    size: int
    """MaxFS: macroblocks a frame."""
    bits: int
    """MaxBR: units of cpbBrVclFactor bits a second."""
    buffer: int
    """MaxCPB: units of cpbBrVclFactor bits."""


_LEVELS = (
    Level("3.0", 40_500, 1_620, 10_000, 10_000),
    Level("3.1", 108_000, 3_600, 14_000, 14_000),
    Level("3.2", 216_000, 5_120, 20_000, 20_000),
    Level("4.0", 245_760, 8_192, 20_000, 25_000),
    Level("4.1", 245_760, 8_192, 50_000, 62_500),
    Level("4.2", 522_240, 8_704, 50_000, 62_500),
    Level("5.0", 589_824, 22_080, 135_000, 135_000),
    Level("5.1", 983_040, 36_864, 240_000, 240_000),
    Level("5.2", 2_073_600, 36_864, 240_000, 240_000),
    Level("6.0", 4_177_920, 139_264, 240_000, 240_000),
    Level("6.1", 8_355_840, 139_264, 480_000, 480_000),
    Level("6.2", 16_711_680, 139_264, 800_000, 800_000),
)
HIGH_PROFILE_FACTOR = 1_250
"""cpbBrVclFactor of High profile (Table A-2)."""


def choose_level(video: VideoFormat) -> Level:
    """Choose the lowest level, from 3.0 on, whose limits the pictures keep (A.3.1, A.3.2).

    Raises VideoGenerationError when they are too large for any.
    """
    columns, rows = -(-video.width // 16), -(-video.height // 16)
    size = columns * rows
    for level in _LEVELS:
        fits = size <= level.size and max(columns, rows) ** 2 <= 8 * level.size
        if fits and size * video.fps <= level.rate:
            return level
    raise VideoGenerationError(
        f"No level of H.264 allows {video.width}×{video.height} at {video.fps} frames a second.",
        "Choose a smaller film.",
    )
