"""VideoScript and a translation in the store -> the script in another language, or that over the same pictures"""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from adapters.account import open_account
from adapters.kept_answers import KeptAnswers
from adapters.script_writer import choose_writer
from adapters.settings import Settings
from adapters.store import Store
from adapters.stores.shared import open_shared
from adapters.translations import parse_translation
from adapters.translator import explain_refusal, open_translator, recall_translation
from model.ai import WriterChoice
from model.errors import Problem, ValidationError
from model.inputs import InputConfig
from model.progress import Progress, is_from
from model.script import VideoScript
from model.translation import SourceText, Target, Translated, Translation
from tasks.limits import limited
from tasks.reporting import report
from tasks.run import Run, settings_of
from tasks.stage import as_they_are, unkept_stage
from tasks.workplace import Workplace
from writing.speech.saying import SpeechRules
from writing.translation.asking import ask_translation
from writing.translation.texts import list_said, list_texts
from writing.translation.translating import Targets, find_gaps, find_unfinished, translate_script, translate_speech

_REMEDY = "Run `video-gen translate SOURCE --to {} --template` to bring the file up to date, and fill it in."


def translate_film(
    script: VideoScript, translation: Translation, store: Store, answers: tuple[Target, ...] = ()
) -> VideoScript:
    """Return a film, its scenes not yet divided, in the language of a translation; `answers` are a model's.

    Raises ValidationError in one line when texts are not translated.
    """
    targets = (*answers, *read_targets(translation, store))  # of two of one text the later counts: the user's
    require_all(list_texts(script), targets, translation)
    return translate_script(script, _by_digest(targets), _rules(translation))


def translate_track(
    script: VideoScript, translation: Translation, store: Store, answers: tuple[Target, ...] = ()
) -> VideoScript:
    """Return a film with its own pictures and what is said over them translated; `answers` are a model's.

    Raises ValidationError in one line when sentences are not translated.
    """
    targets = (*answers, *read_targets(translation, store))
    require_all(list_said(script), targets, translation)
    return translate_speech(script, _by_digest(targets), _rules(translation))


def require_all(texts: tuple[SourceText, ...], targets: tuple[Target, ...], of: Translation) -> None:
    """Raise ValidationError when a text has no translation."""
    gaps = find_gaps(texts, targets, of.name, _REMEDY.format(of.language))
    if gaps:
        message, remedy = gaps
        raise ValidationError((Problem(message=message, remedy=remedy),))


def read_targets(translation: Translation, store: Store) -> tuple[Target, ...]:
    """Read what the user's file has; nothing where there is none."""
    if translation.file is None:
        return ()
    return parse_translation(store.read(translation.file), translation.name, translation.language)


def _by_digest(targets: tuple[Target, ...]) -> Targets:
    return {target.digest: target.target.strip() for target in targets if target.target.strip()}


def _rules(translation: Translation) -> SpeechRules:
    return SpeechRules(language=translation.language, lexicon=translation.pronunciation)


@unkept_stage(name="ask-translator", retries=0)
async def ask_translator(
    texts: tuple[SourceText, ...], languages: tuple[str, str], choice: WriterChoice, config: InputConfig, place: Workplace,
) -> Translated:  # fmt: skip
    """Have a language model translate. Its answers are kept by what was asked, outside of Prefect; its key is no input."""

    async def tell(done: int, total: int) -> None:
        await report(Progress(stage="script", done=done, total=total + 1))

    cache, anew = Path(place.cache_dir), is_from("script", place.anew)
    gate = partial(limited, choice.provider)
    with open_account(config.max_cost) as account:
        translator = open_translator(choice, settings_of(config), account, cache, ask_translation, gate=gate, anew=anew)
        return await translator.translate(texts, *languages, tell)


async def have_translated(
    script: VideoScript, translation: Translation, config: InputConfig, run: Run, *, said_alone: bool = False
) -> tuple[Target, ...]:
    """Have a model translate what the user's file lacks; nothing, where there is no model.

    With `said_alone` what is said is enough. Raises ScriptGenerationError naming the scenes whose translation does not hold.
    """
    choice = choose_writer(config.ai, config.model, settings_of(config))
    if choice is None:
        return ()
    unfinished = await asyncio.to_thread(_find_unfinished, script, translation, run.place.store, said_alone=said_alone)
    if not unfinished:
        return ()
    inputs = {
        "texts": unfinished, "languages": (script.language, translation.language), "choice": choice, "config": config,
    }  # fmt: skip
    translated: Translated = await ask_translator(place=run.place, **as_they_are(inputs))
    run.tally.pay(translated.spending)
    run.tally.translator, run.tally.translated = choice.model, run.tally.translated + len(translated.targets)
    if translated.refused:
        raise explain_refusal(translated, choice, translation.name)
    return translated.targets


def _find_unfinished(
    script: VideoScript, translation: Translation, store: Store, *, said_alone: bool
) -> tuple[SourceText, ...]:
    every = list_texts(script, translation.glossary)
    said = {text.digest for text in list_said(script)} if said_alone else {text.digest for text in every}
    return find_unfinished([text for text in every if text.digest in said], read_targets(translation, store))


def recall_answers(
    script: VideoScript, translation: Translation, config: InputConfig, settings: Settings, store: Store
) -> tuple[tuple[Target, ...], str]:
    """Return what a model has translated before of what the file lacks, the source in the place of the rest; and a notice."""
    choice = choose_writer(config.ai, config.model, settings)
    unfinished = _find_unfinished(script, translation, store, said_alone=False) if choice else ()
    if choice is None or not unfinished:
        return (), ""
    languages = (script.language, translation.language)
    answers = KeptAnswers(settings.cache_path, open_shared(settings.store))
    kept = recall_translation(choice, unfinished, languages, answers, ask_translation)
    if not kept.refused:
        return kept.targets, ""
    done = {target.digest for target in kept.targets}
    rest = tuple(
        Target(digest=text.digest, source=text.source, target=text.source)
        for text in unfinished
        if text.digest not in done
    )
    notice = f"{len(rest)} texts stand here as they are: {choice} translates them when the film is made."
    return (*rest, *kept.targets), notice
