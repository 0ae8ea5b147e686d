"""Styled text -> parts of it: slices, sentences, texts filled from templates; every run keeps its style."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from model.content import Run, Text, plain

_STOPS = (".", ",", "!", "?", ";", ":", ")")
"""What stands close to the word before it, where an emoji stood between."""
_SPACES = re.compile(r"\s+")
_END = re.compile(r"[.!?…]{1,3}[\"'”’»)\]]{0,2}(?=\s|$)|[。！？]{1,3}[」』”’）]{0,2}")
_REFERENCE = re.compile(r"\s?\((?:#\d{1,7}(?:,\s)?){1,5}\)|(?<=\w)\[\^?\d{1,3}\]")
_FIELD = re.compile(r"\{([a-z]{1,12})\}")
_ABBREVIATIONS_LIST = (
    "e.g. i.e. etc. vs. cf. ca. approx. fig. no. nr. vol. dr. mr. mrs. ms. st. prof. inc. ltd. co. al. incl. excl. resp. "
    "z.b. d.h. u.a. bzw. usw. evtl. ggf. p.ex. ex. env. sr. sra. ud. uds. pág. p. pp. ecc. es. bijv. d.w.z. ej. p.ej. ad. "
    "np. tzn. tj. ok. např. tzv. napr. pl. ill. kb. t.ex. bl.a. f.eks. fx. kl. esim. ks. örn. bkz. напр. т.е. см. стр. рис. "
    "див. вж. π.χ. δηλ. βλ. mis. hlm. vd."
)
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_LIST.split())
_DAY_DIGITS = 2
# German, Danish and Norwegian months, which follow a day and its full stop: the others' begin small.
_MONTH = re.compile(r"\s(?:Jan|Feb|Mär|Apr|Ma[ij]|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-z]*\.?(?!\w)")
_PICTOGRAMS = (0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0xFE00, 0xFE0F), (0xE0000, 0xE007F)
_KEPT_SIGNS = frozenset("✓✔✗✘")


def make_text(words: str, *, code: bool = False) -> Text:
    """Wrap a string as one run; an empty string is an empty text."""
    return (Run(text=words, code=code),) if words else ()


def slice_text(text: Text, start: int, end: int) -> Text:
    """Cut characters `start` to `end` out of the text."""
    parts: list[Run] = []
    at = 0
    for run in text:
        low, high = max(start - at, 0), min(end - at, len(run.text))
        if low < high:
            parts.append(run if high - low == len(run.text) else run.model_copy(update={"text": run.text[low:high]}))
        at += len(run.text)
    return tuple(parts)


def strip_text(text: Text, also: str = "") -> Text:
    """Cut white space, and the characters of `also`, from both ends."""
    whole, drop = plain(text), " \t\r\n\u00a0\u3000" + also
    left = len(whole) - len(whole.lstrip(drop))
    return slice_text(text, left, max(left, len(whole.rstrip(drop))))


def is_pictogram(character: str) -> bool:
    """Tell whether a character is an emoji or an ornament, which is neither said nor shown."""
    code = ord(character)
    if code < 0x2600:
        return code in (0x200D, 0x20E3, 0x2328, 0x23CF) or 0x23E9 <= code <= 0x23FA
    return character not in _KEPT_SIGNS and any(low <= code <= high for low, high in _PICTOGRAMS)


def tidy_text(text: Text) -> Text:
    """Drop emoji, struck-through words and control characters, and make every stretch of white space one space."""
    runs: list[Run] = []
    ended, bare = True, False
    for run in text:
        if run.strike:
            continue
        simple = run.text.isascii() and run.text.isprintable()
        shown = run.text if simple else _drop_pictograms(run.text)
        shown = _SPACES.sub(" ", shown)
        shown = shown[1:] if ended and shown.startswith(" ") else shown
        if bare and runs and shown[:1] in _STOPS:
            runs[-1] = runs[-1].model_copy(update={"text": runs[-1].text.rstrip(" ")})
        bare = not simple and is_pictogram(run.text.rstrip()[-1:] or " ")
        if shown:
            runs.append(run if shown == run.text else run.model_copy(update={"text": shown}))
            ended = shown.endswith(" ")
    return _drop_references(strip_text(tuple(runs)))


def _drop_pictograms(text: str) -> str:
    """Leave out what is not shown; what stood behind an emoji, as `!`, moves to the word before it."""
    kept: list[str] = []
    bare = False
    for sign in text:
        if is_pictogram(sign) or not _is_shown(sign):
            bare = bare or is_pictogram(sign)
            continue
        while bare and sign in _STOPS and kept and kept[-1] == " ":
            kept.pop()
        bare = bare and sign == " "
        kept.append(sign)
    return "".join(kept)


def _drop_references(text: Text) -> Text:
    """Leave out `(#123)`: a number on a project's page says nothing in a film."""
    whole, at = plain(text), 0
    kept: list[Run] = []
    for match in _REFERENCE.finditer(whole):
        kept += slice_text(text, at, match.start())
        at = match.end()
    return text if not at else (*kept, *slice_text(text, at, len(whole)))


def _is_shown(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn", "Cf") or sign in "\u200c\u200d"


def code_ranges(text: Text) -> tuple[tuple[int, int], ...]:
    """Return where code stands in the text, as (start, end) of characters."""
    found: list[tuple[int, int]] = []
    at = 0
    for run in text:
        if run.code:
            found.append((at, at + len(run.text)))
        at += len(run.text)
    return tuple(found)


def in_ranges(at: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    """Tell whether a position lies inside one of the ranges, which are in order."""
    place = bisect_right(ranges, (at, 1 << 60)) - 1
    return place >= 0 and ranges[place][0] <= at < ranges[place][1]


def split_sentences(text: Text) -> tuple[Text, ...]:
    """Cut a tidy text at the ends of its sentences; a full stop in code or after an abbreviation ends none."""
    whole, code = plain(text), code_ranges(text)
    cuts = [0]
    for match in _END.finditer(whole):
        if not in_ranges(match.start(), code) and _ends_sentence(whole, match):
            cuts.append(match.end())
    if cuts[-1] < len(whole):
        cuts.append(len(whole))
    parts = (strip_text(slice_text(text, low, high)) for low, high in pairwise(cuts))
    return tuple(part for part in parts if part)


def _ends_sentence(whole: str, match: re.Match[str]) -> bool:
    if match.group()[0] in "。！？":
        return True
    following = whole[match.end() : match.end() + 3].lstrip()[:1]
    if not following:
        return True
    before = whole[max(0, match.start() - 12) : match.start()].split()
    word = (before[-1] if before else "").lstrip("(\"'“‘[").casefold()
    if match.group()[0] == ".":
        if f"{word}." in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
            return False
        if word.isdecimal() and len(word) <= _DAY_DIGITS and _MONTH.match(whole, match.end()):
            return False
        return not following.islower()
    return not (following.islower() and following.isascii() and match.group()[0] == "…")


def fill_template(template: str, **parts: Text | str) -> Text:
    """Put texts in a template's fields, which are written `{name}`."""
    runs: list[Run] = []
    at = 0
    for match in _FIELD.finditer(template):
        runs += make_text(template[at : match.start()])
        part = parts[match.group(1)]
        runs += make_text(part) if isinstance(part, str) else part
        at = match.end()
    runs += make_text(template[at:])
    return tuple(runs)


def join_texts(texts: Iterable[Text], between: str, last: str) -> Text:
    """Join texts as a person lists them: `a, b and c`."""
    known = [text for text in texts if text]
    runs: list[Run] = []
    for at, text in enumerate(known):
        if at:
            runs += make_text(last if at == len(known) - 1 else between)
        runs += text
    return tuple(runs)


def letters(text: Text | str) -> Iterator[str]:
    """Yield the letters and digits of a text in lower case: two texts that say the same have the same ones."""
    whole = text if isinstance(text, str) else plain(text)
    return (sign for sign in whole.casefold() if sign.isalnum())
