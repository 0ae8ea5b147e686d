"""Environment and configuration files -> Settings: the one place that reads them.

Options win over `VIDEO_GEN_*` variables, which win over `video-gen.toml` beside the source, which wins over the user's
own `config.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_cache_path, user_config_path, user_state_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from model.errors import ConfigError
from model.inputs import Accent, Appearance, Engine, TargetDuration

PROJECT_FILE = "video-gen.toml"
USER_FILE = "config.toml"


class Settings(BaseSettings):
    """Every default that a user can set once instead of at each call."""

    model_config = SettingsConfigDict(env_prefix="VIDEO_GEN_", extra="forbid", frozen=True)

    output: str = "videos"
    """Folder that receives a folder for each video."""
    cache_dir: str = ""
    """Folder of the store and the results; empty for the user's cache directory."""
    state_dir: str = ""
    """Folder of the embedded server's database and secret; empty for the user's state directory."""
    engine: Engine = "auto"
    """auto, edge, espeak or silent."""
    voice: str = "male"
    """male, male_warm, female, female_friendly, or an engine's own id."""
    accent: Accent = "blue"
    """blue, purple, orange, green, pink or cyan."""
    theme: Appearance = "dark"
    """light or dark."""
    target_duration: TargetDuration = 180.0
    """Seconds, or `all`."""
    language: str = ""
    """BCP 47 code; empty to recognise it."""
    server: Literal["keep", "once"] = "keep"
    """Whether the embedded server stays for the next command, or ends with this one."""
    edge_url: str = ""
    """Another address for the Edge service, for tests and proxies."""
    jobs: int = Field(default=0, ge=0, le=256)
    """Scenes drawn and encoded at the same time; 0 for one a core."""
    pronunciation: dict[str, str] = Field(default_factory=dict)
    """How words are said: written = "spoken"."""

    @property
    def cache_path(self) -> Path:
        """Return the folder of the store and the results, absolute."""
        return _absolute(self.cache_dir) if self.cache_dir else user_cache_path("video-gen", appauthor=False)

    @property
    def state_path(self) -> Path:
        """Return the folder of the embedded server, absolute."""
        return _absolute(self.state_dir) if self.state_dir else user_state_path("video-gen", appauthor=False)


def _absolute(folder: str) -> Path:
    return Path(folder).expanduser().absolute()


def load_settings(source_folder: Path | None = None, options: Mapping[str, Any] | None = None) -> Settings:
    """Join options, environment, `video-gen.toml` beside the source, and the user's own configuration, in this order.

    Raises ConfigError naming the file or variable, the value and the choices.
    """
    files = _read_toml(user_config_path("video-gen", appauthor=False) / USER_FILE)
    if source_folder is not None:
        files |= _read_toml(source_folder / PROJECT_FILE)

    class Layered(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, env_settings, InitSettingsSource(settings_cls, files)

    try:
        return Layered(**(options or {}))
    except ValidationError as error:
        raise ConfigError(*describe(error)) from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"Cannot read {path}: {error}.", "Correct it, or remove it.") from error


_CHOICES = {
    "engine": "auto, edge, espeak or silent",
    "accent": "blue, purple, orange, green, pink or cyan",
    "theme": "dark or light",
    "target_duration": "seconds from 15 to 21600, or all",
    "language": "a code such as en, de or pt-BR",
    "server": "keep or once",
    "jobs": "a number from 0 to 256",
    "voice": "male, male_warm, female, female_friendly, or an engine's own id",
    "pronunciation": "a table of written = spoken",
}


def describe(error: ValidationError) -> tuple[str, str]:
    """Turn pydantic's report into a message and a remedy in the user's words."""
    found: dict[str, Any] = {str(problem["loc"][0]): problem for problem in error.errors(include_url=False)}
    known = {name: problem for name, problem in found.items() if problem["type"] != "extra_forbidden"}
    message = " ".join(
        f"{name.replace('_', '-')} cannot be {problem.get('input')!r}."
        if name in known
        else f"There is no setting {name.replace('_', '-')}."
        for name, problem in found.items()
    )
    choices = [f"for {name.replace('_', '-')}: {_CHOICES.get(name, 'see --help')}" for name in known]
    return message, f"Choose {'; '.join(choices)}." if choices else "Remove it, or correct its name."
