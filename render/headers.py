"""A scene's header to its place: above the body, or beside it on wide pictures."""

from __future__ import annotations

from typing import NamedTuple

from render.layout import Item
from render.page import Page, sizes_between

SIDE_COLUMNS = 4
"""Width of a header that stands beside the body."""
_GAP = 48


class Header(NamedTuple):
    """A header, placed."""

    items: tuple[Item, ...]
    """What to draw."""
    bottom: int
    """First row free for the body, with a gap."""
    baseline: int
    """Of its first line, from the top of the safe area."""
    fits: bool
    """False when it is so long that it must be shown by itself."""


def place_above(page: Page, text: str, columns: int = 12) -> Header:
    """Set a header over the whole width, in one line if need be smaller, else in two."""
    safe = page.safe
    if not text:
        return Header((), safe.y, 0, True)
    left, width = page.column(0, columns)
    sizes = sizes_between("heading", "body")
    paragraph, one = page.largest(text, sizes, width, safe.height // 4, lines=1, face="semibold")
    if not one:
        paragraph, _ = page.largest(text, sizes[1:], width, safe.height // 4, lines=2, face="semibold")
    fits = len(paragraph.lines) <= 3 and paragraph.height <= safe.height // 3
    return Header(
        (page.place(paragraph, left, safe.y, width),),
        safe.y + paragraph.height + page.px(_GAP),
        paragraph.baseline,
        fits,
    )


def place_beside(page: Page, text: str) -> Header:
    """Set a header into the first columns."""
    safe = page.safe
    if not text:
        return Header((), safe.y, 0, True)
    left, width = page.column(0, SIDE_COLUMNS)
    sizes = sizes_between("title", "body")
    paragraph, fits = page.largest(text, sizes, width, safe.height // 2, lines=5, face="semibold")
    return Header(
        (page.place(paragraph, left, safe.y, width),),
        safe.y + paragraph.height + page.px(_GAP),
        paragraph.baseline,
        fits,
    )
