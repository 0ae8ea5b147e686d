"""Prefect's own variables and profiles -> the server that the user has chosen, and what a client must set to use one.

Read without Prefect, which takes longer to import than the rest of the command to run. The names, and what wins over
what, are Prefect's (prefect.settings.sources).
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_state_path

from adapters.server_state import ServerAddress
from model.errors import ConfigError

_BUILT_IN: dict[str, dict[str, str]] = {
    "local": {"PREFECT_API_URL": "http://127.0.0.1:4200/api"},
    "ephemeral": {},
    "test": {},
    "cloud": {},
}
_CLOUD = "api.prefect.cloud"
_PRIVATE = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
# Prefect also reads .env, prefect.toml and pyproject.toml where the command is run: perhaps in somebody else's
# project. There a logging configuration can name any function to call, results can be told to be pickles, and so on.
# What is set in the environment wins over those files.
_OURS = {
    "PREFECT_API_KEY": "",
    # Prefect makes ready for TLS with each of a run's eight clients: reading the world's authorities takes 35 ms each time.
    # Ours is spoken to without, on loopback.
    "PREFECT_API_SSL_CERT_FILE": str(Path(__file__).resolve().parent / "no_authority.pem"),
    "PREFECT_API_TLS_INSECURE_SKIP_VERIFY": "false",
    "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "true",
    "PREFECT_CLIENT_CUSTOM_HEADERS": "{}",
    "PREFECT_DEBUG_MODE": "false",
    "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_TEST_MODE": "false",
}
_LOGGING = ("PREFECT_LOGGING_CONFIG_PATH", "PREFECT_LOGGING_SETTINGS_PATH")
_QUIET = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL"}


def default_state_dir() -> Path:
    """Return the folder of the embedded server when the user names none."""
    return user_state_path("video-gen")


def configured_server(state_dir: Path | None = None) -> ServerAddress | None:
    """Return the server that PREFECT_API_URL or the active Prefect profile names, or None.

    Raises ConfigError when the profile, or its file, is not as Prefect needs it.
    """
    url = os.environ.get("PREFECT_API_URL") or ""
    profile = {} if url and "PREFECT_API_AUTH_STRING" in os.environ else _active_profile()
    url = (url or profile.get("PREFECT_API_URL", "")).rstrip("/")
    if not url:
        return None
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ConfigError(f"PREFECT_API_URL is no address of a server: {url}", "Write it as http://127.0.0.1:4200/api.")
    return ServerAddress(
        api_url=url,
        ui_url=(os.environ.get("PREFECT_UI_URL") or profile.get("PREFECT_UI_URL") or _ui_url(url)).rstrip("/"),
        embedded=False,
        auth=os.environ.get("PREFECT_API_AUTH_STRING") or profile.get("PREFECT_API_AUTH_STRING", ""),
        state_dir=state_dir or default_state_dir(),
    )


def client_environment(address: ServerAddress, *, verbose: bool = False) -> dict[str, str]:
    """Return what a process must set before it imports Prefect, so that it uses this server and keeps quiet.

    A configured server's user keeps their own profile, key and storage. Ours is used with a home of its own, so that
    no profile, key or `ephemeral` server of the user's comes in between.
    """
    chosen = {"PREFECT_API_URL": address.api_url} | _PRIVATE | ({} if verbose else _QUIET)
    if not address.embedded:
        return chosen | _logging_file()
    home = address.state_dir.absolute() / "client"
    return chosen | _OURS | {
        "PREFECT_API_AUTH_STRING": address.auth,
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_UI_URL": address.ui_url,
        **dict.fromkeys(_LOGGING, str(home / "logging.yml")),
    }  # fmt: skip


def unconnected_environment(state_dir: Path) -> dict[str, str]:
    """Return what a process must set before it imports Prefect without meaning to reach any server, as for a plan."""
    nowhere = "http://127.0.0.1:9"
    return client_environment(
        ServerAddress(api_url=f"{nowhere}/api", ui_url=nowhere, embedded=True, auth="", state_dir=state_dir)
    )


def _logging_file() -> dict[str, str]:
    """Name the user's own logging configuration, or the place where Prefect would look for one."""
    if any(os.environ.get(name) for name in _LOGGING):
        return {}
    profile = _active_profile()
    own = next((profile[name] for name in _LOGGING if name in profile), "")
    return {_LOGGING[0]: own or str(_prefect_home() / "logging.yml")}


def _active_profile() -> dict[str, str]:
    path = _profiles_path()
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        stored = {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"Cannot read Prefect's profiles in {path}: {error}.", "Correct the file.") from error
    profiles = stored.get("profiles", {})
    name = os.environ.get("PREFECT_PROFILE") or stored.get("active") or "ephemeral"
    if not isinstance(profiles, dict) or not isinstance(name, str):
        raise ConfigError(f"Prefect's profiles in {path} are not a table of profiles.", "Correct the file.")
    if name not in profiles and name not in _BUILT_IN:
        raise ConfigError(f"There is no Prefect profile {name!r} in {path}.", "Run `prefect profile ls` to see them.")
    profile = profiles.get(name, _BUILT_IN.get(name, {}))
    return {key: value for key, value in profile.items() if isinstance(value, str)}


def _profiles_path() -> Path:
    if chosen := os.environ.get("PREFECT_PROFILES_PATH"):
        return Path(chosen).expanduser()
    return _prefect_home() / "profiles.toml"


def _prefect_home() -> Path:
    return Path(os.environ.get("PREFECT_HOME") or "~/.prefect").expanduser()


def _ui_url(api_url: str) -> str:
    parts = urlsplit(api_url)
    if parts.hostname == _CLOUD:
        page = api_url.replace(f"{_CLOUD}/api/accounts", "app.prefect.cloud/account")
        return page.replace("/workspaces/", "/workspace/")
    return api_url.removesuffix("/api")
