"""A sentence with brackets and written short forms -> the same with commas and words, as one would say it."""

from __future__ import annotations

import re

from model.content import Text, plain
from writing.phrases import Phrases
from writing.replacing import replace_found
from writing.styled import fill_template, make_text, slice_text

_ASIDE = re.compile(r"(?<=[\w\"'”’»%°€$£`/.,])\s\((?P<inner>[^()\n]{1,160})\)(?P<after>.?)")
_AWAY = re.compile(
    r"(?:see|cf\.?|siehe|s\.|vgl\.|voir|v[eé]ase|ver|vedi|zie|fig(?:ure|\.)|tab(?:le|\.)|section|optional|thanks)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 16
_SHORT_FORM = re.compile(r"[A-Z][A-Za-z]?[A-Z0-9²][A-Z0-9a-z-]{0,5}")
_FEWEST = 2
_ENDS = frozenset(".,;:!?…")
_FORMS = {
    "en": (
        (re.compile(r"\be\.g\.,?\s", re.IGNORECASE), "for example "),
        (re.compile(r"\bi\.e\.,?\s", re.IGNORECASE), "that is, "),
        (re.compile(r",?\setc\.(?=[)\s]*$)"), " and so on."),
        (re.compile(r",?\setc\.(?=,?\s)"), " and so on"),
        (re.compile(r"\b(?:approx|ca)\.\s(?=\d)"), "about "),
        (re.compile(r"\bincl\.\s"), "including "),
    ),
}
"""Short forms that English says in other words than it writes; elsewhere the voice's own reading says them."""


def speak_asides(sentence: Text, phrases: Phrases) -> Text:
    """Put what stands in brackets between commas, as far as the ear takes it in passing; short forms are written out."""
    told = sentence
    if phrases.between == ", ":
        told = replace_found(sentence, _ASIDE, lambda found: _speak_aside(sentence, found, phrases))
    for pattern, words in _FORMS.get(phrases.language, ()):
        told = replace_found(told, pattern, lambda found, words=words: _keep_case(found, words))  # type: ignore[misc]
    return told


def _keep_case(found: re.Match[str], words: str) -> str:
    return words[0].upper() + words[1:] if found[0][0].isupper() else words


def _speak_aside(sentence: Text, found: re.Match[str], phrases: Phrases) -> Text | str | None:
    inner, after = found["inner"].strip(), found["after"]
    if _AWAY.match(inner):
        return after
    if not any(map(str.isalpha, inner)):
        return None
    listed = after == "," and plain(sentence).count(",") >= 2 and len(inner.split()) <= 3
    last = found.string[: found.start()].split()[-1]
    if listed and not _SHORT_FORM.fullmatch(inner) and not is_short_form(last, inner):
        return None
    if len(inner.split()) > _MOST_WORDS or re.search(r"[.!?]\s+[A-Z]|:\s", inner) or inner.endswith((".", "!", "?")):
        return None
    low = found.start("inner")
    words = slice_text(sentence, low, found.end("inner"))
    words = _name_forms(plain(sentence)[: found.start()], inner, words, phrases)
    close = after if after in _ENDS or not after else "," + after
    before = "" if found.string[found.start() - 1] in ",;:" else ","
    return (*make_text(before + " "), *words, *make_text(close))


def _name_forms(before: str, inner: str, words: Text, phrases: Phrases) -> Text:
    """Say `MRT for short` of a short form, and `short for …` of what one stands for, where the language has words for it."""
    last = before.split()[-1].strip("\"'“”,") if before.split() else ""
    if _SHORT_FORM.fullmatch(inner) and phrases.for_short and not inner.isdigit() and sum(map(str.isupper, inner)) > 1:
        return fill_template(phrases.for_short, short=words)
    if phrases.short_for and is_short_form(last, inner):
        return fill_template(phrases.short_for, long=words)
    return words


def is_short_form(short: str, long: str) -> bool:
    """Tell whether a word of capitals is made of the letters of some words, in their order: `REST`, `MRT`, `I²C`."""
    letters = [sign for sign in short.rstrip("s").casefold() if sign.isalpha()]
    if not _SHORT_FORM.fullmatch(short) or len(letters) < _FEWEST or len(long.split()) < _FEWEST - (" " not in long):
        return False
    rest = iter(long.casefold())
    begins = long[:1].casefold() == letters[0]
    return begins and not long.isupper() and all(letter in rest for letter in letters) and len(long) > 2 * len(letters)
