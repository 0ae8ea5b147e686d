"""Numbers to places along an axis, to round ticks, and to words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from model.scenes.chart import Datum

_STEPS = (1, 2, 2.5, 5, 10)
_SIGNS = {
    "de": (".", ","),
    "es": (".", ","),
    "it": (".", ","),
    "pt": (".", ","),
    "nl": (".", ","),
    "fr": ("\u202f", ","),
}
"""What stands between thousands, and before decimals, by language; a comma and a point in all others."""
_LARGE, _TINY = 1e7, 1e-4


class Scale(NamedTuple):
    """A linear axis: `least` lies at pixel `start`, `largest` at pixel `end`."""

    least: float
    largest: float
    start: int
    end: int

    def at(self, value: float) -> int:
        """Return a number's pixel."""
        return round(self.start + (value - self.least) / (self.largest - self.least) * (self.end - self.start))


def scale_axis(values: Sequence[float], steps: int) -> tuple[float, ...]:
    """Return round numbers around all values, about so many steps apart; zero is one of them, unless all lie far from it."""
    low, high = min(values), max(values)
    near_zero = (high - low) > 0.25 * max(abs(low), abs(high))
    if near_zero or low == high:
        low, high = min(0.0, low), max(0.0, high)
    if low == high:
        high = low + 1.0
    rough = (high - low) / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in _STEPS if factor * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(at * step for at in range(first, max(last, first + 1) + 1))


def name_number(datum: Datum, language: str = "en") -> str:
    """Return a number as its author writes it, else with groups of thousands and no more digits than it has."""
    if datum.shown:
        return datum.shown
    value = datum.value
    if value and (abs(value) >= _LARGE or abs(value) < _TINY):
        return f"{value:.3g}".replace("-", "−")
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    group, point = _SIGNS.get(language.partition("-")[0], (",", "."))
    signs = {"-": "−", ",": group, ".": point}
    return "0" if text in ("-0", "") else "".join(signs.get(sign, sign) for sign in text)
