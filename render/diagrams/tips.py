"""The end of an edge -> its arrowhead, and how much of the line it covers."""

from __future__ import annotations

import math

from render.diagrams.graph import Tip
from render.paths import Path, Point

_QUARTER = 8


def draw_tip(
    tip: Tip, end: Point, before: Point, em: float, line: float, colour: str, ground: str
) -> tuple[list[Path], float]:
    """Draw a tip whose point is at `end`, coming from `before`; return also how long it is along the line."""
    length = math.dist(end, before) or 1.0
    u, v = (end[0] - before[0]) / length, (end[1] - before[1]) / length

    def at(back: float, side: float) -> Point:
        return end[0] - back * u - side * v, end[1] - back * v + side * u

    size = 0.52 * em
    if tip == "arrow":
        return [
            Path(((at(0, 0), at(size, 0.42 * size), at(size * 0.78, 0), at(size, -0.42 * size)),), colour)
        ], size * 0.7
    if tip == "cross":
        half = size * 0.35
        ends = ((at(0.2 * size, -half), at(0.9 * size, half)), (at(0.2 * size, half), at(0.9 * size, -half)))
        return [Path(ends, colour, line)], 0.0
    if tip == "triangle":
        size *= 1.2
        body = (at(0, 0), at(size, 0.55 * size), at(size, -0.55 * size))
        return [Path((body,), ground), Path(((*body, *body[:2]),), colour, line)], size
    if tip in ("diamond", "filled"):
        gem = (at(0, 0), at(0.8 * size, 0.42 * size), at(1.6 * size, 0), at(0.8 * size, -0.42 * size))
        inner = colour if tip == "filled" else ground
        return [Path((gem,), inner), Path(((*gem, *gem[:2]),), colour, line)], 1.6 * size
    if tip == "circle":
        return [_ring(at(0.3 * size, 0), 0.3 * size, line, colour)], 0.6 * size
    return _draw_count(tip, at, 1.15 * size, line, colour, ground) if tip else ([], 0.0)


def _draw_count(tip: Tip, at: object, size: float, line: float, colour: str, ground: str) -> tuple[list[Path], float]:
    """Draw the crow's feet of an entity diagram: one, none or one, one or more, any number."""
    assert callable(at)
    half = 0.42 * size
    bar = (at(0.75 * size, -half), at(0.75 * size, half))
    foot = ((at(0, -half), at(0.7 * size, 0)), (at(0, half), at(0.7 * size, 0)))
    if tip == "one":
        return [Path((bar, (at(1.1 * size, -half), at(1.1 * size, half))), colour, line)], 0.0
    if tip == "some":
        return [Path((*foot, (at(size, -half), at(size, half))), colour, line)], 0.0
    ring = _ring(at(1.1 * size, 0), 0.3 * size, line, colour)
    hole = Path(ring.contours, ground)
    return (
        ([Path(foot, colour, line), hole, ring], 0.0)
        if tip == "any"
        else ([Path((bar,), colour, line), hole, ring], 0.0)
    )


def _ring(middle: Point, radius: float, line: float, colour: str) -> Path:
    turns = [at / (4 * _QUARTER) * 2 * math.pi for at in range(4 * _QUARTER + 2)]
    return Path(
        (tuple((middle[0] + radius * math.cos(a), middle[1] + radius * math.sin(a)) for a in turns),), colour, line
    )


def shorten(line: tuple[Point, ...], by: float) -> tuple[Point, ...]:
    """Take a length off the end of a line."""
    points = list(line)
    while by > 0 and len(points) > 1:
        length = math.dist(points[-1], points[-2])
        if length > by:
            part = by / length
            (x1, y1), (x0, y0) = points[-1], points[-2]
            points[-1] = (x1 + (x0 - x1) * part, y1 + (y0 - y1) * part)
            return tuple(points)
        by -= length
        points.pop()
    return tuple(points)
