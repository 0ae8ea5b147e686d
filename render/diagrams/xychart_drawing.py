"""Bars and lines -> a chart: upright, or lying where names need the room."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from model.scenes.chart import Datum
from render.chart_scale import name_number, scale_axis
from render.colour import tint
from render.diagrams.outlines import round_box
from render.diagrams.sketch import SCALES, Sketch, series_colour
from render.diagrams.xychart import XYChart
from render.layout import Box, Item
from render.page import Page
from render.paths import Path, Point
from render.text_layout import Paragraph

_STEPS = (5, 3, 2)
"""Of the axis of numbers: fewer where they would run into each other."""
_BARS = 0.66
"""Of a place's width: what its bars take."""
_LARGER = 1.3
"""So much larger must the type become for bars to lie against their author's word."""


class _Scale(NamedTuple):
    """The axis of numbers."""

    ticks: tuple[float, ...]
    least: float
    most: float

    def share(self, value: float) -> float:
        """Return how far up a number stands, from 0 to 1."""
        return (value - self.least) / (self.most - self.least)


@dataclass(slots=True)
class _Frame:
    """The area between the axes. Shares count from the lower left, along the places and along the numbers."""

    left: float
    top: float
    width: float
    height: float
    lying: bool

    def at(self, along: float, up: float) -> Point:
        """Return the pixel of a place and a number."""
        if self.lying:
            return self.left + up * self.width, self.top + along * self.height
        return self.left + along * self.width, self.top + (1 - up) * self.height


def lay_out_xychart(chart: XYChart, page: Page, area: Box) -> tuple[Item, ...]:
    """Draw a chart as large as the area, in the largest type in which all its names fit."""
    found: list[Sketch] = []
    for lying in (chart.horizontal, not chart.horizontal):
        sketches = (
            _compose(chart, page, area, page.px(size), _find_scale(chart, steps), lying=lying)
            for size, steps in product(SCALES, _STEPS)
        )
        found += [sketch for sketch in (next((one for one in sketches if one.fits(area)), None),) if sketch]
    if len(found) > 1 and found[1].em > _LARGER * found[0].em:
        found.reverse()
    return found[0].place(area) if found else ()


def _find_scale(chart: XYChart, steps: int) -> _Scale:
    """Return the axis of numbers: as its author wants it, if all stand on it; else round numbers around them."""
    values = [value for series in chart.series for value in series.values]
    if chart.span and chart.span[0] <= min(values) and max(values) <= chart.span[1] and chart.span[0] < chart.span[1]:
        inside = tuple(tick for tick in scale_axis(chart.span, steps) if chart.span[0] <= tick <= chart.span[1])
        return _Scale(inside or chart.span, *chart.span)
    ticks = scale_axis([0.0, *values], steps)
    return _Scale(ticks, ticks[0], ticks[-1])


def _compose(chart: XYChart, page: Page, area: Box, em: int, scale: _Scale, *, lying: bool) -> Sketch:
    sketch, theme = Sketch(page, em, area.width, min(area.height, area.width)), page.theme
    titles = (chart.y_title, chart.x_title) if lying else (chart.x_title, chart.y_title)
    below, above = (sketch.set(title, sketch.width - em, theme.muted) for title in titles)
    shown = [name_number(Datum(label="", value=tick), page.look.language) for tick in scale.ticks]
    numbers = [sketch.set(text, 9 * em, theme.muted) for text in shown]
    widest = 0.34 * sketch.width if lying else (sketch.width - 6 * em) / len(chart.names) - 0.3 * em
    names = [sketch.set(name, widest) for name in chart.names]
    side = max(words.width for words in (names if lying else numbers) if words) + 0.6 * em
    foot = max(words.height for words in (numbers if lying else names) if words) + 0.4 * em
    foot += below.height + 0.2 * em if below else 0.0
    top = (above.height + 0.4 * em if above else 0.0) + 0.6 * em
    end = max([1.2 * em, *(words.width / 2 for words in numbers if words and lying)])
    frame = _Frame(side, top, sketch.width - side - end, sketch.height - top - foot, lying)
    sketch.whole &= frame.width > 8 * em and frame.height > 6 * em
    sketch.write(above, 0, 0)
    if below:
        sketch.write(below, frame.left, sketch.height - below.height - 1, frame.width, "center")
    for tick in scale.ticks:
        up = scale.share(tick)
        sketch.rule(frame.at(0, up), frame.at(1, up), theme.edge, max(1.0, sketch.line * 0.6))
    marks = [frame.at(0, scale.share(tick)) for tick in scale.ticks]
    _write_along(sketch, frame, list(zip(marks, numbers, strict=True)), lying)
    middles = [frame.at((at + 0.5) / len(names), 0) for at in range(len(names))]
    _write_along(sketch, frame, list(zip(middles, names, strict=True)), not lying)
    _draw_series(sketch, chart, frame, scale)
    return sketch


def _write_along(sketch: Sketch, frame: _Frame, places: list[tuple[Point, Paragraph | None]], below: bool) -> None:
    """Write words below the frame, or before it, each at its place; whether they are apart is part of whether all fits."""
    reached: float | None = None
    for (x, y), words in sorted(places, key=lambda place: place[0][0 if below else 1]):
        if words:
            left = x - words.width / 2 if below else frame.left - 0.5 * sketch.em - words.width
            top = frame.top + frame.height + 0.3 * sketch.em if below else y - words.height / 2
            sketch.write(words, left, top)
            sketch.whole &= left >= 0 and left + words.width <= sketch.width
            start, end = (left - 0.2 * sketch.em, left + words.width) if below else (top, top + words.height)
            sketch.whole &= reached is None or start >= reached
            reached = end


def _draw_series(sketch: Sketch, chart: XYChart, frame: _Frame, scale: _Scale) -> None:
    """Draw the bars of a place beside each other, then the lines over them."""
    count = len(chart.names)
    zero = scale.share(min(max(0.0, scale.least), scale.most))
    bars = [series for series in chart.series if series.kind == "bar"]
    for number, series in enumerate(bars):
        colour = tint(sketch.page.theme.ground, series_colour(sketch.page, number), 0.72)
        for at, value in enumerate(series.values):
            width = _BARS / count / len(bars)
            start = (at + 0.5 - _BARS / 2) / count + number * width
            (x0, y0), (x1, y1) = (
                frame.at(start + 0.04 * width, zero),
                frame.at(start + 0.96 * width, scale.share(value)),
            )
            left, top = min(x0, x1), min(y0, y1)
            sketch.box(left, top, abs(x1 - x0), abs(y1 - y0), 0.12 * sketch.em, colour)
    lines = [series for series in chart.series if series.kind == "line"]
    for number, series in enumerate(lines):
        colour = series_colour(sketch.page, number + len(bars))
        points = [frame.at((at + 0.5) / count, scale.share(value)) for at, value in enumerate(series.values)]
        if len(points) > 1:
            sketch.paths.append(Path((tuple(points),), colour, sketch.line * 1.6))
        for x, y in points:
            dot = 0.2 * sketch.em
            sketch.fill(round_box(x - dot, y - dot, 2 * dot, 2 * dot, dot), colour)
