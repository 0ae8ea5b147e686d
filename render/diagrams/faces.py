"""A score from 0 to 5 -> a face that shows it."""

from __future__ import annotations

import math

from render.diagrams.outlines import round_box
from render.diagrams.sketch import Sketch
from render.paths import Path

_BENDS = (-0.42, -0.42, -0.24, 0.0, 0.26, 0.44)
"""By score: how far the mouth's middle hangs below its corners, in radii."""


def draw_face(sketch: Sketch, x: float, y: float, radius: float, score: int) -> None:
    """Draw a face round a point: its colour and its mouth say the same."""
    theme = sketch.page.theme
    colour = theme.bad if score < 3 else theme.muted if score == 3 else theme.good
    line = max(2.0, radius * 0.15)
    sketch.fill(round_box(x - radius, y - radius, 2 * radius, 2 * radius, radius), colour)
    eye = radius * 0.13
    for side in (-1, 1):
        left, top = x + side * 0.34 * radius - eye, y - 0.26 * radius - eye
        sketch.fill(round_box(left, top, 2 * eye, 2 * eye, eye), theme.ground)
    bend, half = _BENDS[score] * radius, 0.48 * radius
    base = y + 0.36 * radius - bend / 2
    mouth = tuple((x + half * at / 8, base + bend * math.cos(at / 8 * math.pi / 2)) for at in range(-8, 9))
    sketch.paths.append(Path((mouth,), theme.ground, line))
