"""A theme and a brand's colours to the theme's changes: each is checked on all that it may stand on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from model.brand import Brand
from model.errors import ConfigError
from render.colour import contrast, least_contrast, nearest_readable, nearest_shade
from render.theme import ENOUGH, Theme, text_grounds

_WORDS = ("#ffffff", "#000000")


def brand_colours(theme: Theme, brand: Brand) -> dict[str, Any]:
    """Return what the brand's two colours replace: the accent, and the accent as a field.

    Raises ConfigError when one cannot be read; the message names the nearest colour of the same hue that can.
    """
    changes: dict[str, Any] = {}
    if brand.secondary:
        if not _reads_on_field(theme, brand.secondary):
            raise _refuse(theme, brand, "secondary", lambda field: _reads_on_field(theme, field))
        changes |= _field(theme, brand.secondary)
    if brand.primary:
        if not _reads(theme, brand, brand.primary):
            raise _refuse(theme, brand, "primary", lambda colour: _reads(theme, brand, colour))
        changes |= {} if brand.secondary else _field(theme, brand.primary)
        prompt = nearest_readable(brand.primary, (theme.terminal.ground,), ENOUGH)
        changes |= {"accent": brand.primary, "prompt": prompt or theme.terminal.ink}
    return changes


def _field(theme: Theme, field: str) -> dict[str, Any]:
    """Return what a colour replaces as a field that carries words."""
    words = max(_WORDS, key=lambda ink: contrast(ink, field))
    return {"solid": field, "on_solid": words} | (
        {"heading": words, "label": words} if theme.header.style == "block" else {}
    )


def _reads_on_field(theme: Theme, field: str) -> bool:
    """Tell whether the theme's own words can be read where the field tints the ground."""
    tinted = (theme.model_copy(update={"solid": field}).wash(0.11),)
    return all(least_contrast(words, tinted) >= ENOUGH for words in (theme.ink, theme.muted, theme.good, theme.bad))


def _weakest(theme: Theme, brand: Brand, colour: str) -> float:
    dressed = theme.model_copy(update=_field(theme, brand.secondary or colour))
    return least_contrast(colour, text_grounds(dressed))


def _reads(theme: Theme, brand: Brand, colour: str) -> bool:
    """Tell whether words in a colour can be read on every ground, those that it tints itself among them."""
    return _weakest(theme, brand, colour) >= ENOUGH and (bool(brand.secondary) or _reads_on_field(theme, colour))


def _refuse(theme: Theme, brand: Brand, key: str, passes: Callable[[str], bool]) -> ConfigError:
    colour = brand.primary if key == "primary" else brand.secondary
    assert colour is not None
    nearest = nearest_shade(colour, passes)
    if key == "primary" and _weakest(theme, brand, colour) < ENOUGH:
        what = f"words in {colour} have a contrast of {_weakest(theme, brand, colour):.2f}:1 on the theme's grounds"
    else:
        what = f"words of the theme cannot be read on fields tinted with {colour}"
    remedy = f"The nearest colour that passes is {nearest}." if nearest else "Choose another base."
    return ConfigError(f"{brand.name}: {key}: {what}, and need {ENOUGH}:1.", remedy)
