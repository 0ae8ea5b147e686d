"""One embedded server: started once, shared, found again, replaced, ended; whatever kills it or its commands."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from adapters.run_locks import abandoned_runs, any_run_held, hold_run
from adapters.server import ServerStatus, launch_server, server_status, stop_server, wait_ready
from adapters.server_state import ServerFiles, is_held, read_record, write_record
from model.errors import ResourceError, StateError

ROOT = Path(__file__).resolve().parent.parent
_COMMAND = """
import sys
from pathlib import Path
from adapters.server import launch_server, wait_ready
address = launch_server(Path(sys.argv[1]), once=sys.argv[2] == "once")
wait_ready(address)
print(address.api_url, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def state_dir(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "a state? 100% #1 é"
    yield folder
    stop_server(folder)


def start_command(state_dir: Path, mode: str = "keep") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _COMMAND, str(state_dir), mode],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
        cwd="/",
    )  # fmt: skip


def start_and_wait(state_dir: Path, idle_seconds: float = 600) -> ServerStatus:
    wait_ready(launch_server(state_dir, idle_seconds=idle_seconds))
    status = server_status(state_dir)
    assert status
    assert status.ready
    return status


def wait_until_gone(state_dir: Path, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while is_held(ServerFiles(state_dir).alive):
        assert time.monotonic() < end, "the server still lives"
        time.sleep(0.05)


def servers_of(state_dir: Path) -> list[str]:
    found = []
    for cmdline in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(state_dir).encode() in cmdline.read_bytes() and b"embedded_server" in cmdline.read_bytes():
                found.append(cmdline.parent.name)
        except OSError:
            continue
    return found


def test_it_is_started_reused_and_stopped(state_dir: Path) -> None:
    assert server_status(state_dir) is None
    assert stop_server(state_dir) is False
    first = start_and_wait(state_dir)
    assert start_and_wait(state_dir) == first
    assert stop_server(state_dir) is True
    assert server_status(state_dir) is None
    assert servers_of(state_dir) == []


def test_a_signal_that_comes_while_a_server_looks_whether_it_is_needed_is_heard(state_dir: Path) -> None:
    from deployments.embedded_server import _watch

    class Server:
        started, should_exit = True, False

    async def end_between_looks() -> bool:
        files, server = ServerFiles(state_dir), Server()
        files.create()
        files.alive.touch()
        guard = SimpleNamespace(last_used=time.monotonic())
        watch = asyncio.create_task(_watch(server, guard, files, 60))  # type: ignore[arg-type]
        await asyncio.sleep(0.1)
        server.should_exit = True
        await asyncio.wait_for(watch, 5)
        return server.should_exit

    assert asyncio.run(end_between_looks())


@pytest.mark.slow
def test_a_killed_server_is_started_again_with_its_history_and_a_new_secret(state_dir: Path) -> None:
    first = start_and_wait(state_dir)
    with sqlite3.connect(state_dir / "prefect.db") as database:
        database.execute("INSERT INTO flow (name) VALUES ('kept')")
    database.close()
    os.kill(first.pid, signal.SIGKILL)
    wait_until_gone(state_dir)
    assert server_status(state_dir) is None
    second = start_and_wait(state_dir)
    assert second.pid != first.pid
    assert second.address.ui_url == first.address.ui_url
    assert second.address.auth != first.address.auth
    with sqlite3.connect(state_dir / "prefect.db") as database:
        assert database.execute("SELECT name FROM flow").fetchall() == [("kept",)]
    database.close()


@pytest.mark.slow
def test_a_server_whose_folder_is_gone_ends(state_dir: Path) -> None:
    start_and_wait(state_dir)
    shutil.rmtree(state_dir)
    end = time.monotonic() + 20
    while servers_of(state_dir):
        assert time.monotonic() < end, "the server still lives"
        time.sleep(0.05)


@pytest.mark.slow
def test_three_cold_starts_share_one_server(state_dir: Path) -> None:
    commands = [start_command(state_dir) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        addresses = list(pool.map(lambda command: command.stdout.readline(), commands))
    assert len(set(addresses)) == 1
    assert addresses[0].startswith("http://127.0.0.1:")
    assert len(servers_of(state_dir)) == 1
    for command in commands:
        command.communicate()


@pytest.mark.slow
def test_a_killed_command_leaves_the_server_and_nothing_else(state_dir: Path) -> None:
    command = start_command(state_dir)
    assert command.stdout
    assert command.stdout.readline()
    os.kill(command.pid, signal.SIGKILL)
    command.communicate()
    status = server_status(state_dir)
    assert status
    assert servers_of(state_dir) == [str(status.pid)]
    assert os.getsid(status.pid) != os.getsid(0)
    assert os.getppid() not in (status.pid,)


@pytest.mark.slow
def test_it_stops_itself_when_idle_but_not_during_a_run(state_dir: Path) -> None:
    with hold_run(state_dir, "a-run"):  # begun first: on a busy machine a second may pass before the next line does
        start_and_wait(state_dir, idle_seconds=1)
        time.sleep(3)
        status = server_status(state_dir)
        assert status
        assert status.busy
    wait_until_gone(state_dir)
    assert server_status(state_dir) is None


@pytest.mark.slow
def test_once_ends_it_with_the_command_however_that_ends(state_dir: Path) -> None:
    for end in (signal.SIGKILL, signal.SIGTERM):
        command = start_command(state_dir, "once")
        assert command.stdout
        assert command.stdout.readline()
        command.send_signal(end)
        command.communicate()
        wait_until_gone(state_dir)


@pytest.mark.slow
def test_once_does_not_take_the_server_from_another_command(state_dir: Path) -> None:
    first, second = start_command(state_dir, "once"), start_command(state_dir, "once")
    assert first.stdout
    assert second.stdout
    assert first.stdout.readline() == second.stdout.readline()
    first.communicate()
    time.sleep(2)
    assert is_held(ServerFiles(state_dir).alive)
    launch_server(state_dir)
    second.communicate()
    time.sleep(2)
    status = server_status(state_dir)
    assert status
    assert not status.once


@pytest.mark.slow
def test_another_versions_server_is_replaced_unless_it_runs_a_flow(state_dir: Path) -> None:
    first = start_and_wait(state_dir)
    files = ServerFiles(state_dir)
    record = read_record(files)
    assert record
    write_record(files, record.model_copy(update={"versions": "prefect 3.8.7"}))
    with hold_run(state_dir, "a-run"), pytest.raises(StateError, match=str(first.pid)):
        launch_server(state_dir)
    second = start_and_wait(state_dir)
    assert second.pid != first.pid
    assert second.current
    assert servers_of(state_dir) == [str(second.pid)]


@pytest.mark.slow
def test_a_server_that_cannot_start_is_said_with_its_last_words(state_dir: Path) -> None:
    ServerFiles(state_dir).create()
    (state_dir / "prefect.db").write_bytes(b"no database, but somebody's file" * 100)
    with pytest.raises(StateError, match="not a database") as raised:
        wait_ready(launch_server(state_dir))
    assert str(state_dir) in raised.value.remedy
    assert (state_dir / "prefect.db").read_bytes().startswith(b"no database")


@pytest.mark.slow
def test_a_stopped_server_that_hears_nothing_is_ended_too(state_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.server._PATIENCE", 1.0)
    status = start_and_wait(state_dir)
    os.kill(status.pid, signal.SIGSTOP)
    assert stop_server(state_dir) is True
    assert servers_of(state_dir) == []


def test_a_damaged_record_is_no_server(state_dir: Path) -> None:
    ServerFiles(state_dir).create()
    for damage in (b"", b"{", b"null", b'{"port": "x"}', b"\xff"):
        (state_dir / "server.json").write_bytes(damage)
        assert server_status(state_dir) is None
        assert stop_server(state_dir) is False


def test_a_folder_of_everybody_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(StateError, match="Others may write"):
        launch_server(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_folders_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ResourceError, match="file"):
        launch_server(tmp_path / "file")


def test_a_run_is_abandoned_when_its_command_is_gone_and_not_before(state_dir: Path) -> None:
    code = "import sys; from pathlib import Path; from adapters.run_locks import hold_run\nwith hold_run(Path(sys.argv[1]), 'r1'):\n print(flush=True); sys.stdin.read()"  # noqa: E501
    command = subprocess.Popen(
        [sys.executable, "-c", code, str(state_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert command.stdout
    command.stdout.readline()
    assert any_run_held(state_dir)
    with abandoned_runs(state_dir) as runs:
        assert runs == ()
    command.kill()
    command.communicate()
    assert not any_run_held(state_dir)
    with abandoned_runs(state_dir) as runs, abandoned_runs(state_dir) as others:
        assert [run.flow_run_id for run in runs] == ["r1"]
        assert others == ()


def test_a_run_that_ends_well_leaves_no_lock_and_one_that_fails_is_looked_at_again(state_dir: Path) -> None:
    with hold_run(state_dir, "good"):
        assert any_run_held(state_dir)
    with pytest.raises(ValueError, match="boom"), hold_run(state_dir, "bad"):
        raise ValueError("boom")
    with abandoned_runs(state_dir) as runs:
        assert [run.flow_run_id for run in runs] == ["bad"]
    assert [path.name for path in (state_dir / "runs").iterdir()] == ["bad.lock"]
