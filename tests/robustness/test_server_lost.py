"""The embedded server is killed, before a run or beneath one, or is another version's -> the film, and the history."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.server import server_status, stop_server
from adapters.server_state import ServerFiles, read_record, write_record
from model.result import PipelineResult
from model.sets import SetReport
from tests.prefect_api import ask
from tests.robustness.job import Job
from tests.test_command_killed import await_event

pytestmark = pytest.mark.slow
_SOON = 100.0
"""Seconds: less than Prefect's client goes on asking for a server that nobody starts."""


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


_PROGRAM = """\
import asyncio, sys
from flows.make_set import make_set
from flows.make_video import make_video, make_video_sync
from model.inputs import InputConfig
from model.sets import SetConfig

way, source, output = sys.argv[1:]
chosen = dict(
    source=source, output=output, engine="espeak", accent_color={"sync": "blue", "async": "cyan", "set": "green"}[way],
    resolution="720p", quality="draft", motion="none",
)

def tell(event):
    if event.kind == "STAGE_STARTED":
        print("begins", event.stage, file=sys.stderr, flush=True)

if way == "set":
    made = asyncio.run(make_set(SetConfig(**chosen), on_event=tell))
elif way == "async":
    made = asyncio.run(make_video(InputConfig(**chosen), on_event=tell))
else:
    made = make_video_sync(InputConfig(**chosen), on_event=tell)
print(made.model_dump_json())
"""


@pytest.mark.parametrize(("way", "stage"), [("sync", "narrate"), ("async", "render"), ("set", "narrate")])
def test_a_server_killed_beneath_a_program(way: str, stage: str, tmp_path: Path, job: Job) -> None:
    """A caller of the Python API has no command beside it that would start the server again."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, way, str(job.source), str(tmp_path)], cwd=tmp_path, env=job.world(),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    await_event(process, f"begins {stage}")
    killed = kill_server(job)
    stdout, stderr = process.communicate(timeout=_SOON)
    assert process.returncode == 0, stderr
    if way == "set":
        report = SetReport.model_validate_json(stdout)
        assert [film.state for film in report.films] == ["made"]
        runs = [report.flow_run_id, report.films[0].flow_run_id]
    else:
        result = PipelineResult.model_validate_json(stdout)
        assert result.run is not None
        assert (Path(result.run.folder) / result.video).exists()
        runs = [result.run.flow_run_id]
    status = server_status(job.state)
    assert status is not None and status.pid != killed
    assert {ask(job.state, f"flow_runs/{run}")["state_type"] for run in runs} == {"COMPLETED"}
    check_database(job)
    assert job.unfinished_runs() == []
