"""From a formula in plain Unicode to what a teacher says for it: `(a + b)/2` is A plus B, over two."""

from __future__ import annotations

import functools
import re
import unicodedata

from writing.speech.numbers import say_number
from writing.speech.tongues import Tongue
from writing.speech.words import say_word, spell

_PARTS = re.compile(r"\d+(?:[.,]\d+)*|[\u0370-\u03ff]|[^\W\d_\u0370-\u03ff]+|\S")
_RAISED = {"2": "squared", "3": "cubed"}
_FUNCTIONS = frozenset("fghFGHPO")
"""Letters whose brackets hold an argument; after others they hold a factor."""
_LETTERS = 2
"""So many letters in a row are factors: `mc²`; more are a word."""
_CLOSING = ")]"
_PAUSING = ",;:"
READABLE = re.compile(r"[\w^()+−=/·×√π,. ]{1,48}")
"""Formulas that are short and plain enough to be heard."""


@functools.lru_cache(maxsize=1024)
def read_formula(formula: str, tongue: Tongue) -> tuple[str, ...]:
    """Say a formula: one entry for each token between its spaces, empty where there is nothing to say."""
    return tuple(_read_token(token, tongue) for token in formula.split())


def _read_token(token: str, tongue: Tongue) -> str:
    said: list[str] = []
    before = ""
    for part, kind in _cut_token(token):
        words = _say_shifted(part, kind, tongue) if kind else _say_part(part, before, tongue)
        if before in _CLOSING and before and said and words and not words.startswith(","):
            words = f", {words}"
        said.append(words)
        before = part
    return re.sub(r" (?=[,;:])", "", " ".join(word for word in said if word))


def _cut_token(token: str) -> list[tuple[str, str]]:
    """Cut a token to numbers, names and signs; what is raised or lowered is one part, in plain letters."""
    cut: list[tuple[str, str]] = []
    for kind, letters in _group_kinds(token):
        plain = unicodedata.normalize("NFKC", letters) if kind or not letters.isascii() else letters
        cut += [(plain, kind)] if kind else [(part, "") for part in _PARTS.findall(plain)]
    return cut


def _group_kinds(token: str) -> list[tuple[str, str]]:
    groups: list[tuple[str, str]] = []
    for sign in token:
        kind = {"<super>": "super", "<sub>": "sub"}.get(unicodedata.decomposition(sign).partition(" ")[0], "")
        if groups and groups[-1][0] == kind:
            groups[-1] = (kind, groups[-1][1] + sign)
        else:
            groups.append((kind, sign))
    return groups


def _say_shifted(part: str, kind: str, tongue: Tongue) -> str:
    if kind == "super" and tongue.word(_RAISED.get(part, "")):
        return tongue.word(_RAISED[part])
    words = " ".join(said for inner in _PARTS.findall(part) if (said := _say_part(inner, "", tongue)))
    return f"{tongue.word('power')} {words}".strip() if kind == "super" else words


def _say_part(part: str, before: str, tongue: Tongue) -> str:
    if part[0].isdecimal():
        return say_number(part, tongue)
    if part[0].isalpha():
        known = tongue.formulas.get(part) or tongue.find(part)
        if known is None and len(part) <= _LETTERS and part.isascii():
            return " ".join(spell(letter) for letter in part)
        return known if known is not None else say_word(part, tongue)
    if part == "(":
        return tongue.formulas.get("f(", "") if before in _FUNCTIONS and before else ""
    if part in _PAUSING:
        return ","
    if part == "^":
        return tongue.word("power")
    return tongue.formulas.get(part) or tongue.operators.get(part) or tongue.symbols.get(part, "")
