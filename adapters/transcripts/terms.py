"""Sentences -> what they are about: terms, and how much two stretches have in common."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from adapters.transcripts.wordlists import small_words

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SPACE_LESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+")
_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly")


def list_terms(text: str, language: str) -> list[str]:
    """Return the stems of a text's words that say something; of a script without spaces, pairs of letters."""
    small = small_words(language)
    found = list[str]()
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("’", "'").removesuffix("'s")
        if _SPACE_LESS.search(word):
            found += [word[at : at + 2] for at in range(len(word) - 1)]
        elif len(word) > 2 and word not in small:
            found.append(stem(word))
    return found


def stem(word: str) -> str:
    """Return a word without its ending: alike for `pool`, `pools` and `pooling`."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            base = word[: -len(ending)]
            return base[:-1] if len(base) > 4 and base[-1] == base[-2] and base[-1] not in "sl" else base
    return word.removesuffix("e") if len(word) > 4 else word


def weigh(groups: Sequence[Iterable[str]]) -> Mapping[str, float]:
    """Return how much each term tells: the fewer groups it stands in, the more."""
    counted = Counter(term for group in groups for term in set(group))
    return {term: math.log(1 + len(groups) / count) for term, count in counted.items()}


def likeness(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Return the cosine of two weighted sets of terms."""
    shared = sum(value * second[term] for term, value in first.items() if term in second)
    size = math.sqrt(sum(value * value for value in first.values()) * sum(value * value for value in second.values()))
    return shared / size if size else 0.0


def vector(terms: Iterable[str], weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weighted set of terms."""
    return {term: count * weights.get(term, 0.0) for term, count in Counter(terms).items()}
