"""Environment and configuration files -> Settings: the one place that reads them.

Options win over `VIDEO_GEN_*` variables, which win over `video-gen.toml` beside the source, which wins over the user's
own `config.toml`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import pydantic
from platformdirs import user_cache_path, user_config_path, user_state_path
from pydantic import AfterValidator, BeforeValidator, ByteSize, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from adapters.setting_files import read_project_file, read_user_file
from adapters.voice_engine import AUTO, is_engine
from adapters.wrong_settings import Origins, describe_problems, refuse_unknown_variables
from model.ai import DEFAULT_MAX_COST, AiChoice, MaxCost
from model.audio import Pitch, Rate
from model.errors import ConfigError
from model.format import Aspect, FrameRate, Hardware, Quality, Resolution
from model.inputs import Accent, Engine, TargetDuration, VoiceName, VoicesLock, YouTubeMode
from model.music import MusicVolume
from model.sets import DEFAULT_PARALLEL, Parallel, check_deployment
from model.staging import CaptionChoice, MotionChoice
from model.theme_choice import ThemeChoice

PREFIX = "VIDEO_GEN_"
PROJECT_FILE = "video-gen.toml"
USER_FILE = "config.toml"
_TABLES = {"pronunciation": '{"kubectl": "cube control"}', "speakers": '{"Alice": "female"}'}
"""Settings that are tables, with an example of each."""
_LOG_REMEDY = "Set VIDEO_GEN_LOG_FORMAT, or say --log-format."


def _read_number(value: object) -> object:
    """Read `30` as an option or a variable gives it: choices of numbers do not take text."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 9 else value


def _read_change(value: object) -> object:
    """Read `+10%`, `-2` and `10` as a whole number."""
    found = re.fullmatch(r"([+-]?[0-9]{1,4}) ?(?:%|st)?", value.strip(), re.ASCII) if isinstance(value, str) else None
    return int(found[1]) if found else value


def _check_engine(name: str) -> str:
    if name != AUTO and not is_engine(name):
        raise ValueError("no such engine")
    return name


class Settings(BaseSettings):
    """Every default that a user can set once instead of at each call."""

    # A pattern leaves lengths to max_length: a hundred milliseconds went into one whose letters were counted.
    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    output: str = Field(default="videos", min_length=1)
    """Folder that receives a folder for each video."""
    cache_dir: str = ""
    """Folder of the store and the results; empty for the user's cache directory."""
    cache_limit: ByteSize = ByteSize(20 * 10**9)
    """Bytes that the cache may keep, as 20GB; what was used longest ago goes. 0 for no limit."""
    store: str = Field(default="", max_length=2000)
    """A store that machines share, behind the cache of each: s3://BUCKET/PREFIX or file:///FOLDER; empty for none."""
    dask: str = Field(default="", pattern=r"^(local(:[1-9][0-9]{0,2})?|(tcp|tls)://[^/\s]+)?$", max_length=306)
    """A Dask cluster that makes the scenes of long films: local, local:4, or its scheduler's address; empty for none."""
    publish: str = Field(default="", max_length=2000)
    """Where finished films are copied to, for all to reach: s3://BUCKET/PREFIX or file:///FOLDER; empty for nowhere."""
    state_dir: str = ""
    """Folder of the embedded server's database and secret; empty for the user's state directory."""
    engine: Annotated[Engine, AfterValidator(_check_engine)] = "auto"
    """auto, or an engine's name."""
    voice: VoiceName = "male"
    """male, male_warm, female, female_friendly, an engine's own id, or engine:voice."""
    rate: Annotated[Rate, BeforeValidator(_read_change)] = 0
    """Per cent that it speaks faster."""
    pitch: Annotated[Pitch, BeforeValidator(_read_change)] = 0
    """Semitones that it speaks higher."""
    speakers: dict[str, str] = Field(default_factory=dict)
    """Whose voice a script means: name = "voice". The tables of both files count, and the nearer one's voices win."""
    voices_lock: VoicesLock = "use"
    """use, write, prune, require or off."""
    accent: Accent = "blue"
    """blue, purple, orange, green, pink or cyan."""
    theme: ThemeChoice = "dark"
    """A theme's name, light, dark, or a brand's YAML file."""
    target_duration: TargetDuration = 180.0
    """Seconds, or `all`."""
    language: str = Field(default="", pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")
    """BCP 47 code; empty to recognise it."""
    ai: AiChoice = "auto"
    """Who writes the script: auto asks a language model where there is a key, off never does, on asks one or fails."""
    model: str = Field(default="", pattern=r"^[\w.:/@+-]*$", max_length=200)
    """Which language model; empty for the usual one."""
    ai_url: str = Field(default="", max_length=2000)
    """A server that speaks chat completions, such as http://localhost:11434/v1; empty for Anthropic's."""
    ai_key: SecretStr = SecretStr("")
    """Its key, if it wants one."""
    max_cost: MaxCost = DEFAULT_MAX_COST
    """US dollars that one script may cost, or none."""
    quality: Quality = "standard"
    """draft, standard or high."""
    fps: Annotated[FrameRate, BeforeValidator(_read_number)] = 30
    """24, 25, 30, 50 or 60 frames a second."""
    resolution: Resolution = "1080p"
    """720p, 1080p, 1440p or 2160p: the shorter side."""
    aspect: Aspect = "16:9"
    """16:9, 9:16, 1:1 or 4:5."""
    motion: MotionChoice = "full"
    """full, reduced (fades alone) or none."""
    captions: CaptionChoice = "off"
    """burned or karaoke, to have captions in the pictures, or off."""
    glossary: str = Field(default="", max_length=4096)
    """Names and terms for translations; empty for glossary.yaml beside the document."""
    music: str = Field(default="", max_length=4096)
    """A music file to be heard under the voice; empty for none."""
    music_volume: MusicVolume = -24.0
    """Its loudness under speech, in LU relative to the voice."""
    hardware: Hardware = "off"
    """auto to encode by hardware where it works, or off."""
    languages: str = Field(default="", max_length=400)
    """Languages to make films in, with commas between them; empty for the document's own alone."""
    server: Literal["keep", "once"] = "keep"
    """Whether the embedded server stays for the next command, or ends with this one."""
    edge_url: str = ""
    """Another address for the Edge service, for tests and proxies."""
    allow_hosts: str = Field(default="", max_length=4096)
    """Hosts, addresses and networks that documents may be fetched from though not everybody can reach them."""
    notify_url: SecretStr = SecretStr("")
    """Where failures of deployed runs are told, as apprise writes addresses: `mailto://…`; empty for nowhere."""
    proxy: str = Field(default="", pattern=r"^(https?://\S+)?$")
    """A proxy for what documents name on the network; those of the environment are not used."""
    youtube_mode: YouTubeMode = "moments"
    """moments, summary or full: what is told of a YouTube video."""
    youtube_languages: str = Field(default="", pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*([ ,]+|$))*$", max_length=400)
    """Languages in which its transcript is wanted, the dearest first: `de,en`; empty for `language`, English, or its own."""
    youtube_translate: str = Field(default="", pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")
    """Language into which YouTube shall translate it, where there is none in it; empty for none."""
    youtube_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    """Another address for YouTube, for tests and gateways."""
    elevenlabs_url: str = ""
    """Another address for the ElevenLabs service."""
    max_parallel: Parallel = DEFAULT_PARALLEL
    """Films of a set that are made at the same time."""
    deployment: Annotated[str, AfterValidator(check_deployment)] = Field(default="", pattern=r"^([^/\s]+/[^/\s]+)?$")
    """The deployment whose runs make a set's films, as make-video/on-demand; empty to make them here."""
    limits: Literal["auto", "process", "server"] = "auto"
    """Who counts calls of services: this process; or the Prefect server, on PostgreSQL, for all who share it."""
    jobs: int = Field(default=0, ge=0, le=256)
    """Scenes drawn and encoded at the same time, over all films of a set; 0 for one a core."""
    pronunciation: dict[str, str] = Field(default_factory=dict)
    """How words are said: written = "spoken". The tables of both files count, and the nearer one's words win."""

    metrics_file: str = Field(default="", max_length=4096)
    """File to which each run adds its Prometheus metrics; empty for none, or for one in the state directory."""
    metrics_port: str = Field(default="", pattern=r"^((\S+:)?[0-9]{1,5})?$")
    """Where they are served while something runs: a port of 127.0.0.1, or host:port; empty for nowhere."""
    log_format: Literal["text", "json"] = "text"
    """json has every line on stderr as an object, with run, video, scene and stage; of the environment, or --log-format."""

    @property
    def metrics_path(self) -> Path | None:
        """Return the file of metrics, absolute; None where none are wanted."""
        if self.metrics_file:
            return _absolute(self.metrics_file)
        return self.state_path / "metrics.prom" if self.metrics_port else None

    @property
    def services(self) -> tuple[tuple[str, str], ...]:
        """Return (engine, address) of the voices that are asked elsewhere than at their own address."""
        given = (("edge", self.edge_url), ("elevenlabs", self.elevenlabs_url))
        return tuple((engine, address) for engine, address in given if address)

    @property
    def cache_path(self) -> Path:
        """Return the folder of the store and the results, absolute."""
        return _absolute(self.cache_dir) if self.cache_dir else user_cache_path("video-gen", appauthor=False)

    @property
    def state_path(self) -> Path:
        """Return the folder of the embedded server, absolute."""
        return _absolute(self.state_dir) if self.state_dir else user_state_path("video-gen", appauthor=False)

    @property
    def server_once(self) -> bool:
        """Tell whether the embedded server ends with the command or program that uses it."""
        return self.server == "once"

    @property
    def anthropic_key(self) -> SecretStr:
        """Return the key that Anthropic's own tools read; empty when there is none."""
        return SecretStr(os.environ.get("ANTHROPIC_API_KEY", "").strip())

    @property
    def anthropic_url(self) -> str:
        """Return the address of a gateway that stands for Anthropic's; empty for its own."""
        return os.environ.get("ANTHROPIC_BASE_URL", "").strip()


def _absolute(folder: str) -> Path:
    return Path(folder).expanduser().absolute()


def find_source_folder(source: str) -> Path | None:
    """Return the folder whose `video-gen.toml` counts for a source: a folder's own, or that of a file; None for all else."""
    try:
        path = Path(source)
        folder = path if path.is_dir() else path.parent
        return folder if source != "-" and folder.is_dir() else None
    except (OSError, ValueError):  # no name of a file: reported with the source
        return None


def elevenlabs_key() -> str:
    """Return the key of ElevenLabs, which stands in the environment alone: never an option, never in a file."""
    return os.environ.get("ELEVENLABS_API_KEY", "").strip()


def traces_wanted() -> bool:
    """Tell whether OpenTelemetry's own variables say that traces are sent, and where."""
    if os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return False
    if os.environ.get("OTEL_TRACES_EXPORTER", "").strip() not in ("", "otlp"):
        return False
    return any(os.environ.get(f"OTEL_EXPORTER_OTLP_{name}ENDPOINT", "").strip() for name in ("", "TRACES_"))


def outer_trace() -> dict[str, str]:
    """Return what the program that started us says of the trace that it is in (W3C, in its usual variables)."""
    names = ("traceparent", "tracestate")
    return {name: os.environ[name.upper()] for name in names if os.environ.get(name.upper())}


def load_settings(source_folder: Path | None = None, options: Mapping[str, Any] | None = None) -> Settings:
    """Join options, environment, `video-gen.toml` beside the source, and the user's own configuration, in this order.

    Raises ConfigError naming the option, variable or file, the value and the choices.
    """
    given, known = dict(options or {}), tuple(Settings.model_fields)
    project_file = source_folder / PROJECT_FILE if source_folder is not None else None
    user_file = user_config_path("video-gen", appauthor=False) / USER_FILE
    project = read_project_file(project_file) if project_file is not None else {}
    user = read_user_file(user_file)
    refuse_unknown_variables(PREFIX, known)
    variables = [name for name in known if os.environ.get(f"{PREFIX}{name.upper()}")]
    origins: Origins = {
        **{name: f"{name} in {user_file}" for name in user},
        **{name: f"{name} in {project_file}" for name in project},
        **{name: f"{PREFIX}{name.upper()}" for name in variables},
        **{name: f"--{name.replace('_', '-')}" for name in given},
    }
    for path, found in ((project_file, project), (user_file, user)):
        if "log_format" in found:
            raise ConfigError(f"{path} cannot set log_format: lines are written before it is read.", _LOG_REMEDY)
    try:
        return _layered(project, user)(**given)
    except pydantic.ValidationError as error:
        raise ConfigError(*describe_problems(error, origins, known)) from error
    except SettingsError as error:
        wrong = next((name for name in _TABLES if name in str(error)), "pronunciation")
        message = f"{PREFIX}{wrong.upper()} is no table in JSON."
        raise ConfigError(message, f"Write it as {_TABLES[wrong]}.") from error


def stated_names(options: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the settings that the one who runs the command states on purpose: by option or by variable."""
    variables = {name for name in Settings.model_fields if os.environ.get(f"{PREFIX}{name.upper()}")}
    return tuple(sorted({*options, *variables} & Settings.model_fields.keys()))


def _layered(project: dict[str, Any], user: dict[str, Any]) -> type[Settings]:
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
            files = (InitSettingsSource(settings_cls, project), InitSettingsSource(settings_cls, user))
            return init_settings, env_settings, *files

    return Layered
