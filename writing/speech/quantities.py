"""From dates, times, money, measures and other figures to words. A reader returns None for what is not its own."""

from __future__ import annotations

import re

from writing.speech.agreement import agree, choose_form
from writing.speech.dates import say_date
from writing.speech.numbers import say_digits, say_integer, say_number, say_ordinal, say_pairs, say_year
from writing.speech.tongues import Tongue

Found = re.Match[str]
_SIZES = {"k": "thousand", "K": "thousand", "M": "million", "m": "million", "B": "billion", "b": "billion"}
_PARTICLE = re.compile(r"([A-Za-z]+)([\uac00-\ud7a3]+)")
_DIGITS = re.compile(r"\d+")
_HALVES = {"a": "A-M", "p": "P M"}
_ENGLISH_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_CENTS = 2
_FORMS = 4
"""A language with as many forms of what is counted has the one after many things as its third."""


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
        named = found["unit"] in tongue.currencies and not found["end"]
        return say_money(found["number"], found["unit"], tongue) if named else _read_suffixed_unit(found, tongue)
    last = found["end"] or found["number"]
    about = {"~": "about", "≈": "about"}.get(found["about"] or "", "")
    lead = tongue.symbols.get(found["about"] or "", "") if not about else tongue.word(about)
    minus = tongue.word("minus") if found["minus"] else ""
    return join(lead, minus, _say_span(found, tongue, found["unit"]), choose_form(forms, last, tongue))


def _read_suffixed_unit(found: Found, tongue: Tongue) -> str | None:
    """Read `12MB를`: a unit with a Korean particle."""
    parts = _PARTICLE.fullmatch(found["unit"])
    if parts is None or parts[1] not in tongue.units or found["end"]:
        return None
    return join(*say_measure(found["number"], parts[1], tongue)) + parts[2]


def _say_span(found: Found, tongue: Tongue, counted: str = "") -> str:
    ends = [_say_counting(found[name], counted, tongue) for name in ("number", "end") if found[name]]
    return f" {tongue.word('to')} ".join(ends).replace("  ", " ")


def _say_counting(number: str, counted: str, tongue: Tongue) -> str:
    return agree(say_number(number, tongue, exact=True), number, counted, tongue)


def say_measure(number: str, unit: str, tongue: Tongue) -> tuple[str, str]:
    """Say a number and the unit that it counts, which the language has."""
    return _say_counting(number, unit, tongue), choose_form(tongue.units[unit], number, tongue)


def read_percent(found: Found, tongue: Tongue) -> str | None:
    """Read `50%`, `-3%`, `10-20%`, and `%50` as Turkish writes it. Chinese and Turkish name the percentage first."""
    lead = {"-": "minus", "−": "minus", "+": "plus", "~": "about", "≈": "about"}.get(found["minus"] or "")
    sign = tongue.word(lead) if lead else tongue.symbols.get(found["minus"] or "", "")
    forms = tongue.units.get("%")
    name = choose_form(forms, found["end"] or found["number"], tongue) if forms else tongue.word("percent")
    order = (name, _say_span(found, tongue, "%" if forms else ""))
    return join(sign, *(order if tongue.percent_first else reversed(order)))


def read_money(found: Found, tongue: Tongue) -> str | None:
    """Read `$3.50`, `€1.2M`, `5€`."""
    return say_money(found["number"], found["sign"], tongue, found.groupdict().get("size") or "")


def say_money(number: str, sign: str, tongue: Tongue, size: str = "") -> str:
    """Say an amount of a currency; the number alone, where the language does not name it."""
    forms = tongue.currencies.get(sign)
    if forms is None:
        return say_number(number, tongue, exact=True)
    half = len(forms) // 2
    whole, _, cents = number.rpartition("." if "." in number else ",")
    if size:
        name = forms[half - 1 if half < _FORMS else 2]
        return join(_say_scaled(number, _SIZES.get(size[:1], ""), tongue), name)
    if len(cents) != _CENTS or not whole:
        return join(_say_counting(number, sign, tongue), choose_form(forms[:half], number, tongue))
    whole, cents = re.sub(r"[.,]", "", whole), str(int(cents))
    if int(whole) == 0 and int(cents):
        return join(say_integer(cents, tongue), choose_form(forms[half:], cents, tongue))
    said = join(agree(say_integer(whole, tongue), whole, sign, tongue), choose_form(forms[:half], whole, tongue))
    return join(said, say_integer(cents, tongue) if int(cents) else "")


def read_count(found: Found, tongue: Tongue) -> str | None:
    """Read `10k`, `1.5M+`."""
    said = _say_scaled(found["number"], _SIZES[found["size"][0]], tongue)
    about = tongue.word("about") if found["about"] else ""
    more = tongue.word("plus") if found["more"] else ""
    return join(about, said, more) if said else None


def _say_scaled(number: str, scale: str, tongue: Tongue) -> str:
    """Say `1.5` and `million`; nothing where the language has no word for it."""
    name = choose_form(tongue.units[scale], number, tongue) if scale in tongue.units else tongue.word(scale)
    return join(_say_counting(number, scale, tongue), name) if name else ""


def read_date(found: Found, tongue: Tongue) -> str | None:
    """Read an ISO date; English says `November twentieth, twenty twenty-six`."""
    month, day = int(found["month"]), int(found["day"])
    digits = (say_integer(str(int(part)), tongue) for part in (found["time"] or "").split(":") if part)
    time = join(*digits)
    if tongue.code == "en":
        said = f"{tongue.months[month - 1]} {say_ordinal(str(day), tongue)}, {say_year(found['year'], tongue)}"
    else:
        said = say_date(found["year"], month, day, tongue)
    return f"{said}, {time}" if time else said


def read_suffixed(found: Found, tongue: Tongue) -> str | None:
    """Leave `2-й` as it is, a rank in its case: a Slavic voice reads it, and we know no cases."""
    return found[0]


def read_time(found: Found, tongue: Tongue) -> str | None:
    """Read `10:30`, `9:05am`, `00:01:30`."""
    hour, minute = str(int(found["hour"])), found["minute"]
    if tongue.time and int(minute) and not found["half"] and not found["second"]:
        parts = {
            "hour": agree(say_integer(hour, tongue), hour, "hour", tongue),
            "minute": say_integer(str(int(minute)), tongue),
        }
        return tongue.time.format(**parts, hours=hour, minutes=int(minute))
    said = [say_integer(hour, tongue)]
    if int(minute):
        oh = "oh" if tongue.code == "en" and minute.startswith("0") else ""
        said.append(join(oh, say_integer(str(int(minute)), tongue)))
    elif not found["half"]:
        said.append(tongue.word("oclock"))
    if found["second"] and int(found["second"]):
        said.append(say_integer(str(int(found["second"])), tongue))
    return join(*said, _HALVES.get((found["half"] or "")[:1].lower(), ""))


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
