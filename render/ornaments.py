"""A page to the drawing behind openings, chapters and closings: flat circles in tints of the accent."""

from __future__ import annotations

from render.layout import Disc, Item
from render.page import Page

_RADII = (640, 450, 270)
_CENTRE = 94
"""Within the margins: no words stand on the saturated disc."""


def place_orbit(page: Page) -> tuple[Item, ...]:
    """Place three circles, one in another, that leave the picture at its right edge, or at a narrow one's corner."""
    width, height = page.look.format.width, page.look.format.height
    x, y = (width - page.px(60), round(height * 0.44)) if page.wide else (width, 0)
    discs = [
        Disc(x, y, page.px(radius), page.theme.wash(tint))
        for radius, tint in zip(_RADII, page.theme.tints, strict=True)
    ]
    return (*discs, Disc(x, y, page.px(_CENTRE), page.theme.accent))
