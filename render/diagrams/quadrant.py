"""Mermaid's `quadrantChart` -> four fields and the points in them."""

from __future__ import annotations

import re
from typing import NamedTuple

from render.diagrams.source import DiagramError, Statement, clean_label

_AXIS = re.compile(r"([xy])-axis\s+(.+?)(?:\s*-->\s*(.*))?")
_FIELD = re.compile(r"quadrant-([1-4])\s+(.+)")
_POINT = re.compile(r"(.+?)\s*(?::::[\w-]+)?\s*:\s*\[\s*(\d?\.?\d{1,9})\s*,\s*(\d?\.?\d{1,9})\s*\]\s*(.*)")
_IGNORED = re.compile(r"(classDef|accTitle|accDescr)\b")
_MOST_POINTS = 24


class Point(NamedTuple):
    """A thing and its place, both from 0 to 1, upwards."""

    label: str
    x: float
    y: float


class Quadrant(NamedTuple):
    """Two axes, four fields, some points."""

    title: str
    across: tuple[str, str]
    """What little and much are called from left to right."""
    up: tuple[str, str]
    fields: tuple[str, str, str, str]
    """Upper right, upper left, lower left, lower right."""
    points: tuple[Point, ...]


def parse_quadrant(statements: list[Statement]) -> Quadrant:
    """Read the statements; raises DiagramError at the first that is not known."""
    title, axes, fields, points = "", {"x": ("", ""), "y": ("", "")}, ["", "", "", ""], list[Point]()
    for text, line, _ in statements[1:]:
        axis, named, point = _AXIS.fullmatch(text), _FIELD.fullmatch(text), _POINT.fullmatch(text)
        if text.startswith("title "):
            title = clean_label(text[6:])
        elif axis:
            axes[axis[1]] = (clean_label(axis[2]), clean_label(axis[3] or ""))
        elif named:
            fields[int(named[1]) - 1] = clean_label(named[2])
        elif point and float(point[2]) <= 1 and float(point[3]) <= 1:
            points.append(Point(clean_label(point[1]), float(point[2]), float(point[3])))
        elif point:
            raise DiagramError("a point lies outside the chart: its numbers go from 0 to 1", line)
        elif not _IGNORED.match(text):
            raise DiagramError(f"not understood: {text[:60]!r}", line)
        if len(points) > _MOST_POINTS:
            raise DiagramError(f"there are more than {_MOST_POINTS} points, too many for one picture", line)
    if not points and not any(fields):
        raise DiagramError("the chart has no fields and no points")
    return Quadrant(title, axes["x"], axes["y"], (fields[0], fields[1], fields[2], fields[3]), tuple(points))
