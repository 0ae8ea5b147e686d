"""A plan -> rows of bars over an axis of time: names beside the bars, or above them; parts beside the names, or above."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Literal

from render.colour import mix, tint
from render.diagrams.gantt import Gantt, Section, Task
from render.diagrams.sketch import SCALES, Sketch
from render.diagrams.time_axis import Axis, Mark, choose_marks
from render.layout import Box, Item
from render.page import Page
from render.paths import Path
from render.text_layout import Paragraph

_PADS, _LEAST_PAD = (0.95, 0.6), 0.34
"""Free between rows, in sizes: airy ones first, and the last only where nothing else fits."""
_TALL_PAD = 1.5
Way = Literal["columns", "beside", "above"]
"""Where names stand: parts, tasks and bars in three columns; parts above their tasks; and tasks above their bars, too."""
_LARGER: dict[Way, float] = {"columns": 1.0, "beside": 1.1, "above": 1.3}
"""So much larger must the type become than in the ways before."""
_NAMES: dict[Way, float] = {"columns": 0.27, "beside": 0.36, "above": 1.0}
"""Of the width: the most that names of tasks take."""
_PARTS = 0.17
"""Of the width: the most that names of parts take in a column of their own."""
_LEAST_CHART = 12.0
"""Width of the bars' side, in sizes."""
_MOST_LINES = 2
_BAR = 0.95


@dataclass(slots=True)
class _Chart:
    """A plan being drawn."""

    sketch: Sketch
    plan: Gantt
    pad: float
    way: Way
    inset: float
    """Where the names of tasks begin."""
    lanes: list[tuple[float, float]] = field(default_factory=list)
    """From where to where the lines of the axis run: not through words."""
    left: float = 0.0
    """Where the axis of time begins."""
    right: float = 0.0
    bars: list[tuple[Task, float]] = field(default_factory=list)
    """Tasks and where their bars begin: drawn when the lines of the axis stand."""

    @property
    def start(self) -> int:
        return min(task.start for task in self.plan.tasks)

    @property
    def end(self) -> int:
        return max([self.start + 1, *(task.end for task in self.plan.tasks)])

    def x(self, moment: int) -> float:
        return self.left + (self.right - self.left) * (moment - self.start) / (self.end - self.start)


def lay_out_gantt(plan: Gantt, page: Page, area: Box) -> tuple[Item, ...]:
    """Draw a plan as large as it fits; nothing when it would be too small to read."""
    smallest = page.px(SCALES[-1])
    best: Sketch | None = None
    for way, larger in _LARGER.items():
        if _compose(plan, page, area, smallest, _LEAST_PAD, way).fits(area):
            sketch = _enlarge(plan, page, area, way)
            if sketch and (best is None or sketch.em > larger * best.em):
                best = sketch
    return best.place(area) if best else ()


def _enlarge(plan: Gantt, page: Page, area: Box, way: Way) -> Sketch | None:
    """Find the largest type at which a plan fits, with much room between its rows if it can be."""
    pads = (_TALL_PAD, *_PADS) if page.tall else _PADS
    for size, pad in (*product(SCALES, pads), *product(SCALES, (_LEAST_PAD,))):
        sketch = _compose(plan, page, area, page.px(size), pad, way)
        if sketch.fits(area):
            return sketch
    return None


def _compose(plan: Gantt, page: Page, area: Box, em: int, pad: float, way: Way) -> Sketch:
    sketch = Sketch(page, em, width=area.width)
    parts = [sketch.set(section.name, _PARTS * area.width, strong=True) for section in plan.sections]
    column = max([part.width + 1.2 * em for part in parts if part and way == "columns"], default=0.0)
    chart = _Chart(sketch, plan, pad * em, way, 0.7 * em + column)
    names = [sketch.set(task.label, _NAMES[way] * area.width - em, balanced=False) for task in plan.tasks]
    side = max([name.width for name in names if name], default=0.0)
    chart.left = chart.inset + side + 1.2 * em if way != "above" else 0.7 * em
    chart.right = area.width - 1.6 * em
    sketch.whole = chart.right - chart.left >= _LEAST_CHART * em
    sketch.whole &= column > 0 or way != "columns"
    sketch.whole &= all(len(name.lines) <= _MOST_LINES for name in names if name)
    waiting = iter(names)
    y = 0.0
    for section in plan.sections:
        y = _draw_section(chart, section, [next(waiting) for _ in section.tasks], y)
    _draw_axis(chart, y)
    for task, top in chart.bars:
        _draw_task(chart, task, top)
    return sketch


def _draw_section(chart: _Chart, section: Section, names: list[Paragraph | None], y: float) -> float:
    sketch, em = chart.sketch, chart.sketch.em
    top = y
    y += 0.5 * chart.pad + 0.1 * em
    columns = chart.way == "columns"
    room = chart.inset - 1.9 * em if columns else sketch.width - 2 * em
    title = sketch.set(section.name, room, sketch.page.theme.muted, strong=True)
    sketch.write(title, 0.7 * em, y, room if columns else 0.0)
    least = y + title.height + chart.pad if title and columns else 0.0
    y += title.height + 0.35 * chart.pad if title and not columns else 0.0
    first = y - 0.15 * chart.pad
    for task, name in zip(section.tasks, names, strict=True):
        height = name.height if name else em
        if chart.way != "above":
            row = max(float(height), _BAR * em)
            sketch.write(name, chart.inset, y + (row - height) / 2)
            chart.bars.append((task, y + (row - _BAR * em) / 2))
            y += row + chart.pad
        else:
            sketch.write(name, chart.inset, y)
            chart.bars.append((task, y + height + 0.08 * em))
            chart.lanes.append((y + height + 0.02 * em, y + height + (_BAR + 0.14) * em))
            y += height + 0.08 * em + _BAR * em + chart.pad
    y = max(y, least) + 0.1 * em - 0.5 * chart.pad
    if chart.way != "above":
        chart.lanes.append((first if title and not columns else top, y))
    if len(chart.plan.sections) > 1:
        sketch.box(0, top, sketch.width, y - top, 0.35 * em, sketch.page.theme.panel)
        y += 0.22 * em
    return y


def _draw_task(chart: _Chart, task: Task, y: float) -> None:
    """Draw a bar, or a diamond for a moment: filled while under way, with a tick when done, in red when critical."""
    sketch, theme, em = chart.sketch, chart.sketch.page.theme, chart.sketch.em
    colour = theme.bad if "crit" in task.tags else theme.accent
    fill = colour if "active" in task.tags else tint(theme.panel, colour, 0.4)
    edge = colour
    if "done" in task.tags:
        fill, edge = mix(theme.panel, theme.ink, 0.24), colour if "crit" in task.tags else theme.muted
    height = _BAR * em
    if task.is_milestone or "vert" in task.tags:
        middle, half = chart.x((task.start + task.end) // 2), height / 2
        points = ((middle, y), (middle + half, y + half), (middle, y + height), (middle - half, y + half))
        sketch.fill(points, edge if "done" not in task.tags else fill)
        return
    start, end = chart.x(task.start), chart.x(task.end)
    width = max(0.3 * em, end - start)
    sketch.box(min(start, chart.right - width), y, width, height, 0.2 * em, fill, edge, sketch.line * 0.7)
    if "done" in task.tags and width > 1.3 * em:
        tick = (
            (start + 0.32 * em, y + 0.5 * em),
            (start + 0.5 * em, y + 0.68 * em),
            (start + 0.86 * em, y + 0.28 * em),
        )
        for one, other in pairwise(tick):
            sketch.rule(one, other, theme.ink, sketch.line)


def _draw_axis(chart: _Chart, y: float) -> None:
    """Write the times below, and draw their lines: over the sections' fields, behind the bars."""
    sketch, theme, em = chart.sketch, chart.sketch.page.theme, chart.sketch.em
    plan = chart.plan
    axis = Axis(plan.axis, plan.interval, plan.dated, plan.begins, sketch.page.look.language)

    def set_mark(mark: Mark) -> tuple[float, Paragraph | None]:
        return chart.x(mark.moment), sketch.set(mark.label, 12 * em, theme.muted)

    def reach(mark: Mark) -> tuple[float, float]:
        x, words = set_mark(mark)
        width = words.width if words else 0.0
        left = min(max(0.0, x - width / 2), sketch.width - width - 2)
        return left, left + width

    def fit(marks: list[Mark]) -> bool:
        apart = all(reach(one)[1] + 0.7 * em < reach(other)[0] for one, other in pairwise(marks))
        return apart and len({mark.label for mark in marks}) == len(marks)

    marks = choose_marks(chart.start, chart.end, axis, fit)
    for mark in marks:
        x = chart.x(mark.moment)
        lines = tuple(((x, top), (x, bottom)) for top, bottom in (*chart.lanes, (y, y + 0.2 * em)))
        sketch.paths.append(Path(lines, mix(theme.ground, theme.ink, 0.22), max(1.0, sketch.line * 0.5)))
    y += 0.3 * em
    for mark in marks:
        words = set_mark(mark)[1]
        sketch.write(words, reach(mark)[0], y)
    sketch.height = y + (1.3 * em if marks else 0.0)
