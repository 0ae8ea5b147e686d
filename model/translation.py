"""A film in another language: what is to be translated, and what a translator made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from model.ai import Spending
from model.asking import Question
from model.assets import Asset
from model.frozen import Frozen
from model.language import LanguageTag

Pairs = tuple[tuple[str, str], ...]


class TranslationFile(Frozen):
    """A language to speak, and the user's file of texts that were translated to it."""

    language: LanguageTag
    """BCP 47 code of what is spoken."""
    file: Annotated[str, Field(min_length=1, max_length=4096)]
    """The filled `script.<language>.yaml`; where there is none, a language model translates."""


class Glossary(Frozen):
    """How one language names things."""

    keep: tuple[str, ...] = ()
    """Names that no language translates."""
    terms: Pairs = ()
    """(in the source, in this language)."""


class Translation(Frozen):
    """The same, in the store."""

    language: LanguageTag
    """BCP 47 code of what is spoken."""
    name: str
    """The file as the user named it, for messages."""
    file: Asset | None
    """Its content; None where nobody has written one."""
    pronunciation: Pairs = ()
    """How words are said in this language: `pronunciation.<language>.yaml`."""
    glossary: Annotated[Glossary, Field(exclude_if=lambda glossary: glossary == Glossary())] = Glossary()
    """How it names things, for a model that translates."""


class SourceText(Frozen):
    """One text to translate: Markdown for what is styled, code in backticks."""

    scene: str
    """The first scene that has it; empty for what the film as a whole has."""
    kind: Literal["film", "said", "shown"]
    """Title or description, a sentence, or what a picture shows."""
    source: str
    """The text."""
    keep: tuple[str, ...] = ()
    """Names in it that stay as they are."""
    terms: Pairs = ()
    """Terms of the glossary in it."""

    @property
    def digest(self) -> str:
        """Return what a translation is found by: a changed text has none."""
        return digest_source(self.source)


class Target(Frozen):
    """One text of a translation's file."""

    digest: str
    """Of the source that it translates."""
    source: str = ""
    """The source, for the reader."""
    target: str = ""
    """The translation; empty until somebody has written it."""
    line: int = 0
    """Where it stands in the file."""


class Refusal(Frozen):
    """A scene that a translator could not do."""

    scene: str
    """The scene; empty for the film's title and description."""
    reason: str
    """What was wrong with the last answer."""


class Translated(Frozen):
    """What a translator did."""

    targets: tuple[Target, ...] = ()
    """A translation of each text but those of the scenes that are refused."""
    refused: tuple[Refusal, ...] = ()
    """Scenes whose translation does not hold."""
    spending: Spending = Spending()
    """What was paid in this run: nothing for what was kept."""

    def words(self) -> tuple[Target, ...]:
        """Return the texts without what they cost."""
        return self.targets


class Errand(NamedTuple):
    """Texts to be translated, as questions, scene by scene. Whoever asks knows no more of films."""

    scenes: tuple[str, ...]
    """The scene of each question."""
    parts: tuple[Question, ...]
    """Independent of each other. The document is context: an answer holds whatever becomes of the other scenes."""
    judge: Callable[[int, str], tuple[str, ...]]
    """Question and answer -> what is wrong with it, for the translator to correct; nothing when it is right."""
    read: Callable[[int, str], tuple[Target, ...]]
    """Question and an answer that holds -> the translations."""


Brief = Callable[[Sequence[SourceText], str, str], Errand]
"""Texts, their language, another -> the errand."""


def digest_source(text: str) -> str:
    """Return twelve hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
