"""What changes in a picture -> the part of it to paint anew, with the few pixels around it that its colours reach"""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image

from render.layout import Box

MARGIN = 8
"""Pixels around a change that are converted with it."""
_LEAST = 16


class Patch(NamedTuple):
    """A part of a picture, its corner on even pixels, its size even: the change, and MARGIN pixels around it."""

    image: Image.Image
    x: int
    y: int


def choose_region(changed: Box, size: tuple[int, int]) -> Box:
    """Return the part of a picture to paint anew: the change with its margin, on even pixels, within the picture."""
    left, right = _widen(changed.x, changed.right, size[0])
    top, bottom = _widen(changed.y, changed.bottom, size[1])
    return Box(left, top, right - left, bottom - top)


def _widen(low: int, high: int, most: int) -> tuple[int, int]:
    low = min(max(0, low - MARGIN) // 2 * 2, most - _LEAST)
    return low, max(low + _LEAST, min(most, (high + MARGIN + 1) // 2 * 2))
