"""A chart scene to its layout: bars below each other, or a line over its categories; one accent, the others muted."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from model.scenes.base import SceneConfig
from model.scenes.chart import ChartScene, Datum
from render.chart_scale import Scale, name_number, scale_axis
from render.headers import place_above
from render.layout import Box, Disc, Drawing, Item, Layout, Panel
from render.page import Page, Size
from render.paths import Path
from render.spans import TextStyle
from render.splitting import LONG_HEADER, share_fields, split_header, split_string
from render.text_layout import Paragraph, set_text
from render.theme import mix

_SIZES: tuple[Size, ...] = ("lead", "body", "small", "least")
_LABEL_PART = 0.34
"""Of the width: the most that labels beside bars take."""
_LONGEST_LABEL = 80
_MOST_ROW, _LEAST_GAP = 150, 10
_QUIET = 0.3
"""How much ink the bars have that do not stand out."""


def lay_out(scene: ChartScene, page: Page) -> Layout:
    """Place header, axis title and drawing, with words as large as they fit."""
    header, safe = place_above(page, scene.header), page.safe
    axis = set_text(scene.axis, page.style("least", page.theme.muted), safe.width) if scene.axis else None
    items: list[Item] = [*header.items]
    top = header.bottom
    if axis:
        items.append(page.place(axis, safe.x, top - page.px(20), safe.width))
        top += axis.height
    area = Box(safe.x, top, safe.width, safe.bottom - top)
    fits, bottom = False, top
    for size in _SIZES:
        drawn: list[Item] = []
        draw = _draw_line if scene.form == "line" and len(scene.data) > 1 else _draw_bars
        bottom, fits = draw(scene, page, size, area, drawn)
        if fits:
            break
    short = header.fits and (axis is None or len(axis.lines) <= 2)
    return Layout(page.theme.ground, page.settle((*items, *drawn), bottom), short and fits)


def _in_order(scene: ChartScene) -> list[tuple[Datum, bool]]:
    """Return the entries as they are drawn, each with whether it stands out."""
    entries = [(datum, at == scene.marked) for at, datum in enumerate(scene.data)]
    if scene.order != "given" and scene.form == "bars":
        entries.sort(key=lambda entry: entry[0].value, reverse=scene.order == "largest")
    return entries


def _quiet(page: Page) -> str:
    return mix(page.theme.ground, page.theme.ink, _QUIET)


def _value_style(page: Page, size: Size, marked: bool) -> TextStyle:
    theme = page.theme
    return replace(page.style(size, theme.accent if marked else theme.ink, "semibold", tabular=True), leading=1.2)


def _draw_bars(scene: ChartScene, page: Page, size: Size, area: Box, items: list[Item]) -> tuple[int, bool]:
    """Stand labels beside bars on one zero, and each number at its bar's end."""
    entries = _in_order(scene)
    style = replace(page.style(size), leading=1.2)
    most = round(area.width * (_LABEL_PART if page.wide else 0.4))
    labels = [set_text(datum.label, _marked(style, page, marked), most) for datum, marked in entries]
    values = [
        set_text(name_number(datum, page.look.language), _value_style(page, size, marked), most)
        for datum, marked in entries
    ]
    column = max(int(label.width) + 2 for label in labels)
    room = max(int(value.width) + 2 for value in values) + page.px(20)
    below = any(datum.value < 0 for datum, _ in entries)
    least, largest = min(0.0, *(datum.value for datum, _ in entries)), max(0.0, *(datum.value for datum, _ in entries))
    left = area.x + column + page.px(28) + (room if below else 0)
    span = area.right - room - left
    heights = [max(label.height, value.height) for label, value in zip(labels, values, strict=True)]
    row = min(
        page.px(_MOST_ROW * (1 + 0.6 * page.tall)), max(max(heights) + page.px(_LEAST_GAP), area.height // len(entries))
    )
    scale = Scale(least, largest if largest > least else least + 1, left, left + max(1, span))
    for at, (label, value, (datum, marked)) in enumerate(zip(labels, values, entries, strict=True)):
        middle = area.y + at * row + row // 2
        items.append(page.place(label, area.x, middle - label.height // 2, column, "right"))
        _place_bar(page, scale, datum, marked, Box(left, middle, span, row), items)
        end = max(scale.at(datum.value), scale.at(0)) + page.px(14)
        wide = int(value.width) + 2
        x = scale.at(datum.value) - page.px(14) - wide if datum.value < 0 else end
        items.append(page.place(value, x, middle - value.height // 2, wide, "right" if datum.value < 0 else "left"))
    zero = Box(scale.at(0) - page.px(1), area.y, max(1, page.px(2)), row * len(entries))
    items.append(Panel(zero, mix(page.theme.ground, page.theme.ink, 0.5)))
    broken = any(part.broken for part in (*labels, *values)) and size != _SIZES[-1]
    one = all(len(value.lines) == 1 for value in values) and all(len(label.lines) <= 3 for label in labels)
    bottom = area.y + row * len(entries)
    return bottom, not broken and one and span >= page.px(160) and bottom <= area.bottom


def _marked(style: TextStyle, page: Page, marked: bool) -> TextStyle:
    return replace(style, face="semibold") if marked else replace(style, colour=page.theme.muted)


def _place_bar(page: Page, scale: Scale, datum: Datum, marked: bool, row: Box, items: list[Item]) -> None:
    start, end = sorted((scale.at(0), scale.at(datum.value)))
    thick = min(page.gap(64), max(page.px(12), round(row.height * 0.56)))
    box = Box(start, row.y - thick // 2, max(page.px(3) if datum.value else 0, end - start), thick)
    if box.width:
        items.append(Panel(box, page.theme.accent if marked else _quiet(page), page.ends(page.px(12))))


def _draw_line(scene: ChartScene, page: Page, size: Size, area: Box, items: list[Item]) -> tuple[int, bool]:
    """Draw a line over a grid of round numbers, labels below, the number of the entry that stands out above it."""
    small: Size = "small" if size in ("lead", "body") else size
    style = replace(page.style(small, page.theme.muted, tabular=True), leading=1.2)
    ticks = scale_axis([datum.value for datum in scene.data], 4)
    names = [
        set_text(name_number(Datum(label="", value=tick), page.look.language), style, area.width // 3) for tick in ticks
    ]
    left = area.x + max(int(name.width) + 2 for name in names) + page.px(24)
    count = len(scene.data)
    pitch = (area.right - left) / count
    labels = [set_text(datum.label, style, round(pitch) - page.px(8)) for datum in scene.data]
    every = 1 if all(_is_whole(label) for label in labels) else 2 if count > 5 else 0
    if every == 2:
        labels = [set_text(datum.label, style, round(2 * pitch) - page.px(8)) for datum in scene.data]
        every = 2 if all(_is_whole(label) for label in labels) else 0
    peak = _Peak.of(scene, page, size, area)
    under = page.px(24) + peak.value.height if peak.below else 0
    high = page.px(40) + (0 if peak.below else peak.value.height)
    foot = area.bottom - max(label.height for label in labels) - page.px(20) - under
    height = min(foot - area.y - high, page.px(640) if page.wide else page.px(1100))
    base = area.y + high + height
    scale = Scale(ticks[0], ticks[-1], base, area.y + high)
    for tick, name in zip(ticks, names, strict=True):
        y = scale.at(tick)
        items.append(page.place(name, area.x, y - name.height // 2, left - page.px(24) - area.x, "right"))
        strong = mix(page.theme.ground, page.theme.ink, 0.5) if tick == 0 else page.theme.edge
        items.append(Panel(Box(left, y - page.px(1), area.right - left, max(1, page.px(2))), strong))
    centres = [left + round(pitch * (at + 0.5)) for at in range(count)]
    for at, label in enumerate(labels):
        if every and (count - 1 - at) % every == 0:
            wide = int(label.width) + 2
            x = min(max(centres[at] - wide // 2, left), area.right - wide)
            items.append(page.place(label, x, base + under + page.px(20), wide, "center"))
    _place_curve(scene, page, [(x, scale.at(datum.value)) for x, datum in zip(centres, scene.data, strict=True)], items)
    items.append(peak.place(page, centres, scale, Box(left, area.y, area.right - left, area.height)))
    return base + under + page.px(20) + max(label.height for label in labels), every > 0 and height >= page.px(200)


def _is_whole(label: Paragraph) -> bool:
    return len(label.lines) <= 2 and not label.broken


def _place_curve(scene: ChartScene, page: Page, points: list[tuple[int, int]], items: list[Item]) -> None:
    """Draw the line and its dots; a drawing keeps its sides, so on pages that begin on the right it is turned here."""
    width = page.look.format.width
    turned = [(width - x if page.rtl else x, y) for x, y in points]
    left, top = min(x for x, _ in turned), min(y for _, y in turned)
    right, bottom = max(x for x, _ in turned), max(y for _, y in turned)
    line = tuple((float(x - left), float(y - top)) for x, y in turned)
    path = Path((line,), page.theme.accent, float(page.px(6)))
    items.append(Drawing(Box(left, top, right - left + 1, bottom - top + 1), (path,)))
    for at, (x, y) in enumerate(points):
        items.append(Disc(x, y, page.px(14 if at == scene.marked else 8), page.theme.accent))


class _Peak(NamedTuple):
    """The number that is written at its dot: of the entry that stands out; without one, of the last."""

    at: int
    number: float
    value: Paragraph
    below: bool
    """In a valley, where the line would cross it above."""

    @classmethod
    def of(cls, scene: ChartScene, page: Page, size: Size, area: Box) -> _Peak:
        """Set the number."""
        data = scene.data
        at = scene.marked if scene.marked is not None else len(data) - 1
        near = [data[side].value for side in (at - 1, at + 1) if 0 <= side < len(data)]
        text = name_number(data[at], page.look.language)
        value = set_text(text, _value_style(page, size, True), area.width // 3)
        return cls(at, data[at].value, value, data[at].value < min(near))

    def place(self, page: Page, centres: list[int], scale: Scale, area: Box) -> Item:
        """Place it above or below its dot, within the area."""
        wide = int(self.value.width) + 2
        x = min(max(centres[self.at] - wide // 2, area.x), area.right - wide)
        y = scale.at(self.number)
        return page.place(
            self.value, x, y + page.px(18) if self.below else y - page.px(24) - self.value.height, wide, "center"
        )


def divide(scene: ChartScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of the entries on to a second scene; one alone has its words cut."""
    if len(scene.header) > LONG_HEADER:
        return split_header(scene, scene.header)
    if len(scene.axis) > LONG_HEADER:
        head, tail = split_string(scene.axis)
        return share_fields(scene, {"axis": head}, {"axis": tail}) if tail else ()
    if len(scene.data) > 1:
        at = (len(scene.data) + 1) // 2
        marked = scene.marked
        first = marked if marked is not None and marked < at else None
        second = marked - at if marked is not None and marked >= at else None
        one: dict[str, object] = {"data": scene.data[:at], "marked": first}
        return share_fields(scene, one, {"data": scene.data[at:], "marked": second}, at / len(scene.data))
    datum = scene.data[0]
    field = "label" if len(datum.label) >= len(datum.shown) else "shown"
    head, tail = split_string(getattr(datum, field))
    if not head or not tail:
        return ()
    one_datum, two = (datum.model_copy(update={field: part}) for part in (head, tail))
    return share_fields(scene, {"data": (one_datum,)}, {"data": (two,)})
