"""A chart scene to its layout: bars below each other, or a line over its categories; one accent, the others muted."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from model.scenes.base import SceneConfig
from model.scenes.chart import ChartScene, Datum
from render.chart_lights import ChartLights
from render.chart_scale import Scale, name_number, scale_axis
from render.focus import Span, alternate, recolour
from render.headers import place_above
from render.layout import Box, Disc, Drawing, Item, Layout, Panel, Words
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
_DOT, _LIT_DOT = 8, 14
"""Radius of a dot, and of one that stands out."""
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
    order, fits, bottom = _in_order(scene), False, top
    lights = ChartLights(scene, order, page.look.language)
    for size in _SIZES:
        drawn: list[Item] = []
        if scene.form == "line" and len(scene.data) > 1:
            bottom, fits = _draw_line(scene, page, size, area, lights, drawn)
        else:
            bottom, fits = _draw_bars(scene, page, size, area, order, lights, drawn)
        if fits:
            break
    short = header.fits and (axis is None or len(axis.lines) <= 2)
    return Layout(page.theme.ground, page.settle((*items, *drawn), bottom), short and fits, lights.cues)


def _in_order(scene: ChartScene) -> tuple[int, ...]:
    """Return the entries' places in `data`, as they are drawn."""
    places = list(range(len(scene.data)))
    if scene.order != "given" and scene.form == "bars":
        places.sort(key=lambda at: scene.data[at].value, reverse=scene.order == "largest")
    return tuple(places)


def _quiet(page: Page) -> str:
    return mix(page.theme.ground, page.theme.ink, _QUIET)


def _value_style(page: Page, size: Size, marked: bool) -> TextStyle:
    theme = page.theme
    return replace(page.style(size, theme.accent if marked else theme.ink, "semibold", tabular=True), leading=1.2)


def _draw_bars(
    scene: ChartScene, page: Page, size: Size, area: Box, order: tuple[int, ...], lights: ChartLights, items: list[Item]
) -> tuple[int, bool]:
    """Stand labels beside bars on one zero, and each number at its bar's end."""
    entries = [(scene.data[at], at == lights.marked) for at in order]
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
        name = page.place(label, area.x, middle - label.height // 2, column, "right")
        bar = _place_bar(page, scale, datum, marked, Box(left, middle, span, row))
        end = max(scale.at(datum.value), scale.at(0)) + page.px(14)
        wide = int(value.width) + 2
        x = scale.at(datum.value) - page.px(14) - wide if datum.value < 0 else end
        number = page.place(value, x, middle - value.height // 2, wide, "right" if datum.value < 0 else "left")
        items += _light_row(page, name, bar, number, order[at], lights)
    zero = Box(scale.at(0) - page.px(1), area.y, max(1, page.px(2)), row * len(entries))
    items.append(Panel(zero, mix(page.theme.ground, page.theme.ink, 0.5)))
    broken = any(part.broken for part in (*labels, *values)) and size != _SIZES[-1]
    one = all(len(value.lines) == 1 for value in values) and all(len(label.lines) <= 3 for label in labels)
    bottom = area.y + row * len(entries)
    return bottom, not broken and one and span >= page.px(160) and bottom <= area.bottom


def _light_row(page: Page, name: Words, bar: Panel | None, number: Words, at: int, lights: ChartLights) -> list[Item]:
    """Let a row's bar and number come with their step, and all of it stand out while it is lit."""
    accent, ink, spans, comes = page.theme.accent, page.theme.ink, lights.spans(at), lights.comes(at)
    lit = replace(bar, fill=accent) if bar else None
    return [
        *alternate(name, recolour(name, lambda _: ink), spans),
        *alternate(bar, lit, spans, comes),
        *alternate(number, recolour(number, lambda _: accent), spans, comes),
    ]


def _marked(style: TextStyle, page: Page, marked: bool) -> TextStyle:
    return replace(style, face="semibold") if marked else replace(style, colour=page.theme.muted)


def _place_bar(page: Page, scale: Scale, datum: Datum, marked: bool, row: Box) -> Panel | None:
    start, end = sorted((scale.at(0), scale.at(datum.value)))
    thick = min(page.gap(64), max(page.px(12), round(row.height * 0.56)))
    box = Box(start, row.y - thick // 2, max(page.px(3) if datum.value else 0, end - start), thick)
    return Panel(box, page.theme.accent if marked else _quiet(page), page.ends(page.px(12))) if box.width else None


def _draw_line(
    scene: ChartScene, page: Page, size: Size, area: Box, lights: ChartLights, items: list[Item]
) -> tuple[int, bool]:
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
        # Not twice the pitch: the label at an edge is moved inside, toward its neighbour.
        labels = [set_text(datum.label, style, round(1.5 * pitch) - page.px(8)) for datum in scene.data]
        every = 2 if all(_is_whole(label) for label in labels) else 0
    peaks = _set_peaks(scene, page, size, area, lights)
    under = max((page.px(24) + peak.value.height for peak in peaks if peak.below), default=0)
    high = page.px(40) + max((peak.value.height for peak in peaks if not peak.below), default=0)
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
    points = [(x, scale.at(datum.value)) for x, datum in zip(centres, scene.data, strict=True)]
    _place_curve(page, points, lights, items)
    for peak in peaks:
        number = peak.place(page, centres, scale, Box(left, area.y, area.right - left, area.height))
        items += alternate(None, number, peak.spans)
    return base + under + page.px(20) + max(label.height for label in labels), every > 0 and height >= page.px(200)


def _is_whole(label: Paragraph) -> bool:
    return len(label.lines) <= 2 and not label.broken


def _place_curve(page: Page, points: list[tuple[int, int]], lights: ChartLights, items: list[Item]) -> None:
    """Draw the line and its dots; a drawing keeps its sides, so on pages that begin on the right it is turned here."""
    width = page.look.format.width
    turned = [(width - x if page.rtl else x, y) for x, y in points]
    left, top = min(x for x, _ in turned), min(y for _, y in turned)
    right, bottom = max(x for x, _ in turned), max(y for _, y in turned)
    line = tuple((float(x - left), float(y - top)) for x, y in turned)
    path = Path((line,), page.theme.accent, float(page.px(6)))
    items.append(Drawing(Box(left, top, right - left + 1, bottom - top + 1), (path,), step=lights.comes(0)))
    for at, (x, y) in enumerate(points):
        dot, large = (Disc(x, y, page.px(radius), page.theme.accent) for radius in (_DOT, _LIT_DOT))
        items += alternate(large if at == lights.marked else dot, large, lights.spans(at), lights.comes(at))


class _Peak(NamedTuple):
    """A number that is written at its dot."""

    at: int
    number: float
    value: Paragraph
    below: bool
    """Where the line rises from it more than it falls, and would cross it above."""
    spans: tuple[Span, ...]
    """When it stands there."""

    @classmethod
    def of(cls, scene: ChartScene, page: Page, size: Size, area: Box, at: int, spans: tuple[Span, ...]) -> _Peak:
        """Set the number."""
        data = scene.data
        away = [data[side].value - data[at].value for side in (at - 1, at + 1) if 0 <= side < len(data)]
        text = name_number(data[at], page.look.language)
        value = set_text(text, _value_style(page, size, True), area.width // 3)
        return cls(at, data[at].value, value, max(away) > max(0.0, -min(away)), spans)

    def place(self, page: Page, centres: list[int], scale: Scale, area: Box) -> Words:
        """Place it above or below its dot, within the area."""
        wide = int(self.value.width) + 2
        x = min(max(centres[self.at] - wide // 2, area.x), area.right - wide)
        y = scale.at(self.number)
        return page.place(
            self.value, x, y + page.px(18) if self.below else y - page.px(24) - self.value.height, wide, "center"
        )


def _set_peaks(scene: ChartScene, page: Page, size: Size, area: Box, lights: ChartLights) -> list[_Peak]:
    """Set the numbers that are shown: of the entry that stands out, or the last, until one is lit; then of the lit one."""
    at = scene.marked if scene.marked is not None else len(scene.data) - 1
    shown: list[tuple[int, tuple[Span, ...]]] = [(at, ((lights.comes(at), lights.first_lit),))]
    shown += [(other, lights.spans(other)) for other in range(len(scene.data)) if lights.spans(other)]
    return [_Peak.of(scene, page, size, area, place, spans) for place, spans in shown]


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
