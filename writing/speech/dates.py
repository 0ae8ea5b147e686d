"""From year, month and day to a date as a language says it."""

from __future__ import annotations

from writing.speech.numbers import say_integer, say_ordinal, say_year
from writing.speech.tongues import Tongue


def say_date(year: str, month: int, day: int, tongue: Tongue) -> str:
    """Say a date by the language's own pattern; with numbers alone where it names no months."""
    if not tongue.months:
        return f"{say_year(year, tongue)} {say_integer(str(month), tongue)} {say_integer(str(day), tongue)}"
    parts = {"day": say_day(day, tongue), "month": tongue.months[month - 1]}
    return tongue.date.format(**parts, year=say_year(year, tongue), digits=year)


def say_day(day: int, tongue: Tongue) -> str:
    """Say the day of a month: by its rank, where the language says so."""
    if len(tongue.days) >= day:
        return tongue.days[day - 1]
    if day == 1 and tongue.first_day:
        return tongue.first_day
    if tongue.ordinal_days:
        return say_ordinal(str(day), tongue) + tongue.day_end
    return say_integer(str(day), tongue)


def find_month(written: str, tongue: Tongue) -> int:
    """Return which month a word names, from 1; 0 for none."""
    lowered = written.lower()
    return next((at for at, month in enumerate(tongue.months, start=1) if month.lower() == lowered), 0)
