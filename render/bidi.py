"""A line of mixed directions to its stretches from left to right (UAX 9, without embeddings: text is stripped of them)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeVar

_RIGHT = ("R", "AL")
_DIGITS = ("EN", "AN")
_RTL_LANGUAGES = {"ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "arc"}

_Stretch = TypeVar("_Stretch")


def is_rtl_language(language: str) -> bool:
    """Tell whether a language is written from right to left."""
    return language.lower().split("-")[0] in _RTL_LANGUAGES


def is_rtl_text(text: str, default: bool) -> bool:
    """Tell a paragraph's direction by its first letter (UAX 9, P2 and P3)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "L" or kind in _RIGHT:
            return kind != "L"
    return default


def has_rtl(text: str) -> bool:
    """Tell whether any letter runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in (*_RIGHT, "AN") for char in text)


def embedding_levels(text: str, rtl: bool) -> tuple[int, ...]:
    """Return each character's level: even runs to the right, odd to the left (UAX 9, W and N rules, simplified)."""
    base = 1 if rtl else 0
    kinds = _resolve_kinds(text, base)
    levels = []
    for kind in kinds:
        if kind == "L":
            levels.append(base + (base % 2))
        elif kind == "R":
            levels.append(base + (1 - base % 2))
        else:
            levels.append(base + 1 if base % 2 else 2 if kind == "N" else base)
    return tuple(levels)


def _resolve_kinds(text: str, base: int) -> list[str]:
    """Settle each character as L, R, or N (digits inside right-to-left text)."""
    kinds: list[str] = []
    strong = "R" if base else "L"
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "L" or kind in _RIGHT:
            strong = "L" if kind == "L" else "R"
            kinds.append(strong)
        elif kind in _DIGITS:
            kinds.append("N" if strong == "R" or kind == "AN" else "L")
        elif kind in ("CS", "ES") and kinds and kinds[-1] == "N":
            kinds.append("n")
        else:
            kinds.append("?" if kind != "NSM" or not kinds else kinds[-1])
    return _settle_neutrals(kinds, "R" if base else "L")


def _settle_neutrals(kinds: list[str], base: str) -> list[str]:
    """Neutrals take the direction on both their sides, else the paragraph's (N1, N2); a separator stays in its number."""
    settled = list(kinds)
    at = 0
    while at < len(settled):
        if settled[at] not in "?n":
            at += 1
            continue
        end = at
        while end < len(settled) and settled[end] in "?n":
            end += 1
        before = settled[at - 1] if at else base
        after = settled[end] if end < len(settled) else base
        if end - at == 1 and settled[at] == "n" and after == "N":
            settled[at] = "N"
        else:
            sides = {"R" if side == "N" else side for side in (before, after)}
            settled[at:end] = [sides.pop() if len(sides) == 1 else base] * (end - at)
        at = end
    return settled


def visual_order(stretches: Sequence[tuple[int, _Stretch]]) -> list[_Stretch]:
    """Reorder stretches given with their levels from left to right as they are seen (UAX 9, L2)."""
    order = list(stretches)
    highest = max((level for level, _ in order), default=0)
    for level in range(highest, 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and order[end][0] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = max(end, at + 1)
    return [stretch for _, stretch in order]
