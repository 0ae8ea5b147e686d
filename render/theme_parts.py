"""What a theme is made of: one frozen type for each group of keys in `themes/<name>.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.frozen import Frozen

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
"""`#rrggbb`, in small letters."""
Pixels = Annotated[int, Field(ge=0, le=1000)]
"""A length at 1080 lines."""
Letters = Annotated[int, Field(ge=28, le=400)]
"""A size of type in pixels at 1080 lines: below 28 nothing is read on a phone."""
Tint = Annotated[float, Field(ge=0, le=1)]
"""How much of one colour lies over another."""
Ornament = Literal["none", "orbit", "cursor", "frame", "blocks", "bar", "columns", "voice"]
Ground = Literal["plain", "dots", "grid", "gradient"]
HeaderStyle = Literal["plain", "prompt", "overline", "underline", "block"]
Transition = Literal["cut", "fade", "slide", "wipe", "push"]
Marker = Literal["bullet", "square", "dash", "chevron", "ring", "arrow"]


class Fonts(Frozen):
    """Families by name, each one of `typefaces.FAMILIES`; code is always set in JetBrains Mono."""

    display: str
    """Titles and headers."""
    body: str
    """Everything else."""


class TypeScale(Frozen):
    """The only sizes that there are, in pixels at 1080 lines."""

    hero: Letters
    """The opening's shortest titles."""
    poster: Letters
    """Large titles."""
    headline: Letters
    """Longer titles."""
    title: Letters
    """The longest titles; quotes."""
    heading: Letters
    """A scene's header; few words."""
    lead: Letters
    """Subtitles and short points."""
    body: Letters
    """Points."""
    small: Letters
    """Many points; labels."""
    least: Letters
    """The smallest that is ever drawn."""


class Spaces(Frozen):
    """Distances in pixels at 1080 lines."""

    margin: Pixels
    """Free on the left, the right and above."""
    gutter: Pixels
    """Between columns."""
    caption: Pixels
    """Free below, where players draw captions."""
    step: Pixels
    """The baseline rhythm: distances are multiples of it."""


class Corners(Frozen):
    """Radii of corners in pixels at 1080 lines."""

    window: Pixels
    """Of windows with code and commands."""
    card: Pixels
    """Of fields with words: alerts, cards."""
    photo: Pixels
    """Of pictures."""
    mark: Pixels
    """Of marked rows and lines."""


class Rules(Frozen):
    """Thickness of lines in pixels at 1080 lines."""

    hair: Pixels
    """Between rows and around windows."""
    line: Pixels
    """Under a table's header."""
    bar: Pixels
    """Short accents: beside a marked row, over a statement."""


class Headers(Frozen):
    """How a scene's header looks."""

    style: HeaderStyle
    """plain; prompt (a sign before it); overline (a short bar above it); underline; block (on a field of the accent)."""
    sign: Annotated[str, Field(max_length=2)] = ""
    """What stands before it, where the style is prompt."""


class Dimming(Frozen):
    """What is not in focus: lines of code, wrong answers."""

    strength: Tint
    """How much of its colour is left."""
    least: Annotated[float, Field(ge=1, le=21)]
    """Contrast that is kept whatever the strength."""


class Openings(Frozen):
    """Titles, chapters and closings."""

    ground: Literal["plain", "solid"]
    """The ground of other scenes, or the solid accent."""
    ornament: Ornament
    """What is drawn behind or beside their words."""


class Markers(Frozen):
    """Before points of a list, by icon."""

    point: Marker
    """Outermost ones."""
    nested: Marker
    """Those within another."""


class Logo(Frozen):
    """Where a brand's logo stands."""

    opening: Literal["above", "corner", "none"]
    """On titles and closings: at the top of the picture's text side, in the far corner, or not at all."""
    content: Literal["corner", "none"]
    """On all other scenes."""


class TerminalColours(Frozen):
    """The window that commands are typed into: dark in every theme."""

    ground: Colour
    """Behind the lines."""
    edge: Colour
    """Around the window."""
    ink: Colour
    """What is typed."""
    muted: Colour
    """What comes back."""
    faint: Colour
    """Comments."""


class SyntaxColours(Frozen):
    """Code, by what a token is."""

    plain: Colour
    """Names, and what no rule knows."""
    keyword: Colour
    """Words of the language."""
    string: Colour
    """Quoted text."""
    number: Colour
    """Numbers and constants."""
    function: Colour
    """Functions and headings."""
    kind: Colour
    """Classes, types, built-ins, decorators."""
    comment: Colour
    """Remarks."""
    operator: Colour
    """Operators and brackets."""
    tag: Colour
    """Markup elements and keys."""
    inserted: Colour
    """Lines that a diff adds."""
    deleted: Colour
    """Lines that a diff takes away."""


class ToneColours(Frozen):
    """Alerts."""

    note: Colour
    """For information."""
    tip: Colour
    """Advice."""
    important: Colour
    """Not to be missed."""
    warning: Colour
    """Needs attention."""
    caution: Colour
    """Dangerous."""


class AccentColours(Frozen):
    """One accent."""

    colour: Colour
    """For words and marks on ground or panel."""
    solid: Colour
    """A field that carries words."""
    words: Colour
    """Words on that field."""
    prompt: Colour
    """Within the terminal."""


class Accents(Frozen):
    """The six, each tuned for its ground."""

    blue: AccentColours
    purple: AccentColours
    orange: AccentColours
    green: AccentColours
    pink: AccentColours
    cyan: AccentColours
