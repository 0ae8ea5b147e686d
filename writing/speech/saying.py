"""From styled text to sentences of words, each as it is shown and as it is said."""

from __future__ import annotations

import re
from collections.abc import Iterable

from uniseg.graphemecluster import grapheme_clusters

from model.content import Text, plain
from model.frozen import Frozen
from model.inputs import SourceSpan
from model.narration import Sentence, Word

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'(])|(?<=[。！？])")
_UNSPOKEN = re.compile(r"[^\w ,.?!;:'\-]|_")


class SpeechRules(Frozen):
    """How a film's words are said."""

    language: str
    """BCP 47 code of what is spoken."""
    lexicon: tuple[tuple[str, str], ...] = ()
    """The user's pairs of (written, spoken), which win over ours."""


def say(text: Text | str, rules: SpeechRules, spans: tuple[SourceSpan, ...] = ()) -> tuple[Sentence, ...]:
    """Split a text into sentences, each word beside how it is spoken; sentences with nothing to say are dropped."""
    shown = text if isinstance(text, str) else plain(text)
    sentences = []
    for part in _SENTENCE_END.split(shown):
        words = [Word(text=token, spoken=" ".join(_UNSPOKEN.sub(" ", token).split())) for token in part.split()]
        if any(word.spoken for word in words):
            sentences.append(Sentence(words=tuple(words), spans=spans))
    return tuple(sentences)


def estimate_seconds(narration: Iterable[Sentence], language: str) -> float:
    """Return how long a narration is expected to last, in seconds, its pauses included."""
    return sum(len(sentence.words) * 60 / 160 + 0.4 for sentence in narration)


def shorten(text: Text | str, limit: int) -> str:
    """Return at most `limit` characters, cut at a clause or a word, with an ellipsis where something was cut."""
    shown = " ".join((text if isinstance(text, str) else plain(text)).split())
    if len(shown) <= limit:
        return shown
    kept = ""
    for cluster in grapheme_clusters(shown[: limit * 2]):
        if len(kept) + len(cluster) > limit - 1:
            break
        kept += cluster
    return kept.rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
