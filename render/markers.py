"""The signs that stand before points, by a theme's name for them, to their size."""

from __future__ import annotations

from render.theme_parts import Marker

MARKER_SIZES: dict[Marker, float] = {
    "bullet": 0.26, "square": 0.24, "dash": 0.44, "chevron": 0.46, "ring": 0.38, "arrow": 0.52,
}  # fmt: skip
"""Side of each sign's square, as a part of the type's size: they look equally strong."""
