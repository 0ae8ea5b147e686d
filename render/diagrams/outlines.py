"""A node's outline -> the lines and areas that draw it, counted from its upper left corner."""

from __future__ import annotations

import math
from collections.abc import Sequence

from render.diagrams.graph import Outline
from render.paths import Path, Point

_QUARTER = 8
"""Straight pieces of a quarter of a circle."""


def draw_outline(
    outline: Outline, width: float, height: float, em: float, fill: str, edge: str, line: float, *, square: bool = False
) -> tuple[Path, ...]:
    """Draw the area and its border; `square` boxes have corners as a theme without round ones has them."""
    if outline == "text":
        return ()
    if outline in ("start", "bar"):
        return (Path((_round(width, height, min(width, height) / 2),), edge),)
    if outline == "end":
        inner = _round(width * 0.5, height * 0.5, width)
        moved = tuple((x + width * 0.25, y + height * 0.25) for x, y in inner)
        return (Path((_close(_round(width, height, width)),), edge, line), Path((moved,), edge))
    body = outline_points(outline, width, height, em, square=square)
    paths = [Path((body,), fill), Path((_close(body),), edge, line)]
    if outline == "double":
        inset = 0.3 * em
        ring = _round(width - 2 * inset, height - 2 * inset, width)
        paths.append(Path((_close([(x + inset, y + inset) for x, y in ring]),), edge, line))
    elif outline == "subroutine":
        paths.append(Path((((0.55 * em, 0.0), (0.55 * em, height)),), edge, line))
        paths.append(Path((((width - 0.55 * em, 0.0), (width - 0.55 * em, height)),), edge, line))
    elif outline == "cylinder":
        rim = [(width / 2 * (1 - math.cos(a)), _LID * em * (1 + math.sin(a))) for a in _angles(0, math.pi)]
        paths.append(Path((tuple(rim),), edge, line))
    elif outline == "note":
        ear = 0.6 * em
        paths.append(Path((((width - ear, 0.0), (width - ear, ear), (width, ear)),), edge, line))
    return tuple(paths)


_LID = 0.42
"""Half the height of a cylinder's lid, in sizes."""


def outline_points(
    outline: Outline, width: float, height: float, em: float, *, square: bool = False
) -> tuple[Point, ...]:
    """Return an outline's corners, in order."""
    inset = height * 0.25
    w, h = width, height
    corners: dict[Outline, Sequence[Point]] = {
        "rhombus": ((w / 2, 0), (w, h / 2), (w / 2, h), (0, h / 2)),
        "hexagon": ((inset, 0), (w - inset, 0), (w, h / 2), (w - inset, h), (inset, h), (0, h / 2)),
        "slant": ((inset, 0), (w, 0), (w - inset, h), (0, h)),
        "backslant": ((0, 0), (w - inset, 0), (w, h), (inset, h)),
        "narrowing": ((inset, 0), (w - inset, 0), (w, h), (0, h)),
        "widening": ((0, 0), (w, 0), (w - inset, h), (inset, h)),
        "flag": ((0, 0), (w, 0), (w, h), (0, h), (inset, h / 2)),
        "note": ((0, 0), (w - 0.6 * em, 0), (w, 0.6 * em), (w, h), (0, h)),
        "subroutine": ((0, 0), (w, 0), (w, h), (0, h)),
    }
    if outline in corners:
        return tuple((float(x), float(y)) for x, y in corners[outline])
    if outline == "cylinder":
        lid = _LID * em
        top = [(w / 2 * (1 - math.cos(a)), lid * (1 - math.sin(a))) for a in _angles(0, math.pi)]
        low = [(w / 2 * (1 + math.cos(a)), h - lid * (1 - math.sin(a))) for a in _angles(0, math.pi)]
        return (*top, *low)
    radius = {"round": 0.55 * em, "stadium": h / 2, "circle": w / 2, "double": w / 2}
    if square and outline not in radius:
        return ((0.0, 0.0), (w, 0.0), (w, h), (0.0, h))
    return _round(w, h, radius.get(outline, 0.28 * em))


def _angles(start: float, end: float) -> list[float]:
    return [start + (end - start) * at / (2 * _QUARTER) for at in range(2 * _QUARTER + 1)]


def _round(width: float, height: float, radius: float) -> tuple[Point, ...]:
    """Return a rectangle with round corners, clockwise from the upper left."""
    radius = min(radius, width / 2, height / 2)
    points: list[Point] = []
    middles = ((radius, radius), (width - radius, radius), (width - radius, height - radius), (radius, height - radius))
    for corner, (x, y) in enumerate(middles):
        for at in range(_QUARTER + 1):
            angle = math.pi + (corner + at / _QUARTER) * math.pi / 2
            points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return tuple(points)


def round_box(x: float, y: float, width: float, height: float, radius: float) -> tuple[Point, ...]:
    """Return a rectangle with round corners at a place."""
    return tuple((x + px, y + py) for px, py in _round(width, height, radius))


def _close(points: Sequence[Point]) -> tuple[Point, ...]:
    """Come back to where it began, and a little on, so that the joint there is as round as the others."""
    return (*points, points[0], points[1])
