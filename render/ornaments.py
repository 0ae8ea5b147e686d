"""A page to the drawing behind openings and closings, and to what lies behind all other scenes."""

from __future__ import annotations

from render.colour import channels, contrast, mix
from render.layout import Box, Disc, Item, Panel
from render.page import COLUMNS, Page

_RADII = (640, 450, 270)
_CENTRE = 94
"""Within the margins: no words stand on the saturated disc."""
_LOUDNESS = (0.62, 1.0, 0.74, 0.42, 0.58, 0.26, 0.12)
"""Heights of the bars of a voice, from the right."""
_DOT_PITCH, _DOT = 60, 2
_DOT_TINT = 0.1
_SHADE = 0.1
"""How much of the accent a gradient gains towards its lower end."""
_AIR = 40
"""Between an ornament above and the words."""
_BAR_MOST = 0.45
"""Of the margin at the side."""
_RULE_AT = 0.8
"""Of the margin above: rules there keep clear of words below and of a logo above."""

_GRID_AT = 0.42
"""The same for the ruled page, whose headers begin with a bar of their own."""


def place_ornament(page: Page) -> tuple[Item, ...]:
    """Place what the theme draws on openings; none of it lies under words and is too near to their colour."""
    makers = {"orbit": _orbit, "frame": _frame, "blocks": _blocks, "bar": _bar, "columns": _columns, "voice": _voice}
    maker = makers.get(page.theme.openings.ornament)
    return maker(page) if maker else ()


def keep_clear(page: Page, top: int, height: int) -> int:
    """Move words that begin at `top` below an ornament that stands over them on a narrow page, if there is room."""
    taken = 0 if page.wide else {"blocks": _block(page), "voice": _voice_low(page)}.get(page.theme.openings.ornament, 0)
    lowest = page.safe.bottom - height
    return max(top, min(taken + page.px(_AIR), lowest)) if taken else top


def place_background(page: Page, opening: bool) -> tuple[Item, ...]:
    """Place what lies behind a scene's items."""
    if opening and page.theme.openings.ground == "solid":
        return ()
    makers = {"dots": _dots, "gradient": _gradient, "grid": _grid}
    maker = makers.get(page.theme.background)
    return () if maker is None or (opening and maker is _grid) else maker(page)


def _orbit(page: Page) -> tuple[Item, ...]:
    """Place three circles, one in another, that leave the picture at its right edge, or at a narrow one's corner."""
    width, height = page.look.format.width, page.look.format.height
    x, y = (width - page.px(60), round(height * 0.44)) if page.wide else (width, 0)
    discs = [
        Disc(x, y, page.px(radius), page.theme.wash(tint))
        for radius, tint in zip(_RADII, page.theme.tints, strict=True)
    ]
    return (*discs, Disc(x, y, page.px(_CENTRE), page.theme.accent))


def _frame(page: Page) -> tuple[Item, ...]:
    """Rule the page above and below, as a magazine's."""
    theme, safe = page.theme, page.safe
    thick, hair = page.px(theme.rules.bar) * 2, max(1, page.px(theme.rules.hair))
    above, below = round(safe.y * _RULE_AT), page.look.format.height - round(safe.y * _RULE_AT)
    return (
        Panel(Box(safe.x, above - thick, safe.width, thick), theme.ink),
        Panel(Box(safe.x, above + page.px(10), safe.width, hair), theme.ink),
        Panel(Box(safe.x, below, safe.width, hair), theme.ink),
    )


def _blocks(page: Page) -> tuple[Item, ...]:
    """Stack three tiles with parts of circles at the right edge, or in a row at a narrow picture's upper one.

    Their tones lead away from the words' colour, so that even a title that reaches them is read.
    """
    width, height = page.look.format.width, page.look.format.height
    solid = page.theme.solid
    away = (
        "#000000" if contrast(page.theme.on_solid, "#ffffff") < contrast(page.theme.on_solid, "#000000") else "#ffffff"
    )
    first, second, third = (mix(solid, away, part) for part in (0.14, 0.26, 0.4))
    if page.wide:
        side = height // 3
        x = width - side
        return (
            Disc(width, side, side, second),
            Panel(Box(x, 0, side, side), first), Disc(x + side // 2, side // 2, round(side * 0.36), third),
            Panel(Box(x, 2 * side, side, height - 2 * side), third), Disc(x + side // 2, height, side // 2, second),
        )  # fmt: skip
    side = _block(page)
    return (
        Disc(width - side, 0, side, second),
        Panel(Box(width - side, 0, side, side), first), Disc(width - side // 2, side // 2, round(side * 0.36), third),
    )  # fmt: skip


def _block(page: Page) -> int:
    """Return the side of a tile on a narrow page: a square one has less room above its words."""
    return round(page.look.format.width / (4 if page.tall == 1 else 6))


def _bar(page: Page) -> tuple[Item, ...]:
    """Stand one thick bar at the picture's edge, most of the margin away from the words."""
    thick = min(page.px(page.theme.rules.bar) * 3, round(page.safe.x * _BAR_MOST))
    return (Panel(Box(0, 0, thick, page.look.format.height), page.theme.accent),)


def _columns(page: Page) -> tuple[Item, ...]:
    """Show the grid's columns, and a square of the accent in the last two."""
    theme, safe = page.theme, page.safe
    hair = max(1, page.px(theme.rules.hair))
    lines = [
        Panel(Box(page.column(first, 1)[0] - page.px(theme.space.gutter) // 2, 0, hair, page.look.format.height),
              mix(theme.ground, theme.ink, 0.1))
        for first in range(3, COLUMNS, 3)
    ]  # fmt: skip
    left, width = page.column(COLUMNS - 2, 2)
    deep = width if page.wide else round(safe.y * _RULE_AT)
    return (*lines, Panel(Box(left, 0, page.look.format.width - left, deep), theme.solid))


def _voice(page: Page) -> tuple[Item, ...]:
    """Stand rounded bars at the right edge, or above a tall picture's words, as a voice is drawn.

    The one in the accent stands in the margin, where no words are.
    """
    width, height, theme = page.look.format.width, page.look.format.height, page.theme
    thick, gap = page.px(44), page.px(26)
    middle, most = (height // 2, page.px(620)) if page.wide else (round(height * 0.09), round(height * 0.13))
    first = width - page.safe.x + page.px(18)
    bars: list[Item] = []
    for at, part in enumerate(_LOUDNESS):
        high = max(thick, round(most * part))
        box = Box(first - at * (thick + gap), middle - high // 2, thick, high)
        shade = theme.accent if not at else theme.wash(theme.tints[(2, 1, 0)[min(2, (at - 1) // 2)]])
        bars.append(Panel(box, shade, thick // 2))
    return tuple(bars)


def _voice_low(page: Page) -> int:
    """Return how far down the bars reach on a narrow page."""
    return round(page.look.format.height * (0.09 + 0.13 / 2))


def _grid(page: Page) -> tuple[Item, ...]:
    """Rule the page above its words, with a tick where each quarter of the grid begins."""
    theme, safe = page.theme, page.safe
    thick, y = max(1, page.px(theme.rules.hair)), round(safe.y * _GRID_AT)
    ticks = [Box(page.column(first, 1)[0], y, thick, page.px(12)) for first in range(0, COLUMNS, 3)]
    return tuple(Panel(box, theme.ink) for box in (Box(safe.x, y, safe.width, thick), *ticks))


def _dots(page: Page) -> tuple[Item, ...]:
    """Lay a faint lattice over the picture."""
    pitch, radius = page.px(_DOT_PITCH), max(1, page.px(_DOT))
    width, height = page.look.format.width, page.look.format.height
    tone = mix(page.theme.ground, page.theme.ink, _DOT_TINT)
    return tuple(
        Panel(Box(x - radius, y - radius, 2 * radius, 2 * radius), tone)
        for y in range(pitch // 2, height, pitch)
        for x in range(pitch // 2, width, pitch)
    )


def _gradient(page: Page) -> tuple[Item, ...]:
    """Shade the picture towards its lower end, one band for each colour that eight bits tell apart."""
    low, high = page.theme.wash(_SHADE), page.theme.ground
    bands = max(1, *(abs(a - b) for a, b in zip(channels(low), channels(high), strict=True)))
    width, height = page.look.format.width, page.look.format.height
    edges = [round(height * band / (bands + 1)) for band in range(bands + 2)]
    return tuple(
        Panel(Box(0, edges[band], width, edges[band + 1] - edges[band]), mix(high, low, band / bands))
        for band in range(bands + 1)
    )
