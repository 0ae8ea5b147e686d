"""A question -> an answer that holds: kept, or asked for, judged, and asked for again with its mistakes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import SecretStr

from adapters.account import Account
from adapters.kept_answers import KeptAnswers
from adapters.language_model import LanguageModel, ask_patiently, open_model
from adapters.ledger import Ledger
from adapters.model_prices import find_price, known_models, price_date
from adapters.settings import Settings
from adapters.stores.shared import open_shared
from model.ai import WriterChoice
from model.asking import Question
from model.errors import ScriptGenerationError

AT_ONCE = 4
_SHOWN_MISTAKES = 12
_LONGEST_CORRECTION = 24_000
T = TypeVar("T")
Gate = Callable[[], AbstractAsyncContextManager[None]]
"""Gives what each call waits for."""
Judge = Callable[[str], tuple[str, ...]]


class Judged(NamedTuple):
    """The last answer to a question."""

    text: str
    mistakes: tuple[str, ...] = ()
    """What is wrong with it; nothing when it holds, and is kept."""


class Answers:
    """Gets answers of one model; those that hold are kept, and what they cost is counted."""

    def __init__(
        self, choice: WriterChoice, model: LanguageModel, kept: KeptAnswers, ledger: Ledger, key: SecretStr,
        *, back_off: float = 1.0, gate: Gate | None = None,
    ) -> None:  # fmt: skip
        self.choice = choice
        self.ledger = ledger
        self.key = key
        self._model = model
        self._kept = kept
        self._back_off = back_off
        own = asyncio.Semaphore(AT_ONCE)
        self._gate: Gate = gate or (lambda: own)

    def find(self, question: Question) -> str | None:
        """Return the kept answer; None when there is none."""
        return self._kept.find(self.choice, question)

    def keep(self, question: Question, text: str) -> None:
        """Keep an answer that holds."""
        self._kept.keep(self.choice, question, text)

    async def ask(self, question: Question, judge: Judge, rounds: int, *, kept_as: Question | None = None) -> Judged:
        """Return an answer, asked for `rounds` times at most; it is kept as that to `kept_as`, where that is another.

        Raises ScriptGenerationError when nobody answers, or it would cost too much.
        """
        known_as = kept_as or question
        kept = self.find(known_as)
        if kept is not None and not judge(kept):
            return Judged(kept)
        correction, mistakes, text = "", tuple[str, ...](), ""
        for _ in range(rounds):
            async with self._gate(), self.ledger.reserve(question, correction) as settle:
                answer = await ask_patiently(self._model, question, correction, self.key, back_off=self._back_off)
                settle(answer.usage)
            text = answer.text
            mistakes = ("It was cut off: it is too long. Write less.",) if answer.truncated else judge(text)
            if not mistakes:
                self.keep(known_as, text)
                break
            correction = _correct(text, mistakes)
        return Judged(text, mistakes)


def open_answers(
    choice: WriterChoice,
    settings: Settings,
    account: Account,
    cache: Path,
    *,
    what: str = "script",
    gate: Gate | None = None,
    anew: bool = False,
) -> Answers:
    """Open the model that was chosen; answers are kept in the cache, and `anew` not taken from there.

    Every call waits for the gate, and is paid by the account; `what` is what the money is for. Raises ScriptGenerationError
    when a limit is set and the model has no price.
    """
    price = find_price(choice)
    if price is None and account.budget.limit < float("inf"):
        message = f"The price of {choice.model} is not known (known on {price_date()}: {', '.join(known_models())})."
        raise ScriptGenerationError(message, "Choose one of these with --model, or set --max-cost none.")
    key = settings.anthropic_key if choice.provider == "anthropic" else settings.ai_key
    ledger = Ledger(price, account, what=what)
    kept = KeptAnswers(cache, open_shared(settings.store), anew=anew)
    return Answers(choice, open_model(choice, key, proxy=settings.proxy), kept, ledger, key, gate=gate)


async def gather_all(works: Sequence[Coroutine[Any, Any, T]]) -> tuple[T, ...]:
    """Await all; the first failure ends the others, which cost money."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        return tuple(await asyncio.gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


def _correct(text: str, mistakes: tuple[str, ...]) -> str:
    listed = "\n".join(f"- {mistake}" for mistake in mistakes[:_SHOWN_MISTAKES])
    return (
        f"You have answered this before:\n<answer>\n{text[:_LONGEST_CORRECTION]}\n</answer>\n"
        f"It cannot be used as it is:\n{listed}\nAnswer again, whole, with these mistakes corrected."
    )
