"""From styled text to sentences of words, each as it is shown and as it is said."""

from __future__ import annotations

from model.content import Text
from model.frozen import Frozen
from model.inputs import SourceSpan
from model.narration import Sentence, Word
from writing.speech.clauses import split_clauses
from writing.speech.pacing import estimate_seconds
from writing.speech.punctuation import end_with
from writing.speech.sentences import split_sentences
from writing.speech.shortening import shorten
from writing.speech.tongues import open_tongue
from writing.speech.visible import make_visible
from writing.speech.wording import word_sentence

__all__ = ["SpeechRules", "estimate_seconds", "say", "shorten"]


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


def _close(words: list[Word]) -> list[Word]:
    """Let the last word that is said end the sentence."""
    for at in range(len(words) - 1, -1, -1):
        if words[at].spoken:
            closed = words[at].model_copy(update={"spoken": end_with(words[at].spoken, ".")})
            return [*words[:at], closed, *words[at + 1 :]]
    return words
