"""Lines and areas to pixels, with smooth edges: what diagrams and formulas are drawn with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from PIL import Image, ImageDraw

Point = tuple[float, float]
_OVERSAMPLING = 4
_MOST_PIXELS = 6_000_000
"""Of a mask before it is reduced; larger ones are drawn with less oversampling."""


@dataclass(frozen=True, slots=True)
class Path:
    """Lines of one colour, or the area that they enclose. Points are pixels from the corner of what it is part of."""

    contours: tuple[tuple[Point, ...], ...]
    """A line's points; or closed outlines, of which those inside others are holes, by turns."""
    colour: str
    width: float = 0.0
    """Of the line; 0 fills the area."""
    dash: tuple[float, float] = ()  # type: ignore[assignment]
    """Drawn and left out, in pixels; empty for a whole line."""


class Bounds(NamedTuple):
    """Whole pixels that hold a path."""

    left: int
    top: int
    right: int
    bottom: int


def find_bounds(path: Path) -> Bounds:
    """Return the pixels that a path touches."""
    xs = [x for contour in path.contours for x, _ in contour]
    ys = [y for contour in path.contours for _, y in contour]
    out = path.width / 2
    return Bounds(
        math.floor(min(xs) - out), math.floor(min(ys) - out), math.ceil(max(xs) + out) + 1, math.ceil(max(ys) + out) + 1
    )


def paint_path(image: Image.Image, path: Path, x: int, y: int) -> None:
    """Paint a path whose corner lies at a pixel."""
    if any(path.contours):
        left, top, _, _ = find_bounds(path)
        image.paste(path.colour, (x + left, y + top), _mask(path))


@lru_cache(maxsize=512)
def _mask(path: Path) -> Image.Image:
    """Return a path's coverage."""
    left, top, right, bottom = find_bounds(path)
    width, height = right - left, bottom - top
    scale = _OVERSAMPLING if width * height * _OVERSAMPLING**2 <= _MOST_PIXELS else _OVERSAMPLING // 2
    moved = [[((x - left) * scale, (y - top) * scale) for x, y in contour] for contour in path.contours if contour]
    mask = Image.new("L", (width * scale, height * scale), 0)
    if path.width:
        _draw_lines(mask, moved, path, scale)
    else:
        _fill(mask, moved)
    return mask.reduce(scale)


def _draw_lines(mask: Image.Image, contours: Sequence[Sequence[Point]], path: Path, scale: int) -> None:
    pen = ImageDraw.Draw(mask)
    thickness = max(1, round(path.width * scale))
    for contour in contours:
        pieces = cut_dashes(contour, path.dash[0] * scale, path.dash[1] * scale) if path.dash else [list(contour)]
        for piece in pieces:
            pen.line(piece, 255, thickness, joint="curve")


def _fill(mask: Image.Image, contours: Sequence[Sequence[Point]]) -> None:
    """Fill the largest first: what turns as it does adds to it, what turns the other way is a hole."""
    pen = ImageDraw.Draw(mask)
    areas = sorted(
        ((_area(contour), at) for at, contour in enumerate(contours)), key=lambda one: (-abs(one[0]), one[1])
    )
    if not areas:
        return
    outward = areas[0][0] >= 0
    for area, at in areas:
        if len(contours[at]) > 2:
            pen.polygon(list(contours[at]), fill=255 if (area >= 0) == outward else 0)


def _area(contour: Sequence[Point]) -> float:
    """Return twice the signed area that a contour encloses."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*contour, contour[0]]))


def cut_dashes(line: Sequence[Point], drawn: float, left_out: float) -> list[list[Point]]:
    """Cut a line into dashes, measured along it."""
    pieces: list[list[Point]] = [[line[0]]]
    on, left = True, drawn
    for start, end in pairwise(line):
        length = math.dist(start, end)
        done = 0.0
        while length - done > left:
            done += left
            spot = (start[0] + (end[0] - start[0]) * done / length, start[1] + (end[1] - start[1]) * done / length)
            if on:
                pieces[-1].append(spot)
            else:
                pieces.append([spot])
            on = not on
            left = drawn if on else left_out
        left -= length - done
        if on:
            pieces[-1].append(end)
    return [piece for piece in pieces if len(piece) > 1]
