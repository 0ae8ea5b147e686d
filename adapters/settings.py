"""Environment and configuration files -> Settings: the one place that reads them.

Options win over `VIDEO_GEN_*` variables, which win over `video-gen.toml` beside the source, which wins over the user's
own `config.toml`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_cache_path, user_config_path, user_state_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

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

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the files, which arrive as keyword arguments."""
        return env_settings, init_settings

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


def load_settings(source_folder: Path | None = None) -> Settings:
    """Read the environment, `video-gen.toml` beside the source, and the user's own configuration.

    Raises ConfigError naming the file or variable, the value and the choices.
    """
    user = user_config_path("video-gen", appauthor=False) / USER_FILE
    values = _read_toml(user)
    if source_folder is not None:
        values |= _read_toml(source_folder / PROJECT_FILE)
    try:
        return Settings(**values)
    except ValidationError as error:
        raise ConfigError(*describe(error, "A setting")) from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"Cannot read {path}: {error}.", "Correct it, or remove it.") from error


def describe(error: ValidationError, what: str) -> tuple[str, str]:
    """Turn pydantic's report into a message and a remedy in the user's words."""
    lines = []
    for problem in error.errors(include_url=False):
        name = ".".join(
            str(part) for part in problem["loc"] if not str(part).startswith(("literal", "constrained", "float"))
        )
        lines.append(f"{name.replace('_', '-')} = {problem.get('input')!r}: {problem['msg'].lower()}")
    unique = list(dict.fromkeys(lines))
    return f"{what} cannot be meant: {'; '.join(unique)}.", "See `video-gen create --help` for the choices."
