"""A document and a language -> `script.<language>.yaml`: all texts of its films, for a translator, or translated."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from adapters.account import Account, open_account
from adapters.files import write_atomically
from adapters.script_writer import Tell, choose_writer
from adapters.settings import Settings, find_source_folder, load_settings
from adapters.translations import find_glossary, load_glossary, load_translation, translation_path, write_translation
from adapters.translator import Translator, explain_refusal, open_translator
from deployments.display import Console
from deployments.draft import Draft, open_draft
from deployments.languages import split_tags
from model.ai import Spending
from model.errors import ConfigError, ScriptGenerationError
from model.inputs import InputConfig
from model.language import primary_subtag
from model.script import VideoScript
from model.translation import Refusal, SourceText, Target, Translated
from tasks.writing import ask_writer, write_talk
from writing.translation.asking import ask_translation
from writing.translation.texts import list_texts
from writing.translation.translating import find_slips, find_unfinished


class _Film(NamedTuple):
    """One film that is to be translated."""

    config: InputConfig
    settings: Settings
    language: str
    texts: tuple[SourceText, ...]
    spent: Spending
    """What its script has cost just now."""


def translate(
    source: str, options: Mapping[str, str], to: str, console: Console, *, output: str | None, template: bool
) -> None:
    """Write the file, with what it has been translated to before; print where it is. A set of films has one file.

    Raises ConfigError for a language that we do not speak, or the document's own; ScriptGenerationError after the file was
    written, when some of its scenes could not be translated.
    """
    (tag,) = _one(to)
    limit = load_settings(find_source_folder(source), _without_only(options)).max_cost
    with open_account(limit) as account:
        _translate(source, options, tag, console, account, output=output, template=template)


def _translate(
    source: str, options: Mapping[str, str], tag: str, console: Console, account: Account, *, output: str | None,
    template: bool,
) -> None:  # fmt: skip
    films = list(_list_films(source, options, tag, console, account, template=template))
    config, settings = films[0].config, films[0].settings
    path = Path(output) if output else translation_path(config.source, tag)
    targets, spent, refused = load_translation(path, tag) if path.exists() else (), Spending(), list[Refusal]()
    for film in films:
        done = Translated()
        if not template:
            translator = _open_translator(film.config, film.settings, account)
            tell = _tell_of(console, "Translated", "scenes")
            done = asyncio.run(fill_in(film.texts, targets, translator, (film.language, tag), tell))
        known = {target.digest for target in targets if target.target.strip()}
        targets = (*targets, *(target for target in done.targets if target.digest not in known))
        refused += done.refused
        spent = _add(spent, film.spent, done.spending)
    texts = tuple({text.digest: text for film in films for text in film.texts}.values())
    write_atomically(path, write_translation(texts, targets, source, (films[0].language, tag)))
    _tell(texts, targets, path, console)
    if spent.dollars:
        console.say(f"It cost ${spent.dollars:.4f} for {spent.usage.calls} answers.")
    choice = choose_writer(config.ai, config.model, settings)
    if refused and choice:
        raise explain_refusal(Translated(refused=tuple(refused)), choice, str(path))


def _list_films(
    source: str, options: Mapping[str, str], tag: str, console: Console, account: Account, *, template: bool
) -> Iterator[_Film]:
    for name in _list_names(source, options):
        with open_draft(source, {**options, **({"only": name} if name else {})}) as draft:
            config, script, spent = draft.config, draft.script, Spending()
            if primary_subtag(tag) == primary_subtag(script.language):
                raise ConfigError(
                    f"{source} is written in {script.language} already.", "Name another language with --to."
                )
            settings = load_settings(find_source_folder(config.source), _without_only(options))
            if not template:
                _open_translator(config, settings, account)  # says so now, where there is none
                script, spent = _write_script(draft, settings, account, console)
        texts = list_texts(script, load_glossary(find_glossary(config.source, config.glossary), tag))
        yield _Film(config, settings, script.language, texts, spent)


def _list_names(source: str, options: Mapping[str, str]) -> tuple[str, ...]:
    """Return the films of a set by name; one without a name where there is one film."""
    from adapters.input import list_videos
    from deployments.request import read_request

    if options.get("only"):
        return (options["only"],)
    if source == "-":  # what stands there is read once
        return ("",)
    config, _ = read_request(source, options)
    names = list_videos(config)
    return names if len(names) > 1 else ("",)


def _without_only(options: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in options.items() if name != "only"}


def _add(*parts: Spending) -> Spending:
    whole = Spending()
    for part in parts:
        whole = Spending(usage=whole.usage + part.usage, dollars=round(whole.dollars + part.dollars, 6))
    return whole


def _open_translator(config: InputConfig, settings: Settings, account: Account) -> Translator:
    choice = choose_writer(config.ai, config.model, settings)
    return open_translator(choice, settings, account, settings.cache_path, ask_translation)


def _write_script(draft: Draft, settings: Settings, account: Account, console: Console) -> tuple[VideoScript, Spending]:
    """Return the script that is translated: where a model shall write it and has not yet, it does so now."""
    choice = choose_writer(draft.config.ai, draft.config.model, settings)
    if choice is None or not draft.notice:
        return draft.script, Spending()
    tell = _tell_of(console, "Written", "parts of the script")
    try:
        asked = ask_writer(draft.content, draft.video, choice, account, settings, settings.cache_path, tell)
        written = asyncio.run(asked)
    except ScriptGenerationError as error:
        if draft.config.ai == "on":
            raise
        console.warn(f"{error} The script is written by rules instead.")
        return draft.script, Spending()
    return write_talk(draft.content, draft.video, written), written.spending


def _one(to: str) -> tuple[str]:
    tags = split_tags(to)
    if len(tags) != 1:
        raise ConfigError(f"--to {to} names {len(tags)} languages.", "Name one; run the command once for each.")
    return (tags[0],)


def _tell_of(console: Console, what: str, of: str) -> Tell:
    async def tell(done: int, total: int) -> None:
        console.say(f"{what} {done} of {total} {of}")

    return tell


async def fill_in(
    texts: Sequence[SourceText], targets: Sequence[Target], translator: Translator, languages: tuple[str, str],
    tell: Tell,
) -> Translated:  # fmt: skip
    """Have the scenes translated that are not yet, as a whole: what somebody has written wins over it."""
    unfinished = find_unfinished(texts, targets)
    return await translator.translate(unfinished, *languages, tell) if unfinished else Translated()


def _tell(texts: Sequence[SourceText], targets: Sequence[Target], path: Path, console: Console) -> None:
    done = {target.digest for target in targets if target.target.strip()}
    filled = sum(text.digest in done for text in texts)
    gone = len(done - {text.digest for text in texts})
    for line, slip in find_slips(texts, targets):
        console.warn(f"{path}:{line}: {slip}")
    unused = f" {gone} of earlier texts are kept at the end." if gone else ""
    console.say(f"{filled} of {len(texts)} texts are translated.{unused}")
    console.give(str(path))
