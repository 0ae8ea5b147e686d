"""A span of time and a width -> the marks of an axis that can be read there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from render.diagrams.dates import DAY, add_months, to_datetime, to_seconds, weekday, write_date

_MONTH = 30 * DAY
_SECONDS = (1, 5, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, DAY, 2 * DAY, 7 * DAY, 14 * DAY,
            28 * DAY)  # fmt: skip
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
_MOST_MARKS = 12
_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": DAY, "week": 7 * DAY}
_INTERVAL = re.compile(r"(\d{1,4})(millisecond|second|minute|hour|day|week|month)")
_DAYS = {"en": "%b %-d", "de": "%-d.%-m.", "ja": "%-m/%-d", "zh": "%-m/%-d"}


class Mark(NamedTuple):
    """A moment and what is written at it."""

    moment: int
    label: str


class Axis(NamedTuple):
    """What the marks depend on, beside the span."""

    form: str
    """Of d3; empty for one that fits."""
    interval: str
    """As Mermaid writes it: `1week`; empty for one that fits."""
    dated: bool
    begins: str
    """The day on which weeks begin."""
    language: str


def choose_marks(start: int, end: int, axis: Axis, fits: Callable[[list[Mark]], bool]) -> list[Mark]:
    """Return the closest round marks that fit, at least two; else the two ends, or where it begins."""
    for step in _steps(axis.interval):
        count = (end - start) / (step[0] or step[1] * _MONTH)
        if count <= _MOST_MARKS:
            marks = [Mark(moment, _name(moment, start, end, step, axis)) for moment in _walk(start, end, step, axis)]
            if len(marks) > 1 and fits(marks):
                return marks
    step = (DAY, 0) if end - start > 2 * DAY else (60, 0)
    ends = [Mark(moment, _name(moment, start, end, step, axis)) for moment in (start, end)]
    return ends if fits(ends) else ends[:1]


def _steps(interval: str) -> Iterator[tuple[int, int]]:
    """Yield seconds or months: what the author asked for, then what is usual, from near to far."""
    asked = _INTERVAL.fullmatch(interval)
    if asked and int(asked[1]):
        unit = _UNITS.get(asked[2])
        if unit:
            yield int(asked[1]) * unit, 0
        elif asked[2] == "month":
            yield 0, int(asked[1])
    yield from ((seconds, 0) for seconds in _SECONDS)
    yield from ((0, months) for months in _MONTHS)


def _walk(start: int, end: int, step: tuple[int, int], axis: Axis) -> Iterator[int]:
    """Yield the moments from start to end: round ones, or whole steps since the start where days are counted."""
    seconds, months = step
    moment = start
    if months and axis.dated:
        day = to_datetime(start)
        number = (day.year * 12 + day.month - 1) // months * months
        moment = to_seconds(day.replace(year=number // 12, month=number % 12 + 1, day=1, hour=0, minute=0, second=0))
    elif axis.dated:
        moment = start // min(seconds, DAY) * min(seconds, DAY)
        for _ in range(7 if seconds % (7 * DAY) == 0 else 0):
            if weekday(moment) != axis.begins:
                moment -= DAY
    while moment <= end:
        if moment >= start:
            yield moment
        moment = moment + seconds if seconds else add_months(moment, months) if axis.dated else moment + months * _MONTH


def _name(moment: int, start: int, end: int, step: tuple[int, int], axis: Axis) -> str:
    seconds, months = step
    if not axis.dated:
        return f"{(moment - start) // DAY} d" if months or seconds >= DAY else f"{(moment - start) / 3600:g} h"
    if axis.form:
        return write_date(moment, axis.form)
    if months:
        named = "%b %Y" if axis.language.startswith("en") else "%m/%Y"
        return write_date(moment, "%Y" if months % 12 == 0 else named)
    if seconds >= DAY:
        return write_date(moment, _DAYS.get(axis.language[:2], "%-d/%-m"))
    return write_date(moment, "%H:%M" if seconds >= 60 else "%H:%M:%S")
