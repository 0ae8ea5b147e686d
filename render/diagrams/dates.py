"""Dates and durations as Mermaid's `gantt` writes them <-> seconds since 1970, without zone or clock."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

DAY = 86_400
_EPOCH = datetime(1970, 1, 1)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOKEN = re.compile(r"YYYY|YY|MMMM|MMM|MM|M|DD|Do|D|HH|H|hh|h|mm|m|ss|s|SSS|A|a|X|x|Z|\[[^\]]*\]|.", re.DOTALL)
_PATTERNS = {
    "YYYY": r"(?P<year>\d{4})", "YY": r"(?P<short>\d{2})", "MMMM": r"(?P<name>[A-Za-z]{3,9})",
    "MMM": r"(?P<name>[A-Za-z]{3})", "MM": r"(?P<month>\d{2})", "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})", "D": r"(?P<day>\d{1,2})", "Do": r"(?P<day>\d{1,2})(?:st|nd|rd|th)",
    "HH": r"(?P<hour>\d{2})", "H": r"(?P<hour>\d{1,2})", "hh": r"(?P<hour>\d{2})", "h": r"(?P<hour>\d{1,2})",
    "mm": r"(?P<minute>\d{2})", "m": r"(?P<minute>\d{1,2})", "ss": r"(?P<second>\d{2})", "s": r"(?P<second>\d{1,2})",
    "SSS": r"\d{3}", "A": r"(?P<half>[AaPp][Mm])", "a": r"(?P<half>[AaPp][Mm])", "X": r"(?P<stamp>\d{1,11})",
    "x": r"(?P<milli>\d{1,14})", "Z": r"(?:Z|[+-]\d\d:?\d\d)",
}  # fmt: skip
_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,4})?)\s*(ms|[Mywdhms])")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": float(DAY), "w": 7.0 * DAY}


def read_duration(written: str, start: int) -> int | None:
    """Return the time at which something ends that begins at `start` and takes `3d`, `2w`, `90m`; None for no duration."""
    found = _DURATION.fullmatch(written.strip())
    if found is None:
        return None
    count, unit = float(found[1]), found[2]
    if unit in _UNITS:
        return start + round(count * _UNITS[unit])
    return add_months(start, round(count * (1 if unit == "M" else 12)))


def add_months(start: int, months: int) -> int:
    """Go on by months; the day stays, or is a shorter month's last."""
    moment = to_datetime(start)
    number = moment.year * 12 + moment.month - 1 + months
    for day in (moment.day, 30, 29, 28):
        try:
            return to_seconds(moment.replace(year=min(9000, number // 12), month=number % 12 + 1, day=day))
        except ValueError:
            continue
    return start


def read_date(written: str, form: str) -> int | None:
    """Read a date of a format of dayjs, or else of ISO 8601; None when it is neither."""
    for tried in (form, "YYYY-MM-DD", "YYYY-MM-DD HH:mm", "YYYY-MM-DD HH:mm:ss"):
        pattern = "".join(_to_pattern(token) for token in _TOKEN.findall(tried))
        try:
            found = re.fullmatch(pattern, written.strip())
        except re.error:  # a format that names a part twice
            continue
        if found:
            return _combine(found.groupdict())
    return None


def _to_pattern(token: str) -> str:
    return _PATTERNS.get(token) or re.escape(token[1:-1] if token.startswith("[") and len(token) > 1 else token)


def _combine(parts: dict[str, str | None]) -> int | None:
    if parts.get("stamp"):
        return _bounded(int(parts["stamp"] or 0))
    if parts.get("milli"):
        return _bounded(int(parts["milli"] or 0) // 1000)
    year = int(parts.get("year") or 2000 + int(parts.get("short") or 0))
    month = int(parts.get("month") or 1)
    if name := (parts.get("name") or "")[:3].title():
        month = next((at for at, known in enumerate(_MONTHS, 1) if known.startswith(name)), 0)
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower()
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    try:
        day, minute, second = (
            int(parts.get(key) or least) for key, least in (("day", 1), ("minute", 0), ("second", 0))
        )
        moment = datetime(year, month, day, 0 if hour == 24 else hour, minute, second)
    except ValueError:
        return None
    return _bounded(to_seconds(moment) + (DAY if hour == 24 else 0))


def _bounded(seconds: int) -> int | None:
    """Keep to the years from 1000 to 8000, so that no sum of a few centuries leaves what a date can be."""
    return seconds if -30_610_224_000 <= seconds < 190_000_000_000 else None


def to_datetime(seconds: int) -> datetime:
    """Return a moment as a date."""
    return _EPOCH + timedelta(seconds=seconds)


def to_seconds(moment: datetime) -> int:
    """Return a date as a moment."""
    return round((moment - _EPOCH).total_seconds())


def weekday(seconds: int) -> str:
    """Return the English name of a moment's day, in small letters."""
    return _WEEKDAYS[to_datetime(seconds).weekday()].lower()


def write_date(seconds: int, form: str) -> str:
    """Write a moment by a format of d3: `%Y-%m-%d`. Names are English, whatever the machine speaks."""
    moment = to_datetime(seconds)
    week = (moment.timetuple().tm_yday + 6 - moment.weekday()) // 7
    parts = {
        "Y": f"{moment.year:04}", "y": f"{moment.year % 100:02}", "m": f"{moment.month:02}", "d": f"{moment.day:02}",
        "e": f"{moment.day}", "H": f"{moment.hour:02}", "I": f"{moment.hour % 12 or 12:02}", "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}", "p": "PM" if moment.hour > 11 else "AM", "b": _MONTHS[moment.month - 1][:3],
        "B": _MONTHS[moment.month - 1], "a": _WEEKDAYS[moment.weekday()][:3], "A": _WEEKDAYS[moment.weekday()],
        "j": f"{moment.timetuple().tm_yday:03}", "L": "000", "W": f"{week:02}", "U": f"{week:02}",
        "V": f"{moment.isocalendar()[1]:02}", "q": f"{(moment.month + 2) // 3}", "%": "%",
    }  # fmt: skip

    def fill(match: re.Match[str]) -> str:
        value = parts.get(match[2], match[0])
        return value.lstrip("0") or "0" if match[1] == "-" and value.isdigit() else value

    return re.sub(r"%([-_0]?)([A-Za-z%])", fill, form)
