"""Steps -> a line that rises and falls with how well they go: across a wide page, down a narrow one."""

from __future__ import annotations

from itertools import pairwise

from render.colour import tint
from render.diagrams.bands import Columns, draw_bands, stand_columns
from render.diagrams.faces import draw_face
from render.diagrams.journey import Journey
from render.diagrams.sketch import SCALES, Sketch
from render.layout import Box, Item
from render.page import Page
from render.paths import Path, Point

_MOST_COLUMN = 10.0
_FACE = 0.82
"""Radius, in sizes."""
_RISES = (2.6, 1.9, 1.5, 1.15)
"""From one score to the next, in sizes."""
_PADS = (1.6, 1.1, 0.7, 0.4)
_SCORES = range(1, 6)
_STEPS = 18


def lay_out_journey(journey: Journey, page: Page, area: Box) -> tuple[Item, ...]:
    """Draw a journey as large as it fits; nothing when it would be too small to read."""
    least = page.px(SCALES[-1])
    across = page.tall < 1.0 and _lay_across(journey, page, area, least, _RISES[-1] * least).fits(area)
    if not across and not _lay_down(journey, page, area, least, _PADS[-1] * least).fits(area):
        return ()
    for size in SCALES:
        em = page.px(size)
        for rise in _RISES if page.tall < 1.0 else ():
            sketch = _lay_across(journey, page, area, em, rise * em)
            if sketch.fits(area):
                return sketch.place(area)
        for pad in _PADS:
            sketch = _lay_down(journey, page, area, em, pad * em)
            if sketch.fits(area):
                return sketch.place(area)
    return ()


def _lay_across(journey: Journey, page: Page, area: Box, em: int, rise: float) -> Sketch:
    """Stand the faces as high as their scores, in columns that end in what is done and by whom."""
    sketch, theme = Sketch(page, em), page.theme
    counts = [len(part.tasks) for part in journey.parts]
    axis = 1.2 * em
    columns = stand_columns(counts, axis, area.width - axis, 0.5 * em, _MOST_COLUMN * em)
    sketch.width = columns.right
    top = draw_bands(sketch, [part.name for part in journey.parts], counts, columns) + _FACE * em
    least = min(1, *(task.score for task in journey.tasks))
    for score in range(least, 6):
        y = top + (5 - score) * rise
        sketch.rule((axis, y), (columns.right, y), theme.edge, max(1.0, sketch.line * 0.5))
        words = sketch.set(str(score), 2 * em, theme.muted)
        if words:
            sketch.write(words, 0, y - words.height / 2)
    bottom = top + (5 - least) * rise + _FACE * em
    faces = [(x, top + (5 - task.score) * rise) for x, task in zip(columns.middles, journey.tasks, strict=True)]
    sketch.paths.append(Path((tuple(_join(faces)),), tint(theme.ground, theme.accent, 0.75), sketch.line * 1.3))
    for (x, y), task in zip(faces, journey.tasks, strict=True):
        draw_face(sketch, x, y, _FACE * em, task.score)
    sketch.height = _write_below(sketch, journey, columns, bottom + 0.35 * em)
    return sketch


def _write_below(sketch: Sketch, journey: Journey, columns: Columns, y: float) -> float:
    em, theme = sketch.em, sketch.page.theme
    low = y
    for task, x in zip(journey.tasks, columns.lefts, strict=True):
        below = y
        for text, colour, gap in ((task.label, "", 0.2 * em), ("\n".join(task.actors), theme.muted, 0.0)):
            words = sketch.set(text, columns.width, colour)
            if words:
                sketch.write(words, x, below, columns.width - 2, "center")
                below += words.height + gap
        low = max(low, below)
    return low + 1


def _lay_down(journey: Journey, page: Page, area: Box, em: int, pad: float) -> Sketch:
    """Stand the faces as far to the right as their scores, in rows that begin with what is done and by whom."""
    sketch, theme = Sketch(page, em, width=area.width), page.theme
    scale = max(5 * 1.9 * em, 0.4 * area.width) if page.tall else min(0.45 * area.width, 16 * em)
    names = [
        (sketch.set(task.label, area.width - scale - em, balanced=False),
         sketch.set(", ".join(task.actors), area.width - scale - em, theme.muted, balanced=False))
        for task in journey.tasks
    ]  # fmt: skip
    side = max([words.width for pair in names for words in pair if words], default=0.0)
    if not page.tall:
        sketch.width = min(sketch.width, side + scale + 3 * em)
    sketch.whole = scale + side + em <= area.width
    left, step = sketch.width - scale + _FACE * em, (scale - 2 * _FACE * em) / 5
    least = min(1, *(task.score for task in journey.tasks))
    step = (scale - 2 * _FACE * em) / (5 - least)
    y, faces, waiting = 1.6 * em, [], iter(names)
    for part in journey.parts:
        title = sketch.set(part.name, sketch.width - scale, theme.accent, strong=True)
        if title:
            sketch.write(title, 0, y)
            y += title.height + 0.35 * pad
        for task in part.tasks:
            height, pair = 0.0, next(waiting)
            for words in pair:
                sketch.write(words, 0, y + height)
                height += words.height if words else 0
            faces.append((left + (task.score - least) * step, y + height / 2))
            y += max(height, 2 * _FACE * em) + pad
        y += 0.3 * pad
    _rule_scores(sketch, [left + at * step for at in range(6 - least)], least, y - 1.3 * pad)
    sketch.paths.append(
        Path(
            (tuple(_turn(_join([_turn_point(face) for face in faces]))),),
            tint(theme.ground, theme.accent, 0.75),
            sketch.line * 1.3,
        )
    )
    for (x, middle), task in zip(faces, journey.tasks, strict=True):
        draw_face(sketch, x, middle, _FACE * em, task.score)
    sketch.height = y - 1.3 * pad + 1
    return sketch


def _rule_scores(sketch: Sketch, places: list[float], least: int, bottom: float) -> None:
    theme = sketch.page.theme
    for score, x in enumerate(places, start=least):
        words = sketch.set(str(score), 2 * sketch.em, theme.muted)
        if words:
            sketch.write(words, x - words.width / 2, 0)
        sketch.rule((x, 1.4 * sketch.em), (x, bottom), theme.edge, max(1.0, sketch.line * 0.5))


def _turn_point(point: Point) -> Point:
    return point[1], point[0]


def _turn(points: list[Point]) -> list[Point]:
    return [_turn_point(point) for point in points]


def _join(points: list[Point]) -> list[Point]:
    """Lead a smooth line through points whose first places grow: level at each of them, never above or below both."""
    line = [points[0]]
    for (x0, y0), (x1, y1) in pairwise(points):
        for at in range(1, _STEPS + 1):
            t = at / _STEPS
            line.append((x0 + (x1 - x0) * t, y0 + (y1 - y0) * t * t * (3 - 2 * t)))
    return line
