"""What is said: sentences of words, each word as it is shown and as it is spoken."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from model.frozen import Frozen
from model.inputs import SourceSpan


class Word(Frozen):
    """One written token and how it is said."""

    text: Annotated[str, Field(min_length=1)]
    """As captions show it, with its punctuation: `foo==1.2,`."""
    spoken: str
    """As the voice reads it, plain words and sentence punctuation: `foo version one point two,`; empty when it is not said."""
    joined: bool = False
    """True when no space stands between this token and the one before it, as in Chinese."""


LONGEST_NAME = 100
"""Characters of a voice's or a speaker's name in a script."""
LONGEST_PAUSE = 10_000
"""Milliseconds that a sentence may be followed by."""


class Sentence(Frozen):
    """One sentence of the talk."""

    words: Annotated[tuple[Word, ...], Field(min_length=1)]
    """In order; at least one is spoken."""
    spans: tuple[SourceSpan, ...] = ()
    """The source lines that it rests on; empty for what the writer adds of its own (openings, closings)."""
    voice: Annotated[str, Field(max_length=LONGEST_NAME, exclude_if=lambda voice: not voice)] = ""
    """Who says it: a speaker of the script, or a voice by name; empty for the scene's voice."""
    pause_after: Annotated[int, Field(ge=0, le=LONGEST_PAUSE, exclude_if=lambda pause: pause == 0)] = 0
    """Milliseconds of silence after it, beyond what the voice leaves: time to think."""


Narration = tuple[Sentence, ...]

UNSAID: Narration = (Sentence(words=(Word(text="…", spoken=""),)),)
"""Stands in a scene for the narration that it is given later."""
UNNAMED = "unnamed"
"""Stands in a scene for the id that it is given later."""


def written(sentence: Sentence) -> str:
    """Return the sentence as a reader sees it."""
    return "".join(("" if word.joined or not at else " ") + word.text for at, word in enumerate(sentence.words))


def spoken(sentence: Sentence) -> str:
    """Return the sentence as the voice is given it."""
    parts = [("" if word.joined else " ") + word.spoken for word in sentence.words if word.spoken]
    return "".join(parts).strip()
