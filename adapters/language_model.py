"""The port of the language models: a question -> an answer, asked again where that can help."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Protocol

from pydantic import SecretStr

from model.ai import WriterChoice
from model.asking import Answer, Question
from model.errors import ScriptGenerationError

TRIES = 4
FEW_TRIES = 2
"""Where nobody answers: each attempt may last as long as its deadline, and somebody waits."""
LONGEST_WAIT = 60.0
"""Seconds: a service that asks for more is asked another day."""
_BACK_OFF = 1.0
_BACK_OFF_CAP = 16.0


class ServiceError(Exception):
    """One attempt failed."""

    def __init__(
        self, message: str, remedy: str = "", *, again: bool = False, wait: float | None = None, tries: int = TRIES
    ) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.again = again
        """The same question may be answered a moment later."""
        self.wait = wait
        """Seconds that the service asks us to wait (Retry-After); None when it does not say."""
        self.tries = tries
        """Attempts that are worth it."""


class LanguageModel(Protocol):
    """Something that answers. It is given text and gives text: no tool, no file, no address."""

    async def ask(self, question: Question, correction: str) -> Answer:
        """Ask once; `correction` says what was wrong with an earlier answer. Raises ServiceError."""
        ...


def open_model(choice: WriterChoice, key: SecretStr, *, patience: float = 120.0, proxy: str = "") -> LanguageModel:
    """Return the model that was chosen; `patience` are the seconds that its service may be silent, `proxy` the user's own."""
    if choice.provider == "anthropic":
        from adapters.language_models.anthropic_messages import AnthropicModel

        return AnthropicModel(choice, key, patience)
    from adapters.language_models.openai_chat import OpenAIModel

    return OpenAIModel(choice, key, patience, proxy)


async def ask_patiently(
    model: LanguageModel, question: Question, correction: str, key: SecretStr, *, back_off: float = _BACK_OFF
) -> Answer:
    """Ask, and ask again after as long as the service says, or ever longer.

    Raises ScriptGenerationError, without the key in it whatever the service sent back.
    """
    for attempt in range(1, TRIES + 1):
        try:
            return await model.ask(question, correction)
        except ServiceError as error:
            wait = min(back_off * 2 ** (attempt - 1), _BACK_OFF_CAP) * random.uniform(0.5, 1.5)  # noqa: S311
            wait = max(wait, error.wait or 0.0)
            if not error.again or attempt >= error.tries or wait > LONGEST_WAIT:
                raise _describe(error, attempt, wait, hide(key)) from None  # its cause holds the request's headers
        await asyncio.sleep(wait)
    raise AssertionError("the last attempt returns or raises")


def _describe(error: ServiceError, attempts: int, wait: float, clean: Callable[[str], str]) -> ScriptGenerationError:
    often = f" ({attempts} attempts)" if attempts > 1 else ""
    long = error.again and attempts < error.tries
    asked = f" It asks us to wait {wait:.0f} s." if long else ""
    remedy = error.remedy or "Run the command again later."
    return ScriptGenerationError(f"{clean(error.message).rstrip('.')}{often}.{asked}", remedy)


def hide(key: SecretStr) -> Callable[[str], str]:
    """Return what takes a key out of a text, and makes one line of no more than 300 letters of it."""
    secret = key.get_secret_value()

    def clean(text: str) -> str:
        line = " ".join(text.split())
        return (line.replace(secret, "…") if len(secret) > 3 else line)[:300]

    return clean


def read_wait(header: str | None) -> float | None:
    """Read a Retry-After header in seconds; as a date (RFC 9110, 10.2.3) it is left to our own back-off."""
    try:
        wait = float(header) if header else None
    except ValueError:
        return None
    return wait if wait is not None and 0 <= wait < 1e6 else None
