"""From a token and its neighbours to how it is said where it stands: `10 MB`, `$5 million`, `Nov 20, 2026`."""

from __future__ import annotations

import re

from writing.speech.dates import find_month, say_day
from writing.speech.numbers import say_integer, say_ordinal, say_pairs
from writing.speech.quantities import say_measure, say_money
from writing.speech.reading import read_token
from writing.speech.tongues import Tongue

_NUMBER = re.compile(r"[~≈]?\d+(?:[.,]\d+)*")
_MONEY = re.compile(r"([$€£¥₹])(\d+(?:[.,]\d+)*)")
_SPAN = re.compile(r"\d+(?:[.,]\d+)?[-–]\d+(?:[.,]\d+)?")
_DAY = re.compile(r"[1-9]|[12]\d|3[01]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_INITIAL = 2
_HEAD = re.compile(r"[1-9]\d{0,2}")
_GROUP = re.compile(r"\d{3}")
_YEAR_DIGITS = 4
_FOUR = re.compile(r"[1-9]\d{3}")
_NUMBERED = frozenset({"iso", "rfc", "port", "ports", "din", "ieee", "area"})
_MOST_WORDS = 5
# A number before one of these is a count or a measure, never a year.
_LETTER_UNITS = frozenset("mhdsgAVWB")


def read_neighbours(cores: list[str], at: int, tongue: Tongue) -> tuple[str, ...] | None:
    """Say one or more tokens from `at` on together: an entry for each; None where nothing special stands."""
    readers = (_read_phrase, _read_spaced, _read_grouped, _read_measure, _read_day, _read_numbered)
    return next((said for reader in readers if (said := reader(cores, at, tongue))), None)


def _read_phrase(cores: list[str], at: int, tongue: Tongue) -> tuple[str, ...] | None:
    """Find the user's own phrases of several words."""
    if not tongue.phrases or cores[at].lower() not in tongue.phrases:
        return None
    for length in range(min(_MOST_WORDS, len(cores) - at), 1, -1):
        spoken = tongue.user.get(" ".join(cores[at : at + length]).lower())
        if spoken is not None:
            return (spoken, *("" for _ in range(length - 1)))
    return None


def _read_spaced(cores: list[str], at: int, tongue: Tongue) -> tuple[str, ...] | None:
    """Find an abbreviation that is written with a space: `z. B.`."""
    if len(cores[at]) != _INITIAL or cores[at][-1] != ".":
        return None
    whole = "".join(cores[at : at + 2]).lower()
    full = tongue.abbreviations.get(whole) or tongue.abbreviations.get(f"{whole}.")
    return (full, "") if full and at + 1 < len(cores) else None


def _read_measure(cores: list[str], at: int, tongue: Tongue) -> tuple[str, ...] | None:
    if at + 1 == len(cores):
        return None
    number, unit = cores[at], cores[at + 1]
    money = _MONEY.fullmatch(number)
    if money and unit in {"million", "billion", "thousand"} and money[1] in tongue.currencies:
        return read_token(money[2], tongue), f"{unit} {tongue.currencies[money[1]][1]}"
    if unit in tongue.currencies and _NUMBER.fullmatch(number):
        return say_money(number.lstrip("~≈"), unit, tongue), ""
    unit = unit.rstrip(".")
    if unit == "%" and _NUMBER.fullmatch(number):
        return read_token(number + unit, tongue), ""
    if unit in tongue.units and _SPAN.fullmatch(number):
        return read_token(number + unit, tongue), ""
    if unit not in tongue.units or not _NUMBER.fullmatch(number) or (unit in _LETTER_UNITS and _YEAR.fullmatch(number)):
        return None
    about = tongue.word("about") + " " if number[0] in "~≈" else ""
    said, name = say_measure(number.lstrip("~≈"), unit, tongue)
    return (about + said).strip(), name


def _read_day(cores: list[str], at: int, tongue: Tongue) -> tuple[str, ...] | None:
    """Say the day after an English month as a rank, and a month's short form in full; elsewhere the day before it."""
    if tongue.code != "en":
        return _read_day_first(cores, at, tongue)
    if at + 1 == len(cores) or not _DAY.fullmatch(cores[at + 1]):
        return None
    full = _month(cores[at].rstrip("."), tongue)
    return (full, say_ordinal(cores[at + 1], tongue)) if full else None


def _read_day_first(cores: list[str], at: int, tongue: Tongue) -> tuple[str, ...] | None:
    """Say `20 ноября 2026` and `1er novembre` by their ranks, where the language has any."""
    ranked = tongue.days or tongue.first_day or tongue.ordinal_days
    if not ranked or at + 1 == len(cores) or not _DAY.fullmatch(cores[at]):
        return None
    link = (cores[at + 1],) if " de " in tongue.date and cores[at + 1].lower() == "de" else ()
    place = at + 1 + len(link)
    month = find_month(cores[place], tongue) if place < len(cores) else 0
    if not month:
        return None
    said = (say_day(int(cores[at]), tongue), *link, tongue.months[month - 1])
    year = cores[place + 1] if place + 1 < len(cores) and "{digits}" in tongue.date else ""
    return (*said, year) if _YEAR.fullmatch(year) else said


def _read_grouped(cores: list[str], at: int, tongue: Tongue) -> tuple[str, ...] | None:
    """Say `12 345` as one number where the language groups digits by spaces, with the unit behind it."""
    if not tongue.spaced_groups or not _HEAD.fullmatch(cores[at]):
        return None
    end = at + 1
    while end < len(cores) and _GROUP.fullmatch(cores[end]):
        end += 1
    if end == at + 1:
        return None
    number, blanks = "".join(cores[at:end]), ("",) * (end - at - 1)
    unit = cores[end] if end < len(cores) else ""
    if unit in tongue.units:
        said, name = say_measure(number, unit, tongue)
        return said, *blanks, name
    return read_token(number, tongue) if len(number) != _YEAR_DIGITS else say_integer(number, tongue), *blanks


def _read_numbered(cores: list[str], at: int, tongue: Tongue) -> tuple[str, ...] | None:
    """Say the number of a standard or a port two digits by two."""
    if at + 1 == len(cores) or cores[at].lower() not in _NUMBERED or not _FOUR.fullmatch(cores[at + 1]):
        return None
    return read_token(cores[at], tongue), say_pairs(cores[at + 1], tongue)


def _month(written: str, tongue: Tongue) -> str:
    for month in tongue.months:
        if written in {month, month[:3], month[:4]}:
            return month
    return ""
