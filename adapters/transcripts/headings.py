"""Topics -> their headings: the words that stand in one of them more than in the others."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from adapters.transcripts.terms import stem
from adapters.transcripts.topics import Topic
from adapters.transcripts.wordlists import small_words
from adapters.transcripts.words import bare

_LONGEST = 3
"""Words of a heading."""
_WORD = re.compile(r"[^\W_][\w'’+#.-]*")


def name_topics(topics: Sequence[Topic], language: str) -> tuple[str, ...]:
    """Return a heading for each topic: the author's, or the phrase that tells it from the others, or its time."""
    phrases = [_count_phrases(topic, language) for topic in topics]
    spread = Counter(phrase for counted in phrases for phrase in counted)
    found = list[str]()
    for topic, counted in zip(topics, phrases, strict=True):
        ranked = sorted(counted, key=lambda phrase: (-_value(phrase, counted, spread, len(topics)), phrase))
        used = {stem(word) for title in found for word in title.lower().split()}
        fresh = [phrase for phrase in ranked if not used.issuperset(map(stem, phrase.lower().split()))]
        found.append(
            topic.title or (_capitalise(_widen(fresh[0], counted)) if fresh else _stamp(topic.sentences[0].start))
        )
    return tuple(found)


def _widen(phrase: str, counted: Counter[str]) -> str:
    """Return the longer phrase that a word stands in more than once: `connection pool` for `pool`."""
    wider = [other for other in counted if " " in other and phrase in other.split() and counted[other] > 1]
    return max(wider, key=lambda other: (counted[other], len(other), other), default=phrase)


def _value(phrase: str, counted: Counter[str], spread: Counter[str], topics: int) -> float:
    words = phrase.count(" ") + 1
    again = counted[phrase] - (0.6 if words == 1 else 0.3)  # said once, a phrase is hardly what it is about
    return again * math.log(1 + topics / spread[phrase]) * (1.0, 1.7, 1.8)[words - 1]


def _count_phrases(topic: Topic, language: str) -> Counter[str]:
    """Count runs of words that say something, by how they are most often written."""
    small, counted = small_words(language), Counter[str]()
    written: dict[str, Counter[str]] = {}
    for sentence in topic.sentences:
        run = list[str]()
        for at, word in enumerate([*sentence.text.split(), "."]):
            plain = bare(word).removesuffix("'s")
            if _WORD.fullmatch(plain) and len(plain) > 2 and plain not in small and not plain.isdigit():
                shown = word.strip('.,;:!?…"“”()')
                run.append(plain if at == 0 and shown[1:].islower() else shown.removesuffix("'s"))
                if word[-1] not in ".,;:!?…":
                    continue
            for phrase in _runs(run):
                key = phrase.lower()
                counted[key] += 1
                written.setdefault(key, Counter())[phrase] += 1
            run = []
    return Counter({written[key].most_common(1)[0][0]: count for key, count in counted.items()})


def _runs(words: Sequence[str]) -> list[str]:
    return [" ".join(words[at : at + size]) for size in range(1, _LONGEST + 1) for at in range(len(words) - size + 1)]


def _capitalise(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _stamp(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
