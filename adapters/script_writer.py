"""The port of the script writers that ask a model: an assignment -> answers that hold to it; and who shall write.

The rules in `writing/` need no port: they ask nobody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from pydantic import SecretStr

from adapters.account import Account
from adapters.kept_answers import KeptAnswers
from adapters.language_model import hide
from adapters.model_answers import Answers, Gate, Judge, gather_all, open_answers
from adapters.model_prices import is_own_machine
from adapters.settings import Settings
from adapters.stores.shared import SharedStore
from model.ai import DEFAULT_MODEL, AiChoice, WriterChoice
from model.asking import Assignment, Question, Written
from model.errors import ConfigError, ScriptGenerationError, ValidationError
from model.inputs import InputConfig

_ROUNDS = 3
"""How often a model is asked for one answer that holds."""
Tell = Callable[[int, int], Awaitable[None]]
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
    if not (parts.username or parts.password):
        _check_form(url)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigError("--ai-url holds more than an address.", "Put the key into VIDEO_GEN_AI_KEY instead.")
    if parts.scheme == "http" and key.get_secret_value() and not is_own_machine(url):
        raise ConfigError(f"{url} is not encrypted: anybody on the way would read the key.", "Use https.")


def _check_form(url: str) -> None:
    """Refuse a host in disguise: the door to the network would, when the film is half made."""
    from adapters.web_address import read_address

    try:
        read_address(url)
    except ValidationError as error:
        problem = error.problems[0]
        raise ConfigError(f"--ai-url cannot be {url[:100]!r}: {problem.message}", problem.remedy) from error


def open_writer(
    choice: WriterChoice,
    settings: Settings,
    account: Account,
    cache: Path,
    gate: Gate | None = None,
    *,
    anew: bool = False,
) -> ScriptWriter:
    """Return the writer that was chosen; answers are kept in the cache, and `anew` not taken from there.

    Every call waits for the gate, and is paid by the account.

    Raises ScriptGenerationError when a limit is set and the model has no price.
    """
    return ModelWriter(open_answers(choice, settings, account, cache, gate=gate, anew=anew))


def describe_writer(config: InputConfig, settings: Settings) -> str:
    """Name who writes, and on what terms: a part of a film's request. Empty where the rules do.

    Raises what `choose_writer` raises.
    """
    choice = choose_writer(config.ai, config.model, settings)
    if choice is None:
        return ""
    allowed = f" {config.max_cost}" if config.ai == "auto" else ""  # with `on` no limit makes another film: it fails
    return f"{config.ai} {choice.model_dump_json()}{allowed}"


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

    def __init__(self, answers: Answers) -> None:
        self.choice = answers.choice
        self._answers = answers

    async def write(self, assignment: Assignment, tell: Tell) -> Written:
        """Answer all questions. Raises ScriptGenerationError."""
        total, done = len(assignment.parts) + 1, 0
        unkept = [question for question in assignment.parts if self._answers.find(question) is None]

        async def answer(at: int, question: Question) -> str:
            nonlocal done
            text = await self._answer(question, partial(assignment.judge_part, at), partial(assignment.mend_part, at))
            done += 1
            await tell(done, total)
            return text

        async with self._answers.ledger.claim([*unkept, *unkept[:1]]):  # the last question costs about what a part does
            # The first alone: what the service keeps of the document is there for the others.
            first = [await answer(at, part) for at, part in enumerate(assignment.parts[:1])]
            rest = await gather_all([answer(at, part) for at, part in enumerate(assignment.parts[1:], start=1)])
            parts = (*first, *rest)
            question = assignment.ask_whole(parts)
            whole = await self._answer(question, partial(assignment.judge_whole, parts), assignment.mend_whole)
        await tell(total, total)
        return Written(parts=parts, whole=whole, spending=self._answers.ledger.spending)

    async def _answer(self, question: Question, judge: Judge, mend: Mend) -> str:
        answer = await self._answers.ask(question, judge, _ROUNDS)
        if not answer.mistakes:
            return answer.text
        mended = mend(answer.text)
        if mended and not judge(mended):
            self._answers.keep(question, mended)
            return mended
        mistake = hide(self._answers.key)(answer.mistakes[0])
        raise ScriptGenerationError(
            f"{self.choice.model} was asked {_ROUNDS} times, and its answer still does not hold: {mistake}",
            "Choose a larger --model, or write without one: --ai off.",
        )
