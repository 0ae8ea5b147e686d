"""Which server is used: the environment's, the profile's, or ours; and what a client then sets."""

from __future__ import annotations

import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.server import ServerAddress, client_environment, configured_server, wait_ready
from model.errors import ConfigError, StateError

PROFILES = """
active = "studio"
[profiles.studio]
PREFECT_API_URL = "http://studio.example:4200/api/"
PREFECT_API_AUTH_STRING = "me:secret"
[profiles.bare]
PREFECT_LOGGING_LEVEL = "DEBUG"
[profiles.cloud]
PREFECT_API_URL = "https://api.prefect.cloud/api/accounts/A/workspaces/W"
PREFECT_API_KEY = "key"
"""


@pytest.fixture(autouse=True)
def only_our_prefect_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))


def write_profiles(folder: Path, text: str = PROFILES) -> Path:
    path = folder / "profiles.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_variable_and_profile_there_is_none() -> None:
    assert configured_server() is None


def test_the_variable_names_the_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_profiles(tmp_path)
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    server = configured_server()
    assert server
    assert (server.api_url, server.ui_url) == ("http://127.0.0.1:4200/api", "http://127.0.0.1:4200")
    assert not server.embedded


def test_the_active_profile_names_the_server(tmp_path: Path) -> None:
    write_profiles(tmp_path)
    server = configured_server(tmp_path / "state")
    assert server
    assert (server.api_url, server.auth) == ("http://studio.example:4200/api", "me:secret")
    assert server.state_dir == tmp_path / "state"
    assert "secret" not in repr(server)


@pytest.mark.parametrize(
    ("profile", "url"),
    [
        ("bare", None),
        ("ephemeral", None),
        ("local", "http://127.0.0.1:4200/api"),
        ("cloud", "https://api.prefect.cloud/api/accounts/A/workspaces/W"),
    ],
)
def test_a_profile_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, profile: str, url: str | None
) -> None:
    write_profiles(tmp_path)
    monkeypatch.setenv("PREFECT_PROFILE", profile)
    server = configured_server()
    assert (server.api_url if server else None) == url
    if profile == "cloud":
        assert server
        assert server.ui_url == "https://app.prefect.cloud/account/A/workspace/W"


def test_the_profiles_file_can_be_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("PREFECT_PROFILES_PATH", str(write_profiles(tmp_path / "other")))
    assert configured_server() is not None


@pytest.mark.parametrize("text", ["active = [", 'active = "gone"', 'profiles = "x"', "active = 3"])
def test_a_profile_that_cannot_be_meant_is_said(tmp_path: Path, text: str) -> None:
    path = write_profiles(tmp_path, text)
    with pytest.raises(ConfigError, match=str(path)):
        configured_server()


@pytest.mark.parametrize("url", ["127.0.0.1:4200", "ftp://x/api", "http://", "file:///etc/passwd"])
def test_an_address_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PREFECT_API_URL", url)
    with pytest.raises(ConfigError, match="PREFECT_API_URL"):
        configured_server()


# Not `local`, which Prefect's command knows without a file, and its client does not: naming it is meant.
@pytest.mark.parametrize("profile", ["studio", "bare", "cloud", "ephemeral"])
def test_prefect_reads_the_same_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, profile: str) -> None:
    write_profiles(tmp_path)
    monkeypatch.setenv("PREFECT_PROFILE", profile)
    code = "from prefect.settings import PREFECT_API_URL; print(PREFECT_API_URL.value() or '')"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    ours = configured_server()
    assert (ours.api_url if ours else "") == told.stdout.strip().rstrip("/")


def test_a_client_of_ours_uses_nothing_of_the_users(tmp_path: Path) -> None:
    address = ServerAddress(
        api_url="http://127.0.0.1:9/api", ui_url="http://127.0.0.1:9", embedded=True, auth="a:b", state_dir=tmp_path
    )
    told = client_environment(address)
    assert told["PREFECT_API_URL"] == address.api_url
    assert told["PREFECT_API_AUTH_STRING"] == "a:b"
    assert told["PREFECT_API_KEY"] == ""
    assert told["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] == "false"
    assert told["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert told["DO_NOT_TRACK"] == "1"
    assert ssl.create_default_context(cafile=told["PREFECT_API_SSL_CERT_FILE"]).cert_store_stats()["x509_ca"] == 1
    assert Path(told["PREFECT_HOME"]).is_relative_to(tmp_path)
    assert "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL" not in client_environment(address, verbose=True)


def test_a_configured_servers_user_keeps_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_profiles(tmp_path)
    server = configured_server()
    assert server
    told = client_environment(server)
    assert not {"PREFECT_HOME", "PREFECT_API_KEY", "PREFECT_API_AUTH_STRING"} & set(told)
    assert told["PREFECT_LOGGING_CONFIG_PATH"] == str(tmp_path / "logging.yml")
    write_profiles(tmp_path, PROFILES.replace("[profiles.bare]", 'PREFECT_LOGGING_CONFIG_PATH = "/own.yml"'))
    assert client_environment(server)["PREFECT_LOGGING_CONFIG_PATH"] == "/own.yml"
    monkeypatch.setenv("PREFECT_LOGGING_SETTINGS_PATH", "/other.yml")
    assert "PREFECT_LOGGING_CONFIG_PATH" not in client_environment(server)


def test_a_server_that_does_not_answer_is_said_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    server = configured_server()
    assert server
    with pytest.raises(StateError, match=r"http://127\.0\.0\.1:1/api") as raised:
        wait_ready(server, deadline=0.2)
    assert "PREFECT_API_URL" in raised.value.remedy


def test_prefect_is_not_imported_to_find_a_server() -> None:
    code = "import adapters.server, sys; print([name for name in sys.modules if name.split('.')[0] == 'prefect'])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
