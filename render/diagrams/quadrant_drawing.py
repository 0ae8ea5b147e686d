"""Four fields -> a square with points, each named where nothing else stands."""

from __future__ import annotations

from itertools import product

from render.colour import tint
from render.diagrams.outlines import round_box
from render.diagrams.quadrant import Point, Quadrant
from render.diagrams.sketch import SCALES, Sketch
from render.layout import Box, Item
from render.page import Page
from render.text_layout import Paragraph

_WIDEST = 1.55
"""Width of the fields by their height, at most."""
_TINTS = (0.2, 0.1, 0.04, 0.1)
_DOT = 0.3
_Taken = tuple[float, float, float, float]


def lay_out_quadrant(chart: Quadrant, page: Page, area: Box) -> tuple[Item, ...]:
    """Draw a chart as large as the area, in the largest type in which all points can be named."""
    for size in SCALES:
        sketch = _compose(chart, page, area, page.px(size))
        if sketch.fits(area):
            return sketch.place(area)
    return ()


def _compose(chart: Quadrant, page: Page, area: Box, em: int) -> Sketch:
    sketch, theme = Sketch(page, em), page.theme
    ups = [sketch.set(text, 6.5 * em, theme.muted) for text in chart.up]
    left = max([words.width + 0.6 * em for words in ups if words], default=0.0)
    below = 1.9 * em if any(chart.across) else 0.0
    height = area.height - below - 2
    width = min(area.width - left - 2, _WIDEST * height)
    height = min(height, width * (1.0 if not page.tall else 1.25))
    sketch.width, sketch.height = left + width + 2, height + below + 2
    halves = ((left + width / 2, 0.0), (left, 0.0), (left, height / 2), (left + width / 2, height / 2))
    taken: list[_Taken] = []
    for (x, y), name, strength in zip(halves, chart.fields, _TINTS, strict=True):
        sketch.box(x, y, width / 2, height / 2, 0.0, tint(theme.ground, theme.accent, strength))
        words = sketch.set(name, width / 2 - 0.8 * em, theme.muted, strong=True)
        if words:
            top = y + 0.35 * em if chart.points else y + (height / 2 - words.height) / 2
            sketch.write(words, x + 0.3 * em, top, width / 2 - 0.6 * em, "center")
            middle = x + width / 4
            taken.append((middle - words.width / 2, top, middle + words.width / 2, top + words.height))
    sketch.box(left, 0, width, height, 0.3 * em, "", theme.edge)
    cross = (((left + width / 2, 0.0), (left + width / 2, height)), ((left, height / 2), (left + width, height / 2)))
    for start, end in cross:
        sketch.fill(_thick(start, end, sketch.line / 2), theme.edge)
    for at, words in enumerate(ups):
        if words:
            middle = height * (0.75 - 0.5 * at) if chart.up[1] else height / 2
            sketch.write(words, 0, middle - words.height / 2, left - 0.6 * em, "right")
    for at, text in enumerate(chart.across):
        share = width / 2 if chart.across[1] else width
        words = sketch.set(text, share - 0.4 * em, theme.muted)
        sketch.write(words, left + at * width / 2, height + 0.4 * em, share - 2, "center")
    sketch.whole &= width >= 14 * em and height >= 10 * em
    _draw_points(sketch, chart.points, (left, 0.0, left + width, height), taken)
    return sketch


def _thick(start: tuple[float, float], end: tuple[float, float], half: float) -> tuple[tuple[float, float], ...]:
    """Return a straight line as an area: words may lie over fields, and over lines they do not."""
    (x0, y0), (x1, y1) = start, end
    return ((x0 - half, y0 - half), (x1 + half, y0 - half), (x1 + half, y1 + half), (x0 - half, y1 + half))


def _draw_points(sketch: Sketch, points: tuple[Point, ...], frame: _Taken, taken: list[_Taken]) -> None:
    """Draw all dots, then name each: below, above, to the right or to the left, where it is free."""
    em, theme = sketch.em, sketch.page.theme
    left, top, right, bottom = frame
    middle = ((left + right) / 2, (top + bottom) / 2)
    reach, line = _DOT * em, sketch.line
    taken += [(middle[0] - line, top, middle[0] + line, bottom), (left, middle[1] - line, right, middle[1] + line)]
    places = [
        (left + reach + point.x * (right - left - 2 * reach), bottom - reach - point.y * (bottom - top - 2 * reach))
        for point in points
    ]
    for x, y in places:
        sketch.fill(round_box(x - reach, y - reach, 2 * reach, 2 * reach, reach), theme.accent)
        taken.append((x - reach, y - reach, x + reach, y + reach))
    for point, (x, y) in zip(points, places, strict=True):
        sketch.whole &= _name(sketch, point.label, x, y, frame, taken)


def _name(sketch: Sketch, label: str, x: float, y: float, frame: _Taken, taken: list[_Taken]) -> bool:
    em = sketch.em
    for widest, side in product((12, 6), range(6)):
        words = sketch.set(label, widest * em)
        if words is None:
            return True
        left, top = _beside(words, x, y, side, em)
        left = min(max(left, frame[0] + 0.2 * em), frame[2] - 0.2 * em - words.width)
        top = min(max(top, frame[1]), frame[3] - words.height)
        box = (left - 0.1 * em, top, left + words.width + 0.1 * em, top + words.height)
        inside = box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
        if inside and not any(_meet(box, other) for other in taken):
            sketch.write(words, left, top, words.width, "center")
            taken.append(box)
            return True
    return False


def _beside(words: Paragraph, x: float, y: float, side: int, em: float) -> tuple[float, float]:
    away = _DOT * em + 0.12 * em
    middle = (x - words.width / 2, y - words.height / 2)
    return (
        (middle[0], y + away),
        (middle[0], y - away - words.height),
        (x + away + 0.15 * em, middle[1]),
        (x - away - 0.15 * em - words.width, middle[1]),
        (x + 0.1 * em, y + away),
        (x - 0.1 * em - words.width, y + away),
    )[side]


def _meet(one: _Taken, other: _Taken) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
