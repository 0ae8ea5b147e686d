"""A scene's header to its place: above the body, or beside it on wide pictures; in the theme's style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from render.layout import Box, Item, Panel, Words
from render.page import Page, Size, sizes_between
from render.text_layout import Paragraph, set_text

SIDE_COLUMNS = 4
"""Width of a header that stands beside the body."""
_GAP = 48
_OVERLINE = 88
"""Length of the short bar."""
_AIR = 22
"""Between a bar and the words."""
_INSET = 44
"""Between words and the right edge of a field that stands beside the body."""
_SIGN_GAP = 0.5
"""After the prompt's sign, in sizes."""


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
    width: int
    """Of words below it, where it stands beside the body."""
    label: str
    """Colour of small words beside or below it."""


def place_above(page: Page, text: str, columns: int = 12) -> Header:
    """Set a header over the whole width, in one line if need be smaller, else in two.

    On a tall page all headers have one size: two lines cost less there than a header that a phone shows no larger than text.
    """
    safe = page.safe
    if not text:
        return Header((), safe.y, 0, True, page.column(0, SIDE_COLUMNS)[1], page.theme.muted)
    left, width = page.column(0, columns)
    down, _ = _room_of(page)
    sizes = sizes_between("heading", "body")

    def set_header(choices: Sequence[Size], lines: int) -> tuple[Paragraph, bool, int]:
        for size in choices:
            hang = _hang(page, page.letters(size))
            paragraph, fits = page.largest(
                text, (size,), width - hang, safe.height // 4, lines=lines, face="semibold", colour=page.theme.heading
            )
            if fits and len(paragraph.lines) <= lines and not paragraph.broken:
                return paragraph, True, hang
        return paragraph, False, hang

    alone = len(sizes) - round((len(sizes) - 1) * page.tall)
    paragraph, one, hang = set_header(sizes[:alone], 1)
    if not one:
        paragraph, _, hang = set_header(sizes if page.tall else sizes[1:], 2)
    fits = len(paragraph.lines) <= 3 and paragraph.height <= safe.height // 3
    return _dress(page, paragraph, left, width, down, hang, fits, beside=False)


def place_beside(page: Page, text: str) -> Header:
    """Set a header into the first columns."""
    safe = page.safe
    if not text:
        return Header((), safe.y, 0, True, page.column(0, SIDE_COLUMNS)[1], page.theme.muted)
    left, width = page.column(0, SIDE_COLUMNS)
    down, side = _room_of(page)
    sizes = sizes_between("title", "body")
    for size in sizes:
        hang = _hang(page, page.letters(size))
        paragraph, fits = page.largest(
            text, (size,), width - hang - side, safe.height // 2, lines=5, face="semibold", colour=page.theme.heading
        )
        if fits and len(paragraph.lines) <= 5 and not paragraph.broken:
            break
    fits = paragraph.height <= safe.height // 2 and paragraph.width <= width
    return _dress(page, paragraph, left, width - side, down, hang, fits, beside=True)


def _room_of(page: Page) -> tuple[int, int]:
    """Return what the style takes above the words, and beside them where header and body stand side by side."""
    theme = page.theme
    if theme.header.style == "overline":
        return page.px(theme.rules.bar) + page.px(_AIR), 0
    return 0, page.px(_INSET) if theme.header.style == "block" else 0


def _hang(page: Page, size: int) -> int:
    """Return how far the words of a header of this size are moved for the prompt's sign."""
    if page.theme.header.style != "prompt" or not page.theme.header.sign:
        return 0
    return round(_set_sign(page, size).width + size * _SIGN_GAP)


def _set_sign(page: Page, size: int) -> Paragraph:
    from dataclasses import replace

    style = page.style("heading", page.theme.accent, "mono-bold")
    return set_text(page.theme.header.sign, replace(style, size=size, tracking=0.0), 10_000)


def _dress(
    page: Page, paragraph: Paragraph, left: int, width: int, down: int, hang: int, fits: bool, *, beside: bool
) -> Header:
    """Add what the style draws around the words."""
    theme, safe = page.theme, page.safe
    top = safe.y + down
    bottom = top + paragraph.height
    items: list[Item] = []
    bar = max(1, page.px(theme.rules.bar))
    if theme.header.style == "block":
        items.append(Panel(_field(page, left, width, bottom, beside), theme.solid))
    elif theme.header.style == "overline":
        items.append(Panel(Box(left, safe.y, page.px(_OVERLINE), bar), theme.accent))
    elif theme.header.style == "underline":
        under = max(1, page.px(theme.rules.line))
        wide = width - page.px(_INSET) if beside else safe.width
        items.append(Panel(Box(left, bottom + page.px(_AIR) // 2, wide, under), theme.accent))
        bottom += page.px(_AIR) // 2 + under
    elif hang:
        sign = _set_sign(page, paragraph.style.size)
        items.append(Words(Box(left, top + paragraph.baseline - sign.baseline, hang, sign.height), sign))
    items.append(page.place(paragraph, left + hang, top, width - hang))
    gap = page.gap(_GAP) + (page.px(_AIR) if theme.header.style == "block" and not beside else 0)
    return Header(tuple(items), bottom + gap, paragraph.baseline + down, fits, width, theme.label)


def _field(page: Page, left: int, width: int, bottom: int, beside: bool) -> Box:
    """Return the field behind a header: a band along the top, or a column along the side.

    It reaches far beyond the picture, because a scene that leaves room below is moved down as a whole.
    """
    whole, beyond = page.look.format.width, page.look.format.height
    if beside:
        return Box(0, -beyond, left + width + page.px(_INSET) // 2, 3 * beyond)
    return Box(0, -beyond, whole, bottom + page.px(_AIR) + beyond)
