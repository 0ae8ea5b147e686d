"""A TOML file -> settings by name, from a project's folder (which may be a stranger's) or from the user's own."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from adapters.files import read_bounded
from model.errors import ConfigError, ValidationError
from model.theme_choice import is_brand_file

_LIMIT = 1_000_000
_PATHS = ("output", "cache_dir", "music")
_IN_FILES = ("piper", "kokoro", "sherpa")
"""Engines whose voices are files."""
_OWNERS = (
    "store", "publish", "dask",
    "edge_url", "elevenlabs_url", "state_dir", "allow_hosts", "proxy", "youtube_url", "ai_url", "ai_key", "max_cost",
    "notify_url", "metrics_file", "metrics_port",
    "max_parallel", "deployment", "limits",
)  # fmt: skip
"""What is reached, where text is sent, where secrets lie, what may be spent: a document's folder, which may come from
anywhere, does not decide that."""


def read_user_file(path: Path) -> dict[str, Any]:
    """Read the user's own configuration; nothing when there is none.

    Raises ConfigError when it is no TOML.
    """
    return {name.replace("-", "_"): value for name, value in _read_toml(path).items()}


def read_project_file(path: Path) -> dict[str, Any]:
    """Read the configuration beside a document; its relative paths, and a brand's file, lie beside it, too.

    Raises ConfigError when it is no TOML, or sets what is its user's to set.
    """
    settings = read_user_file(path)
    for name in _OWNERS:
        if name in settings:
            raise ConfigError(
                f"{path} cannot set {name}: that is for the one who runs the command.",
                f"Set VIDEO_GEN_{name.upper()}, or write it into your own configuration.",
            )
    for name in _PATHS:
        if isinstance(settings.get(name), str) and settings[name]:
            settings[name] = str(path.parent / Path(settings[name]).expanduser())
    if isinstance(settings.get("voice"), str):
        settings["voice"] = _voice_beside(path, settings["voice"])
    if isinstance(settings.get("speakers"), dict):
        settings["speakers"] = {
            name: _voice_beside(path, voice) if isinstance(voice, str) else voice
            for name, voice in settings["speakers"].items()
        }
    theme = settings.get("theme")
    if isinstance(theme, str) and is_brand_file(theme):
        settings["theme"] = str(path.parent / Path(theme).expanduser())
    return settings


def _voice_beside(path: Path, voice: str) -> str:
    """Return a voice whose file, where it is one, lies beside the configuration."""
    engine, colon, named = voice.partition(":")
    return f"{engine}:{path.parent / Path(named).expanduser()}" if colon and engine in _IN_FILES else voice


def _read_toml(path: Path) -> dict[str, Any]:
    if not os.path.lexists(path):
        return {}
    try:
        return tomllib.loads(read_bounded(path, _LIMIT, "configuration file").decode())
    except ValidationError as error:
        raise ConfigError(str(error)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path} is no TOML: {str(error).lower()}.", "Correct it, or remove it.") from error
