"""Pictures of scenes, with numbers and names -> contact sheets in the film's theme, a page at a time"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from PIL import Image

from model.assets import Asset
from model.content import Run
from render.canvas import fill_rounded, paint_items, rounded_mask
from render.colour import mix
from render.display_text import split_graphemes
from render.layout import Box
from render.page import Page, open_page
from render.spans import TextStyle
from render.text_layout import Paragraph, set_text
from render.theme import Look
from render.typefaces import Face

_WIDTH = 2000
"""Pixels of a page."""
_MARGIN, _GAP, _LABEL, _HEAD = 64, 32, 52, 112
_AREA = 448 * 252
"""Pixels of a picture, whatever its shape."""
_TALLEST = 2200
_TITLE, _NAME = 40, 22
_EDGE = 1
_KEPT_END = 12
"""Letters."""


class Stamp(NamedTuple):
    """One scene, to be shown small."""

    number: int
    name: str
    picture: Image.Image


class _Grid(NamedTuple):
    columns: int
    rows: int
    width: int
    """Of a picture."""
    height: int


def draw_sheets(stamps: Iterable[Stamp], count: int, look: Look) -> Iterator[Image.Image]:
    """Yield page after page, each with as many of the `count` scenes as fit: memory is that of one page."""
    page, grid = open_page(look), _plan_grid(look.format.width / look.format.height, count)
    waiting, on_page = iter(stamps), grid.columns * grid.rows
    pages = -(-count // on_page)
    for number in range(1, pages + 1):
        rows = min(grid.rows, -(-(count - (number - 1) * on_page) // grid.columns))
        yield _draw_page(islice(waiting, on_page), rows, grid, page, f"{number} / {pages}" if pages > 1 else "")


def _plan_grid(ratio: float, count: int) -> _Grid:
    """Choose columns so that a picture covers about the same area whatever its shape, and pages of about equal height."""
    room = _WIDTH - 2 * _MARGIN + _GAP
    columns = max(2, round(room / ((_AREA * ratio) ** 0.5 + _GAP)))
    width = room // columns - _GAP
    height = round(width / ratio)
    most = max(1, (_TALLEST - _HEAD - 2 * _MARGIN) // (height + _LABEL + _GAP))
    rows = -(-count // columns)
    pages = max(1, -(-(rows - 1) // most))  # one row more than usual is better than a page for it
    return _Grid(columns, -(-rows // pages), width, height)


def _draw_page(stamps: Iterator[Stamp], rows: int, grid: _Grid, page: Page, folio: str) -> Image.Image:
    pitch = grid.height + _LABEL + _GAP
    image = Image.new("RGB", (_WIDTH, 2 * _MARGIN + _HEAD + rows * pitch - _GAP), page.theme.ground)
    _draw_head(image, page, folio)
    for at, stamp in enumerate(stamps):
        row, column = divmod(at, grid.columns)
        left, top = _MARGIN + column * (grid.width + _GAP), _MARGIN + _HEAD + row * pitch
        _draw_stamp(image, stamp, Box(left, top, grid.width, grid.height), page)
    return image


def _draw_head(image: Image.Image, page: Page, folio: str) -> None:
    right = _set(folio, _NAME, page.theme.muted, page, 300)
    room = _WIDTH - 2 * _MARGIN - round(right.width) - _GAP
    title = _fit(page.look.title, _TITLE, page.theme.ink, page, room, "semibold")
    baseline = _MARGIN + title.baseline
    paint_items(image, (
        page.place(title, _MARGIN, _MARGIN, room, "right" if page.rtl else "left"),
        page.place(right, _WIDTH - _MARGIN - 300, baseline - right.baseline, 300, "right"),
    ), _load_nothing)  # fmt: skip


def _draw_stamp(image: Image.Image, stamp: Stamp, box: Box, page: Page) -> None:
    edge = mix(page.theme.ground, page.theme.ink, 0.22)
    around = Box(box.x - _EDGE, box.y - _EDGE, box.width + 2 * _EDGE, box.height + 2 * _EDGE)
    radius = min(page.theme.corners.photo, 10)
    fill_rounded(image, around, radius + _EDGE if radius else 0, edge)
    small = stamp.picture.resize((box.width, box.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    image.paste(small, box[:2], rounded_mask(box.width, box.height, radius) if radius else None)
    number = _set(str(stamp.number), _NAME, page.theme.ink, page, box.width, "semibold")
    indent = round(number.width) + 14
    name = _fit(stamp.name, _NAME, page.theme.muted, page, box.width - indent)
    top = box.bottom + (_LABEL - number.line_height) // 2
    paint_items(image, (
        page.place(number, box.x, top, indent),
        page.place(name, box.x + indent, top + number.baseline - name.baseline, box.width - indent),
    ), _load_nothing)  # fmt: skip


def _load_nothing(asset: Asset) -> bytes:
    raise AssertionError(f"a contact sheet's words show no picture: {asset}")


def _fit(text: str, size: int, colour: str, page: Page, width: int, face: Face = "regular") -> Paragraph:
    """Set a text in one line, without its middle where it is too long: names often differ at their end alone."""
    letters = split_graphemes(" ".join(text.split()))
    low, high = 1, len(letters)
    paragraph = _set(_leave_out(letters, high), size, colour, page, width, face)
    if len(paragraph.lines) <= 1:
        return paragraph
    while low < high:
        middle = (low + high + 1) // 2
        if len(_set(_leave_out(letters, middle), size, colour, page, width, face).lines) <= 1:
            low = middle
        else:
            high = middle - 1
    return _set(_leave_out(letters, low), size, colour, page, width, face)


def _leave_out(letters: Sequence[str], kept: int) -> str:
    if kept >= len(letters):
        return "".join(letters)
    end = min(_KEPT_END, kept // 2)
    return "".join(letters[: kept - end]) + "…" + "".join(letters[len(letters) - end :])


def _set(text: str, size: int, colour: str, page: Page, width: int, face: Face = "regular") -> Paragraph:
    style = TextStyle(
        size, colour, face, tabular=True, balance="none",
        language=page.look.language, family=page.families[1],
    )  # fmt: skip
    return set_text((Run(text=text),), style, width)
