"""A theme and a brand's colours to the theme's changes: each is checked on all that it may stand on."""

from __future__ import annotations

from typing import Any

from model.brand import Brand
from model.errors import ConfigError
from render.colour import contrast, least_contrast, mix, nearest_readable
from render.theme import ENOUGH, Theme, text_grounds

_WORDS = ("#ffffff", "#000000")


def brand_colours(theme: Theme, brand: Brand) -> dict[str, Any]:
    """Return what the brand's two colours replace: the accent, and the accent as a field.

    Raises ConfigError when one cannot be read; the message names the nearest colour of the same hue that can.
    """
    changes: dict[str, Any] = {}
    field = brand.secondary or brand.primary
    if field:
        words = max(_WORDS, key=lambda ink: contrast(ink, field))
        changes |= {"solid": field, "on_solid": words}
        if theme.header.style == "block":
            changes |= {"heading": words, "label": words}
    dressed = theme.model_copy(update=changes)
    if brand.primary:
        _check("primary", brand.primary, text_grounds(dressed), "words in it", brand)
        prompt = nearest_readable(brand.primary, (theme.terminal.ground,), ENOUGH)
        changes |= {"accent": brand.primary, "prompt": prompt or theme.terminal.ink}
    for name in ("ink", "muted"):
        if field and least_contrast(getattr(theme, name), (dressed.wash(0.11),)) < ENOUGH:
            _refuse_field(theme, brand, field, name)
    return changes


def _check(key: str, colour: str, grounds: tuple[str, ...], what: str, brand: Brand) -> None:
    found = least_contrast(colour, grounds)
    if found >= ENOUGH:
        return
    nearest = nearest_readable(colour, grounds, ENOUGH)
    where = f"{brand.name}: {key}: {colour} has a contrast of {found:.2f}:1 on the theme's grounds"
    remedy = f"The nearest colour that passes is {nearest}." if nearest else "Choose another base."
    raise ConfigError(f"{where}, and {what} need {ENOUGH}:1.", remedy)


def _refuse_field(theme: Theme, brand: Brand, field: str, name: str) -> None:
    """Say that a field of this colour would take away the contrast of the theme's own words."""
    ground = mix(theme.ground, field, 0.11)
    key = "secondary" if brand.secondary else "primary"
    raise ConfigError(
        f"{brand.name}: {key}: on fields tinted with {field} the theme's {name} text has a contrast of "
        f"{contrast(getattr(theme, name), ground):.2f}:1, and needs {ENOUGH}:1.",
        "Choose a colour nearer to the theme's ground, or the other ground of the base.",
    )
