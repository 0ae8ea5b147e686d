"""A look to the page that scenes are laid out on: grid, sizes in pixels, text styles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from model.content import Text
from render.bidi import is_rtl_language
from render.colour import mix
from render.layout import Align, Box, Item, Words, shift_items
from render.spans import TextStyle
from render.text_layout import Paragraph, set_text
from render.theme import Look, Theme, open_theme
from render.typefaces import Face, Family, find_family

COLUMNS = 12
Size = Literal["hero", "poster", "headline", "title", "heading", "lead", "body", "small", "least"]
_SIZES: tuple[Size, ...] = ("hero", "poster", "headline", "title", "heading", "lead", "body", "small", "least")
_LEADING: dict[Size, float] = {
    "hero": 1.06,
    "poster": 1.08,
    "headline": 1.12,
    "title": 1.16,
    "heading": 1.2,
    "lead": 1.32,
}
_TRACKING: dict[Size, float] = {
    "hero": -0.032,
    "poster": -0.03,
    "headline": -0.026,
    "title": -0.022,
    "heading": -0.018,
    "lead": -0.011,
    "body": -0.006,
}
_FLUSH: tuple[Size, ...] = ("hero", "poster", "headline", "title", "heading", "lead")
"""Sizes at which the space that a font puts beside a letter shows."""
_TITLES = ("medium", "semibold", "bold")
"""Faces that are set in the theme's display family."""
_BODY_LEADING = 1.42
_ABOVE_MIDDLE = 0.44
_LARGER: dict[Size, float] = {"hero": 1.5, "poster": 1.34, "headline": 1.28, "title": 1.24}
_LARGER_TEXT = 1.22
"""Times its size, type on tall pages: a phone shows them at a third of their width. Longer words grow less."""
_TALL, _MIDDLING = 1.5, 0.6
"""Height by width from which a page is tall; the share of what is added that squarer ones get."""
_SHORT_LINE = 0.58
"""Of a title's widest line: where another is shorter, a smaller size reads better."""
_MOST_RAGGED = 1
"""How many more sizes are tried for that."""
_FURTHER = 0.5
"""What is added to distances on tall pages."""
_TALL_BAND = 0.4
"""What is added to the captions' band on tall pages, for larger letters."""
_TALL_MARGIN = 0.7
"""Of the margins at the sides: a tall page has no width to give away."""


class Page(NamedTuple):
    """One film's grid, theme and language."""

    look: Look
    theme: Theme

    def px(self, length: float) -> int:
        """Convert a length at 1080 lines to pixels of the picture."""
        return round(length * min(self.look.format.width, self.look.format.height) / 1080)

    def gap(self, length: float) -> int:
        """Convert a distance between parts at 1080 lines: a tall page has room to keep them further apart."""
        return self.px(length * (1 + _FURTHER * self.tall))

    @property
    def wide(self) -> bool:
        """Tell whether header and body stand side by side."""
        return self.look.format.width >= self.look.format.height * 1.3

    @property
    def tall(self) -> float:
        """Return how far the page is one for phones: 0 where it is wide, 1 where it is tall, between where squarer."""
        if self.wide:
            return 0.0
        return 1.0 if self.look.format.height >= self.look.format.width * _TALL else _MIDDLING

    def letters(self, size: Size) -> int:
        """Return a step of the type scale in pixels of the picture."""
        larger = 1 + (_LARGER.get(size, _LARGER_TEXT) - 1) * self.tall
        return self.px(getattr(self.theme.type, size) * larger)

    @property
    def rtl(self) -> bool:
        """Tell whether the film's language begins on the right."""
        return is_rtl_language(self.look.language)

    @property
    def safe(self) -> Box:
        """Return the area that text keeps to: within the margins, above the captions' band."""
        margin, caption = self.px(self.theme.space.margin), self.px(self.theme.space.caption)
        width, height = self.look.format.width, self.look.format.height
        side = round(margin * (1 - (1 - _TALL_MARGIN) * self.tall))
        caption = round(caption * (1 + _TALL_BAND * self.tall))
        return Box(side, margin, width - 2 * side, height - margin - caption)

    def column(self, first: int, count: int) -> tuple[int, int]:
        """Return the left edge and the width of some columns of the twelve, counted from 0."""
        safe, gutter = self.safe, self.px(self.theme.space.gutter)
        pitch = (safe.width + gutter) / COLUMNS
        left = safe.x + round(pitch * first)
        return left, safe.x + round(pitch * (first + count)) - gutter - left

    def corner(self, of: Literal["window", "card", "photo", "mark"]) -> int:
        """Return a radius of the theme in pixels of the picture."""
        return self.px(getattr(self.theme.corners, of))

    def rule(self, of: Literal["hair", "line", "bar"]) -> int:
        """Return a line's thickness of the theme in pixels of the picture, at least one."""
        return max(1, self.px(getattr(self.theme.rules, of)))

    def ends(self, thick: int) -> int:
        """Return the radius at the ends of a bar so thick: round ones, or none where the theme has square corners."""
        return thick // 2 if self.theme.corners.mark else 0

    def style(
        self, size: Size, colour: str = "", face: Face = "regular", *, ground: str = "", tabular: bool = False,
        balance: Literal["even", "no widow", "none"] = "no widow",
    ) -> TextStyle:  # fmt: skip
        """Make a text style of the type scale; `ground` is what it stands on, for the pills of code spans."""
        theme = self.theme
        ground = ground or theme.ground
        return TextStyle(
            size=self.letters(size),
            colour=colour or theme.ink,
            face=face,
            leading=_LEADING.get(size, _BODY_LEADING),
            tracking=_TRACKING.get(size, 0.0) * theme.tracking,
            tabular=tabular,
            link=theme.accent,
            pill=_pill_on(ground, theme),
            quiet=theme.muted,
            smallest=self.letters("least"),
            balance=balance,
            flush="stem" if size in _FLUSH and not tabular else "no",
            language=self.look.language,
            family=self._display if face in _TITLES and size in _TRACKING else self._body,
        )

    @property
    def families(self) -> tuple[Family, Family]:
        """Return the fonts of titles and headers, and of everything else."""
        return self._display, self._body

    @property
    def _display(self) -> Family:
        return find_family(
            self.look.brand.display if self.look.brand else None, self.theme.fonts.display, self.look.font_files
        )

    @property
    def _body(self) -> Family:
        return find_family(
            self.look.brand.body if self.look.brand else None, self.theme.fonts.body, self.look.font_files
        )

    def largest(
        self, text: Text | str, sizes: Sequence[Size], width: int, height: int, *, lines: int = 99,
        colour: str = "", face: Face = "regular", balance: Literal["even", "no widow", "none"] = "even", ground: str = "",
    ) -> tuple[Paragraph, bool]:  # fmt: skip
        """Set text at the first of the sizes at which it fits; with False, at the last, when at none."""
        ragged: list[Paragraph] = []
        for size in sizes:
            paragraph = set_text(text, self.style(size, colour, face, balance=balance, ground=ground), width)
            if paragraph.height <= height and len(paragraph.lines) <= lines and not paragraph.broken:
                if face not in _TITLES[1:] or balance != "even" or not _is_ragged(paragraph):
                    return paragraph, True
                ragged.append(paragraph)
            if len(ragged) > _MOST_RAGGED:
                break
        if ragged:
            return ragged[0], True
        return paragraph, paragraph.height <= height and paragraph.width <= width

    def place(self, paragraph: Paragraph, x: int, y: int, width: int, align: Align = "left", *, step: int = 0) -> Words:
        """Put a paragraph into a column."""
        return Words(Box(x, y, width, paragraph.height), paragraph, align, step=step)

    def settle(self, items: Iterable[Item], bottom: int) -> tuple[Item, ...]:
        """Move a scene that leaves room below to where the eye takes it for centred: a little above the middle."""
        free = self.safe.bottom - bottom
        return shift_items(items, round(free * _ABOVE_MIDDLE) if free > 0 else 0)


def _is_ragged(paragraph: Paragraph) -> bool:
    """Tell whether a title has a line that is very short: of three lines the last one may be."""
    widths = [line.width for line in paragraph.lines]
    if len(widths) == 3:
        return min(widths[:-1]) < _SHORT_LINE * max(widths)
    return len(widths) > 3 and min(widths) < _SHORT_LINE * max(widths)


def sizes_between(largest: Size, smallest: Size) -> tuple[Size, ...]:
    """Return the steps of the type scale from one down to another."""
    return _SIZES[_SIZES.index(largest) : _SIZES.index(smallest) + 1]


def _pill_on(ground: str, theme: Theme) -> str:
    return mix(ground, theme.ink, 0.09)


@lru_cache(maxsize=32)  # a look holds the title: one for each film of a set
def open_page(look: Look) -> Page:
    """Open the page of a look."""
    return Page(look, open_theme(look.appearance, look.accent, look.theme, look.brand))
