"""Text to the units between which a line may break (UAX 14), and an overlong unit to parts that end at graphemes.

Thai writes no spaces between words, and UAX 14 leaves it to a dictionary; headings in Chinese and Japanese read better when
their phrases stay whole. Both are found by BudouX's models. Lao, Khmer and Burmese have none: where a stretch of them is wider
than a line, it is cut between graphemes.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate
from typing import Literal

import budoux
from uniseg.linebreak import line_break_units

from render.display_text import split_graphemes

_WORDS = re.compile(r"\S{1,4000}\s{0,400}|\s{1,400}")
_CLOSING = "!?:;»)]}›%"
"""French sets a space before these; a line must not begin with them."""
_SEAM = re.compile(r"(?<=[/\\._\-?&=:,;@#+~|)])(?=[^/\\._\-?&=:,;@#+~|)\s])|(?<=[a-z0-9])(?=[A-Z])")
"""Where a reader expects a long URL, path or identifier to be broken."""


_THAI = re.compile(r"[\u0e00-\u0e7f]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN_OR_KANA = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


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
    if _THAI.search(bare):
        parts = [piece for part in parts for piece in _open_parser("th").parse(part)]
    parts = _join_graphemes(parts, bare)
    parts[-1] += word[len(bare) :]
    return tuple(parts)


def split_phrases(text: str) -> tuple[str, ...]:
    """Cut as `split_units` does, but Chinese and Japanese only between phrases: headings read better so."""
    units = split_units(text)
    if text.isascii() or not _HAN_OR_KANA.search(text):
        return units
    ends = set(accumulate(len(phrase) for phrase in _open_parser("ja" if _KANA.search(text) else "zh").parse(text)))
    phrases: list[str] = []
    at = 0
    for unit in units:
        if phrases and at not in ends and not phrases[-1][-1].isspace():
            phrases[-1] += unit
        else:
            phrases.append(unit)
        at += len(unit)
    return tuple(phrases)


def _join_graphemes(parts: list[str], text: str) -> list[str]:
    """Join parts of a text that meet inside a grapheme: neither UAX 14 nor a model looks for them."""
    edges = set(accumulate(len(cluster) for cluster in split_graphemes(text)))
    joined: list[str] = []
    at = 0
    for part in parts:
        if joined and at not in edges:
            joined[-1] += part
        else:
            joined.append(part)
        at += len(part)
    return joined


@cache
def _open_parser(language: Literal["ja", "th", "zh"]) -> budoux.Parser:
    if language == "th":
        return budoux.load_default_thai_parser()
    return (
        budoux.load_default_japanese_parser() if language == "ja" else budoux.load_default_simplified_chinese_parser()
    )


def split_overlong(unit: str) -> tuple[str, ...]:
    """Cut a unit that is wider than a line, first where its parts meet; never inside a grapheme."""
    parts = [part for part in _SEAM.split(unit) if part]
    if unit.isascii():
        return tuple(parts)
    return tuple(_join_graphemes(parts, unit))


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
