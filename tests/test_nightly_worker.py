"""Deployments on the real embedded server, run by a real worker: on time, on failure, and after either was killed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.server import launch_server, server_status, wait_ready
from adapters.server_state import ServerFiles, is_held
from deployments.nightly.working import hold_worker
from tests.nightly_world import NightlyWorld, receiver, wait_for

pytestmark = pytest.mark.slow
POOL = {"name": "video-gen"}
ONE = {"limit": 1, "collision_strategy": "CANCEL_NEW"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[NightlyWorld]:
    made = NightlyWorld(tmp_path)
    yield made
    made.close()


def nightly(source: Path, **more: Any) -> dict[str, Any]:
    parameters = {"config": {"source": str(source), "speakers": [["Ada", "female"]]}}
    entry = {"name": "nightly", "entrypoint": "flows.make_nightly.make_nightly", "parameters": parameters}
    return entry | {"work_pool": POOL, "concurrency_limit": ONE} | more


def test_what_is_scheduled_is_made_and_a_change_is_told(world: NightlyWorld) -> None:
    """The scheduler of Prefect fails in silence with some versions of SQLAlchemy: then no run is ever created."""
    (world.docs / "small.md").write_text("# Small\n\nA small document for the night.\n\n## Two\n\nIt says little.\n")
    (world.docs / "other.md").write_text("# Other\n\nNobody touches this one.\n")
    every_minute = {"cron": "* * * * *", "timezone": "Europe/London", "slug": "often"}
    told = world.deploy(nightly(world.docs, schedules=[every_minute]))
    assert "make-nightly/nightly" in told.stdout and "* * * * * Europe/London; next " in told.stdout
    wait_for(lambda: [run for run in world.runs("nightly") if run["auto_scheduled"]], "the scheduler creates runs")
    world.start_worker()

    def done() -> list[dict[str, Any]]:
        return [run for run in world.runs("nightly") if run["state_type"] in ("COMPLETED", "FAILED")]

    (first,) = wait_for(done, "a scheduled run ends", world.said)[-1:]
    assert (first["state_type"], first["auto_scheduled"]) == ("COMPLETED", True), world.said()
    assert (world.maker.output / "small" / "small.mp4").exists()
    world.deploy(nightly(world.docs))  # no schedule any more
    status = server_status(world.state)
    assert status and status.worker

    small = world.docs / "small.md"
    small.write_text(small.read_text().replace("says little", "says quite a lot"))
    again = world.ask_for("make-nightly/nightly")
    wait_for(lambda: world.state_of(again) in ("COMPLETED", "FAILED"), "the run that was asked for ends", world.said)
    assert world.state_of(again) == "COMPLETED", world.said()
    page = (world.maker.output / "nightly-report.md").read_text()
    assert page.startswith("# 2 films: 1 made, 1 unchanged\n")
    assert "small.md changed" in page and "its words changed" in page
    report = json.loads((world.maker.output / "nightly-report.json").read_text())
    assert [film["state"] for film in report["films"]] == ["reused", "made"]
    assert report["films"][1]["changes"]["reused"] > 0
    assert "2 films: 1 made, 1 unchanged" in world.said()


def test_a_failure_is_told_where_the_setting_says(world: NightlyWorld) -> None:
    with receiver() as (url, messages):
        told = world.deploy(nightly(world.docs / "missing.md"), VIDEO_GEN_NOTIFY_URL=url)
        assert "Failures are told" in told.stderr and url not in told.stderr + told.stdout
        world.start_worker()
        run = world.ask_for("make-nightly/nightly")
        wait_for(lambda: world.state_of(run) == "FAILED", "the run fails", world.said)
        (message,) = wait_for(lambda: messages, "the message comes", world.said)
    assert message["title"] == "video-gen: missing.md failed"
    assert message["type"] == "failure"
    assert "1 of 1 films could not be made" in message["message"]
    assert f"/runs/flow-run/{run}" in message["message"]
    with contextlib.closing(sqlite3.connect(world.state / "prefect.db")) as database:  # it counts nothing on the disk
        assert database.execute("SELECT count(*) FROM automation_bucket").fetchone() == (0,)


def test_a_killed_worker_leaves_nothing_running_and_the_next_settles_what_it_left(world: NightlyWorld) -> None:
    sleepy = {"name": "sleepy", "entrypoint": "tests.sleepy_flow.sleep_long", "work_pool": POOL}
    world.deploy(sleepy | {"concurrency_limit": ONE})
    worker = world.start_worker()
    run = world.ask_for("make-video/sleepy")
    wait_for(lambda: world.state_of(run) == "RUNNING", "the run begins", world.said)
    assert world.processes()
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    wait_for(lambda: not world.processes(), "its run ends with it")
    second = world.start_worker()
    wait_for(lambda: world.state_of(run) == "CRASHED", "the run is settled", world.said)

    status = server_status(world.state)
    assert status and status.worker
    os.kill(status.pid, signal.SIGKILL)
    wait_for(lambda: "Starting anew" in world.said(), "the worker sees that its server is gone", world.said)
    following = wait_for(lambda: server_status(world.state), "there is another server")
    assert following.pid != status.pid
    wait_for(lambda: (found := server_status(world.state)) and found.ready and found.worker, "the worker is there")
    another = world.ask_for("make-video/sleepy")
    wait_for(lambda: world.state_of(another) == "RUNNING", "the place of the killed run is free again", world.said)
    second.terminate()
    assert second.wait(60) == 128 + signal.SIGTERM
    wait_for(lambda: not world.processes(), "its run ends with it")


def test_the_server_stays_while_a_worker_lives_and_is_not_stopped_under_it(world: NightlyWorld) -> None:
    with hold_worker(world.state) as hold:
        assert hold.alone
        hold.share()
        wait_ready(launch_server(world.state, idle_seconds=1))
        time.sleep(4)
        refused = world.maker.run("server", "stop", module="deployments.command")
        assert refused.returncode == 6 and "A worker needs" in refused.stderr
        status = world.maker.run("server", "status", module="deployments.command")
        assert "(with a worker, process" in status.stdout
        with hold_worker(world.state) as another:
            assert not another.alone
    # By its lock: who asks for its state keeps it from idling.
    wait_for(lambda: not is_held(ServerFiles(world.state).alive), "it idles away when the worker has gone")
