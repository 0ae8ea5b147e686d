"""From a sentence that lasts too long to parts that each fit a scene, cut where the voice pauses."""

from __future__ import annotations

from itertools import accumulate

from model.language import find_language
from model.narration import Word
from writing.speech.pacing import estimate_spoken

LONGEST_SENTENCE = 13.0
"""Seconds. A scene holds at most fifteen and is split at sentences only: a longer sentence becomes several."""
_AGAINST = {";": 0.0, ":": 0.0, ",": 1.5, "": 5.0}
"""Seconds that a cut may lie away from the even one to be preferred to a cut without such a mark."""
_LEANING = 2.0
"""Seconds by which a cut before a small word is nearer, and one after it further away."""
_JOINED = 6.0
"""The same for a cut where there is a space, in writing that has them between phrases alone: Thai."""


def split_clauses(words: list[Word], language: str) -> list[list[Word]]:
    """Cut words into parts of at most `LONGEST_SENTENCE`, of like length, at pauses where there are any.

    Where there are none, a cut before a small word is better than one after it.
    """
    leaders = find_language(language).leaders
    times = [0.0, *accumulate(estimate_spoken(word.spoken, language) if word.spoken else 0.0 for word in words)]
    parts: list[list[Word]] = []
    start = 0
    while times[-1] - times[start] > LONGEST_SENTENCE and start < len(words) - 1:
        cut = _find_cut(words, times, start, leaders)
        parts.append(words[start:cut])
        start = cut
    return [*parts, words[start:]]


def _find_cut(words: list[Word], times: list[float], start: int, leaders: frozenset[str]) -> int:
    left = times[-1] - times[start]
    even = times[start] + left / (int(left / LONGEST_SENTENCE) + 1)
    best, least = start + 1, float("inf")
    for cut in range(start + 1, len(words)):
        if times[cut] - times[start] > LONGEST_SENTENCE:
            break
        last = words[cut - 1].spoken[-1:]
        cost = abs(times[cut] - even) + _AGAINST.get(last, _AGAINST[""]) + _JOINED * words[cut].joined
        if last not in _AGAINST:
            leads, ends = (words[place].text.casefold() in leaders for place in (cut, cut - 1))
            cost += _LEANING * ends - _LEANING * (leads and not ends)
        if cost < least:
            best, least = cut, cost
    return best
