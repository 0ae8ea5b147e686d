"""A command killed between its run's birth on the server and its lock -> that run is Crashed after the next start."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.run_beginnings import beginning_run, no_run_begins, run_has_begun
from adapters.server import ServerAddress, client_environment
from model.runs import FILM_FLOWS
from tests.prefect_api import ask

ROOT = Path(__file__).resolve().parent.parent
_BEGINNING = """
import asyncio, sys
from pathlib import Path
from uuid import UUID
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.states import Pending
from adapters.run_beginnings import beginning_run

@flow(name=sys.argv[2])
async def make_films(): ...

async def main():
    async with beginning_run(Path(sys.argv[1])):
        async with get_client() as client:
            run = await client.create_flow_run(make_films, state=Pending())
        print(run.id, flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""
_MARKING = """
import asyncio, sys
from pathlib import Path
from prefect.client.orchestration import get_client
from tasks.unheld_runs import mark_unheld_runs

async def main():
    async with get_client() as client:
        await mark_unheld_runs(client, Path(sys.argv[1]))

asyncio.run(main())
"""


def python(server: ServerAddress, code: str, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | client_environment(server) | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, str(server.state_dir), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.mark.slow
@pytest.mark.parametrize("flow", FILM_FLOWS)
def test_a_run_that_was_born_and_never_held_is_crashed_once_its_command_is_gone(
    flow: str, embedded_server: ServerAddress
) -> None:
    beginning = python(embedded_server, _BEGINNING, flow)
    assert beginning.stdout
    run_id = beginning.stdout.readline().strip()
    python(embedded_server, _MARKING).communicate(timeout=60)
    assert ask(embedded_server.state_dir, f"flow_runs/{run_id}")["state_type"] == "PENDING"
    os.kill(beginning.pid, signal.SIGKILL)
    beginning.communicate()
    python(embedded_server, _MARKING).communicate(timeout=60)
    run = ask(embedded_server.state_dir, f"flow_runs/{run_id}")
    assert (run["state_type"], run["state"]["message"]) == ("CRASHED", "The command that began this was killed.")


def test_beginning_ends_with_the_lock_or_with_the_block(tmp_path: Path) -> None:
    async def begin() -> None:
        async with beginning_run(tmp_path):
            with no_run_begins(tmp_path) as quiet:
                assert not quiet
            run_has_begun()
            with no_run_begins(tmp_path) as quiet:
                assert quiet
        with pytest.raises(ValueError, match="boom"):
            async with beginning_run(tmp_path):
                raise ValueError("boom")
        with no_run_begins(tmp_path) as quiet:
            assert quiet

    asyncio.run(begin())


def test_a_film_waits_for_another_of_its_process(tmp_path: Path) -> None:
    """Films of a set share a loop: one that waits for the lock must leave it to the one that has the lock."""
    said = []

    async def look() -> None:
        with no_run_begins(tmp_path) as quiet:
            await asyncio.sleep(0.1)
            said.append(f"looked, quiet: {quiet}")

    async def begin() -> None:
        async with beginning_run(tmp_path):
            said.append("begun")

    async def both() -> None:
        await asyncio.wait_for(asyncio.gather(look(), begin()), 3)

    (tmp_path / "runs").mkdir()
    asyncio.run(both())
    assert said == ["looked, quiet: True", "begun"]
