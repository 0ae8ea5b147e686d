"""Points -> cards: each on a field of its own with its mark, one below the other or two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from model.content import Text
from render.layout import Box, Item, Mark, Panel
from render.page import Page, Size
from render.spans import TextStyle
from render.text_layout import Paragraph, set_text

_INSET, _GAP, _SPACE = 34, 22, 26
"""In pixels at 1080 lines: within a card, between cards, between mark and words."""
_MARK = 1.0
"""Side of a mark, in sizes of the words."""


class Card(NamedTuple):
    """What one card shows."""

    text: Text
    mark: str
    """A letter or number to write, or with a name of an icon, one to draw."""
    drawn: bool
    """The mark is an icon."""
    colour: str
    """Of the mark."""
    step: int = 0
    """Appears with this step."""


class Cards(NamedTuple):
    """Cards, placed."""

    items: tuple[Item, ...]
    boxes: tuple[Box, ...]
    """Of each card."""
    bottom: int
    fits: bool
    """False when they reach below their area, or a word had to be cut."""


def place_cards(page: Page, cards: Sequence[Card], area: Box, size: Size, columns: int, kept: int = 0) -> Cards:
    """Stack cards in columns, those of a row equally high, filled row by row; `kept` pixels stay free at the end of each."""
    inset, gap = page.px(_INSET), page.gap(_GAP)
    style = page.style(size, ground=page.theme.panel)
    written = [set_text(c.mark, _mark_style(page, size, c), 10_000).width for c in cards if not c.drawn]
    mark = max([style.size * _MARK, *written])
    width = (area.width - gap * (columns - 1)) // columns
    room = width - 2 * inset - round(mark) - page.px(_SPACE) - kept
    words = [set_text(card.text, style, room) for card in cards]
    items: list[Item] = []
    boxes: list[Box] = []
    y = area.y
    for first in range(0, len(cards), columns):
        row = range(first, min(first + columns, len(cards)))
        height = max(words[at].height for at in row) + 2 * round(page.gap(_INSET) * 0.72)
        for at in row:
            box = Box(area.x + (at - first) * (width + gap), y, width, height)
            boxes.append(box)
            items += _place_card(page, cards[at], words[at], box, size, round(mark))
        y += height + gap
    bottom = y - gap
    fits = bottom <= area.bottom and not any(paragraph.broken for paragraph in words)
    return Cards(tuple(items), tuple(boxes), bottom, fits)


def _mark_style(page: Page, size: Size, card: Card) -> TextStyle:
    return page.style(size, card.colour, "semibold", tabular=True)


def _place_card(page: Page, card: Card, words: Paragraph, box: Box, size: Size, mark: int) -> list[Item]:
    theme, inset = page.theme, page.px(_INSET)
    top = box.y + (box.height - words.height) // 2
    left = box.x + inset
    items: list[Item] = [Panel(box, theme.panel, page.corner("card"), theme.edge, max(1, page.px(2)), step=card.step)]
    if card.drawn:
        side = round(words.style.size * 0.8)
        middle = top + words.baseline - round(words.style.size * 0.36)
        items.append(Mark(card.mark, Box(left, middle - side // 2, side, side), card.colour, step=card.step))
    else:
        style = replace(_mark_style(page, size, card), leading=words.line_height / words.style.size)
        items.append(page.place(set_text(card.mark, style, mark + 2), left, top, mark + 2, step=card.step))
    x = left + mark + page.px(_SPACE)
    items.append(page.place(words, x, top, box.right - inset - x, step=card.step))
    return items
