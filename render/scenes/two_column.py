"""A two-column scene to its layout: two lists under their headings, side by side, or one above the other."""

from __future__ import annotations

from typing import NamedTuple

from model.content import plain
from model.scenes.base import SceneConfig
from model.scenes.two_column import Column, TwoColumnScene
from render.headers import place_above
from render.layout import Box, Item, Layout, Mark, Panel
from render.markers import MARKER_SIZES
from render.page import Page, Size, sizes_between
from render.splitting import LONG_HEADER, share_fields, split_header, split_string, split_text
from render.text_layout import Paragraph, set_text

_SIGNS = {"good": ("check", 0.6), "bad": ("cross", 0.5)}
_GAPS = (40, 30, 22, 14)
_LONGEST_HEADING = 120
_LEAST_CUT = 60
"""Characters; a shorter text stands on both scenes while the other side has more."""


class _Side(NamedTuple):
    """One column, set."""

    column: Column
    heading: Paragraph | None
    texts: tuple[Paragraph, ...]
    indent: int
    height: int


def lay_out(scene: TwoColumnScene, page: Page) -> Layout:
    """Set both columns at one size, the largest at which they fit."""
    header = place_above(page, scene.header)
    safe = page.safe
    area = Box(safe.x, header.bottom, safe.width, safe.bottom - header.bottom)
    for size in sizes_between("lead" if page.wide else "heading", "small"):
        for gap in _GAPS:
            columns = [_set_column(column, page, size, page.gap(gap)) for column in (scene.first, scene.second)]
            if _fits(columns, page, area):
                return _place(columns, page, area, page.gap(gap), header.items, header.fits)
    return _place(columns, page, area, page.gap(gap), header.items, False)


def _width(page: Page) -> int:
    return page.column(0, 6)[1] - page.px(12) if page.wide else page.safe.width


def _set_column(column: Column, page: Page, size: Size, gap: int) -> _Side:
    colour = _colour(column, page)
    head = page.style("body" if size in ("body", "small") else size, colour, "semibold", balance="even")
    heading = set_text(column.heading, head, _width(page)) if column.heading else None
    style = page.style(size)
    indent = round(style.size * 0.95) if len(column.text) > 1 or column.tone != "plain" else 0
    texts = tuple(set_text(text, style, _width(page) - indent) for text in column.text)
    top = (heading.height if heading else 0) + page.px(44)
    return _Side(column, heading, texts, indent, top + sum(text.height for text in texts) + gap * (len(texts) - 1))


def _colour(column: Column, page: Page) -> str:
    theme = page.theme
    return {"plain": theme.ink, "good": theme.good, "bad": theme.bad}[column.tone]


def _fits(sides: list[_Side], page: Page, area: Box) -> bool:
    heights = [side.height for side in sides]
    total = max(heights) if page.wide else sum(heights) + page.gap(56)
    broken = any(text.broken for side in sides for text in side.texts)
    named = all(len(side.heading.lines) <= 3 for side in sides if side.heading)
    return total <= area.height and not broken and named


def _place(sides: list[_Side], page: Page, area: Box, gap: int, header: tuple[Item, ...], fits: bool) -> Layout:
    items, bottom, y = [*header], area.y, area.y
    level = max((side.heading.height for side in sides if side.heading), default=0) if page.wide else None
    for at, side in enumerate(sides):
        x = page.column(6, 6)[0] + page.px(12) if at and page.wide else area.x
        end = _place_side(side, page, Box(x, y, _width(page), 0), gap, level, items)
        bottom = max(bottom, end)
        y = y if page.wide else end + page.gap(56)
    return Layout(page.theme.ground, page.settle(items, bottom), fits and bottom <= page.safe.bottom)


def _place_side(side: _Side, page: Page, area: Box, gap: int, level: int | None, items: list[Item]) -> int:
    """Put a heading over its rule, and the points below; headings of one level end on one line."""
    own = side.heading.height if side.heading else 0
    height = own if level is None else level
    colour = _colour(side.column, page)
    if side.heading:
        items.append(page.place(side.heading, area.x, area.y + height - own, area.width))
    y = area.y + height + page.px(12)
    tinted = side.column.tone != "plain"
    items.append(
        Panel(Box(area.x, y, area.width, page.px(4)), colour if tinted else page.theme.accent, page.ends(page.px(4)))
    )
    y += page.px(32)
    for text in side.texts:
        if side.indent and text.lines:
            items.append(_sign(side, text, page, area.x, y))
        items.append(page.place(text, area.x + side.indent, y, area.width - side.indent))
        y += text.height + gap
    return y - gap


def _sign(side: _Side, text: Paragraph, page: Page, x: int, y: int) -> Item:
    """Stand a sign on the first line's optical middle."""
    point = page.theme.markers.point
    name, part = _SIGNS.get(side.column.tone, (point, MARKER_SIZES[point]))
    size = text.style.size
    extent = round(size * part)
    middle = y + text.baseline - round(size * 0.345)
    colour = page.theme.accent if side.column.tone == "plain" else _colour(side.column, page)
    return Mark(name, Box(x, middle - extent // 2, extent, extent), colour)


def divide(scene: TwoColumnScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of both columns' points on to a second scene; single texts are cut."""
    if len(scene.header) > LONG_HEADER:
        return split_header(scene, scene.header)
    for field in ("first", "second"):
        column: Column = getattr(scene, field)
        if len(column.heading) > _LONGEST_HEADING:
            head, tail = split_string(column.heading)
            one, two = (column.model_copy(update={"heading": part}) for part in (head, tail))
            return share_fields(scene, {field: one}, {field: two}) if tail else ()
    least = _LEAST_CUT if max(_bulk(scene.first), _bulk(scene.second)) > _LEAST_CUT else 1
    (left, right), (rest_left, rest_right) = zip(_halve(scene.first, least), _halve(scene.second, least), strict=True)
    if rest_left == scene.first and rest_right == scene.second:
        return ()
    return share_fields(scene, {"first": left, "second": right}, {"first": rest_left, "second": rest_right})


def _bulk(column: Column) -> int:
    """Tell how much of a column can be shared out: any list can."""
    return len(plain(column.text[0])) if len(column.text) == 1 else _LEAST_CUT + 1


def _halve(column: Column, least: int) -> tuple[Column, Column]:
    """Share out the points of a column; one that has nothing to share stands on both scenes."""
    if len(column.text) > 1:
        at = (len(column.text) + 1) // 2
        parts = column.text[:at], column.text[at:]
        return column.model_copy(update={"text": parts[0]}), column.model_copy(update={"text": parts[1]})
    if len(plain(column.text[0])) <= least:
        return column, column
    head, tail = split_text(column.text[0])
    if not tail or not head:
        return column, column
    return column.model_copy(update={"text": (head,)}), column.model_copy(update={"text": (tail,)})
