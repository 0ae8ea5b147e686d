"""From a number and what it counts to the form that agrees: `5 мегабайт`, `zwei Sekunden`, `dwie minuty`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from writing.speech.tongues import Tongue

_GROUPS = re.compile(r"[\s.,'](?=\d{3}(?:\D|$))")
_FEW = range(2, 5)


def _slavic(count: int) -> int:
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if count % 10 in _FEW and count % 100 - count % 10 != 10 else 2


def _polish(count: int) -> int:
    return 0 if count == 1 else _slavic(count) or 2


def _czech(count: int) -> int:
    return 0 if count == 1 else 1 if count in _FEW else 2


def _romanian(count: int) -> int:
    return 0 if count == 1 else 1 if count == 0 or 0 < count % 100 < 20 else 2


def _arabic(count: int) -> int:
    return 0 if count in (1, 2) else 1 if 2 < count % 100 < 11 else 2


def _french(count: int) -> int:
    return int(count > 1)


def _plain(count: int) -> int:
    return int(count != 1)


# Which of its forms a counted thing takes (Unicode CLDR's plural rules), by language.
_RULES: dict[str, Callable[[int], int]] = {
    "ru": _slavic, "uk": _slavic, "pl": _polish, "cs": _czech, "sk": _czech, "ro": _romanian, "ar": _arabic,
    "fr": _french,
}  # fmt: skip
_FRACTION = 3
"""The form after a fraction, where a language has one of its own."""


def choose_form(forms: Sequence[str], number: str, tongue: Tongue) -> str:
    """Return the form of a counted thing that goes with a number as it is written."""
    plain = _GROUPS.sub("", number)
    if plain.isdecimal():
        return forms[min(_RULES.get(tongue.code, _plain)(int(plain)), len(forms) - 1)]
    return forms[_FRACTION] if len(forms) > _FRACTION else forms[min(1, len(forms) - 1)]


def agree(said: str, number: str, counted: str, tongue: Tongue) -> str:
    """Change a whole number, said and as written, so that it agrees with what it counts: a unit's or currency's sign.

    The table's words stand for the last word of a number; `=word` for a number that is this word alone, `-word` for the
    end of one that is written together.
    """
    if not tongue.agreement or not counted or not _GROUPS.sub("", number).isdecimal():
        return said
    gender = "f" if counted in tongue.feminine else "n" if counted in tongue.neuter else "m"
    changes = tongue.agreement.get(gender, {})
    if f"={said}" in changes:
        return changes[f"={said}"]
    head, space, last = said.rpartition(" ")
    if last in changes:
        return head + space + changes[last]
    ending = next((key for key in changes if key.startswith("-") and last.endswith(key[1:])), "")
    return head + space + last[: len(last) - len(ending) + 1] + changes[ending] if ending else said
