"""Settings -> the job of one film: what options, environment and configuration files come to for a source"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydantic

from adapters.settings import Settings, stated_names
from adapters.wrong_settings import describe_problems
from model.errors import ConfigError
from model.inputs import InputConfig

_NAMED_OTHERWISE = {"accent_color": "accent"}
"""Fields of a job whose setting has another name."""


def configure_film(kind: str, source: str, text: str | None, settings: Settings) -> InputConfig:
    """Return the job as the settings state it.

    Raises ConfigError for a source that cannot be one.
    """
    try:
        return InputConfig(
            source=source, input_type=kind, text=text, output=settings.output, cache_dir=str(settings.cache_path),
            engine=settings.engine, voice=settings.voice, accent_color=settings.accent, theme=settings.theme,
            target_duration=settings.target_duration, language=settings.language or None,
            ai=settings.ai, model=settings.model or None, max_cost=settings.max_cost,
            quality=settings.quality, fps=settings.fps, resolution=settings.resolution, aspect=settings.aspect,
            motion=settings.motion, captions=settings.captions, hardware=settings.hardware,
            music=settings.music or None, music_volume=settings.music_volume,
            youtube_mode=settings.youtube_mode, youtube_translate=settings.youtube_translate or None,
            youtube_languages=tuple(settings.youtube_languages.replace(",", " ").split()),
            rate=settings.rate, pitch=settings.pitch, speakers=tuple(sorted(settings.speakers.items())),
            voices_lock=settings.voices_lock,
            pronunciation=tuple(sorted(settings.pronunciation.items())),
        )  # fmt: skip
    except pydantic.ValidationError as error:
        raise ConfigError(*describe_problems(error, {"source": "--source"}, ())) from error


def name_stated(options: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields that are stated on purpose: by option or by variable."""
    fields = {setting: field for field, setting in _NAMED_OTHERWISE.items()}
    return tuple(fields.get(name, name) for name in stated_names(options))


def list_options(config: InputConfig) -> dict[str, Any]:
    """Return what a job states, as the options that the command would have been given: of a deployment's parameters, say."""
    options: dict[str, Any] = {}
    for field in sorted(config.model_fields_set):
        setting, value = _NAMED_OTHERWISE.get(field, field), getattr(config, field)
        if setting in Settings.model_fields and value is not None:
            options[setting] = _as_option(setting, value)
    return options


def _as_option(setting: str, value: Any) -> Any:
    if setting in ("speakers", "pronunciation"):
        return dict(value)
    return ",".join(value) if setting == "youtube_languages" else value
