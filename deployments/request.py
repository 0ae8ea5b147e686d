"""What the user typed -> InputConfig and Settings, or everything that is wrong with it, at once."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from adapters.documents.decoding import DOCUMENT_LIMIT, decode_document
from adapters.film_jobs import configure_film, name_stated
from adapters.input import fetch_input, split_source
from adapters.recognition import find_problems
from adapters.script_writer import describe_writer
from adapters.settings import Settings, find_source_folder, load_settings
from model.errors import ConfigError, Problem, ValidationError, VideoGenError
from model.inputs import InputConfig
from model.theme_choice import is_brand_file

LoadSettings = Callable[[Path | None, Mapping[str, Any]], Settings]


def read_request(
    named: str, options: Mapping[str, str], load: LoadSettings = load_settings
) -> tuple[InputConfig, Settings]:
    """Join the source and the options with the environment and the configuration files, and check all of it.

    `only`, among the options, names one film of several. Raises the one VideoGenError that was found, or an
    ExceptionGroup of several.
    """
    errors: list[VideoGenError] = []
    only = options.get("only")
    options = {name: value for name, value in options.items() if name != "only"}
    (kind, source), text, settings = split_source(named), None, None
    try:
        settings = load(find_source_folder(source), options)
    except ConfigError as error:
        errors.append(error)
    try:
        text = _read_stdin() if source == "-" else None
    except ValidationError as error:
        errors.append(error)
    known = settings or _as_far_as_known(options)
    config = configure_film(kind, source, text, known)
    config = config.model_copy(update={"only": only, "stated": name_stated(options)})
    if source != "-" or text is not None:
        failure: VideoGenError | None = None
        try:
            config = fetch_input(config)
        except VideoGenError as error:
            failure = error
        errors += find_problems(config, failure)
    errors += _find_unreadable(config)
    if settings is not None:
        errors += _find_writer_problem(config, settings)
    if len(errors) == 1:
        raise errors[0]
    if errors or settings is None:
        raise ExceptionGroup("The request cannot be met.", errors)
    return config, settings


def _find_unreadable(config: InputConfig) -> tuple[VideoGenError, ...]:
    """Find a brand's colour that cannot be read on its theme, or a family that is none; mistakes of its file are known."""
    if not is_brand_file(config.theme):
        return ()
    from adapters.brand import load_brand
    from render.theme import open_theme  # only where there is a brand: a film that is there already is told in 0.2 s
    from render.theme_files import choose_theme
    from render.typefaces import open_family

    try:
        theme, brand = load_brand(Path(config.theme))
    except ValidationError:
        return ()
    name, appearance = choose_theme(theme)
    found: list[VideoGenError] = []
    families = [family for family in (brand.display, brand.body) if isinstance(family, str)]
    checks: list[Callable[[], object]] = [lambda: open_theme(appearance, config.accent_color, name, brand)]
    checks += [partial(open_family, family) for family in families]
    for check in checks:
        try:
            check()
        except ConfigError as error:
            found.append(error)
    return tuple(found)


def _find_writer_problem(config: InputConfig, settings: Settings) -> tuple[VideoGenError, ...]:
    try:
        describe_writer(config, settings)
    except VideoGenError as error:
        return (error,)
    return ()


def _as_far_as_known(options: Mapping[str, str]) -> Settings:
    """Stand in for settings that could not be joined, so that the rest is checked all the same."""
    known: dict[str, Any] = {"output": options.get("output") or "videos", "cache_dir": options.get("cache_dir", "")}
    engine = options.get("engine")
    if engine and re.fullmatch(r"[a-z][a-z0-9_]{0,39}", engine) and options.get("voice"):
        known |= {"engine": engine, "voice": options["voice"]}
    return Settings.model_construct(**known)


def _read_stdin() -> str:
    if sys.stdin is None or sys.stdin.isatty():
        remedy = "Pipe one in: cat README.md | video-gen create --from -"
        raise ValidationError((Problem(message="No document on standard input.", remedy=remedy),))
    return decode_document(sys.stdin.buffer.read(DOCUMENT_LIMIT + 1), "-")
