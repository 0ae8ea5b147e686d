"""Topics -> what is told of them: the key moments, the gist of each, or all; each sentence where it was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from adapters.transcripts.sentences import Sentence
from adapters.transcripts.terms import likeness, list_terms, vector, weigh
from adapters.transcripts.topics import Topic
from adapters.transcripts.wordlists import list_phrases
from model.inputs import YouTubeMode

_MOST_MOMENTS, _FEWEST_MOMENTS = 7, 3
_MOMENT = (2, 5)
"""Sentences of a moment."""
_MOMENT_SECONDS = 40.0
_GIST = 3
"""Sentences of a topic's gist."""
_CHATTER = re.compile("|".join(map(re.escape, list_phrases("chatter"))), re.IGNORECASE)
_STRESS = re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in list_phrases("stresses")), re.IGNORECASE)
_LEANING = re.compile(
    r"(?:and|but|because|or|it|it's|he|she|they|that|that's|this|these|those|which|so)\b", re.IGNORECASE
)


class Excerpt(NamedTuple):
    """What is told of one topic."""

    topic: Topic
    told: tuple[int, ...]
    """Positions of its sentences that are told, in order."""


def is_chatter(sentence: Sentence) -> bool:
    """Tell what is said to the audience of a channel, and not about its subject."""
    return bool(_CHATTER.search(sentence.text))


def choose_excerpts(topics: Sequence[Topic], mode: YouTubeMode, language: str, title: str) -> tuple[Excerpt, ...]:
    """Choose what is told of each topic; topics of which nothing is told are left out by their empty `told`."""
    if mode == "full":
        return tuple(
            Excerpt(topic, tuple(at for at, said in enumerate(topic.sentences) if not is_chatter(said)))
            for topic in topics
        )
    scores = _score_sentences(topics, language, title)
    if mode == "summary":
        return tuple(
            Excerpt(topic, _choose_gist(topic, own, language)) for topic, own in zip(topics, scores, strict=True)
        )
    return _choose_moments(topics, scores)


def _score_sentences(topics: Sequence[Topic], language: str, title: str) -> list[list[float]]:
    """Return how much each sentence tells of its topic, and how much its speaker stresses it."""
    terms = [[list_terms(sentence.text, language) for sentence in topic.sentences] for topic in topics]
    weights = weigh([group for topic in terms for group in topic])
    heading = set(list_terms(title, language))
    found = list[list[float]]()
    for topic, groups in zip(topics, terms, strict=True):
        centre = vector((term for group in groups for term in group), weights)
        found.append([
            _score(sentence, likeness(vector(group, weights), centre), len(heading & set(group)))
            for sentence, group in zip(topic.sentences, groups, strict=True)
        ])  # fmt: skip
    return found


def _score(sentence: Sentence, central: float, named: int) -> float:
    words = len(sentence.text.split())
    stress = 0.4 * min(2, len(_STRESS.findall(sentence.text))) + min(0.2, sentence.pause / 6)
    size = -0.4 if words < 6 else -0.2 if words > 35 else 0.0
    return (
        central
        + stress
        + 0.1 * min(2, named)
        + size
        - 0.15 * bool(_LEANING.match(sentence.text))
        - 3.0 * is_chatter(sentence)
    )


def _choose_gist(topic: Topic, scores: Sequence[float], language: str) -> tuple[int, ...]:
    """Take the sentences that tell most, but none that says again what another does."""
    chosen = list[int]()
    terms = [vector(list_terms(sentence.text, language), dict.fromkeys(list_terms(sentence.text, language), 1.0))
             for sentence in topic.sentences]  # fmt: skip
    for at in sorted(range(len(scores)), key=lambda at: (-scores[at], at)):
        if len(chosen) == _GIST or scores[at] < -1:
            break
        if all(likeness(terms[at], terms[other]) < 0.6 for other in chosen):
            chosen.append(at)
    return tuple(sorted(chosen))


def _choose_moments(topics: Sequence[Topic], scores: Sequence[Sequence[float]]) -> tuple[Excerpt, ...]:
    """Take the best stretch of each topic, of the topics whose best is best; of few topics, more than one."""
    each = max(1, -(-_FEWEST_MOMENTS // len(topics))) if topics else 1
    found = list[tuple[float, int, range]]()
    for number, (topic, own) in enumerate(zip(topics, scores, strict=True)):
        taken = set[int]()
        for _ in range(each):
            best = _best_stretch(topic, own, taken)
            if best is not None:
                found.append((best[0], number, best[1]))
                taken |= {*best[1], best[1].start - 1, best[1].stop}
    found.sort(key=lambda moment: (-moment[0], moment[1], moment[2].start))
    kept: dict[int, set[int]] = {}
    for _, number, stretch in found[:_MOST_MOMENTS]:
        kept.setdefault(number, set()).update(stretch)
    return tuple(Excerpt(topic, tuple(sorted(kept.get(number, ())))) for number, topic in enumerate(topics))


def _best_stretch(topic: Topic, scores: Sequence[float], taken: set[int]) -> tuple[float, range] | None:
    """Return the stretch with the best sentence and good company, that can be understood from its first word on."""
    best: tuple[float, range] | None = None
    for first in range(len(scores)):
        for last in range(first + 1, min(len(scores), first + _MOMENT[1]) + 1):
            stretch = range(first, last)
            if taken.intersection(stretch) or any(scores[at] < -1 for at in stretch):
                break
            seconds = topic.sentences[last - 1].end - topic.sentences[first].start
            if seconds > _MOMENT_SECONDS and len(stretch) > 1:
                break
            own = [scores[at] for at in stretch]
            leans = 0.3 * bool(_LEANING.match(topic.sentences[first].text))
            short = 0.25 * max(0, _MOMENT[0] - len(stretch))
            value = max(own) + 0.6 * sum(own) / len(own) + 0.08 * len(own) - leans - short
            if best is None or value > best[0]:
                best = (value, stretch)
    return best
