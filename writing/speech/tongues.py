"""From a language tag to what our readers need to know of it: its words, its lexicon, the scripts that its voice reads."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from writing.speech.scripts import scripts_of

_DATA = Path(__file__).parent / "data"
_TABLES = ("words", "operators", "bounds", "symbols", "formulas", "abbreviations", "lexicon")

Pairs = Mapping[str, str]
Forms = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Tongue:
    """A language as it is read aloud. Tables are empty where we have none: then symbols are dropped, not Englished."""

    tag: str
    """BCP 47 code: `pt-BR`."""
    code: str
    """Its language alone: `pt`."""
    scripts: frozenset[str]
    """Scripts that its voice reads; empty for all."""
    words: Pairs
    """`point`, `slash`, `version`… by their English names."""
    operators: Pairs
    """A sign that stands alone, and how it is said."""
    bounds: Pairs
    """A sign before a version, and how it is said."""
    symbols: Pairs
    """A sign inside a word, and how it is said."""
    formulas: Pairs
    """A sign or a name in a formula, and how it is said; `f(` is said between a function and its argument."""
    abbreviations: Pairs
    """In lower case with their full stop, and what they stand for."""
    lexicon: Pairs
    """Our pronunciations: a key in lower case fits any case, any other fits exactly."""
    user: Pairs
    """The user's, written in any case; they win."""
    phrases: frozenset[str]
    """First words, in lower case, of the user's entries of several words."""
    currencies: Forms
    """Sign: its forms, and then as many of its hundredth."""
    units: Forms
    """Sign: forms, as `agreement.choose_form` counts them: one, many; or one, few, many, a fraction of it."""
    enders: frozenset[str]
    """Abbreviations that may end a sentence."""
    numbered: frozenset[str]
    """Abbreviations only before a number: `no.`, `fig.`."""
    months: tuple[str, ...]
    """January to December, as a date has them; empty where dates are read as numbers."""
    date: str
    """How a date is said: `{day}`, `{month}`, `{year}` in words, or `{digits}`, which a voice inflects better."""
    time: str
    """How hour and minute are said: `{hour}` and `{minute}` in words, or `{hours}` and `{minutes}` in digits."""
    day_end: str
    """What is added to a day's rank."""
    days: tuple[str, ...]
    """The days of a month, where their form is one that num2words does not know."""
    ordinal_days: bool
    """Days are said by their rank."""
    first_day: str
    """What the first of a month is called, where all others are plain numbers."""
    dotted_days: bool
    """A number with a full stop before a month is its day."""
    spaced_groups: bool
    """`1 234` is one number."""
    spelled_below: int
    """Numbers from here on stay digits: num2words writes them otherwise than the language does; 0 for none."""
    percent_first: bool
    """The percentage is named before its number."""
    agreement: Mapping[str, Pairs]
    """By gender (m, f, n): how a number changes before what it counts."""
    feminine: frozenset[str]
    """Signs of units and currencies whose names are feminine; in Scandinavia, of common gender."""
    neuter: frozenset[str]
    """The same for neuter; all others are masculine."""
    shouted: frozenset[str]
    """Short words in capitals that are words and no initials."""

    def word(self, name: str) -> str:
        """Return a function word, or nothing where the language has no table."""
        return self.words.get(name, "")

    def find(self, written: str) -> str | None:
        """Return how the lexicons say something, the user's first."""
        lowered = written.lower()
        for key in (written, lowered):
            if key in self.user:
                return self.user[key]
        return self.lexicon.get(written, self.lexicon.get(lowered))


@functools.lru_cache(maxsize=64)
def open_tongue(language: str, lexicon: tuple[tuple[str, str], ...] = ()) -> Tongue:
    """Load a language's tables and lay the user's pairs over them."""
    code = language.replace("_", "-").split("-")[0].lower()
    table = _read_table(code)
    tables: dict[str, Any] = {name: MappingProxyType(dict(table.get(name, {}))) for name in _TABLES}
    user = {" ".join(written.split()): spoken for written, spoken in lexicon}
    lowered = {written.lower(): spoken for written, spoken in user.items()}
    return Tongue(
        tag=language,
        code=code,
        scripts=scripts_of(code),
        user=MappingProxyType(lowered | user),
        phrases=frozenset(written.split()[0] for written in lowered if " " in written),
        enders=frozenset(table.get("enders", ())),
        numbered=frozenset(table.get("numbered", ())),
        shouted=frozenset(table.get("shouted", ())),
        months=tuple(table.get("months", ())),
        **_read_grammar(table),
        currencies=_read_forms(table, "currencies"),
        units=_read_forms(table, "units"),
        **tables,
    )


def _read_grammar(table: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "date": table.get("date", "{day} {month} {year}"),
        "time": table.get("time", ""),
        "day_end": table.get("day_end", ""),
        "days": tuple(table.get("days", ())),
        "ordinal_days": table.get("day") == "ordinal",
        "first_day": table.get("first_day", ""),
        "dotted_days": bool(table.get("dotted_days")),
        "spaced_groups": table.get("group") == " ",
        "spelled_below": table.get("spelled_below", 0),
        "percent_first": bool(table.get("percent_first")),
        "agreement": table.get("agreement", {}),
        "feminine": frozenset(table.get("feminine", ())),
        "neuter": frozenset(table.get("neuter", ())),
    }


def _read_forms(table: Mapping[str, Any], name: str) -> Forms:
    return MappingProxyType({sign: tuple(forms) for sign, forms in table.get(name, {}).items()})


def known_tongues() -> tuple[str, ...]:
    """Return the codes of the languages that have tables, sorted."""
    return tuple(sorted(path.stem for path in _DATA.glob("*.yaml") if path.stem != "pacing"))


@functools.cache
def _read_table(code: str) -> dict[str, Any]:
    path = _DATA / f"{code}.yaml"
    if not (code.isascii() and code.isalpha() and path.is_file()):
        return {}
    with path.open(encoding="utf-8") as file:
        table: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return table
