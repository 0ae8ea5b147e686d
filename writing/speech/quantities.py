"""From dates, times, money, measures and other figures to words. A reader returns None for what is not its own."""

from __future__ import annotations

import re

from writing.speech.numbers import say_digits, say_integer, say_number, say_ordinal, say_pairs, say_year
from writing.speech.tongues import Tongue

Found = re.Match[str]
_SIZES = {"k": "thousand", "K": "thousand", "M": "million", "m": "million", "B": "billion", "b": "billion"}
_DIGITS = re.compile(r"\d+")
_HALVES = {"a": "A-M", "p": "P M"}
_ENGLISH_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_LONG_DATE = frozenset({"en"})


def join(*parts: str) -> str:
    """Join what there is with single spaces."""
    return " ".join(part for part in parts if part)


def read_number(found: Found, tongue: Tongue) -> str | None:
    """Read `42`, `-1`, `3.11`, `1,234`, `10+`; four digits between 1900 and 2099 are a year."""
    number = found["number"]
    sign = {"-": "minus", "−": "minus", "+": "plus", "~": "about", "≈": "about"}.get(found["sign"] or "", "")
    year = not sign and len(number) == 4 and number.isdecimal() and number[:2] in {"19", "20"}
    said = say_year(number, tongue) if year else say_number(number, tongue)
    return join(tongue.word(sign), said, tongue.word("plus") if found["more"] else "")


def read_measure(found: Found, tongue: Tongue) -> str | None:
    """Read `10 MB`, `5ms`, `~60fps`, `1-2 s` when the unit is one of the language's."""
    forms = tongue.units.get(found["unit"])
    if forms is None:
        return None
    last = found["end"] or found["number"]
    about = {"~": "about", "≈": "about"}.get(found["about"] or "", "")
    lead = tongue.symbols.get(found["about"] or "", "") if not about else tongue.word(about)
    minus = tongue.word("minus") if found["minus"] else ""
    return join(lead, minus, _say_span(found, tongue), forms[0] if last == "1" else forms[1])


def _say_span(found: Found, tongue: Tongue) -> str:
    start = say_number(found["number"], tongue, exact=True)
    return join(start, tongue.word("to"), say_number(found["end"], tongue, exact=True)) if found["end"] else start


def read_percent(found: Found, tongue: Tongue) -> str | None:
    """Read `50%`, `-3%`, `10-20%`. Chinese names the percentage first."""
    lead = {"-": "minus", "−": "minus", "+": "plus", "~": "about", "≈": "about"}.get(found["minus"] or "")
    sign = tongue.word(lead) if lead else tongue.symbols.get(found["minus"] or "", "")
    order = (tongue.word("percent"), _say_span(found, tongue))
    return join(sign, *(order if tongue.code == "zh" else reversed(order)))


def read_money(found: Found, tongue: Tongue) -> str | None:
    """Read `$3.50`, `€1.2M`, `5€`."""
    forms = tongue.currencies.get(found["sign"])
    number = found["number"]
    if forms is None:
        return say_number(number, tongue, exact=True)
    size = found.groupdict().get("size") or ""
    whole, _, cents = number.rpartition("." if "." in number else ",")
    if size or len(cents) != 2 or not whole:
        many = forms[0] if number == "1" and not size else forms[1]
        return join(say_number(number, tongue, exact=True), tongue.word(_SIZES.get(size[:1], "")), many)
    whole = re.sub(r"[.,]", "", whole)
    if int(whole) == 0 and int(cents):
        return join(say_integer(str(int(cents)), tongue), forms[2] if int(cents) == 1 else forms[3])
    said = join(say_integer(whole, tongue), forms[0] if int(whole) == 1 else forms[1])
    return join(said, say_integer(str(int(cents)), tongue) if int(cents) else "")


def read_count(found: Found, tongue: Tongue) -> str | None:
    """Read `10k`, `1.5M+`."""
    size = tongue.word(_SIZES[found["size"][0]])
    about = tongue.word("about") if found["about"] else ""
    more = tongue.word("plus") if found["more"] else ""
    return join(about, say_number(found["number"], tongue, exact=True), size, more) if size else None


def read_date(found: Found, tongue: Tongue) -> str | None:
    """Read an ISO date; English says `November twentieth, twenty twenty-six`."""
    year, day = say_year(found["year"], tongue), str(int(found["day"]))
    month = int(found["month"])
    time = (
        ", " + join(*(say_integer(str(int(part)), tongue) for part in found["time"].split(":")))
        if found["time"]
        else ""
    )
    if tongue.code == "en":
        return f"{tongue.months[month - 1]} {say_ordinal(day, tongue)}, {year}{time}"
    name = tongue.months[month - 1] if tongue.months else say_integer(str(month), tongue)
    if not tongue.months:
        return join(year, name, say_integer(day, tongue)) + time
    return join(say_integer(day, tongue), name, year) + time


def read_time(found: Found, tongue: Tongue) -> str | None:
    """Read `10:30`, `9:05am`, `00:01:30`."""
    hour, minute = str(int(found["hour"])), found["minute"]
    parts = [say_integer(hour, tongue)]
    if int(minute):
        oh = "oh" if tongue.code == "en" and minute.startswith("0") else ""
        parts.append(join(oh, say_integer(str(int(minute)), tongue)))
    elif not found["half"]:
        parts.append(tongue.word("oclock"))
    if found["second"] and int(found["second"]):
        parts.append(say_integer(str(int(found["second"])), tongue))
    return join(*parts, _HALVES.get((found["half"] or "")[:1].lower(), ""))


def read_hour(found: Found, tongue: Tongue) -> str | None:
    """Read `9am`."""
    return join(say_integer(found["hour"], tongue), _HALVES[found["half"][0].lower()])


def read_size(found: Found, tongue: Tongue) -> str | None:
    """Read `1920x1080`, `3×3`."""
    parts = [say_pairs(found[name], tongue) for name in ("width", "height", "depth") if found[name]]
    return f" {tongue.word('by')} ".join(parts) if tongue.word("by") else ", ".join(parts)


def read_resolution(found: Found, tongue: Tongue) -> str | None:
    """Read `1080p`, `720p60`: English pairs the digits."""
    lines = found["lines"]
    if tongue.code != "en":
        said = say_integer(lines, tongue)
    elif len(lines) == 3 and not lines.endswith("00"):
        said = join(say_integer(lines[0], tongue), say_integer(lines[1:], tongue))
    else:
        said = say_pairs(lines, tongue)
    return join(said, found["scan"].upper(), say_integer(found["rate"], tongue) if found["rate"] else "")


def read_multiple(found: Found, tongue: Tongue) -> str | None:
    """Read `10x` as ten times."""
    return join(tongue.word("about") if found["about"] else "", _say_span(found, tongue), tongue.word("times"))


def read_ordinal(found: Found, tongue: Tongue) -> str | None:
    """Read `2nd` in English, `2e` in French, `2º` in Spanish, Portuguese and Italian."""
    ending = found["ending"]
    own = ending in _ENGLISH_ENDINGS if tongue.code == "en" else ending not in _ENGLISH_ENDINGS and ending != "°"
    return say_ordinal(found["number"], tongue) if own and tongue.code in {"en", "fr", "es", "it", "pt", "nl"} else None


def read_decade(found: Found, tongue: Tongue) -> str | None:
    """Read `1990s` in English."""
    if tongue.code != "en":
        return None
    said = say_year(found["number"], tongue)
    return said[:-1] + "ies" if said.endswith("y") else said + "s"


def read_fraction(found: Found, tongue: Tongue) -> str | None:
    """Read `1/2`, `3/4` in English; elsewhere, and for other pairs of numbers, one after the other."""
    top, bottom = int(found["top"]), int(found["bottom"])
    if tongue.code == "en" and 0 < top < bottom <= 10:
        if bottom == 2:
            return "one half"
        part = "quarter" if bottom == 4 else say_ordinal(str(bottom), tongue)
        return f"{say_integer(str(top), tongue)} {part}{'s' if top > 1 else ''}"
    over = tongue.word("over") or ","
    return join(say_integer(str(top), tongue), over, say_integer(str(bottom), tongue)).replace(" ,", ",")


def read_range(found: Found, tongue: Tongue) -> str | None:
    """Read `1-5`, `10–20`, `2019–2024`."""
    ends = [found["start"], found["end"]]
    years = all(len(end) == 4 and end.isdecimal() and end[:2] in {"19", "20"} for end in ends)
    said = [say_year(end, tongue) if years else say_number(end, tongue) for end in ends]
    return join(said[0], tongue.word("to"), said[1]) if tongue.word("to") else ", ".join(said)


def say_version(written: str, tongue: Tongue) -> str:
    """Say a version's numbers: `1.2.3` is one point two point three; `*` and `x` are X."""
    parts = [say_integer(part, tongue) if part.isdecimal() else "X" for part in written.split(".") if part]
    point = tongue.word("point")
    return f" {point} ".join(parts) if point else " ".join(parts)


def say_port(port: str, tongue: Tongue) -> str:
    """Say a port: `8080` is eighty eighty, `443` four four three."""
    return say_pairs(port, tongue) if len(port) == 4 else say_digits(port, tongue)


def say_digit_groups(host: str, tongue: Tongue) -> str:
    """Say an IP address: its numbers between dots."""
    dot = tongue.word("dot")
    return f" {dot} ".join(say_integer(part, tongue) for part in _DIGITS.findall(host)).replace("  ", " ")
