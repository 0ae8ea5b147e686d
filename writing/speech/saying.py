"""From styled text to sentences of words, each as it is shown and as it is said."""

from __future__ import annotations

from model.content import Text
from model.frozen import Frozen
from model.inputs import SourceSpan
from model.narration import Sentence, Word
from writing.speech.pacing import estimate_seconds, estimate_words
from writing.speech.punctuation import end_with
from writing.speech.sentences import split_sentences
from writing.speech.shortening import shorten
from writing.speech.tongues import open_tongue
from writing.speech.visible import make_visible
from writing.speech.wording import word_sentence

__all__ = ["SpeechRules", "estimate_seconds", "say", "shorten"]

LONGEST_SENTENCE = 13.0
"""Seconds. A scene holds at most fifteen and is split at sentences: a longer sentence becomes two."""


class SpeechRules(Frozen):
    """How a film's words are said."""

    language: str
    """BCP 47 code of what is spoken."""
    lexicon: tuple[tuple[str, str], ...] = ()
    """The user's pairs of (written, spoken), which win over ours."""


def say(text: Text | str, rules: SpeechRules, spans: tuple[SourceSpan, ...] = ()) -> tuple[Sentence, ...]:
    """Split a text into sentences, each word beside how it is spoken; sentences with nothing to say are dropped."""
    tongue = open_tongue(rules.language, rules.lexicon)
    visible = make_visible(text)
    sentences = []
    for start, end in split_sentences(visible, tongue):
        for words in split_clauses(word_sentence(visible, start, end, tongue), rules.language):
            if any(word.spoken for word in words):
                sentences.append(Sentence(words=tuple(_close(words)), spans=spans))
    return tuple(sentences)


def split_clauses(words: list[Word], language: str) -> list[list[Word]]:
    """Cut a sentence that takes too long, at its pauses where it has any, else between words."""
    parts: list[list[Word]] = []
    part: list[Word] = []
    seconds = 0.0
    for word in words:
        cost = estimate_words((word,), language)
        if part and seconds + cost > LONGEST_SENTENCE:
            cut = _last_pause(part)
            parts.append(part[:cut])
            part = part[cut:]
            seconds = estimate_words(part, language)
        part.append(word)
        seconds += cost
    return [*parts, part]


def _last_pause(words: list[Word]) -> int:
    """Return where to cut: after the last strong pause of the second half, else the last comma, else at the end."""
    for marks in (";:", ","):
        for at in range(len(words), len(words) // 2, -1):
            if words[at - 1].spoken[-1:] and words[at - 1].spoken[-1] in marks:
                return at
    return len(words)


def _close(words: list[Word]) -> list[Word]:
    """Let the last word that is said end the sentence."""
    for at in range(len(words) - 1, -1, -1):
        if words[at].spoken:
            closed = words[at].model_copy(update={"spoken": end_with(words[at].spoken, ".")})
            return [*words[:at], closed, *words[at + 1 :]]
    return words
