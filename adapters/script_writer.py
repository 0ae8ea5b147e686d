"""The port of the script writers that ask a model: an assignment -> answers that hold to it; and who shall write.

The rules in `writing/` need no port: they ask nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from pydantic import SecretStr

from adapters.kept_answers import KeptAnswers
from adapters.language_model import LanguageModel, ask_patiently, hide, open_model
from adapters.ledger import Ledger
from adapters.model_prices import find_price, is_own_machine, known_models, price_date
from adapters.settings import Settings
from adapters.stores.shared import SharedStore, open_shared
from model.ai import DEFAULT_MODEL, AiChoice, MaxCost, WriterChoice
from model.asking import Assignment, Question, Written
from model.errors import ConfigError, ScriptGenerationError
from model.inputs import InputConfig

_ROUNDS = 3
"""How often a model is asked for one answer that holds."""
_AT_ONCE = 4
_SHOWN_MISTAKES = 12
_LONGEST_CORRECTION = 24_000
Tell = Callable[[int, int], Awaitable[None]]
Gate = Callable[[], AbstractAsyncContextManager[None]]
"""Gives what each call waits for."""
Judge = Callable[[str], tuple[str, ...]]
Mend = Callable[[str], str]


class ScriptWriter(Protocol):
    """Somebody who answers a film's questions."""

    choice: WriterChoice

    async def write(self, assignment: Assignment, tell: Tell) -> Written:
        """Answer all questions; `tell` hears how many are answered. Raises ScriptGenerationError."""
        ...


def choose_writer(ai: AiChoice, model: str | None, settings: Settings) -> WriterChoice | None:
    """Return the model that writes; None where the rules do.

    Raises ConfigError for an address that cannot be meant, ScriptGenerationError when a model must write and there is none.
    """
    if ai == "off":
        return None
    if settings.ai_url:
        _check_url(settings.ai_url, settings.ai_key)
        if model is None:
            raise ConfigError("--ai-url names a server, but no model of it.", "Name one: --model llama3.3, say.")
        return WriterChoice(provider="openai", model=model, url=settings.ai_url.rstrip("/"))
    if settings.anthropic_key.get_secret_value():
        return WriterChoice(provider="anthropic", model=model or DEFAULT_MODEL, url=settings.anthropic_url)
    if ai == "on":
        remedy = "Set ANTHROPIC_API_KEY, name a server with --ai-url, or leave out --ai on."
        raise ScriptGenerationError("There is no key for a language model.", remedy)
    return None


def _check_url(url: str, key: SecretStr) -> None:
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise ConfigError(f"--ai-url cannot be {url[:100]!r}.", "Name it as http://localhost:11434/v1.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigError("--ai-url holds more than an address.", "Put the key into VIDEO_GEN_AI_KEY instead.")
    if parts.scheme == "http" and key.get_secret_value() and not is_own_machine(url):
        raise ConfigError(f"{url} is not encrypted: anybody on the way would read the key.", "Use https.")


def open_writer(
    choice: WriterChoice,
    settings: Settings,
    max_cost: MaxCost,
    cache: Path,
    gate: Gate | None = None,
    *,
    anew: bool = False,
) -> ScriptWriter:
    """Return the writer that was chosen; answers are kept in the cache, and `anew` not taken from there.

    Every call waits for the gate.

    Raises ScriptGenerationError when a limit is set and the model has no price.
    """
    price = find_price(choice)
    if price is None and max_cost != "none":
        message = f"The price of {choice.model} is not known (known on {price_date()}: {', '.join(known_models())})."
        raise ScriptGenerationError(message, "Choose one of these with --model, or set --max-cost none.")
    key = settings.anthropic_key if choice.provider == "anthropic" else settings.ai_key
    answers = KeptAnswers(cache, open_shared(settings.store), anew=anew)
    return ModelWriter(choice, open_model(choice, key), answers, Ledger(price, max_cost), key, gate=gate)


def describe_writer(config: InputConfig, settings: Settings) -> str:
    """Name who writes, and on what terms: a part of a film's request. Empty where the rules do.

    Raises what `choose_writer` raises.
    """
    choice = choose_writer(config.ai, config.model, settings)
    return "" if choice is None else f"{config.ai} {choice.model_dump_json()} {config.max_cost}"


def recall_answers(
    choice: WriterChoice, assignment: Assignment, cache: Path, shared: SharedStore | None = None
) -> Written | None:
    """Return what a model has answered before, without asking it; None when an answer is missing, or holds no more."""
    answers = KeptAnswers(cache, shared)
    parts = tuple(answers.find(choice, question) or "" for question in assignment.parts)
    if not all(parts) or any(assignment.judge_part(at, text) for at, text in enumerate(parts)):
        return None
    whole = answers.find(choice, assignment.ask_whole(parts))
    return Written(parts=parts, whole=whole) if whole and not assignment.judge_whole(parts, whole) else None


class ModelWriter:
    """Asks a model part by part, then about the whole; each answer is judged, and asked for again with its mistakes."""

    def __init__(
        self, choice: WriterChoice, model: LanguageModel, answers: KeptAnswers, ledger: Ledger, key: SecretStr,
        *, back_off: float = 1.0, gate: Gate | None = None,
    ) -> None:  # fmt: skip
        self.choice = choice
        self._model = model
        self._answers = answers
        self._ledger = ledger
        self._key = key
        self._back_off = back_off
        own = asyncio.Semaphore(_AT_ONCE)
        self._gate: Gate = gate or (lambda: own)

    async def write(self, assignment: Assignment, tell: Tell) -> Written:
        """Answer all questions. Raises ScriptGenerationError."""
        total, done = len(assignment.parts) + 1, 0
        unkept = [question for question in assignment.parts if self._answers.find(self.choice, question) is None]
        self._ledger.foresee([*unkept, *unkept[:1]])  # the last question costs about what a part does

        async def answer(at: int, question: Question) -> str:
            nonlocal done
            text = await self._answer(question, partial(assignment.judge_part, at), partial(assignment.mend_part, at))
            done += 1
            await tell(done, total)
            return text

        # The first alone: what the service keeps of the document is there for the others.
        first = [await answer(at, part) for at, part in enumerate(assignment.parts[:1])]
        rest = await _gather([answer(at, part) for at, part in enumerate(assignment.parts[1:], start=1)])
        parts = (*first, *rest)
        question = assignment.ask_whole(parts)
        whole = await self._answer(question, partial(assignment.judge_whole, parts), assignment.mend_whole)
        await tell(total, total)
        return Written(parts=parts, whole=whole, spending=self._ledger.spending)

    async def _answer(self, question: Question, judge: Judge, mend: Mend) -> str:
        kept = self._answers.find(self.choice, question)
        if kept is not None and not judge(kept):
            return kept
        correction, mistakes = "", tuple[str, ...]()
        for _ in range(_ROUNDS):
            async with self._gate(), self._ledger.reserve(question, correction) as settle:
                answer = await ask_patiently(self._model, question, correction, self._key, back_off=self._back_off)
                settle(answer.usage)
            mistakes = ("It was cut off: it is too long. Write less.",) if answer.truncated else judge(answer.text)
            if not mistakes:
                self._answers.keep(self.choice, question, answer.text)
                return answer.text
            correction = _correct(answer.text, mistakes)
        mended = mend(answer.text)
        if mended and not judge(mended):
            self._answers.keep(self.choice, question, mended)
            return mended
        mistake = hide(self._key)(mistakes[0])
        raise ScriptGenerationError(
            f"{self.choice.model} was asked {_ROUNDS} times, and its answer still does not hold: {mistake}",
            "Choose a larger --model, or write without one: --ai off.",
        )


async def _gather(works: Sequence[Coroutine[None, None, str]]) -> tuple[str, ...]:
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
