"""A film in another language: what is to be translated, and what a translator made of it."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import Field

from model.assets import Asset
from model.frozen import Frozen
from model.language import LanguageTag

Pairs = tuple[tuple[str, str], ...]


class TranslationFile(Frozen):
    """A language to speak, and the user's file of texts that were translated to it."""

    language: LanguageTag
    """BCP 47 code of what is spoken."""
    file: Annotated[str, Field(min_length=1, max_length=4096)]
    """The filled `script.<language>.yaml`."""


class Translation(Frozen):
    """The same, in the store."""

    language: LanguageTag
    """BCP 47 code of what is spoken."""
    name: str
    """The file as the user named it, for messages."""
    file: Asset
    """Its content."""
    pronunciation: Pairs = ()
    """How words are said in this language: `pronunciation.<language>.yaml`."""


class Glossary(Frozen):
    """How one language names things."""

    keep: tuple[str, ...] = ()
    """Names that no language translates."""
    terms: Pairs = ()
    """(in the source, in this language)."""


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


def digest_source(text: str) -> str:
    """Return twelve hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
