"""Periods and events -> a rule with dots: across a wide page with cards below it, or down the page with words beside it."""

from __future__ import annotations

from itertools import product

from render.colour import mix
from render.diagrams.bands import draw_bands, stand_columns
from render.diagrams.outlines import round_box
from render.diagrams.sketch import SCALES, Sketch
from render.diagrams.timeline import Era, Timeline
from render.layout import Box, Item
from render.page import Page

_MOST_COLUMN = 11.0
"""Width of a period's column, in sizes."""
_PERIODS = 0.32
"""Of the width: the most that periods beside their events take."""
_PADS = (1.0, 0.6, 0.35)
_TALL_PADS = (2.6, 1.7, *_PADS)
_DOT = 0.3


def lay_out_timeline(timeline: Timeline, page: Page, area: Box) -> tuple[Item, ...]:
    """Draw a timeline as large as it fits; nothing when it would be too small to read."""
    least, closest = page.px(SCALES[-1]), page.px(SCALES[-1]) * _PADS[-1]
    down = any(_lay_down(timeline, page, area, least, closest, paired=paired).fits(area) for paired in (False, True))
    if not down and (page.tall == 1.0 or not _lay_across(timeline, page, area, least).fits(area)):
        return ()
    for size in SCALES:
        em = page.px(size)
        sketches = [] if page.tall == 1.0 else [_lay_across(timeline, page, area, em)]
        pads = _TALL_PADS if page.tall else _PADS
        for sketch in sketches:
            if sketch.fits(area):
                return sketch.place(area)
        for pad, paired in product(pads, (False, True)):
            sketch = _lay_down(timeline, page, area, em, pad * em, paired=paired)
            if sketch.fits(area) and (not paired or not page.tall):
                return sketch.place(area)
    return ()


def _lay_across(timeline: Timeline, page: Page, area: Box, em: int) -> Sketch:
    """Stand periods side by side over a rule, their events in cards below it."""
    sketch, theme = Sketch(page, em), page.theme
    counts = [len(era.periods) for era in timeline.eras]
    columns = stand_columns(counts, 0.0, area.width - 0.6 * em, 0.55 * em, _MOST_COLUMN * em)
    sketch.width = columns.right + 0.6 * em
    y = draw_bands(sketch, [era.name for era in timeline.eras], counts, columns)
    periods = [period for era in timeline.eras for period in era.periods]
    labels = [sketch.set(period.label, columns.width, theme.accent, strong=True) for period in periods]
    rule = y + max([label.height for label in labels if label], default=0) + 0.75 * em
    tip = sketch.width - 0.1 * em
    sketch.rule((0, rule), (tip - 0.3 * em, rule), sketch.ink)
    sketch.fill(((tip, rule), (tip - 0.5 * em, rule - 0.24 * em), (tip - 0.5 * em, rule + 0.24 * em)), sketch.ink)
    bottom = rule
    for period, label, x, middle in zip(periods, labels, columns.lefts, columns.middles, strict=True):
        if label:
            sketch.write(label, x, rule - 0.6 * em - label.height, columns.width - 2, "center")
        low = rule
        for event in period.events:
            words = sketch.set(event, columns.width - 0.9 * em)
            if words:
                height = words.height + 0.7 * em
                top = low + (0.95 if low == rule else 0.4) * em
                sketch.rule((middle, low), (middle, top), mix(theme.ground, theme.ink, 0.3), sketch.line * 0.8)
                sketch.box(x, top, columns.width, height, 0.3 * em, theme.panel, theme.edge, sketch.line * 0.7)
                sketch.write(words, x + 0.3 * em, top + 0.35 * em, columns.width - 0.6 * em - 2, "center")
                low = top + height
        dot = _DOT * em
        sketch.fill(round_box(middle - dot, rule - dot, 2 * dot, 2 * dot, dot), theme.accent)
        bottom = max(bottom, low + dot)
    sketch.height = bottom + 0.1 * em
    return sketch


def _lay_down(timeline: Timeline, page: Page, area: Box, em: int, pad: float, *, paired: bool) -> Sketch:
    """Stand periods below each other, their events to the right of a rule; paired, in two columns of equal height."""
    whole = Sketch(page, em)
    if not paired:
        _draw_down(whole, timeline.eras, 0.0, area.width, pad)
        return whole
    rows = [(era.name, period) for era in timeline.eras for period in era.periods]
    if len(rows) < 4:
        whole.whole = False
        return whole
    half = (len(rows) + 1) // 2
    room, x = (area.width - 2.5 * em) / 2, 0.0
    for part in (rows[:half], rows[half:]):
        eras: list[Era] = []
        for name, period in part:
            if eras and eras[-1].name == name:
                eras[-1] = eras[-1]._replace(periods=(*eras[-1].periods, period))
            else:
                eras.append(Era(name, (period,)))
        height = whole.height
        _draw_down(whole, tuple(eras), x, room, pad)
        whole.height = max(height, whole.height)
        x = whole.width + 2.5 * em
    return whole


def _draw_down(sketch: Sketch, eras: tuple[Era, ...], left: float, room: float, pad: float) -> None:
    em, theme = sketch.em, sketch.page.theme
    periods = [period for era in eras for period in era.periods]
    labels = [sketch.set(period.label, _PERIODS * room, theme.accent, strong=True) for period in periods]
    widest = max([label.width for label in labels if label], default=0.0)
    waiting = iter(labels)
    rule, x = left + widest + 0.9 * em, left + widest + 1.8 * em
    dots: list[float] = []
    y, reach = 0.0, x
    for era in eras:
        title = sketch.set(era.name, room, strong=True)
        if title:
            y += 0.2 * pad if y else 0.0
            sketch.write(title, x, y)
            y, reach = y + title.height + 0.5 * pad, max(reach, x + title.width)
        for period in era.periods:
            label, top = next(waiting), y
            sketch.write(label, left, y, widest, "right")
            for event in period.events:
                words = sketch.set(event, left + room - x, balanced=False)
                sketch.write(words, x, y)
                y += (words.height if words else 0) + 0.22 * em
                reach = max(reach, x + (words.width if words else 0.0))
            dots.append(top + 0.61 * em)
            y = max(y - (0.22 * em if period.events else 0.0), top + (label.height if label else 0)) + pad
    bottom = y - pad
    sketch.rule(
        (rule, dots[0]), (rule, bottom if bottom - dots[-1] > em else dots[-1]), mix(theme.ground, theme.ink, 0.3)
    )
    for dot in dots:
        size = 0.26 * em
        sketch.fill(round_box(rule - size, dot - size, 2 * size, 2 * size, size), theme.accent)
    sketch.width, sketch.height = reach + 2, bottom + 1
