"""Colours as `#rrggbb` to mixtures, contrast ratios, and the nearest shade that can be read."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

_LIFTS = 16
"""Shades between a colour and the ink."""
_DIMMING = 24
"""Shades between a dimmed colour and the whole one."""
_STEPS = 400
"""Shades that are tried between black and white: closer ones look alike."""


def mix(below: str, above: str, strength: float) -> str:
    """Lay one colour over another: 0 shows the one below, 1 the one above."""
    pairs = zip(channels(below), channels(above), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * strength):02x}" for low, high in pairs)


def tint(ground: str, colour: str, strength: float) -> str:
    """Lay some of a colour over a ground, and keep its hue: what `mix` makes of blue and cream is grey."""
    lightness, chroma, _ = to_oklch(mix(ground, colour, strength))
    _, full, hue = to_oklch(colour)
    return from_oklch(lightness, max(chroma, strength * full), hue)


def dim(ground: str, colour: str, strength: float, least: float) -> str:
    """Leave a part of a colour over its ground, as much more as a contrast of `least` needs; at most all of it."""
    parts = (strength + (1 - strength) * step / _DIMMING for step in range(_DIMMING))
    return next((shade for part in parts if contrast(shade := mix(ground, colour, part), ground) >= least), colour)


@lru_cache(maxsize=4096)
def lift(colour: str, ground: str, ink: str, least: float) -> str:
    """Mix as much of a ground's ink into a colour as it needs for a contrast; at most all of it."""
    shades = (mix(colour, ink, step / _LIFTS) for step in range(_LIFTS))
    return next((shade for shade in shades if contrast(shade, ground) >= least), ink)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def least_contrast(colour: str, grounds: Sequence[str]) -> float:
    """Return the contrast on the ground where it is weakest."""
    return min(contrast(colour, ground) for ground in grounds)


def nearest_readable(colour: str, grounds: Sequence[str], ratio: float) -> str | None:
    """Return the colour of the same hue that is nearest in lightness and has a contrast on all grounds.

    None when no lightness is enough.
    """
    return nearest_shade(colour, lambda shade: least_contrast(shade, grounds) >= ratio)


def nearest_shade(colour: str, passes: Callable[[str], bool]) -> str | None:
    """Return the colour of the same hue that is nearest in lightness and passes; None when none does.

    The search runs along lightness in OKLCH; chroma gives way where sRGB ends.
    """
    if passes(colour):
        return colour
    lightness, chroma, hue = to_oklch(colour)
    tried = sorted((step / _STEPS for step in range(_STEPS + 1)), key=lambda value: (abs(value - lightness), value))
    shades = (from_oklch(value, chroma, hue) for value in tried)
    return next((shade for shade in shades if passes(shade)), None)


def to_oklch(colour: str) -> tuple[float, float, float]:
    """Return lightness 0 to 1, chroma, and hue in radians (Ottosson, "A perceptual color space", 2020)."""
    red, green, blue = (_linear(value / 255) for value in channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return the sRGB colour, with as much of the chroma as sRGB has at this lightness and hue."""
    if _within(_to_srgb(lightness, chroma, hue)):
        return _name(_to_srgb(lightness, chroma, hue))
    low, high = 0.0, chroma
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(_to_srgb(lightness, middle, hue)) else (low, middle)
    return _name(_to_srgb(lightness, low, hue))


def _to_srgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Return linear red, green and blue, outside of 0 to 1 where sRGB has no such colour."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _within(linear: tuple[float, float, float]) -> bool:
    return all(-0.0005 <= value <= 1.0005 for value in linear)


def _name(linear: tuple[float, float, float]) -> str:
    clipped = (min(1.0, max(0.0, value)) for value in linear)
    curved = (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in clipped)
    return "#" + "".join(f"{round(value * 255):02x}" for value in curved)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
