"""Narration -> the plain text that an engine is given, and which of its characters belong to which word."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from model.narration import Word

_JOINERS = "\u200c\u200d"  # they shape letters in Persian and in the scripts of India
_MUTE = {"Cc": " ", "Cf": "", "Cs": "", "Co": "", "Cn": "", "Zl": " ", "Zp": " "}


class Wording(NamedTuple):
    """One text for an engine."""

    text: str
    spans: tuple[tuple[int, int], ...]
    """For each word, its first character in `text` and one past its last; empty where nothing is spoken."""

    @property
    def spoken(self) -> list[str]:
        """Return what each word says, as the engine was given it."""
        return [self.text[first:last] for first, last in self.spans]


def word_text(words: Sequence[Word], silenced: str = "") -> Wording:
    """Join what is spoken; characters that an engine could take for an order become spaces, as do those in `silenced`."""
    text, spans = "", []
    for word in words:
        clean = "".join(_neutral(char, silenced) for char in word.spoken)
        clean = " ".join(clean.split())
        gap = " " if text and clean and not word.joined else ""
        spans.append((len(text) + len(gap), len(text) + len(gap) + len(clean)))
        text += gap + clean
    return Wording(text, tuple(spans))


def _neutral(char: str, silenced: str) -> str:
    if char in silenced:
        return " "
    return char if char in _JOINERS else _MUTE.get(unicodedata.category(char), char)
