"""A script to the picture that stands for the film in lists: its title, as large as a stamp needs it."""

from __future__ import annotations

import io
import re

from model.assets import Asset
from model.timeline import VideoFormat
from render.canvas import paint_layout
from render.colour import contrast, mix
from render.layout import Disc, Item, Layout
from render.page import Page, open_page
from render.spans import TextStyle
from render.splitting import shorten
from render.text_layout import Paragraph, set_text
from render.theme import Look

WIDTH, HEIGHT = 1280, 720
_SIZES = (220, 192, 168, 148, 132, 116, 104, 96)
"""Pixels of 720: the least is still read at 168×94."""
_MARGIN = 72
_MOST_LINES = 4
_BREAK = re.compile(r"\s+[—–|·-]\s+|:\s+")
_SHORT = 30
_LONGEST = 64


def draw_thumbnail(look: Look) -> bytes:
    """Draw the film's title on a field of its accent; return a PNG of 1280×720."""
    page = open_page(look.model_copy(update={"format": VideoFormat(width=WIDTH, height=HEIGHT)}))
    image = paint_layout(lay_out_thumbnail(look.title, page), (WIDTH, HEIGHT), _load_nothing)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def lay_out_thumbnail(title: str, page: Page) -> Layout:
    """Set the title over circles in tones of the accent."""
    solid = page.theme.solid
    words = _set_title(_short_title(title), page)
    top = (HEIGHT - words.height) // 2
    away = (
        "#000000" if contrast(page.theme.on_solid, "#ffffff") < contrast(page.theme.on_solid, "#000000") else "#ffffff"
    )
    edge = 0 if page.rtl else WIDTH
    circles = ((620, 0.1), (420, 0.2), (220, 0.32))
    items: list[Item] = [Disc(edge, HEIGHT, radius, mix(solid, away, part)) for radius, part in circles]
    items.append(page.place(words, _MARGIN, top, WIDTH - 2 * _MARGIN, "right" if page.rtl else "left"))
    return Layout(solid, tuple(items), True)


def _load_nothing(asset: Asset) -> bytes:
    raise AssertionError(f"a thumbnail shows no picture: {asset}")


def _short_title(title: str) -> str:
    """Keep what stands before a dash or colon of a long title, and at most what a stamp can show."""
    head = _BREAK.split(title, maxsplit=1)[0]
    chosen = head if len(title) > _SHORT and len(head) >= 3 else title
    return shorten(chosen, _LONGEST)


def _set_title(title: str, page: Page) -> Paragraph:
    family = page.style("hero", face="bold").family
    for length in (_LONGEST, 48, 36, 28, 20, 14):
        text = shorten(title, length)
        for size in _SIZES:
            style = TextStyle(
                size, page.theme.on_solid, "bold", leading=1.06, tracking=-0.03 * page.theme.tracking, balance="even",
                language=page.look.language, family=family,
            )  # fmt: skip
            words = set_text(text, style, WIDTH - 2 * _MARGIN)
            if len(words.lines) <= _MOST_LINES and words.height <= HEIGHT - 2 * _MARGIN and not words.broken:
                return words
    return words
