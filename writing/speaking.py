"""Texts and templates -> narration, and how long it lasts: one speaker for a whole film."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from model.content import Text, plain
from model.inputs import SourceSpan
from model.narration import Narration, Sentence
from writing.capacity import LONGEST_SPEECH
from writing.clauses import split_clauses
from writing.phrases import Phrases
from writing.speech.saying import SpeechRules, estimate_seconds, say
from writing.styled import fill_template, join_texts, make_text, slice_text, strip_text, tidy_text
from writing.wording import upper_first

_GOES_ON = re.compile(r"(?:and|or|but|so|because|with|which)\s")
_BREAKS = (",", ";")
_ENDS = ".!?…。！？"
_OPEN_ENDS = ":：;；,，、-–—"
_CLOSERS = "\"'”’»)]」』）"


@dataclass
class Speaker:
    """Says texts by the film's rules, and varies the phrases of its own."""

    rules: SpeechRules
    phrases: Phrases
    ordinary: frozenset[str] = frozenset()
    """Words that the document writes small."""
    uses: Counter[str] = field(default_factory=Counter)
    times: dict[int, tuple[Sentence, float]] = field(default_factory=dict)

    def say(self, text: Text | str, *spans: SourceSpan, leads: bool = False) -> Narration:
        """Say a text in sentences, each short enough for a scene; empty when it holds nothing to be said.

        The colon of what leads to something stays.
        """
        tidy = tidy_text(make_text(text) if isinstance(text, str) else text)
        whole = tidy if leads and plain(tidy)[-1:] in (":", "：") else end_sentence(tidy, self.phrases.stop)
        if not whole:
            return ()
        said = say(whole, self.rules, spans)
        if all(self.seconds((sentence,)) <= LONGEST_SPEECH for sentence in said):
            return said
        clauses = _end_clauses(split_clauses(whole, self._fits)) if self.phrases.language == "en" else (
            split_clauses(whole, self._fits)
        )  # fmt: skip
        return tuple(sentence for clause in clauses for sentence in say(clause, self.rules, spans))

    def _fits(self, text: Text) -> bool:
        return all(self.seconds((sentence,)) <= LONGEST_SPEECH for sentence in say(text, self.rules))

    def phrase(self, template: str, *spans: SourceSpan, **parts: Text | str) -> Narration:
        """Say a phrase of our own, filled with the document's words; nothing, where the language has no such phrase."""
        if not template or any(not part for part in parts.values()):
            return ()
        filled = fill_template(template, **parts)
        twice = plain(filled).endswith(("?.", "!.", "…."))
        return self.say(slice_text(filled, 0, len(plain(filled)) - 1) if twice else filled, *spans)

    def choose(self, variants: tuple[str, ...]) -> str:
        """Choose the phrase that was used least so far; the first of equals."""
        if not variants:
            return ""
        chosen = min(variants, key=lambda variant: self.uses[variant])
        self.uses[chosen] += 1
        return chosen

    def seconds(self, narration: Narration) -> float:
        """Estimate how long a narration lasts."""
        return sum(self._time_sentence(sentence) for sentence in narration)

    def _time_sentence(self, sentence: Sentence) -> float:
        # The choice measures hundreds of films of the same sentences: each is timed once. The sentence is kept with
        # its time, so that its identity is not given to another.
        known = self.times.get(id(sentence))
        if known is None:
            known = (sentence, estimate_seconds((sentence,), self.rules.language))
            self.times[id(sentence)] = known
        return known[1]

    def join(self, texts: list[Text]) -> Text:
        """Join texts as the language lists them."""
        return join_texts(texts, self.phrases.between, self.phrases.last)


def _end_clauses(parts: tuple[Text, ...]) -> tuple[Text, ...]:
    """End a part before `and`, `but` or `which` as a sentence: `And for anybody who …` is what one says after a breath."""
    done: list[Text] = []
    for part in parts:
        goes_on = _GOES_ON.match(plain(part)) is not None and plain(done[-1])[-1:] in _BREAKS if done else False
        if goes_on:
            done[-1] = end_sentence(done[-1], ".")
        done.append(upper_first(part) if goes_on else part)
    return tuple(done)


def end_sentence(text: Text, stop: str) -> Text:
    """End a text as a sentence: a colon or comma at its end, which leads to nothing that is said, becomes a full stop."""
    whole = plain(text)
    if not whole or whole.rstrip(_CLOSERS)[-1:] in _ENDS:
        return text
    open_ended = whole[-1] in _OPEN_ENDS
    bare = strip_text(text, _OPEN_ENDS) if open_ended else text
    return (*bare, *make_text(stop)) if bare else ()
