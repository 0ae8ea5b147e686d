"""A command killed in the middle of a flow -> its run is Crashed after the next start, on a real server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.run_locks import abandoned_runs, any_run_held, hold_run
from adapters.server import ServerAddress, client_environment

ROOT = Path(__file__).resolve().parent.parent
_RUNNING = """
import asyncio, sys
from pathlib import Path
from prefect import flow, task
from prefect.runtime import flow_run
from adapters.run_locks import hold_run

@task
async def speak():
    await asyncio.sleep(1.5)
    print(flow_run.id, flush=True)
    await asyncio.sleep(60)

@flow
async def make_video():
    with hold_run(Path(sys.argv[1]), flow_run.id):
        await speak()

asyncio.run(make_video())
"""
_BELOW = """
import asyncio, sys
from pathlib import Path
from prefect import flow
from prefect.runtime import flow_run
from adapters.run_locks import hold_run

@flow
async def make_video():
    with hold_run(Path(sys.argv[1]), flow_run.id):
        print(flow_run.id, flush=True)
        await asyncio.sleep(60)

@flow
async def make_set():
    print(flow_run.id, flush=True)
    await make_video()

asyncio.run(make_set())
"""
_CANCELLING = """
import asyncio, sys
from pathlib import Path
from uuid import UUID
from prefect.client.orchestration import get_client
from prefect.states import Cancelled
from tasks.crashed_runs import mark_crashed_runs

async def main():
    above, below = map(UUID, sys.argv[2:])
    async with get_client() as client:
        await client.set_flow_run_state(above, Cancelled(), force=True)
        print(await mark_crashed_runs(client, Path(sys.argv[1])))
        print((await client.read_flow_run(below)).state)

asyncio.run(main())
"""
_MARKING = """
import asyncio, sys
from pathlib import Path
from uuid import UUID
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from tasks.crashed_runs import mark_crashed_runs

async def main():
    async with get_client() as client:
        run_id = UUID(sys.argv[2])
        before = await client.read_flow_run(run_id)
        marked = await mark_crashed_runs(client, Path(sys.argv[1]))
        again = await mark_crashed_runs(client, Path(sys.argv[1]))
        after = await client.read_flow_run(run_id)
        only = FlowRunFilter(id=FlowRunFilterId(any_=[run_id]))
        tasks = await client.read_task_runs(flow_run_filter=only)
        print(before.state.type.value, [run.id for run in marked] == [run_id], again, after.state.type.value, end=" ")
        print(after.state.message)
        print([run.state.type.value for run in tasks])

asyncio.run(main())
"""


_CATCHING_UP = """
import asyncio, sys
from pathlib import Path
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.states import Cancelling, Running
from deployments.nightly.catching_up import catch_up

@flow
async def make_video():
    pass

async def main():
    async with get_client() as client:
        deployment = await client.create_deployment(await client.create_flow(make_video), "of a worker that is gone")
        runs = []
        for state in (Running(), Cancelling()):
            run = await client.create_flow_run_from_deployment(deployment)
            await client.update_flow_run(run.id, infrastructure_pid="gone:1")  # else the server ends what is cancelled
            await client.set_flow_run_state(run.id, state, force=True)
            runs.append(run.id)
        print(*await catch_up(client, Path(sys.argv[1])))
        print([(await client.read_flow_run(run)).state.type.value for run in runs])

asyncio.run(main())
"""


def test_which_start_of_a_run_died_is_known(tmp_path: Path) -> None:
    for run_id, attempt in (("a", 0), ("b", 2)):
        with pytest.raises(KeyboardInterrupt), hold_run(tmp_path, run_id, attempt):
            raise KeyboardInterrupt
    with abandoned_runs(tmp_path) as runs:
        assert [(run.flow_run_id, run.attempt) for run in runs] == [("a", 0), ("b", 2)]


def python(server: ServerAddress, code: str, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | client_environment(server) | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, str(server.state_dir), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.mark.slow
def test_a_killed_commands_run_is_marked_crashed_by_the_next(embedded_server: ServerAddress) -> None:
    killed = python(embedded_server, _RUNNING)
    assert killed.stdout
    run_id = killed.stdout.readline().strip()
    assert any_run_held(embedded_server.state_dir)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    marking = python(embedded_server, _MARKING, run_id)
    first, second, *_ = marking.communicate()[0].splitlines()
    assert marking.returncode == 0
    assert first == "RUNNING True () CRASHED The command that ran this was killed."
    assert second == "['CRASHED']"
    assert list((embedded_server.state_dir / "runs").iterdir()) == []


@pytest.mark.slow
def test_a_film_whose_set_was_cancelled_is_cancelled(embedded_server: ServerAddress) -> None:
    """A worker ends the process of both, and tells the server of the set alone."""
    killed = python(embedded_server, _BELOW)
    assert killed.stdout
    runs = [killed.stdout.readline().strip() for _ in range(2)]
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    cancelling = python(embedded_server, _CANCELLING, *runs)
    assert cancelling.communicate()[0].splitlines() == ["()", "Cancelled('It was cancelled.')"]
    assert cancelling.returncode == 0


@pytest.mark.slow
def test_runs_of_a_worker_that_is_gone_are_settled(embedded_server: ServerAddress) -> None:
    """What was cancelled is Cancelled: where machines share a server, Crashed would have it made again."""
    settling = python(embedded_server, _CATCHING_UP)
    said = settling.communicate()[0].splitlines()
    assert settling.returncode == 0
    assert said == ["2 0", "['CRASHED', 'CANCELLED']"]
