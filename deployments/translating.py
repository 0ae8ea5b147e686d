"""A document and a language -> `script.<language>.yaml`: all texts of its film, for a translator, or translated."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from adapters.files import write_atomically
from adapters.translations import glossary_path, load_glossary, load_translation, translation_path, write_translation
from adapters.translator import Translator, open_translator
from deployments.display import Console
from deployments.draft import open_draft
from deployments.languages import split_tags
from model.errors import ConfigError
from model.language import primary_subtag
from model.translation import SourceText, Target
from writing.translation.marking import is_translatable
from writing.translation.texts import list_texts
from writing.translation.translating import find_slips


def translate(
    source: str, options: Mapping[str, str], to: str, console: Console, *, output: str | None, template: bool
) -> None:
    """Write the file, with what it has been translated to before; print where it is.

    Raises ConfigError for a language that we do not speak, or the document's own.
    """
    (tag,) = _one(to)
    translator = None if template else open_translator()
    with open_draft(source, options) as draft:
        before = draft.script.language
        if primary_subtag(tag) == primary_subtag(before):
            raise ConfigError(f"{source} is written in {before} already.", "Name another language with --to.")
        texts = list_texts(draft.script, load_glossary(glossary_path(draft.config.source), tag))
        path = Path(output) if output else translation_path(draft.config.source, tag)
    targets = load_translation(path, tag) if path.exists() else ()
    if translator is not None:
        targets = asyncio.run(fill_in(texts, targets, translator, (before, tag)))
    write_atomically(path, write_translation(texts, targets, source, (before, tag)))
    _tell(texts, targets, path, console)


def _one(to: str) -> tuple[str]:
    tags = split_tags(to)
    if len(tags) != 1:
        raise ConfigError(f"--to {to} names {len(tags)} languages.", "Name one; run the command once for each.")
    return (tags[0],)


async def fill_in(
    texts: Sequence[SourceText], targets: Sequence[Target], translator: Translator, languages: tuple[str, str]
) -> tuple[Target, ...]:
    """Have what is not translated yet translated; what somebody has written stays."""
    done = {target.digest for target in targets if target.target.strip()}
    asked = [text for text in texts if text.digest not in done]
    answers = await translator.translate(asked, *languages) if asked else ()
    new = [
        Target(digest=text.digest, source=text.source, target=answer)
        for text, answer in zip(asked, answers, strict=True)
        if is_translatable(text.source)
    ]
    return (*(target for target in targets if target.digest in done), *new)


def _tell(texts: Sequence[SourceText], targets: Sequence[Target], path: Path, console: Console) -> None:
    done = {target.digest for target in targets if target.target.strip()}
    filled = sum(text.digest in done for text in texts)
    gone = len(done - {text.digest for text in texts})
    for line, slip in find_slips(texts, targets):
        console.warn(f"{path}:{line}: {slip}")
    unused = f" {gone} of earlier texts are kept at the end." if gone else ""
    console.say(f"{filled} of {len(texts)} texts are translated.{unused}")
    console.give(str(path))
