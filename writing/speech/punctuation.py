"""From a written token to its core and the pauses around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENERS = "([{<\"'“‘«‹„‚¿¡「『（【《〈［｛*`"
_CLOSERS = ".,;:!?…)]}>\"'”’»›*`。．，、；：？！｡､」』）】》〉］｝؟،؛।॥።۔—–·"
_BOUND = re.compile(r"<=?\s?[v~]?\d")
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
_SPOKEN = {
    "?": "?", "？": "?", "؟": "?", "!": "!", "！": "!", ".": ".", "。": ".", "．": ".", "｡": ".",
    "।": ".", "॥": ".", "።": ".", "۔": ".",
    ";": ";", "；": ";", "؛": ";", ":": ":", "：": ":", ",": ",", "，": ",", "、": ",", "､": ",", "،": ",", "…": ",",
    "—": ",", "–": ",", ")": ",", "）": ",", "]": ",", "】": ",", "》": ",", "」": "", "』": "",
}  # fmt: skip
_STRENGTH = {"?": 6, "!": 5, ".": 4, ";": 3, ":": 2, ",": 1, "": 0}
_PAUSING_OPENERS = frozenset("([（【")


@dataclass(frozen=True)
class Parted:
    """A token without its edges."""

    lead: str
    """What opens: quotes, brackets."""
    core: str
    """What is read."""
    tail: str
    """What closes: punctuation, quotes, brackets."""


def part_token(token: str) -> Parted:
    """Take quotes, brackets and punctuation off both ends; a bracket that closes one inside stays, as in `foo()`."""
    start = 0
    while start < len(token) and token[start] in _OPENERS and not _BOUND.match(token, start):
        start += 1
    open_now = {closer: token.count(opener, start) - token.count(closer, start) for closer, opener in _PAIRS.items()}
    end = len(token)
    while end > start and token[end - 1] in _CLOSERS:
        last = token[end - 1]
        if last in _PAIRS:
            if open_now[last] >= 0:
                break
            open_now[last] += 1
        end -= 1
    return Parted(token[:start], token[start:end], token[end:])


def pause_before(lead: str) -> bool:
    """Tell whether a voice pauses before what opens here."""
    return not _PAUSING_OPENERS.isdisjoint(lead)


def pause_after(tail: str) -> str:
    """Return the one mark that says how a token ends: the strongest of its closing punctuation."""
    if "..." in tail or "…" in tail:
        tail = re.sub(r"\.{2,}|…", ",", tail)
    return max((_SPOKEN.get(mark, "") for mark in tail), key=_STRENGTH.__getitem__, default="")


def end_with(spoken: str, mark: str) -> str:
    """Put a mark after spoken words, in place of a weaker one."""
    bare = spoken.rstrip(" ,.?!;:")
    own = spoken[len(bare) :].strip()[-1:]
    return bare + (mark if _STRENGTH[mark] >= _STRENGTH.get(own, 0) else own)
