"""The user's choice of theme to colours, sizes and spaces (YAML in `themes/`)."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field

from model.brand import Brand
from model.errors import ConfigError
from model.frozen import Frozen
from model.inputs import Accent, Appearance
from model.theme_choice import DEFAULT_THEME
from model.timeline import VideoFormat
from render.colour import contrast as contrast
from render.colour import dim, tint
from render.colour import mix as mix
from render.theme_parts import (
    Accents,
    Colour,
    Corners,
    Dimming,
    Fonts,
    Ground,
    Headers,
    Letters,
    Logo,
    Markers,
    Openings,
    Rules,
    Spaces,
    SyntaxColours,
    TerminalColours,
    Tint,
    ToneColours,
    Transition,
    TypeScale,
)

ENOUGH = 4.5
"""Contrast that text needs (WCAG 2.2, 1.4.3, level AA)."""


class Look(Frozen):
    """What all pictures of a film have in common."""

    theme: str = DEFAULT_THEME
    """Name of a theme."""
    appearance: Appearance = "dark"
    """Light or dark ground."""
    accent: Accent = "blue"
    """The one saturated colour."""
    brand: Brand | None = None
    """What the user changes of the theme."""
    font_files: tuple[tuple[str, str], ...] = ()
    """Digest and path of each of the brand's fonts."""
    format: VideoFormat = VideoFormat()
    """Size of the pictures."""
    title: str = ""
    """The film's title."""
    language: str = "en"
    """BCP 47 code: chooses shapes of letters and the side on which text begins."""


class Colours(Frozen):
    """A theme's colours on a light or a dark ground. Each pair that carries text has a contrast of 4.5:1 (tested)."""

    ground: Colour
    """Behind everything."""
    panel: Colour
    """Windows, cards."""
    edge: Colour
    """Hairlines and borders."""
    ink: Colour
    """Text."""
    muted: Colour
    """Secondary text."""
    faint: Colour
    """Line numbers and the like."""
    good: Colour
    """Check marks."""
    bad: Colour
    """Crosses."""
    plates: tuple[Colour, Colour]
    """Ground for a transparent picture whose drawing is dark, and for one whose drawing is light."""
    tints: tuple[Tint, Tint, Tint]
    """How much accent the drawings behind openings carry, from the outer one in."""
    terminal: TerminalColours
    """The terminal's own colours."""
    syntax: SyntaxColours
    """Code."""
    tones: ToneColours
    """Alerts."""


class Palette(Colours):
    """The colours with all accents, as a file has them."""

    accents: Accents
    """One of them is chosen."""


class Shapes(Frozen):
    """What a theme has whatever its ground: type, spaces and forms."""

    fonts: Fonts
    """Families."""
    tracking: Annotated[float, Field(ge=0, le=2)]
    """How tightly large type is set: 1 as Inter wants it, 0 as the font has it."""
    type: TypeScale
    """Sizes."""
    code: tuple[Letters, ...]
    """Sizes of code, the largest first: at multiples of five a column of JetBrains Mono is a whole number of pixels."""
    space: Spaces
    """Distances."""
    corners: Corners
    """Radii."""
    rules: Rules
    """Thickness of lines."""
    header: Headers
    """A scene's header."""
    dimming: Dimming
    """What is not in focus."""
    openings: Openings
    """Titles, chapters, closings."""
    background: Ground
    """Behind all other scenes."""
    markers: Markers
    """Before points."""
    logo: Logo
    """Where a brand's logo stands."""
    transition: Transition
    """From one scene to the next."""


class Theme(Colours, Shapes):
    """Colours as `#rrggbb`, sizes, spaces and forms of one look."""

    accent: Colour
    """The accent for words and marks on ground or panel."""
    solid: Colour
    """The accent as a field that carries words."""
    on_solid: Colour
    """Words on that field."""
    prompt: Colour
    """The accent inside the terminal."""
    heading: Colour
    """A scene's header."""
    label: Colour
    """A small remark beside the header."""

    def wash(self, strength: float) -> str:
        """Mix some of the solid accent into the ground: 0 is the ground, 1 the accent."""
        return tint(self.ground, self.solid, strength)

    @property
    def enough(self) -> float:
        """Return the contrast that text has: that of level AA, or what the theme keeps even where it dims."""
        return max(ENOUGH, self.dimming.least)

    def dim(self, colour: str) -> str:
        """Return the colour of what is not in focus, on a panel."""
        return dim(self.panel, colour, self.dimming.strength, self.dimming.least)

    def on_field(self) -> Theme:
        """Return the theme for words that stand on the solid accent itself."""
        tones = (mix(self.solid, self.on_solid, part) for part in (0.8, 0.86, 0.92, 1.0))
        muted = next((tone for tone in tones if contrast(tone, self.solid) >= ENOUGH), self.on_solid)
        return self.model_copy(
            update={
                "ground": self.solid, "panel": self.solid, "ink": self.on_solid, "muted": muted, "faint": muted,
                "accent": self.on_solid, "heading": self.on_solid, "label": muted,
                "edge": mix(self.solid, self.on_solid, 0.3),
            }
        )  # fmt: skip


@cache
def open_theme(appearance: Appearance, accent: Accent, name: str = DEFAULT_THEME, brand: Brand | None = None) -> Theme:
    """Read a theme, settle its accent, and apply what a brand changes.

    Raises ConfigError when there is no such theme, appearance or accent, or the brand's colours cannot be read on it.
    """
    from render.theme_files import read_theme

    file = read_theme(name)
    palette = file.palette(appearance)
    if palette is None:
        have = "light" if appearance == "dark" else "dark"
        raise ConfigError(f"The theme {name} has no {appearance} ground.", f"Choose {name} or {name}-{have}.")
    if accent not in Accents.model_fields:
        choices = ", ".join(Accents.model_fields)
        raise ConfigError(f"The theme {name} has no accent {accent!r}.", f"Choose one of {choices}.")
    chosen = getattr(palette.accents, accent)
    fields = {key: getattr(palette, key) for key in Colours.model_fields}
    fields |= {key: getattr(file, key) for key in Shapes.model_fields}
    theme = Theme(
        **fields, accent=chosen.colour, solid=chosen.solid, on_solid=chosen.words, prompt=chosen.prompt,
        heading=chosen.words if file.header.style == "block" else palette.ink,
        label=chosen.words if file.header.style == "block" else palette.muted,
    )  # fmt: skip
    return apply_brand(theme, brand) if brand else theme


def text_grounds(theme: Theme) -> tuple[str, ...]:
    """Return everything that words in the accent may stand on."""
    fields = (tint(theme.ground, tone, 0.1) for tone in theme.tones.model_dump().values())
    return (theme.ground, theme.panel, theme.wash(0.11), *fields)


def apply_brand(theme: Theme, brand: Brand) -> Theme:
    """Give a theme the brand's colours and transition.

    Raises ConfigError when a colour cannot be read; the message names the nearest one that can.
    """
    from render.brand_colours import brand_colours

    changes = brand_colours(theme, brand)
    if brand.transition:
        changes["transition"] = brand.transition
    return theme.model_copy(update=changes)
