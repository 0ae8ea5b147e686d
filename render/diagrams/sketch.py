"""Paths and words as they are drawn, from the upper left corner of a picture of their own -> items on a page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from render.colour import mix, to_oklch
from render.diagrams.nodes import set_label, style_of
from render.diagrams.outlines import round_box
from render.layout import Align, Box, Drawing, Item, Words
from render.page import Page
from render.paths import Path, Point
from render.text_layout import Paragraph

SCALES = (50, 46, 42, 39, 36, 34, 32, 30, 28)
"""Sizes of type to try, in pixels at 1080 lines."""
_ALIKE = 0.5
"""Radians between hues that are told apart."""


@dataclass(slots=True)
class Sketch:
    """A picture of one size of type while it is being drawn."""

    page: Page
    em: int
    width: float = 0.0
    height: float = 0.0
    paths: list[Path] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    whole: bool = True
    """False as soon as a word had to be cut, or does not fit its column."""

    @property
    def line(self) -> float:
        """Return the thickness of a line."""
        return max(2.0, self.em * 0.085)

    @property
    def ink(self) -> str:
        """Return the colour of lines that connect."""
        return mix(self.page.theme.ground, self.page.theme.ink, 0.62)

    def set(
        self, text: str, widest: float, colour: str = "", *, strong: bool = False, balanced: bool = True
    ) -> Paragraph | None:  # fmt: skip
        """Set words to a width in pixels; None for none."""
        return set_label(text, style_of(self.page, self.em, colour, strong=strong, balanced=balanced), widest)

    def write(self, words: Paragraph | None, x: float, y: float, width: float = 0.0, align: Align = "left") -> None:
        """Write words into a column, which begins at x."""
        if words:
            box = Box(round(x), round(y), round(width or words.width) + 2, words.height)
            self.words.append(Words(box, words, align, fixed=True))
            self.whole = self.whole and not words.broken and (not width or words.width <= width + 2)

    def fill(self, outline: Sequence[Point], colour: str) -> None:
        """Fill an area."""
        self.paths.append(Path((tuple(outline),), colour))

    def box(
        self, x: float, y: float, width: float, height: float, radius: float, fill: str = "", edge: str = "",
        line: float = 0.0,
    ) -> None:  # fmt: skip
        """Draw a box with round corners: its area, its border, or both."""
        outline = round_box(x, y, width, height, radius)
        if fill:
            self.fill(outline, fill)
        if edge:
            self.paths.append(Path(((*outline, *outline[:2]),), edge, line or self.line))

    def rule(self, start: Point, end: Point, colour: str, width: float = 0.0, *, dashed: bool = False) -> None:
        """Draw a straight line."""
        dash = (self.em * 0.22, self.em * 0.2) if dashed else ()
        self.paths.append(Path(((start, end),), colour, width or self.line, dash))  # type: ignore[arg-type]

    def fits(self, area: Box) -> bool:
        """Tell whether the picture fits an area, no word cut."""
        return self.whole and self.width <= area.width and self.height <= area.height

    def place(self, area: Box) -> tuple[Item, ...]:
        """Put the picture into the middle of an area."""
        x, y = round(area.x + (area.width - self.width) / 2), round(area.y + (area.height - self.height) / 2)
        box = Box(x, y, round(self.width) + 1, round(self.height) + 1)
        moved = (
            Words(item.box._replace(x=item.box.x + x, y=item.box.y + y), item.paragraph, item.align, fixed=True)
            for item in self.words
        )
        return (Drawing(box, tuple(self.paths)), *moved)


def move(points: Sequence[Point], x: float, y: float) -> tuple[Point, ...]:
    """Move points by some pixels."""
    return tuple((px + x, py + y) for px, py in points)


def series_colour(page: Page, at: int) -> str:
    """Return the colour of one of several: the accent for the first, then those of the theme's alerts that differ from it."""
    tones = page.theme.tones
    hue = to_oklch(page.theme.accent)[2]
    others = (tones.tip, tones.warning, tones.important, tones.caution, tones.note)
    apart = [tone for tone in others if abs(math.remainder(to_oklch(tone)[2] - hue, 2 * math.pi)) > _ALIKE]
    colours = (page.theme.accent, *apart)
    return colours[at % len(colours)]
