"""Mermaid's `pie` -> its parts, and a ring with a legend."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from render.colour import mix
from render.diagrams.nodes import set_label, style_of
from render.diagrams.outlines import round_box
from render.diagrams.source import DiagramError, Statement, clean_label
from render.layout import Box, Drawing, Item, Words
from render.page import Page
from render.paths import Path, Point

_HEADER = re.compile(r"pie\b\s*(showData)?\s*(?:title\s+(.*))?", re.DOTALL)
_PART = re.compile(r'"([^"]*)"\s*:\s*(\d{1,15}(?:\.\d{1,9})?)')
_MOST_PARTS = 8
_HOLE = 0.58
"""Of the radius."""


class Pie(NamedTuple):
    """Parts of a whole."""

    parts: tuple[tuple[str, float], ...]
    title: str
    shows_values: bool


def parse_pie(statements: list[Statement]) -> Pie:
    """Read the statements; raises DiagramError at the first that is not known."""
    parts: list[tuple[str, float]] = []
    header = _HEADER.fullmatch(statements[0].text)
    if header is None:
        raise DiagramError(f"not understood: {statements[0].text[:60]!r}", statements[0].line)
    title, shows = clean_label(header[2] or ""), bool(header[1])
    for text, line, _ in statements[1:]:
        part = _PART.fullmatch(text)
        if part:
            parts.append((clean_label(part[1]), float(part[2])))
        elif text.startswith("title "):
            title = clean_label(text[6:])
        elif text == "showData":
            shows = True
        elif not text.startswith(("accTitle", "accDescr")):
            raise DiagramError(f"not understood: {text[:60]!r}", line)
    if not 0 < len(parts) <= _MOST_PARTS:
        raise DiagramError(f"a pie of {len(parts)} parts is not drawn, at most {_MOST_PARTS} are")
    if not 0 < sum(value for _, value in parts) < math.inf:
        raise DiagramError("the parts of the pie add up to nothing")
    return Pie(tuple(parts), title, shows)


def lay_out_pie(pie: Pie, page: Page, area: Box) -> tuple[Item, ...]:
    """Draw a ring with its legend, beside it or below; nothing when the legend would not fit."""
    for size in (44, 40, 36, 32, 28):
        items = _try(pie, page, area, page.px(size))
        if items:
            return items
    return ()


def _try(pie: Pie, page: Page, area: Box, em: int) -> tuple[Item, ...]:
    wide = area.width > area.height * 1.15
    total = sum(value for _, value in pie.parts)
    texts = [_tell(label, value, total, pie.shows_values) for label, value in pie.parts]
    room = area.width * 0.45 if wide else area.width - 1.6 * em
    style, shades = style_of(page, em), _shades(pie, page)
    legend = [(set_label(text, style, room - 1.6 * em), shade) for text, shade in zip(texts, shades, strict=True)]
    rows = [(words, shade) for words, shade in legend if words]
    height = sum(words.height for words, _ in rows) + 0.55 * em * (len(rows) - 1)
    width = max(words.width for words, _ in rows) + 1.6 * em
    side = min(area.height, area.width - width - 2.5 * em) if wide else min(area.width, area.height - height - 1.5 * em)
    side = min(side, 16 * em)
    if side < 6 * em or height > area.height or width > area.width:
        return ()
    if wide:
        left = area.x + (area.width - side - 2.5 * em - width) / 2
        middle = (left + side / 2, area.y + area.height / 2)
        x, y = left + side + 2.5 * em, area.y + (area.height - height) / 2
    else:
        top = area.y + (area.height - side - 1.5 * em - height) / 2
        middle = (area.x + area.width / 2, top + side / 2)
        x, y = area.x + (area.width - width) / 2, top + side + 1.5 * em
    paths = _ring(pie, middle, side / 2, shades)
    items: list[Item] = []
    for words, shade in rows:
        chip = round_box(x, y + words.baseline - 0.72 * em, 0.75 * em, 0.75 * em, 0.18 * em)
        paths.append(Path((chip,), shade))
        items.append(Words(Box(round(x + 1.3 * em), round(y), round(words.width) + 2, words.height), words, fixed=True))
        y += words.height + 0.55 * em
    moved = tuple(
        Path(tuple(tuple((px - area.x, py - area.y) for px, py in c) for c in path.contours), path.colour)
        for path in paths
    )
    return (Drawing(area, moved), *items)


def _tell(label: str, value: float, total: float, shows_value: bool) -> str:
    share = f"{100 * value / total:.0f} %"
    return f"{label} — {value:g} ({share})" if shows_value else f"{label} — {share}"


def _shades(pie: Pie, page: Page) -> list[str]:
    """Step from the accent to the ground, and on with the ink: neighbours differ, and no colour is new."""
    theme = page.theme
    count = len(pie.parts)
    return [
        mix(theme.ground, theme.accent if at % 2 == 0 else theme.ink, 1.0 - 0.75 * at / max(1, count))
        for at in range(count)
    ]


def _ring(pie: Pie, middle: Point, radius: float, shades: list[str]) -> list[Path]:
    total = sum(value for _, value in pie.parts)
    paths, start = [], -math.pi / 2
    parted = len([value for _, value in pie.parts if value]) > 1
    gap = 0.012 if parted else 0.0
    for (_, value), shade in zip(pie.parts, shades, strict=True):
        end = start + 2 * math.pi * value / total
        if end - start > 3 * gap:
            steps = max(2, round((end - start) * 40))
            turns = [start + gap + (end - start - 2 * gap) * at / steps for at in range(steps + 1)]
            outer = [(middle[0] + radius * math.cos(a), middle[1] + radius * math.sin(a)) for a in turns]
            inner = [(middle[0] + _HOLE * (px - middle[0]), middle[1] + _HOLE * (py - middle[1])) for px, py in outer]
            paths.append(Path(((*outer, *reversed(inner)),), shade))
        start = end
    return paths
