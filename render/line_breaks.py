"""Text to the units between which a line may break (UAX 14), and an overlong unit to parts that end at graphemes."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from uniseg.linebreak import line_break_units

from render.display_text import split_graphemes

_WORDS = re.compile(r"\S{1,4000}\s{0,400}|\s{1,400}")
_CLOSING = "!?:;»)]}›%"
"""French sets a space before these; a line must not begin with them."""
_SEAM = re.compile(r"(?<=[/\\._\-?&=:,;@#+~|)])(?=[^/\\._\-?&=:,;@#+~|)\s])|(?<=[a-z0-9])(?=[A-Z])")
"""Where a reader expects a long URL, path or identifier to be broken."""


@lru_cache(maxsize=8192)
def split_units(text: str) -> tuple[str, ...]:
    """Cut at every place where a line may end; spaces stay with the unit before them. The parts join to the text."""
    units: list[str] = []
    for word in _WORDS.findall(text):
        if units and (word[0] in _CLOSING or units[-1].isspace()):
            units[-1] += word
        else:
            units.extend(_split_word(word))
    return tuple(units)


@lru_cache(maxsize=16_384)
def _split_word(word: str) -> tuple[str, ...]:
    bare = word.rstrip()
    if bare.isascii() and ("-" not in bare[1:-1] or bare.startswith("-")) and "/" not in bare:
        return (word,)
    parts = list(line_break_units(bare))
    parts[-1] += word[len(bare) :]
    return tuple(parts)


def split_phrases(text: str) -> tuple[str, ...]:
    """Cut as `split_units` does, but Japanese only after the kana that end a phrase: headings read better so."""
    units = split_units(text)
    if text.isascii() or not any(_is_hiragana(char) for char in text):
        return units
    phrases: list[str] = []
    for unit in units:
        ended = phrases and (_is_hiragana(phrases[-1][-1]) or not phrases[-1][-1].isalnum())
        if phrases and not (ended and not _is_hiragana(unit[0])):
            phrases[-1] += unit
        else:
            phrases.append(unit)
    return tuple(phrases)


def _is_hiragana(char: str) -> bool:
    return "\u3040" <= char <= "\u309f"


def split_overlong(unit: str) -> tuple[str, ...]:
    """Cut a unit that is wider than a line, first where its parts meet; never inside a grapheme."""
    parts = [part for part in _SEAM.split(unit) if part]
    if unit.isascii():
        return tuple(parts)
    edges = {0, *accumulate(len(cluster) for cluster in split_graphemes(unit))}
    whole: list[str] = []
    at = 0
    for part in parts:
        if at in edges or not whole:
            whole.append(part)
        else:
            whole[-1] += part
        at += len(part)
    return tuple(whole)


def split_anywhere(unit: str) -> tuple[str, ...]:
    """Cut between graphemes: the last resort."""
    clusters = split_graphemes(unit)
    bare = [cluster for cluster in clusters if not cluster.isspace()]
    if len(bare) == len(clusters):
        return clusters
    merged: list[str] = []
    for cluster in clusters:
        if cluster.isspace() and merged:
            merged[-1] += cluster
        else:
            merged.append(cluster)
    return tuple(merged)
