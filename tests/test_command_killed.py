"""A command that is killed in the middle -> nothing of it lives on, and the next run ends where it would have ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.delivery import find_result, verify_result
from adapters.run_locks import any_run_held
from model.result import PipelineResult
from tests.film_maker import FilmMaker, kill_group
from tests.prefect_api import ask
from tests.shared_film import SharedFilm, write_document

ELSEWHERE = {"TZ": "Pacific/Auckland", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "7", "VIDEO_GEN_JOBS": "3"}


def await_event(process: subprocess.Popen[str], event: str) -> None:
    """Read the command's messages until one of them holds the event."""
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        if event in line:
            return
    raise AssertionError(f"{event} never came: {seen}")


def list_session(leader: int) -> list[str]:
    """List the living processes of a session, by their command lines (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, *numbers = entry.joinpath("stat").read_text().rpartition(")")[2].split()[:4]
            if int(numbers[2]) == leader and state != "Z":
                found.append(entry.joinpath("cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def await_end_of_session(leader: int) -> None:
    end = time.monotonic() + 10
    while left := list_session(leader):
        assert time.monotonic() < end, left
        time.sleep(0.05)


def delivered_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


class Killed:
    """A command that was killed once an event had come."""

    def __init__(self, maker: FilmMaker, event: str, *arguments: str) -> None:
        self.maker, self.source = maker, write_document(maker.home / "documents")
        before = set(self._locks())
        process = maker.start("--source", str(self.source), *arguments)
        await_event(process, event)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        self.leader = process.pid
        (lock,) = set(self._locks()) - before
        self.flow_run_id = lock.stem

    def _locks(self) -> list[Path]:
        return list((self.maker.state / "runs").glob("*.lock"))


@pytest.fixture(scope="module")
def killed(shared_film: SharedFilm, tmp_path_factory: pytest.TempPathFactory) -> Killed:
    maker = FilmMaker(tmp_path_factory.mktemp("killed"), shared_film.maker.state)
    return Killed(maker, "drawing 3/8")


@pytest.fixture(scope="module")
def resumed(killed: Killed) -> PipelineResult:
    """Give the film of the next run, which goes on in another corner of the machine."""
    elsewhere = killed.maker.home / "elsewhere"
    (elsewhere / "temporary").mkdir(parents=True)
    arguments = ("--output", "films", "--json", "--source", str(killed.source))
    done = killed.maker.run(*arguments, cwd=elsewhere, TMPDIR=str(elsewhere / "temporary"), **ELSEWHERE)
    assert done.returncode == 0, done.stderr
    assert list((elsewhere / "temporary").iterdir()) == []
    return PipelineResult.model_validate_json(done.stdout)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_no_other_process_lives_on(killed: Killed) -> None:
    await_end_of_session(killed.leader)


@pytest.mark.slow
def test_nothing_is_delivered(killed: Killed) -> None:
    assert delivered_names(killed.maker.output) == []
    assert not any_run_held(killed.maker.state)


@pytest.mark.slow
def test_the_next_run_ends_with_the_same_bytes(
    killed: Killed, resumed: PipelineResult, shared_film: SharedFilm
) -> None:
    assert resumed.run is not None
    assert resumed.run.folder == str(killed.maker.home / "elsewhere" / "films" / "lighthouse")
    assert resumed.run.reused >= len(resumed.scenes)
    assert 0 < resumed.run.drawn < len(resumed.scenes)
    names = delivered_names(shared_film.folder)
    assert len(names) == 9
    assert delivered_names(Path(resumed.run.folder)) == names
    for name in names:
        assert (Path(resumed.run.folder) / name).read_bytes() == (shared_film.folder / name).read_bytes(), name


@pytest.mark.slow
def test_the_killed_run_is_crashed(killed: Killed, resumed: PipelineResult) -> None:
    run = ask(killed.maker.state, f"flow_runs/{killed.flow_run_id}")
    assert run["state_type"] == "CRASHED"
    assert run["state"]["message"] == "The command that ran this was killed."
    assert not (killed.maker.state / "runs" / f"{killed.flow_run_id}.lock").exists()


@pytest.mark.slow
@pytest.mark.parametrize("event", ["narrating 2/8", "drawing 0/8", "mastering 3/8", "finishing 0/2", "finishing 1/2"])
def test_a_kill_anywhere_changes_nothing(
    tmp_path: Path, espeak_film: Path, shared_film: SharedFilm, event: str
) -> None:
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    killed = Killed(maker, event, "--engine", "espeak")
    await_end_of_session(killed.leader)
    assert delivered_names(maker.output) in ([], delivered_names(espeak_film))
    result = maker.make(killed.source, "--engine", "espeak")
    for name in delivered_names(espeak_film):
        assert (maker.folder(result) / name).read_bytes() == (espeak_film / name).read_bytes(), name


@pytest.fixture(scope="module")
def espeak_film(shared_film: SharedFilm, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    maker = FilmMaker(tmp_path_factory.mktemp("spoken"), shared_film.maker.state)
    yield maker.folder(maker.make(write_document(maker.home / "documents"), "--engine", "espeak"))


@pytest.mark.slow
@pytest.mark.parametrize("event", ["Reading", "Runs are shown", "narrating 1/8", "drawing 2/8", "finishing 1/2"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it(tmp_path: Path, shared_film: SharedFilm, event: str, number: signal.Signals) -> None:
    if signal.getsignal(number) == signal.SIG_IGN:
        pytest.skip("a job in the background of a shell inherits that Ctrl-C is not for it")
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    process = maker.start("--source", str(write_document(tmp_path / "documents")), "--engine", "espeak")
    await_event(process, event)
    kill_group(process, number)
    stdout, stderr = process.communicate(timeout=40)  # a second on a machine that is idle
    assert (process.returncode, stdout) == (128 + number, "")
    said = [line for line in stderr.splitlines() if not re.match(r"\[ *\d|Runs are shown|An earlier run", line)]
    assert said == ["Stopped. What is finished is kept: the same command goes on from there."]
    await_end_of_session(process.pid)
    assert not any_run_held(maker.state)
    if event == "finishing 1/2" and delivered_names(maker.output):  # it was being handed over: then it is whole
        facts = maker.make(maker.home / "documents" / "lighthouse.md", "--engine", "espeak").run
        assert facts is not None and facts.unchanged
    else:
        assert delivered_names(maker.output) == []


@pytest.mark.slow
@pytest.mark.parametrize("same", [True, False], ids=["one job", "two jobs"])
def test_two_commands_at_once_end_whole(tmp_path: Path, shared_film: SharedFilm, same: bool) -> None:
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    first = second = write_document(tmp_path / "documents")
    if not same:
        second = first.with_name("beacon.md")
        second.write_text(first.read_text().replace("Lighthouse", "Beacon"))
    running = [maker.start("--source", str(source), "--json") for source in (first, second)]
    for process in running:
        stdout, stderr = process.communicate(timeout=150)
        assert process.returncode == 0, stderr
        result = PipelineResult.model_validate_json(stdout)
        delivered = find_result(maker.folder(result))
        assert delivered == result.model_copy(update={"run": None})
        assert verify_result(maker.folder(result), result)
    assert find_result(maker.output / "lighthouse") == shared_film.result.model_copy(update={"run": None})
