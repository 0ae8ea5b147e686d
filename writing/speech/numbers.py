"""From digits to the words of a language."""

from __future__ import annotations

import functools
import re

from writing.speech.tongues import Tongue

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GROUPED_BY_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_DECIMAL_COMMA = frozenset(
    re.findall(
        r"\w+", "de fr es it pt nl ru uk pl cs sk sl hr sr da sv nb nn no fi hu ro bg el tr id vi lt lv et is ca"
    )
)
_RENAMED = {"nb": "no", "nn": "no", "kk": "kz"}
_LONGEST = 12
"""Digits beyond which a number is an identifier, and read digit by digit."""
_MOST_DIGITS = 20
# num2words' converters differ in what they raise for a form or a size that they lack.
_LACKS = (NotImplementedError, OverflowError, LookupError, TypeError, ValueError, AttributeError, AssertionError)


def say_number(written: str, tongue: Tongue, *, exact: bool = False) -> str:
    """Say an integer, a decimal or a chain of them (`1.2.3`), with the language's own separators.

    `exact` reads decimals digit by digit, as in a measurement; otherwise `3.11` is three point eleven.
    """
    comma = tongue.code in _DECIMAL_COMMA
    if (_GROUPED_BY_POINTS if comma else _GROUPED).fullmatch(written):
        written = written.replace("." if comma else ",", "")
    parts = re.split(r"([.,'])", written)
    said = [say_integer(parts[0], tongue)]
    for mark, digits in zip(parts[1::2], parts[2::2], strict=True):
        single = exact or len(digits) > 2 or digits.startswith("0")
        if (mark == "," and not comma) or mark == "'":
            said[-1] += ","
            single = False
        else:
            said.append(tongue.word("comma" if mark == "," else "point"))
        said.append(say_digits(digits, tongue) if single and len(parts) == 3 else say_integer(digits, tongue))
    return " ".join(part for part in said if part)


def say_integer(digits: str, tongue: Tongue) -> str:
    """Say a whole number; one that begins with zeros, or is very long, digit by digit."""
    if len(digits) > _LONGEST or (digits.startswith("0") and len(digits) > 1):
        return say_digits(digits, tongue)
    value = int(digits)
    return str(value) if 0 < tongue.spelled_below <= value else _convert(value, "cardinal", tongue.tag)


def say_digits(digits: str, tongue: Tongue) -> str:
    """Say digits one by one, at most twenty."""
    return " ".join(_convert(int(digit), "cardinal", tongue.tag) for digit in digits[:_MOST_DIGITS])


def say_ordinal(digits: str, tongue: Tongue) -> str:
    """Say a rank: `2` is second."""
    return _convert(int(digits[:_LONGEST]), "ordinal", tongue.tag)


def say_year(digits: str, tongue: Tongue) -> str:
    """Say a year as years are said: `2026` is twenty twenty-six."""
    if tongue.code == "en" and 2000 < int(digits) < 2010:
        return f"two thousand {_convert(int(digits) - 2000, 'cardinal', tongue.tag)}"
    if 0 < tongue.spelled_below <= int(digits):
        return digits
    return _convert(int(digits), "year" if tongue.code in {"en", "de"} else "cardinal", tongue.tag)


def say_pairs(digits: str, tongue: Tongue) -> str:
    """Say four digits two by two: `1080` is ten eighty."""
    if len(digits) != 4 or digits.endswith("00") or digits.startswith("0") or tongue.code != "en":
        return say_integer(digits, tongue)
    tail = say_integer(digits[2:], tongue) if digits[2] != "0" else f"oh {say_digits(digits[3], tongue)}"
    return f"{say_integer(digits[:2], tongue)} {tail}"


@functools.lru_cache(maxsize=4096)
def _convert(value: int, form: str, tag: str) -> str:
    code = tag.split("-")[0].lower()
    if code == "zh" and form != "ordinal":
        return _say_chinese(value)
    name = _converter_name(tag)
    if not name:
        return str(value)
    from num2words import num2words

    try:
        said = str(num2words(value, lang=name, to=form))
    except _LACKS:
        return str(value)
    if code == "en":
        said = said.replace(" and ", " ")
    return said.replace(",", "").replace("\xad", "")


def _converter_name(tag: str) -> str:
    code, _, region = tag.replace("_", "-").partition("-")
    code = _RENAMED.get(code.lower(), code.lower())
    exact = f"{code}_{region.upper()}"
    from num2words import CONVERTER_CLASSES  # sixty languages, which take a twentieth of a second to import

    return exact if exact in CONVERTER_CLASSES else code if code in CONVERTER_CLASSES else ""


def _say_chinese(value: int) -> str:
    """Write a number below 10^16 in Chinese numerals, which num2words lacks."""
    if value < 10:
        return "零一二三四五六七八九"[value]
    for size, sign in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if value >= size:
            head, rest = divmod(value, size)
            gap = "零" if rest and rest < size // 10 else ""
            lead = "" if size == 10 and head == 1 else _say_chinese(head)
            return lead + sign + gap + (_say_chinese(rest) if rest else "")
    raise AssertionError(value)
