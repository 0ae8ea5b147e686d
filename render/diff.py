"""Two versions of a text to rows that stand beside each other, and to the characters that differ within a row (difflib)."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import NamedTuple

_MOST_LINES = 2000
"""Of both versions: the diff takes quadratic time at worst, and a scene shows a hundred at most."""
_ALIKE = 0.35
"""Lines less alike than this are two others, not one that changed: their words are not compared."""
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


class Aligned(NamedTuple):
    """One row: a line of the first version, of the second, or of both."""

    lines: tuple[int | None, int | None]
    """Index of the line in each version; None where it has none."""
    changed: bool
    """True when the two differ, or one is missing."""


@lru_cache(maxsize=32)
def align_lines(before: str, after: str) -> tuple[Aligned, ...]:
    """Align two versions line by line."""
    one, two = before.split("\n"), after.split("\n")
    if len(one) + len(two) > _MOST_LINES:
        pairs = range(max(len(one), len(two)))
        return tuple(_pair(at if at < len(one) else None, at if at < len(two) else None, one, two) for at in pairs)
    rows: list[Aligned] = []
    for kind, low, high, start, end in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            rows += [Aligned((at, start + at - low), False) for at in range(low, high)]
            continue
        for at in range(max(high - low, end - start)):
            left, right = low + at, start + at
            rows.append(_pair(left if left < high else None, right if right < end else None, one, two))
    return tuple(rows)


def _pair(left: int | None, right: int | None, one: list[str], two: list[str]) -> Aligned:
    same = left is not None and right is not None and one[left] == two[right]
    return Aligned((left, right), not same)


def changed_columns(before: str, after: str, row: Aligned) -> tuple[frozenset[int], frozenset[int]]:
    """Return the offsets of the characters that differ in both lines of a row; none where one line is missing."""
    left, right = row.lines
    if left is None or right is None or not row.changed:
        return frozenset(), frozenset()
    return _compare(before.split("\n")[left], after.split("\n")[right])


@lru_cache(maxsize=512)
def _compare(one: str, two: str) -> tuple[frozenset[int], frozenset[int]]:
    """Compare word by word: letters that two words share by chance mean nothing."""
    words, others = _WORDS.findall(one), _WORDS.findall(two)
    matcher = difflib.SequenceMatcher(None, words, others, autojunk=False)
    if len(words) + len(others) > _MOST_LINES or matcher.ratio() < _ALIKE:
        return frozenset(), frozenset()
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return (
        _offsets(words, [(low, high) for _, low, high, _, _ in changes]),
        _offsets(others, [(low, high) for _, _, _, low, high in changes]),
    )


def _offsets(words: list[str], spans: list[tuple[int, int]]) -> frozenset[int]:
    found: set[int] = set()
    for low, high in spans:
        start, text = sum(map(len, words[:low])), "".join(words[low:high])
        found.update(range(start, start + len(text.rstrip() or text)))
    return frozenset(found)
