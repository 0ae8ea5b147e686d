"""A sentence that is too long for one scene -> clauses that fit; no word is lost and none is cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from model.content import Text, plain
from writing.styled import code_ranges, in_ranges, slice_text, strip_text

# From the best place to cut a sentence to the worst; each cuts after the match.
_PLACES = (
    re.compile(r"[;；]\s?"),
    re.compile(r"\s[–—-]\s|[–—](?=\S)|:\s"),
    re.compile(
        r"[,，]\s(?=(?:and|but|or|so|which|because|while|und|oder|aber|et|mais|ou|y|pero|o|e|ma|mas|en|maar)\s)"
    ),
    re.compile(r"[,，、]\s?|\s(?=\()|(?<=\))\s"),
    re.compile(r"\s(?=(?:and|or|but|that|which|und|oder|et|ou|y|que|e|en)\s)"),
    re.compile(r"\s"),
    re.compile(r"(?<=[/\\_.=&?-])"),
)
_SMALLEST = 8
_MIDDLE = 0.22
"""A cut lies at least this share of the text away from its ends."""


def split_clauses(text: Text, fits: Callable[[Text], bool]) -> tuple[Text, ...]:
    """Cut a text, at the best place near its middle, until each part fits."""
    waiting, done = [text], []
    while waiting:
        part = waiting.pop()
        length = len(plain(part))
        if length <= _SMALLEST or fits(part):
            done.append(part)
            continue
        cut = _find_cut(part)
        halves = (strip_text(slice_text(part, 0, cut)), strip_text(slice_text(part, cut, length)))
        waiting += [half for half in reversed(halves) if half]
    return tuple(done)


def _find_cut(text: Text) -> int:
    whole, code = plain(text), code_ranges(text)
    low, high, middle = len(whole) * _MIDDLE, len(whole) * (1 - _MIDDLE), len(whole) / 2
    for place in _PLACES:
        ends = [match.end() for match in place.finditer(whole) if low <= match.end() <= high]
        outside = [end for end in ends if not in_ranges(end - 1, code)]
        if outside or (ends and place in _PLACES[-2:]):
            return min(outside or ends, key=lambda end: abs(end - middle))
    cut = max(1, int(middle))
    while cut < len(whole) - 1 and (unicodedata.combining(whole[cut]) or whole[cut] in "\u200d\ufe0f"):
        cut += 1
    return cut
