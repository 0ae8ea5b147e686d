"""The embedded server is killed, before a run or beneath one, or is another version's -> the film, and the history."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
from collections.abc import Iterator

import pytest

from adapters.server import server_status, stop_server
from adapters.server_state import ServerFiles, read_record, write_record
from tests.prefect_api import ask
from tests.robustness.job import Job
from tests.test_command_killed import await_event

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Job]:
    folder = tmp_path_factory.mktemp("lost")
    yield Job(folder, folder / "state")
    stop_server(folder / "state")


def kill_server(job: Job) -> int:
    status = server_status(job.state)
    assert status is not None
    os.kill(status.pid, signal.SIGKILL)
    return status.pid


def check_database(job: Job) -> None:
    with contextlib.closing(sqlite3.connect(job.state / "prefect.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.scoreboard("5.5 server lost", full=1, short=1)
def test_a_killed_server_is_started_again_and_remembers(job: Job) -> None:
    first = job.succeed()
    assert first.run is not None
    killed = kill_server(job)
    second = job.succeed("--rerun")
    status = server_status(job.state)
    assert second.files == first.files
    assert status is not None and status.pid != killed
    assert ask(job.state, f"flow_runs/{first.run.flow_run_id}")["state_type"] == "COMPLETED"
    check_database(job)


@pytest.mark.scoreboard("5.5 server lost", full=1, short=1)
def test_another_versions_server_is_replaced(job: Job) -> None:
    first = job.succeed("--rerun")
    before, files = server_status(job.state), ServerFiles(job.state)
    record = read_record(files)
    assert before is not None and record is not None and first.run is not None
    write_record(files, record.model_copy(update={"versions": "prefect 3.8.7"}))
    assert job.succeed("--rerun").files == first.files
    after = server_status(job.state)
    assert after is not None and after.pid != before.pid and after.current
    assert ask(job.state, f"flow_runs/{first.run.flow_run_id}")["state_type"] == "COMPLETED"


@pytest.mark.scoreboard("5.5 server lost", full=4, short=1)
def test_a_server_killed_in_the_middle_of_a_run(point: int, job: Job) -> None:
    event = ("drawing 1/", "narrating 1/", "mastering 2/", "finishing 1/")[point]
    accent = ("green", "purple", "orange", "pink")[point]
    process = job.begin("--accent", accent, "--engine", "espeak")
    await_event(process, event)
    kill_server(job)
    stdout, stderr = process.communicate(timeout=300)
    assert process.returncode == 0, stderr
    assert stdout.endswith("lighthouse.mp4\n")
    check_database(job)
    assert job.unfinished_runs() == []
