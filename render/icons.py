"""The names of small marks to their strokes: data on a grid of 24, drawn large and reduced, so that edges are smooth."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw

_GRID = 24
_OVERSAMPLING = 8

Point = tuple[float, float]


class Stroke(NamedTuple):
    """A line through points, with round ends."""

    points: tuple[Point, ...]
    width: float = 2.0


class Ring(NamedTuple):
    """A circle's outline."""

    centre: Point
    radius: float
    width: float = 2.0


class Dot(NamedTuple):
    """A filled circle."""

    centre: Point
    radius: float


class Shape(NamedTuple):
    """A filled polygon."""

    points: tuple[Point, ...]


def _quote_mark(x: float) -> tuple[Dot | Shape, ...]:
    return (Dot((x + 4.2, 14.6), 4.2), Shape(((x, 14.6), (x + 0.5, 10.2), (x + 3.2, 6.0), (x + 6.6, 4.6), (x + 7.4, 6.4),
                                              (x + 5.2, 8.0), (x + 4.4, 10.4), (x + 4.2, 14.6))))  # fmt: skip


_CIRCLE = Ring((12, 12), 10)
ICONS: dict[str, tuple[Stroke | Ring | Dot | Shape, ...]] = {
    "bullet": (Dot((12, 12), 12),),
    "ring": (Ring((12, 12), 10.2, 3.4),),
    "square": (Shape(((1, 1), (23, 1), (23, 23), (1, 23))),),
    "chevron": (Stroke(((7, 3), (17, 12), (7, 21)), 3.6),),
    "arrow": (Stroke(((3, 12), (21, 12)), 2.8), Stroke(((13.5, 4.5), (21, 12), (13.5, 19.5)), 2.8)),
    "dash": (Stroke(((4, 12), (20, 12)), 4.4),),
    "check": (Stroke(((3.5, 12.8), (9.4, 18.6), (20.5, 6)), 3.2),),
    "cross": (Stroke(((5, 5), (19, 19)), 3.2), Stroke(((19, 5), (5, 19)), 3.2)),
    "box": (Stroke(((4, 4), (20, 4), (20, 20), (4, 20), (4, 4)), 2.4),),
    "box checked": (
        Stroke(((4, 4), (20, 4), (20, 20), (4, 20), (4, 4)), 2.4),
        Stroke(((7.6, 12.4), (10.8, 15.6), (16.6, 8.6)), 2.4),
    ),
    "quote": (*_quote_mark(1.6), *_quote_mark(13.2)),
    "note": (_CIRCLE, Stroke(((12, 11.2), (12, 17)), 2.2), Dot((12, 7.2), 1.5)),
    "tip": (
        Stroke(((9, 17), (9, 15.2), (6.9, 12.6), (6.2, 10), (6.8, 7.2), (8.8, 5), (12, 4.1), (15.2, 5), (17.2, 7.2),
                (17.8, 10), (17.1, 12.6), (15, 15.2), (15, 17), (9, 17))),
        Stroke(((9.8, 20.6), (14.2, 20.6))),
    ),
    "important": (
        Stroke(((3, 4), (21, 4), (21, 16.5), (12.6, 16.5), (8, 20.8), (8, 16.5), (3, 16.5), (3, 4))),
        Stroke(((12, 7.2), (12, 10.6)), 2.2), Dot((12, 13.6), 1.4),
    ),
    "warning": (
        Stroke(((12, 3.4), (22, 20.4), (2, 20.4), (12, 3.4))), Stroke(((12, 9.6), (12, 14)), 2.2), Dot((12, 17.2), 1.4),
    ),
    "caution": (
        Stroke(((8, 2.4), (16, 2.4), (21.6, 8), (21.6, 16), (16, 21.6), (8, 21.6), (2.4, 16), (2.4, 8), (8, 2.4))),
        Stroke(((12, 7), (12, 12.6)), 2.2), Dot((12, 16.4), 1.5),
    ),
    "continued": (Stroke(((5, 4), (5, 13), (19, 13)), 2.4), Stroke(((14.6, 8.6), (19, 13), (14.6, 17.4)), 2.4)),
}  # fmt: skip


@lru_cache(maxsize=256)
def draw_icon(name: str, width: int, height: int) -> Image.Image:
    """Draw a mark as a coverage mask."""
    scale = _OVERSAMPLING
    mask = Image.new("L", (width * scale, height * scale), 0)
    pen = ImageDraw.Draw(mask)
    unit_x, unit_y = width * scale / _GRID, height * scale / _GRID
    for part in ICONS[name]:
        _draw_part(pen, part, unit_x, unit_y)
    return mask.reduce(scale)


def find_ink(name: str, side: int) -> tuple[int, int]:
    """Return the first and the last column, one past it, that a mark's strokes cover within its square."""
    box = draw_icon(name, side, side).getbbox()
    return (box[0], box[2]) if box else (0, side)


def _draw_part(pen: ImageDraw.ImageDraw, part: Stroke | Ring | Dot | Shape, ux: float, uy: float) -> None:
    unit = math.sqrt(ux * uy)
    if isinstance(part, Dot):
        _draw_dot(pen, part.centre[0] * ux, part.centre[1] * uy, part.radius * unit)
    elif isinstance(part, Ring):
        reach = (part.radius + part.width / 2) * unit
        x, y = part.centre[0] * ux, part.centre[1] * uy
        bounds = (x - reach, y - reach, x + reach, y + reach)
        pen.ellipse(bounds, outline=255, width=round(part.width * unit))
    elif isinstance(part, Shape):
        pen.polygon([(x * ux, y * uy) for x, y in part.points], fill=255)
    else:
        points = [(x * ux, y * uy) for x, y in part.points]
        pen.line(points, fill=255, width=round(part.width * unit))
        for x, y in points:
            _draw_dot(pen, x, y, part.width * unit / 2)


def _draw_dot(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
