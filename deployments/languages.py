"""A request and its `--languages` -> one request a language, or one with a track for each; all that is missing, at once."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from adapters.settings import Settings
from adapters.translations import load_translation, translation_path
from deployments.draft import write_draft
from model.errors import ConfigError, Problem, ValidationError, VideoGenError
from model.inputs import InputConfig
from model.language import check_language, primary_subtag
from model.script import VideoScript
from model.translation import TranslationFile

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def spread_request(config: InputConfig, settings: Settings, *, multi_track: bool) -> tuple[InputConfig, ...]:
    """Return what is to be made, in the order in which the languages are named.

    Raises the one VideoGenError that was found, or an ExceptionGroup: unknown languages, translations that are missing,
    unfilled or out of date, output folders that are taken.
    """
    tags = split_tags(settings.languages)
    with tempfile.TemporaryDirectory(prefix="video-gen-draft-") as scratch:
        script = write_draft(config, settings, scratch).script
    errors = list(_find_gaps(config, script, tags, multi_track=multi_track))
    made = tuple(_request_in(config, script, tag) for tag in tags)
    if multi_track and made:
        first = made[0]
        further = tuple(_file_for(config, script, tag) for tag in tags[1:])
        if first.translation is not None and None in further:
            message = f"The document's own language, {script.language}, comes first in a film of several tracks."
            errors.append(ConfigError(message, f"Write --languages {','.join(_own_first(script, tags))}."))
        made = (first.model_copy(update={"tracks": tuple(file for file in further if file)}),)
    if not errors:
        errors += [problem for one in made for problem in _find_folder_problems(one)]
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ExceptionGroup("Not every language can be made.", errors)
    return made


def split_tags(languages: str) -> tuple[str, ...]:
    """Read `en, es,pt-BR`: each once.

    Raises ConfigError for what is no code, or none of a language that we speak.
    """
    tags = tuple(dict.fromkeys(tag for tag in (part.strip() for part in languages.split(",")) if tag))
    for tag in tags:
        if not _TAG.fullmatch(tag):
            raise ConfigError(f"--languages: {tag[:40]!r} is no code of a language.", "Write codes, as en,es,pt-BR.")
        check_language(tag)
    if not tags:
        raise ConfigError("--languages names no language.", "Write codes, as en,es,pt-BR.")
    return tags


def _is_own(script: VideoScript, tag: str) -> bool:
    return primary_subtag(tag) == primary_subtag(script.language)


def _own_first(script: VideoScript, tags: tuple[str, ...]) -> list[str]:
    return sorted(tags, key=lambda tag: not _is_own(script, tag))


def _file_for(config: InputConfig, script: VideoScript, tag: str) -> TranslationFile | None:
    if _is_own(script, tag):
        return None
    return TranslationFile(language=tag, file=str(translation_path(config.source, tag)))


def _request_in(config: InputConfig, script: VideoScript, tag: str) -> InputConfig:
    return config.model_copy(update={"translation": _file_for(config, script, tag)})


def _find_gaps(
    config: InputConfig, script: VideoScript, tags: tuple[str, ...], *, multi_track: bool
) -> Iterator[VideoGenError]:
    from writing.translation.texts import list_said, list_texts
    from writing.translation.translating import find_gaps

    for at, tag in enumerate(tags):
        file = _file_for(config, script, tag)
        if file is None:
            continue
        texts = list_said(script) if multi_track and at else list_texts(script)
        remedy = f"Run `video-gen translate {config.source} --to {tag} --template`, and fill in what is empty."
        try:
            gaps = find_gaps(texts, load_translation(Path(file.file), tag), file.file, remedy)
        except ValidationError as error:
            yield error
            continue
        if gaps:
            yield ValidationError((Problem(message=gaps[0], remedy=gaps[1]),))


def _find_folder_problems(config: InputConfig) -> Iterator[VideoGenError]:
    """Find what is wrong with a translated film's own folder: the first request was checked with the document's."""
    from adapters.recognition import find_problems

    if config.translation is not None or config.tracks:
        yield from find_problems(config)
