"""From the objects that a page draws to its rules, and to the marks of which figures are made.

Runs in the program's own process.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium

from adapters.documents.pdf.library import Frame
from adapters.documents.pdf.shapes import Box, Rule

_MOST_OBJECTS, _MOST_SEGMENTS, _DEEPEST = 30_000, 400, 6
_THIN = 2.5
_LONG = 8.0
_WHITE = (250, 250, 250)
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Mark(NamedTuple):
    """Something drawn that is no letter and no rule, in the PDF's own coordinates."""

    box: Box
    """left, bottom, right, top"""
    kind: str
    """image, panel (a plain rectangle), or shape"""
    density: float = 0.0
    """Pixels a point, of an image."""


class Drawings(NamedTuple):
    """What a page draws besides text, in the PDF's own coordinates."""

    rules: tuple[Rule, ...]
    """`at`, `first` and `last` are PDF's own."""
    marks: tuple[Mark, ...]

    def seen_rules(self, frame: Frame) -> list[Rule]:
        """Return the rules as a reader sees them."""
        seen: list[Rule] = []
        for rule in self.rules:
            low, high = sorted((rule.first, rule.last))
            box = frame.box(low, rule.at, high, rule.at) if rule.level else frame.box(rule.at, low, rule.at, high)
            level = box.width > box.height
            seen.append(Rule(level, box.y0 if level else box.x0, *((box.x0, box.x1) if level else (box.y0, box.y1))))
        return seen

    def walls(self) -> list[Box]:
        """Return all rules as boxes without thickness."""
        return [
            Box(rule.first, rule.at, rule.last, rule.at) if rule.level else Box(rule.at, rule.first, rule.at, rule.last)
            for rule in self.rules
        ]


def read_drawings(page: Any) -> Drawings:
    """Look at all that a page draws; what is more than any page has is not looked at."""
    rules: list[Rule] = []
    marks: list[Mark] = []
    for kind, item, matrix in _walk(page):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(item, matrix, rules, marks)
        elif (box := _bounds(item, matrix)) is None:
            continue
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            marks.append(Mark(box, "image", _density(item, box)))
        elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
            marks.append(Mark(box, "panel"))
    return Drawings(tuple(rules), tuple(marks))


def _walk(page: Any) -> Iterator[tuple[int, Any, Matrix]]:
    """Yield the objects of a page, those inside forms too, each with the matrix that its form adds."""
    left = _MOST_OBJECTS
    waiting = [
        (pdfium.FPDFPage_GetObject(page, at), _SAME, 0) for at in range(min(pdfium.FPDFPage_CountObjects(page), left))
    ][::-1]
    while waiting and left:
        item, matrix, depth = waiting.pop()
        left -= 1
        kind = pdfium.FPDFPageObj_GetType(item) if item else pdfium.FPDF_PAGEOBJ_UNKNOWN
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _multiply(_matrix(item), matrix)
            count = min(pdfium.FPDFFormObj_CountObjects(item), _MOST_OBJECTS)
            waiting += [(pdfium.FPDFFormObj_GetObject(item, at), inner, depth + 1) for at in range(count)][::-1]
        elif kind != pdfium.FPDF_PAGEOBJ_UNKNOWN:
            yield kind, item, matrix


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _multiply(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: Any, matrix: Matrix) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return _hull([_apply(matrix, x.value, y.value) for x in (left, right) for y in (bottom, top)])


def _hull(points: list[tuple[float, float]]) -> Box | None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    return box if all(-1e5 < edge < 1e5 for edge in box) else None


def _density(item: Any, box: Box) -> float:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(item, width, height):
        return 1.0
    return max(width.value, height.value) / max(box.width, box.height, 1.0)


def _read_path(item: Any, matrix: Matrix, rules: list[Rule], marks: list[Mark]) -> None:
    box = _bounds(item, matrix)
    mode, stroked = ctypes.c_int(), pdfium.FPDF_BOOL()
    if box is None or not pdfium.FPDFPath_GetDrawMode(item, mode, stroked) or not (mode.value or stroked.value):
        return
    if box.width <= _THIN or box.height <= _THIN:
        level = box.width >= box.height
        if max(box.width, box.height) >= _LONG:
            at = (box.y0 + box.y1) / 2 if level else (box.x0 + box.x1) / 2
            rules.append(Rule(level, at, *((box.x0, box.x1) if level else (box.y0, box.y1))))
        return
    edges = _straight_edges(item, _multiply(_matrix(item), matrix))
    if edges is None:
        marks.append(Mark(box, "shape"))
    elif stroked.value:
        rules += edges
    elif not _is_white(item):
        marks.append(Mark(box, "panel"))


def _straight_edges(item: Any, matrix: Matrix) -> list[Rule] | None:
    """Return the edges of a path that has none but level and upright ones; None when it has others, or very many."""
    count = pdfium.FPDFPath_CountSegments(item)
    if not 0 < count <= _MOST_SEGMENTS:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    edges: list[Rule] = []
    start = last = (0.0, 0.0)
    for at in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return None
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        if not all(-1e5 < edge < 1e5 for edge in point):
            return None
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = last = point
            continue
        steps = [(last, point)] + ([(point, start)] if pdfium.FPDFPathSegment_GetClose(segment) else [])
        for begin, end in steps:
            if not _add_edge(begin, end, edges):
                return None
        last = point
    return edges


def _add_edge(begin: tuple[float, float], end: tuple[float, float], edges: list[Rule]) -> bool:
    across, up = abs(begin[0] - end[0]), abs(begin[1] - end[1])
    if across > 1 and up > 1:
        return False
    if max(across, up) >= _LONG:
        level = across > up
        first, last = sorted((begin[0], end[0]) if level else (begin[1], end[1]))
        edges.append(Rule(level, (begin[1] + end[1]) / 2 if level else (begin[0] + end[0]) / 2, first, last))
    return True


def _is_white(item: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return False
    return alpha.value < 8 or all(part.value >= low for part, low in zip((red, green, blue), _WHITE, strict=True))
