"""Which Prefect server a command uses: its own for once, one for all, one that the user names; and how it is told."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from adapters.server import client_environment, launch_server, server_status, stop_server, wait_ready
from model.result import PipelineResult
from tests.film_maker import FilmMaker
from tests.prefect_api import ask
from tests.shared_film import SharedFilm

DOCUMENT = "# Short\n\nThis says as little as may be said, and it is a film all the same.\n"


@pytest.fixture
def own(tmp_path: Path) -> FilmMaker:
    """Give a maker whose state directory nobody shares."""
    (tmp_path / "short.md").write_text(DOCUMENT)
    return FilmMaker(tmp_path, tmp_path / "state")


def test_a_server_that_does_not_answer_is_named(own: FilmMaker) -> None:
    done = own.run("--source", "short.md", cwd=own.home, PREFECT_API_URL="http://127.0.0.1:9/api")
    (error,) = (line for line in done.stderr.splitlines() if line.startswith("error:"))
    assert done.returncode == 6
    assert error.startswith(
        "error: No Prefect server answers at http://127.0.0.1:9/api. Start it, or choose another in"
    )
    assert not own.output.exists()


def test_what_cannot_be_an_address_is_told(own: FilmMaker) -> None:
    done = own.run("--source", "short.md", cwd=own.home, PREFECT_API_URL="localhost")
    (error,) = (line for line in done.stderr.splitlines() if line.startswith("error:"))
    assert done.returncode == 2
    assert "PREFECT_API_URL" in error


@pytest.mark.slow
def test_once_leaves_no_server(own: FilmMaker) -> None:
    done = own.run("--source", "short.md", "--server", "once", "--json", cwd=own.home)
    assert done.returncode == 0, done.stderr
    end = time.monotonic() + 20
    while server_status(own.state) is not None:
        assert time.monotonic() < end
        time.sleep(0.1)
    result = PipelineResult.model_validate_json(done.stdout)
    assert result.run is not None
    address = launch_server(own.state)
    try:  # what it recorded is there when a server is started later
        wait_ready(address)
        assert ask(own.state, f"flow_runs/{result.run.flow_run_id}")["state_type"] == "COMPLETED"
    finally:
        stop_server(own.state)


@pytest.mark.slow
def test_status_and_stop(own: FilmMaker) -> None:
    def tell(what: str) -> tuple[int, str]:
        code = f"import sys; sys.argv[1:] = ['server', '{what}']\nfrom deployments.command import main; main()"
        (own.home / "told.py").write_text(code)
        done = own.run(cwd=own.home, module="told")
        return done.returncode, done.stdout

    assert tell("status") == (0, "No embedded server is running. The next `video-gen create` starts it.\n")
    assert tell("stop") == (0, "No embedded server was running.\n")
    address = launch_server(own.state)
    try:
        wait_ready(address)
        code, status = tell("status")
        assert code == 0
        assert status.startswith(f"The embedded Prefect server is at {address.ui_url} (idle, process ")
        assert f"Open it signed in: {address.ui_url}/sign-in#" in status
    finally:
        assert tell("stop") == (0, "Stopped.\n")
    assert server_status(own.state) is None


@pytest.mark.slow
def test_a_server_that_is_named_is_used(own: FilmMaker, shared_film: SharedFilm) -> None:
    """The shared film's server stands in for the user's own: another state directory reaches it by its address."""
    status = server_status(shared_film.maker.state)
    assert status is not None
    environment = client_environment(status.address)
    named = {name: environment[name] for name in ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING")}
    result = own.make(own.home / "short.md", **named)
    assert result.run is not None
    assert result.run.server == status.address.ui_url
    assert ask(shared_film.maker.state, f"flow_runs/{result.run.flow_run_id}")["state_type"] == "COMPLETED"
    assert server_status(own.state) is None
