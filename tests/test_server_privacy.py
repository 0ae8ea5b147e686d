"""What the embedded server and its client say to the outside: nothing. And what its owner sees in a browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from adapters.server import ServerAddress, client_environment, server_status, stop_server, unconnected_environment

ROOT = Path(__file__).resolve().parent.parent
_FLOW = """
import os, sys
from pathlib import Path
from adapters.server import client_environment, launch_server, wait_ready
address = launch_server(Path(sys.argv[1]))
os.environ.update(client_environment(address))
import asyncio
from prefect import flow
wait_ready(address)

@flow
async def make_video():
    return 42

print(asyncio.run(make_video()))
"""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_neither_asks_a_name_nor_connects_beyond_the_loopback(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    trace = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(calls)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    tracer = subprocess.Popen(
        [*trace, sys.executable, "-c", _FLOW, str(tmp_path / "state")],
        stdout=subprocess.PIPE, text=True, env=kept | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert tracer.stdout
    assert tracer.stdout.readline() == "42\n"
    assert stop_server(tmp_path / "state")
    tracer.communicate()
    addresses = re.findall(r"sin6?_addr=inet_(?:addr|pton)\((?:AF_INET6, )?\"([^\"]+)\"", calls.read_text())
    assert addresses
    assert {address for address in addresses if address not in ("127.0.0.1", "::1")} == set()


@pytest.mark.parametrize(
    "name", ["pyproject.toml", *(pytest.param(name, marks=pytest.mark.slow) for name in ("prefect.toml", ".env"))]
)
def test_a_project_that_the_command_is_run_in_cannot_run_code_through_prefect(
    embedded_server: ServerAddress, tmp_path: Path, name: str
) -> None:
    logging, table = tmp_path / "logging.yml", "tool.prefect." if name == "pyproject.toml" else ""
    found = find_spec("prefect")
    assert found
    assert found.origin
    own = (Path(found.origin).parent / "logging" / "logging.yml").read_text()
    logging.write_text(own.replace("formatters:\n", "formatters:\n  trap:\n    (): os.mkdir\n    path: caught\n", 1))
    lines = [f"[{table}logging]", 'config_path = "logging.yml"', f"[{table}api]", 'url = "http://evil.example/api"']
    if name == ".env":
        lines = ["PREFECT_LOGGING_CONFIG_PATH=logging.yml", "PREFECT_API_URL=http://evil.example/api"]
    (tmp_path / name).write_text("\n".join(lines))
    code = "from prefect import flow, settings; print(settings.PREFECT_API_URL.value())"

    def run(environment: dict[str, str]) -> str:
        python = [sys.executable, "-c", code]
        ran = subprocess.run(python, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        return ran.stdout.strip()

    assert run(os.environ | client_environment(embedded_server)) == embedded_server.api_url
    unconnected = unconnected_environment(embedded_server.state_dir)
    assert run(os.environ | unconnected) == unconnected["PREFECT_API_URL"]
    assert not (tmp_path / "caught").exists()
    run({name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")})
    assert (tmp_path / "caught").exists(), "the trap does not work: Prefect has changed, and so may the defence"


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
def test_the_link_that_status_shows_opens_the_ui_signed_in(embedded_server: ServerAddress, tmp_path: Path) -> None:
    status = server_status(embedded_server.state_dir)
    assert status

    def show(address: str) -> str:
        return subprocess.run(
            [str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=15000",
             f"--user-data-dir={tmp_path}", "--dump-dom", address],
            capture_output=True, text=True, check=True, timeout=60,
        ).stdout  # fmt: skip

    assert "admin:pass" in show(embedded_server.ui_url)
    page = show(status.sign_in_url)
    assert "Dashboard" in page
    assert "Logout" in page
    assert "Upgrade" not in page
    assert "admin:pass" not in page
