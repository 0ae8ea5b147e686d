"""A script to the picture that stands for the film in lists: its title, as large as a stamp needs it."""

from __future__ import annotations

import io
import re
from dataclasses import replace

from model.assets import Asset
from model.timeline import VideoFormat
from render.canvas import paint_layout
from render.colour import contrast, mix
from render.dressing import place_cursor
from render.layout import Disc, Item, Layout, mirror_layout
from render.ornaments import place_ornament
from render.page import Page, open_page
from render.spans import TextStyle
from render.splitting import shorten
from render.text_layout import Paragraph, set_text
from render.theme import Look, Theme
from render.theme_parts import Ornament

WIDTH, HEIGHT = 1280, 720
_SIZES = (220, 192, 168, 148, 132, 116, 104, 96)
"""Pixels of 720: the least is still read at 168×94."""
_MARGIN = 72
_MOST_LINES = 4
_TAKEN: dict[Ornament, int] = {"blocks": HEIGHT // 3 - 40, "voice": 168}
_RADII = (620, 420, 220)
_DEEPEST, _TINTS = 0.32, (0.31, 0.63, 1.0)
"""How far the deepest tone lies from the field, and the others as parts of it."""
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
    """Set the title over what the theme draws on openings, in tones of the accent."""
    words = _set_title(_short_title(title), page)
    placed = page.place(words, _MARGIN, (HEIGHT - words.height) // 2, _room(page))
    field = page._replace(theme=_on_field(page.theme))
    layout = Layout(page.theme.solid, (*_place_ornament(field), placed), True)
    layout = replace(layout, items=(*layout.items, *place_cursor(layout, field)))
    return mirror_layout(layout, WIDTH) if page.rtl else layout


def _room(page: Page) -> int:
    """Return the title's width: it keeps clear of solid shapes at the right edge."""
    return WIDTH - 2 * _MARGIN - _TAKEN.get(page.theme.openings.ornament, 0)


def _on_field(theme: Theme) -> Theme:
    """Return the theme for words on the solid accent, its washes leading away from the words' colour."""
    white, black = (contrast(theme.on_solid, colour) for colour in ("#ffffff", "#000000"))
    deep = mix(theme.solid, "#000000" if white < black else "#ffffff", _DEEPEST)
    return theme.on_field().model_copy(update={"solid": deep, "tints": _TINTS})


def _place_ornament(page: Page) -> tuple[Item, ...]:
    """Place the theme's ornament; the circles leave at a corner, clear of a title over the whole width."""
    if page.theme.openings.ornament != "orbit":
        return place_ornament(page)
    return tuple(
        Disc(WIDTH, HEIGHT, radius, page.theme.wash(tint)) for radius, tint in zip(_RADII, _TINTS, strict=True)
    )


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
                flush="stem", language=page.look.language, family=family,
            )  # fmt: skip
            words = set_text(text, style, _room(page))
            if len(words.lines) <= _MOST_LINES and words.height <= HEIGHT - 2 * _MARGIN and not words.broken:
                return words
    return words
