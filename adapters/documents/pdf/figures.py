"""From the marks of a page to its figures: regions that a reader sees as one picture, drawn as such.

Runs in the program's own process.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium
from PIL import Image

from adapters.documents.pdf.drawings import Drawings, Mark
from adapters.documents.pdf.library import Frame
from adapters.documents.pdf.shapes import Box, Line, Run, Table, hull

_MOST_MARKS = 1_200
_NEAR = 8.0
_LEAST_WIDTH, _LEAST_HEIGHT = 48.0, 32.0
_PAGE_SHARE = 0.85
"""What covers more of a page is its ground, or a scan of all of it."""
_PROSE_SHARE, _PROSE_LINE = 0.22, 45
_LABEL, _LABEL_GAP = 30, 12.0
_SHARPNESS, _LONGEST_EDGE = 2.5, 1600
"""Pixels a point of what is drawn; pixels."""
_FEW_COLOURS = 2_000


def find_bullets(drawings: Drawings, frame: Frame, lines: Sequence[Line]) -> list[Line]:
    """Return the lines, with a bullet before each that has one drawn before it instead of written."""
    dots = [frame.box(*mark.box) for mark in drawings.marks[:_MOST_MARKS] if mark.kind != "image"]
    dots = [dot for dot in dots if 1 < dot.width < 8 and 0.7 < dot.width / max(dot.height, 0.1) < 1.4]
    found: list[Line] = []
    for line in lines:
        beside = any(
            0 <= line.x0 - dot.x1 < 2.5 * line.size
            and line.base - line.size < (dot.y0 + dot.y1) / 2 < line.base
            and dot.width < 0.6 * line.size
            for dot in dots
        )
        left = any(0 <= line.x0 - other.x1 < 2.5 * line.size and abs(other.base - line.base) < 2 for other in lines)
        found.append(line._replace(runs=(Run("• "), *line.runs)) if beside and not left else line)
    return found


class Region(NamedTuple):
    """A figure before it is drawn."""

    box: Box
    density: float
    """Pixels a point that its sharpest picture has; 0 without one."""


def covers_page(box: Box, width: float, height: float) -> bool:
    """Tell whether something is as large as its page."""
    page = Box(0, 0, width, height)
    return box.shared(page) >= _PAGE_SHARE * page.area


def find_figures(drawings: Drawings, frame: Frame, lines: Sequence[Line], tables: Sequence[Table]) -> list[Region]:
    """Find the figures of a page as a reader sees them, from the top."""
    width, height = frame.size
    page = Box(0, 0, width, height)
    seen = [mark._replace(box=_clip(frame.box(*mark.box), page)) for mark in drawings.marks[:_MOST_MARKS]]
    seen = [mark for mark in seen if not covers_page(mark.box, width, height)]
    found: list[Region] = []
    for group in _cluster(seen):
        box = hull(mark.box for mark in group)
        if box.width < 4 or box.height < 4 or any(table.box.shared(box) > 0.3 * box.area for table in tables):
            continue
        if _is_picture(group, box, lines):
            images = [mark.density for mark in group if mark.kind == "image"]
            grown = box if _is_photo(group, box) else _take_labels(_take_rules(box, drawings, frame), lines)
            found.append(Region(_clip(grown, page), max(images, default=0.0)))
    return [
        region for region in _join(found) if region.box.width >= _LEAST_WIDTH and region.box.height >= _LEAST_HEIGHT
    ]


def _clip(box: Box, page: Box) -> Box:
    x0, y0 = min(max(box.x0, page.x0), page.x1), min(max(box.y0, page.y0), page.y1)
    return Box(x0, y0, max(min(box.x1, page.x1), x0), max(min(box.y1, page.y1), y0))


def _cluster(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Group what stands close together."""
    groups: list[tuple[Box, list[Mark]]] = []
    for mark in sorted(marks, key=lambda mark: (mark.box.y0, mark.box.x0)):
        near = mark.box.grow(_NEAR)
        together = [group for group in groups if group[0].meets(near)]
        kept = [group for group in groups if not group[0].meets(near)]
        members = [member for _, group in together for member in group] + [mark]
        groups = [*kept, (hull([mark.box, *(box for box, _ in together)]), members)]
    return [members for _, members in groups]


def _is_photo(group: Sequence[Mark], box: Box) -> bool:
    return any(mark.kind == "image" and mark.box.area > 0.8 * box.area for mark in group)


def _is_picture(group: Sequence[Mark], box: Box, lines: Sequence[Line]) -> bool:
    """Tell a figure from the ground behind text: a panel, a table's stripes, a frame with rounded corners."""
    inside = [line for line in lines if box.holds(*line.middle)]
    covered = sum(line.box.area for line in inside) / max(box.area, 1.0)
    prose = covered > _PROSE_SHARE and any(len(line.text) > _PROSE_LINE for line in inside)
    if any(mark.kind == "image" and mark.box.width >= 24 and mark.box.height >= 24 for mark in group):
        return not prose or _is_photo(group, box)
    if prose or covered > 0.5:
        return False
    shapes = [mark for mark in group if mark.kind == "shape"]
    empty = [
        mark for mark in group if mark.kind == "panel" and not any(mark.box.holds(*line.middle) for line in inside)
    ]
    sizes = {(round(mark.box.width), round(mark.box.height)) for mark in empty}
    return len(shapes) >= 3 or (bool(shapes) and len(group) >= 3) or (len(empty) >= 3 and len(sizes) > 1)


def _take_rules(box: Box, drawings: Drawings, frame: Frame) -> Box:
    """Grow a drawing by the axes and frames that touch it."""
    for rule in drawings.seen_rules(frame):
        line = (
            Box(rule.first, rule.at, rule.last, rule.at) if rule.level else Box(rule.at, rule.first, rule.at, rule.last)
        )
        length = rule.last - rule.first
        if box.grow(_NEAR).meets(line) and length <= 1.6 * (box.width if rule.level else box.height):
            box = hull([box, line])
    return box


def _take_labels(box: Box, lines: Sequence[Line]) -> Box:
    """Grow a drawing by the short words right beside it: the numbers and names of its axes."""
    body = max((line.size for line in lines if len(line.text) > _PROSE_LINE), default=10.0)
    for _ in range(2):
        near = box.grow(_LABEL_GAP)
        labels = [
            line.box
            for line in lines
            if len(line.text) <= _LABEL
            and near.meets(line.box)
            and (line.size < 0.93 * body or line.text.strip()[:1].isdigit())
        ]
        box = hull([box, *labels])
    return box.grow(2)


def _join(regions: Sequence[Region]) -> list[Region]:
    """Make one of those that lie over each other; order them from the top."""
    joined: list[Region] = []
    for region in sorted(regions, key=lambda region: (region.box.y0, region.box.x0)):
        for at, other in enumerate(joined):
            if other.box.shared(region.box) > 0.2 * min(other.box.area, region.box.area):
                joined[at] = Region(hull([other.box, region.box]), max(other.density, region.density))
                break
        else:
            joined.append(region)
    return joined


def draw_region(page: Any, frame: Frame, region: Region) -> tuple[str, bytes] | None:
    """Draw a part of a page as PNG or, when it is a photo, as JPEG; None when nothing is to be seen in it."""
    box = region.box
    scale = min(max(region.density, _SHARPNESS), _LONGEST_EDGE / max(box.width, box.height))
    width, height = max(round(box.width * scale), 1), max(round(box.height * scale), 1)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        seen = frame.size
        turn = (frame.turn - pdfium.FPDFPage_GetRotation(page)) % 4
        left, top, across, down = (round(edge * scale) for edge in (-box.x0, -box.y0, *seen))
        pdfium.FPDF_RenderPageBitmap(bitmap, page, left, top, across, down, turn, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return _encode(Image.frombytes("RGB", (width, height), pixels, "raw", "BGR", stride), photo=region.density > 0)


def _encode(picture: Image.Image, *, photo: bool) -> tuple[str, bytes] | None:
    if picture.getcolors(1) is not None:
        return None
    file = io.BytesIO()
    if photo and picture.getcolors(_FEW_COLOURS) is None:
        picture.save(file, "JPEG", quality=92)
        return ".jpg", file.getvalue()
    picture.save(file, "PNG")
    return ".png", file.getvalue()
