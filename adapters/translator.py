"""The port of the translators: texts of a film -> the same in another language, code and names kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from adapters.account import Account
from adapters.kept_answers import KeptAnswers
from adapters.language_model import hide
from adapters.model_answers import Answers, Gate, Judged, gather_all, open_answers
from adapters.script_writer import Tell
from adapters.settings import Settings
from model.ai import WriterChoice
from model.asking import Question
from model.errors import ConfigError, ScriptGenerationError
from model.translation import Brief, Errand, Refusal, SourceText, Translated

_ROUNDS = 2
"""How often a model is asked for one scene: once more, with what is wrong."""


_WHOLE = "the title"


class Translator(Protocol):
    """Something that translates: a language model, a service."""

    async def translate(self, texts: Sequence[SourceText], before: str, after: str, tell: Tell) -> Translated:
        """Translate texts scene by scene, in the Markdown of the source; `tell` hears how many scenes are done.

        `before` and `after` are BCP 47 codes. What is in backticks and under `keep` stays; `terms` are said as they say.
        A scene whose translation does not hold is refused. Raises a VideoGenError when nobody answers.
        """
        ...


def open_translator(
    choice: WriterChoice | None, settings: Settings, account: Account, cache: Path, brief: Brief, *,
    gate: Gate | None = None, anew: bool = False,
) -> Translator:  # fmt: skip
    """Return the language model that was chosen, as a translator that the account pays.

    Raises ConfigError when there is none, ScriptGenerationError when a limit is set and the model has no price.
    """
    if choice is None:
        raise ConfigError(
            "Nobody is set up who translates.",
            "Set ANTHROPIC_API_KEY, or name a server with --ai-url; or add --template: it writes the texts to a file for a"
            " translator to fill in.",
        )
    answers = open_answers(choice, settings, account, cache, what="translation", gate=gate, anew=anew)
    return ModelTranslator(answers, brief)


class ModelTranslator:
    """Asks a model scene by scene; each answer is judged, and asked for once more with its mistakes.

    Answers are kept without the rest of the film, which is context: one changed scene is translated anew, and no other.
    """

    def __init__(self, answers: Answers, brief: Brief) -> None:
        self._answers = answers
        self._brief = brief

    async def translate(self, texts: Sequence[SourceText], before: str, after: str, tell: Tell) -> Translated:
        """Translate texts. Raises ScriptGenerationError when nobody answers, or it would cost too much."""
        errand = self._brief(texts, before, after)
        keys = [_without_context(question) for question in errand.parts]
        unkept = [part for part, key in zip(errand.parts, keys, strict=True) if self._answers.find(key) is None]
        done = 0

        async def answer(at: int) -> Judged:
            nonlocal done
            judge = partial(errand.judge, at)
            found = await self._answers.ask(errand.parts[at], judge, _ROUNDS, kept_as=keys[at])
            done += 1
            await tell(done, len(errand.parts))
            return found

        # The first that is asked alone: what the service keeps of the film is there for the others.
        order = sorted(range(len(errand.parts)), key=lambda at: errand.parts[at] not in unkept)
        async with self._answers.ledger.claim(unkept):
            first = [await answer(at) for at in order[:1]]
            rest = await gather_all([answer(at) for at in order[1:]])
        found = dict(zip(order, (*first, *rest), strict=True))
        return self._collect(errand, [found[at] for at in range(len(errand.parts))])

    def _collect(self, errand: Errand, found: Sequence[Judged]) -> Translated:
        clean = hide(self._answers.key)
        return Translated(
            targets=tuple(
                target for at, one in enumerate(found) if not one.mistakes for target in errand.read(at, one.text)
            ),
            refused=tuple(
                Refusal(scene=scene, reason=clean(one.mistakes[0]))
                for scene, one in zip(errand.scenes, found, strict=True)
                if one.mistakes
            ),
            spending=self._answers.ledger.spending,
        )  # fmt: skip


def explain_refusal(translated: Translated, choice: WriterChoice, name: str) -> ScriptGenerationError:
    """Make the error of scenes whose translation does not hold; `name` is the file for the user's own."""
    scenes = ", ".join(dict.fromkeys(one.scene or _WHOLE for one in translated.refused))
    first = translated.refused[0]
    return ScriptGenerationError(
        f"{choice.model} was asked twice, and its translation of {scenes} does not hold."
        f" {first.scene or _WHOLE}: {first.reason}",
        f"Write these texts into {name} yourself, or choose a larger --model. What holds is kept.",
    )


def _without_context(question: Question) -> Question:
    return question.model_copy(update={"document": ""})


def recall_translation(
    choice: WriterChoice, texts: Sequence[SourceText], languages: tuple[str, str], kept: KeptAnswers, brief: Brief
) -> Translated:
    """Return what a model has translated before, without asking it; scenes that are not there are refused."""
    errand = brief(texts, *languages)
    answers = [kept.find(choice, _without_context(question)) for question in errand.parts]
    there = [answer is not None and not errand.judge(at, answer) for at, answer in enumerate(answers)]
    return Translated(
        targets=tuple(
            target
            for at, (answer, holds) in enumerate(zip(answers, there, strict=True))
            if answer and holds
            for target in errand.read(at, answer)
        ),
        refused=tuple(
            Refusal(scene=scene, reason="It is not translated yet.")
            for scene, holds in zip(errand.scenes, there, strict=True)
            if not holds
        ),
    )
