"""Commits -> lanes of dots: across a wide page with names beside the lanes, or down the page with words beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

from render.colour import tint
from render.diagrams.gitgraph import Commit, History
from render.diagrams.outlines import round_box
from render.diagrams.sketch import SCALES, Sketch, series_colour
from render.layout import Box, Item
from render.page import Page
from render.paths import Path, Point
from render.text_layout import Paragraph

_DOT = 0.38
"""Radius, in sizes."""
_PADS = (1.5, 1.0, 0.6, 0.35)
_WIDEST = (7.0, 5.0)
"""Of words at a commit, in sizes."""
_LARGER = 1.4
"""So much larger must the type become for lanes to run down a wide page."""
_LANE = 1.35
"""From lane to lane where they run down."""


def lay_out_git_graph(history: History, page: Page, area: Box) -> tuple[Item, ...]:
    """Draw a history as large as it fits; nothing when it would be too small to read."""
    least = page.px(SCALES[-1])
    across = page.tall < 1.0 and _lay_across(history, page, least, _WIDEST[-1]).fits(area)
    if not across and not _lay_down(history, page, area, least, _PADS[-1] * least).fits(area):
        return ()
    sizes = [page.px(size) for size in SCALES]
    wide = (_lay_across(history, page, em, widest) for em in sizes for widest in _WIDEST) if across else ()
    tall = (_lay_down(history, page, area, em, pad * em) for em in sizes for pad in _PADS)
    found = [next((sketch for sketch in some if sketch.fits(area)), None) for some in (wide, tall)]
    best = [sketch for sketch in found if sketch]
    if len(best) > 1 and best[1].em > _LARGER * best[0].em:
        best.reverse()
    return best[0].place(area) if best else ()


def _lay_across(history: History, page: Page, em: int, widest: float) -> Sketch:
    """Lead the lanes to the right, names of branches before them, ids below and tags above the dots."""
    sketch, theme = Sketch(page, em), page.theme
    names = [sketch.set(name, 8 * em, strong=True) for name in history.branches]
    ids = [sketch.set(commit.label, widest * em, theme.muted) for commit in history.commits]
    tags = [sketch.set(commit.tag, widest * em) for commit in history.commits]
    left = max(name.width for name in names if name) + 2.1 * em
    widths = [max(2.2 * _DOT * em, _width(one), _width(tag) + 0.7 * em) for one, tag in zip(ids, tags, strict=True)]
    steps = [(one + other) / 2 + 1.1 * em for one, other in pairwise(widths)]
    xs = [left + widths[0] / 2 + step for step in accumulate(steps, initial=0.0)]
    ys, y = [], 0.0
    for branch in range(len(history.branches)):
        own = [at for at, commit in enumerate(history.commits) if commit.branch == branch]
        above = max([tags[at].height + 0.85 * em for at in own if tags[at]] or [0.75 * em])  # type: ignore[union-attr]
        below = max([ids[at].height + 0.65 * em for at in own if ids[at]] or [0.75 * em])  # type: ignore[union-attr]
        ys.append(y + above)
        y += above + below + 0.4 * em
    places = [(x, ys[commit.branch]) for x, commit in zip(xs, history.commits, strict=True)]
    sketch.width, sketch.height = xs[-1] + widths[-1] / 2 + 2, y - 0.4 * em
    turns = [x + width / 2 + 0.55 * em for x, width in zip(xs, widths, strict=True)]
    _draw_ways(sketch, history, places, turns)
    _name_lanes(sketch, names, ys)
    for place, commit, words, tag in zip(places, history.commits, ids, tags, strict=True):
        _draw_dot(sketch, place, commit)
        if words:
            sketch.write(words, place[0] - words.width / 2, place[1] + 0.6 * em, words.width, "center")
        if tag:
            _draw_chip(sketch, tag, place[0] - tag.width / 2 - 0.35 * em, place[1] - 0.65 * em - tag.height - 0.1 * em)
    return sketch


def _width(words: Paragraph | None) -> float:
    return words.width if words else 0.0


def _name_lanes(sketch: Sketch, names: Sequence[Paragraph | None], ys: Sequence[float]) -> None:
    for branch, (name, y) in enumerate(zip(names, ys, strict=True)):
        if name:
            _draw_chip(sketch, name, 0, y - name.height / 2 - 0.1 * sketch.em, branch)


def _draw_chip(sketch: Sketch, words: Paragraph, x: float, y: float, branch: int = -1) -> float:
    """Draw words in a small field: of a branch in its colour, of a tag with a border; return its right side."""
    em, theme = sketch.em, sketch.page.theme
    width, height = words.width + 0.7 * em, words.height + 0.2 * em
    if branch < 0:
        sketch.box(x, y, width, height, 0.2 * em, theme.panel, theme.edge, sketch.line * 0.7)
    else:
        sketch.box(x, y, width, height, height / 2, tint(theme.ground, series_colour(sketch.page, branch), 0.16))
    sketch.write(words, x + 0.35 * em, y + 0.1 * em, words.width)
    return x + width


def _draw_ways(sketch: Sketch, history: History, places: Sequence[Point], turns: Sequence[float]) -> None:
    """Join each commit with those it follows: a branch leaves at once, a merge arrives at last, behind the columns."""
    for at, commit in enumerate(history.commits):
        for number, parent in enumerate(commit.parents):
            start, end = places[parent], places[at]
            merged = number == 1
            colour = series_colour(sketch.page, history.commits[parent].branch if merged else commit.branch)
            turn = turns[at - 1 if merged else parent]
            turn += (0.16 if merged else -0.16) * sketch.em
            points = [start, end] if start[1] == end[1] else _bend(start, end, turn, 0.5 * sketch.em)
            sketch.paths.append(Path((tuple(points),), colour, sketch.line * 1.6))


def _bend(start: Point, end: Point, turn: float, radius: float) -> list[Point]:
    """Go along one lane, cross to another at `turn`, and go on, with round corners."""
    way = 1 if end[1] > start[1] else -1
    radius = min(radius, abs(end[1] - start[1]) / 2, turn - start[0], end[0] - turn)
    first, second = [], []
    for at in range(9):
        angle = at / 8 * math.pi / 2
        out, along = radius * math.sin(angle), radius * (1 - math.cos(angle))
        first.append((turn - radius + out, start[1] + way * along))
        second.append((turn + along, end[1] - way * (radius - out)))
    return [start, *first, *second, end]


def _draw_dot(sketch: Sketch, place: Point, commit: Commit) -> None:
    """Draw a commit: a dot, a ring for a merge, a square when highlighted, a cross when it takes something back."""
    x, y, radius, theme = *place, _DOT * sketch.em, sketch.page.theme
    colour = series_colour(sketch.page, commit.branch)
    corner = 0.25 * radius if commit.mark == "highlight" else radius
    sketch.fill(round_box(x - radius, y - radius, 2 * radius, 2 * radius, corner), colour)
    if commit.mark in ("merge", "picked"):
        inner = 0.52 * radius
        sketch.fill(round_box(x - inner, y - inner, 2 * inner, 2 * inner, inner), theme.ground)
    elif commit.mark == "reverse":
        arm = 0.42 * radius
        sketch.rule((x - arm, y - arm), (x + arm, y + arm), theme.ground, sketch.line)
        sketch.rule((x - arm, y + arm), (x + arm, y - arm), theme.ground, sketch.line)


def _lay_down(history: History, page: Page, area: Box, em: int, pad: float) -> Sketch:
    """Lead the lanes down, one commit in each row; what is told of it stands to the right of all lanes."""
    sketch = Sketch(page, em)
    right = _DOT * em * 2 + _LANE * em * (len(history.branches) - 1) + 0.7 * em
    seen: set[int] = set()
    centres, y, reach = [], 0.0, right
    for commit in history.commits:
        parts = [(history.branches[commit.branch], commit.branch), (commit.tag, -1)]
        chips = [(sketch.set(text, area.width, strong=branch >= 0), branch) for text, branch in parts if text]
        if commit.branch in seen:
            chips = chips[1:]
        seen.add(commit.branch)
        x, height = right, 1.45 * em
        for chip, branch in chips:
            if chip:
                x = _draw_chip(sketch, chip, x, y, branch) + 0.4 * em
                height = max(height, chip.height + 0.2 * em)
        words = sketch.set(commit.label, max(2.0 * em, area.width - x), balanced=False)
        if words:
            sketch.write(words, x, y + 0.1 * em)
            height, x = max(height, words.height + 0.2 * em), x + words.width
        centres.append(((_DOT + _LANE * commit.branch) * em, y + 0.72 * em))
        reach, y = max(reach, x), y + height + pad
    _draw_ways_down(sketch, history, centres)
    for place, commit in zip(centres, history.commits, strict=True):
        _draw_dot(sketch, place, commit)
    sketch.width, sketch.height = reach + 2, y - pad + 1
    return sketch


def _draw_ways_down(sketch: Sketch, history: History, places: Sequence[Point]) -> None:
    """Draw the ways as across, and turn them."""
    turned = Sketch(sketch.page, sketch.em)
    turns = [(one[1] + other[1]) / 2 for one, other in pairwise(places)]
    _draw_ways(turned, history, [(y, x) for x, y in places], turns)
    for path in turned.paths:
        contour = tuple((x, y) for y, x in path.contours[0])
        sketch.paths.append(Path((contour,), path.colour, path.width))
