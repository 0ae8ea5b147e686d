"""The port of the translators: texts of a film -> the same in another language, code and names kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from model.errors import ConfigError
from model.translation import SourceText


class Translator(Protocol):
    """Something that translates: a language model, a service."""

    async def translate(self, texts: Sequence[SourceText], before: str, after: str) -> tuple[str, ...]:
        """Return a translation for each text, in order, in the Markdown of the source.

        `before` and `after` are BCP 47 codes. What is in backticks and under `keep` stays; `terms` are said as they say.
        Raises a VideoGenError, `transient` where trying again may help.
        """
        ...


def open_translator() -> Translator:
    """Return the translator that is set up.

    Raises ConfigError when there is none.
    """
    raise ConfigError(
        "Nobody is set up who translates.", "Add --template: it writes the texts to a file for a translator to fill in."
    )
