"""The user's choice of theme to colours, sizes and spaces (YAML in `themes/`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from model.errors import ConfigError
from model.frozen import Frozen
from model.inputs import Accent, Appearance
from model.timeline import VideoFormat

_FOLDER = Path(__file__).resolve().parent / "themes"
_TERMINAL_ACCENTS = "dark"
"""A terminal is dark in every theme: its prompt takes the accent that was tuned for dark."""


class Look(Frozen):
    """What all pictures of a film have in common."""

    appearance: Appearance = "dark"
    """Light or dark ground."""
    accent: Accent = "blue"
    """The one saturated colour."""
    format: VideoFormat = VideoFormat()
    """Size of the pictures."""
    title: str = ""
    """The film's title."""
    language: str = "en"
    """BCP 47 code: chooses shapes of letters and the side on which text begins."""


class TypeScale(Frozen):
    """The only sizes that there are, in pixels at 1080 lines."""

    hero: int
    """The opening's shortest titles."""
    poster: int
    """Large titles."""
    headline: int
    """Longer titles."""
    title: int
    """The longest titles; quotes."""
    heading: int
    """A scene's header; few words."""
    lead: int
    """Subtitles and short points."""
    body: int
    """Points."""
    small: int
    """Many points; labels."""
    least: int
    """The smallest that is ever drawn."""


class Spaces(Frozen):
    """Distances in pixels at 1080 lines."""

    margin: int
    """Free on the left, the right and above."""
    gutter: int
    """Between columns."""
    caption: int
    """Free below, where players draw captions."""
    step: int
    """The baseline rhythm: distances are multiples of it."""


class TerminalColours(Frozen):
    """The window that commands are typed into: dark in every theme."""

    ground: str
    """Behind the lines."""
    edge: str
    """Around the window."""
    ink: str
    """What is typed."""
    muted: str
    """What comes back."""
    faint: str
    """Comments."""


class SyntaxColours(Frozen):
    """Code, by what a token is."""

    plain: str
    """Names, and what no rule knows."""
    keyword: str
    """Words of the language."""
    string: str
    """Quoted text."""
    number: str
    """Numbers and constants."""
    function: str
    """Functions and headings."""
    kind: str
    """Classes, types, built-ins, decorators."""
    comment: str
    """Remarks."""
    operator: str
    """Operators and brackets."""
    tag: str
    """Markup elements and keys."""
    inserted: str
    """Lines that a diff adds."""
    deleted: str
    """Lines that a diff takes away."""


class ToneColours(Frozen):
    """Alerts."""

    note: str
    """For information."""
    tip: str
    """Advice."""
    important: str
    """Not to be missed."""
    warning: str
    """Needs attention."""
    caution: str
    """Dangerous."""


class Theme(Frozen):
    """Colours as `#rrggbb`, sizes and spaces of one look."""

    ground: str
    """Behind everything."""
    panel: str
    """Windows, cards."""
    edge: str
    """Hairlines and borders."""
    ink: str
    """Text."""
    muted: str
    """Secondary text."""
    faint: str
    """Line numbers and the like."""
    good: str
    """Check marks."""
    bad: str
    """Crosses."""
    accent: str
    """The accent for words and marks on ground or panel."""
    solid: str
    """The accent as a field that carries white words."""
    prompt: str
    """The accent inside the terminal."""
    terminal: TerminalColours
    """The terminal's own colours."""
    syntax: SyntaxColours
    """Code."""
    tones: ToneColours
    """Alerts."""
    type: TypeScale
    """Sizes."""
    code: tuple[int, ...]
    """Sizes of code, the largest first."""
    tints: tuple[float, float, float]
    """How much accent the circles behind openings carry, from the outer one in."""
    space: Spaces
    """Distances."""

    def wash(self, strength: float) -> str:
        """Mix some of the solid accent into the ground: 0 is the ground, 1 the accent."""
        return mix(self.ground, self.solid, strength)


@cache
def open_theme(appearance: Appearance, accent: Accent) -> Theme:
    """Read a theme and settle its accent."""
    data = dict(_read_theme(appearance))
    accents = data.pop("accents")
    if accent not in accents:
        raise ConfigError(f"The {appearance} theme has no accent {accent!r}.", f"Choose one of {', '.join(accents)}.")
    prompt = _read_theme(_TERMINAL_ACCENTS)["accents"][accent]["colour"]
    data.update(code=tuple(data["code"]), tints=tuple(data["tints"]))
    return Theme(**data, accent=accents[accent]["colour"], solid=accents[accent]["solid"], prompt=prompt)


@cache
def _read_theme(name: str) -> dict[str, Any]:
    text = (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def mix(below: str, above: str, strength: float) -> str:
    """Lay one colour over another: 0 shows the one below, 1 the one above."""
    pairs = zip(_channels(below), _channels(above), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * strength):02x}" for low, high in pairs)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
