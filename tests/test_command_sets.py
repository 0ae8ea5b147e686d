"""A set by the real command: what fails stops nothing, Ctrl-C keeps what is finished, and what is there is not made again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.delivery import find_result, verify_result
from adapters.run_locks import any_run_held
from adapters.server import (
    ServerAddress,
    client_environment,
    launch_server,
    server_status,
    stop_server,
    wait_ready,
)
from model.sets import REPORT_FILE, FilmReport, SetReport
from tests.film_maker import ROOT, FilmMaker, kill_group
from tests.prefect_api import ask
from tests.test_command_killed import await_event, delivered_names

pytestmark = pytest.mark.slow
PAGE = "# {name}\n\nThis page is about {name}, and about nothing else.\n\n## Use\n\n- Look at it.\n- Go on.\n"
NAMES = ("alpha", "beta", "gamma")
GOOD, BROKEN = "# Delta\n\nThis was mended, and is made now.\n", "broken \0"


def write_pages(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / f"{name}.md").write_text(PAGE.format(name=name.title()))
    return folder


def read_report(maker: FilmMaker) -> SetReport:
    return SetReport.model_validate_json((maker.output / REPORT_FILE).read_bytes())


def run_set(maker: FilmMaker, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    done = maker.run(*arguments, module="flows.make_set", **more)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> FilmMaker:
    """Give a set of three pages, made, and a fourth that is broken."""
    maker = FilmMaker(tmp_path_factory.mktemp("set"), command_state)
    docs = write_pages(maker.home / "docs", *NAMES)
    (docs / "delta.md").write_text(BROKEN)
    done = run_set(maker, "--source", str(docs), "--max-parallel", "3")
    assert done.returncode == 1
    films = [str(maker.output / name / f"{name}.mp4") for name in NAMES]
    assert done.stdout.splitlines() == films
    said = done.stderr.splitlines()
    assert said[0] == f"Reading {docs}"
    assert said[2] == "1 of 4 cannot be made: why is told in the end"
    lines = [
        re.fullmatch(r"\[ *\d+\.\d s\] (\d)/4 made +(\w+): \d:\d\d, \d+ scenes, in [\d.]+ s", line)
        for line in said[3:6]
    ]
    assert [line[1] for line in lines if line] == ["2", "3", "4"], said
    assert {line[2] for line in lines if line} == set(NAMES)
    assert said[6].startswith(f"error: {docs}/delta.md:1: This is no text: it holds a NUL byte.")
    assert said[7].startswith("4 films: 3 made, 1 failed. ")
    assert len(said) == 8
    return maker


def test_each_film_is_a_run_below_the_sets(made: FilmMaker) -> None:
    report = read_report(made)
    assert (report.made, report.failed) == (3, 1)
    run = ask(made.state, f"flow_runs/{report.flow_run_id}")
    assert (run["name"], run["state_type"]) == ("docs", "FAILED")
    assert run["state"]["message"].endswith("1 of 4 films are missing. The same command makes only these.")
    question = {"flow_runs": {"parent_flow_run_id": {"any_": [report.flow_run_id]}}}
    children = ask(made.state, "flow_runs/filter", question)
    assert {child["id"] for child in children} == {film.flow_run_id for film in report.films if film.state == "made"}
    assert {child["state_type"] for child in children} == {"COMPLETED"}
    (page,) = ask(made.state, "artifacts/filter", {
        "artifacts": {"key": {"any_": ["set"]}}, "flow_runs": {"id": {"any_": [report.flow_run_id]}},
    })  # fmt: skip
    assert page["data"].startswith("# 4 films: 3 made, 1 failed. ")


def test_a_film_of_a_set_is_the_film_alone(made: FilmMaker, tmp_path: Path) -> None:
    alone = FilmMaker(tmp_path, made.state)
    folder = alone.folder(alone.make(made.home / "docs" / "beta.md"))
    names = delivered_names(folder)
    assert len(names) == 9
    for name in names:
        assert (folder / name).read_bytes() == (made.output / "beta" / name).read_bytes(), name


def test_what_is_there_is_told_without_a_run(made: FilmMaker) -> None:
    before = delivered_names(made.home / "cache" / "results")
    done = run_set(made, "--source", str(made.home / "docs" / "*.md"))
    assert done.returncode == 1
    assert "Runs are shown" not in done.stderr
    report = read_report(made)
    assert (report.made, report.reused, report.failed, report.flow_run_id) == (0, 3, 1, "")
    assert delivered_names(made.home / "cache" / "results") == before


def test_only_what_is_missing_is_made(made: FilmMaker) -> None:
    (made.home / "docs" / "delta.md").write_text(GOOD)
    listed = "\n".join(str(made.home / "docs" / f"{name}.md") for name in ("delta", *NAMES))
    done = run_set(made, "--source", "-", "--json", stdin=listed)
    assert done.returncode == 0, done.stderr
    report = SetReport.model_validate_json(done.stdout)
    assert report == read_report(made)
    assert [(film.video_id, film.state) for film in report.films] == [
        ("delta", "made"), *((name, "reused") for name in NAMES)
    ]  # fmt: skip


def test_an_option_that_cannot_be_is_told_once(made: FilmMaker) -> None:
    done = run_set(made, "--source", str(made.home / "docs"), "--theme", "nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert len([line for line in done.stderr.splitlines() if line.startswith("error:")]) == 1


def test_ctrl_c_keeps_what_is_finished(tmp_path: Path, command_state: Path) -> None:
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        pytest.skip("a job in the background of a shell inherits that Ctrl-C is not for it")
    maker = FilmMaker(tmp_path, command_state)
    docs = write_pages(tmp_path / "docs", *(f"page-{at}" for at in range(5)))
    process = maker.start(
        "--source", str(docs), "--max-parallel", "2", module="flows.make_set", VIDEO_GEN_ENGINE="espeak"
    )
    await_event(process, " 1/5 made")
    await_running_film(maker)
    kill_group(process, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, ""), stderr
    assert stderr.splitlines()[-1] == "Stopped. What is finished is kept: the same command goes on from there."
    assert "Traceback" not in stderr
    assert not any_run_held(maker.state)
    report = read_report(maker)
    assert report.made >= 1
    assert report.stopped >= 1
    assert report.made + report.stopped == 5
    whole = [film.video_id for film in report.films if film.state == "made"]
    assert all(is_whole(maker.output / name) for name in whole)
    done = run_set(maker, "--source", str(docs), VIDEO_GEN_ENGINE="espeak")
    assert done.returncode == 0, done.stderr
    assert_cancelled(maker, report)
    again = read_report(maker)
    there = [film.video_id for film in again.films if film.state == "reused"]
    assert set(whole) <= set(there)
    assert (again.made + len(there), again.success) == (5, True)


def films_of(maker: FilmMaker, flow_run_id: str) -> list[dict[str, Any]]:
    """Return the server's runs below a set's."""
    question = {"flow_runs": {"parent_flow_run_id": {"any_": [flow_run_id]}}}
    return list(ask(maker.state, "flow_runs/filter", question))


def await_running_film(maker: FilmMaker) -> str:
    """Wait until a film of the set that goes on is being made, and return the set's run."""
    end = time.monotonic() + 60
    going_on = {"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}}}
    while True:
        runs = ask(maker.state, "flow_runs/filter", going_on)
        if any(run["parent_task_run_id"] for run in runs):
            (of_set,) = [run["id"] for run in runs if not run["parent_task_run_id"]]
            return str(of_set)
        assert time.monotonic() < end
        time.sleep(0.05)


def assert_cancelled(maker: FilmMaker, report: SetReport) -> None:
    """Check that a set and each of its films that had begun are Cancelled, or done, and that none is held."""
    assert ask(maker.state, f"flow_runs/{report.flow_run_id}")["state_type"] == "CANCELLED"
    states = [(run["state_type"], run["state"]["message"]) for run in films_of(maker, report.flow_run_id)]
    assert {state for state, _ in states} <= {"CANCELLED", "COMPLETED"}, states
    assert [state for state, _ in states].count("COMPLETED") == report.made
    assert len(states) == report.made or "CANCELLED" in {state for state, _ in states}, states


def test_a_cancelled_set_has_cancelled_films(tmp_path: Path, command_state: Path) -> None:
    maker = FilmMaker(tmp_path, command_state)
    docs = write_pages(tmp_path / "docs", *(f"page-{at}" for at in range(5)))
    process = maker.start(
        "--source", str(docs), "--max-parallel", "2", module="flows.make_set", VIDEO_GEN_ENGINE="espeak"
    )
    await_event(process, " 1/5 made")
    run = await_running_film(maker)
    cancelled = maker.run("cancel", run[:8], module="deployments.command")
    assert cancelled.returncode == 0, cancelled.stderr
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 8, stderr
    assert stderr.splitlines()[-1].startswith("error: The run was cancelled from elsewhere. What is finished is kept:")
    assert "Traceback" not in stderr
    report = read_report(maker)
    assert (report.flow_run_id, report.failed, report.made + report.stopped) == (run, 0, 5)
    assert_cancelled(maker, report)


def test_a_set_that_goes_on_is_shown_as_one_that_begins(tmp_path: Path, command_state: Path) -> None:
    maker = FilmMaker(tmp_path, command_state)
    docs = write_pages(tmp_path / "docs", *(f"page-{at}" for at in range(4)))
    (docs / "page-3.md").write_text(BROKEN)
    process = maker.start(
        "--source", str(docs), "--max-parallel", "1", module="flows.make_set", VIDEO_GEN_ENGINE="espeak"
    )
    await_event(process, " 2/4 made")
    kill_group(process, signal.SIGKILL)
    process.communicate()
    resumed = maker.run("resume", "docs", module="deployments.command", VIDEO_GEN_ENGINE="espeak")
    assert resumed.returncode == 1, resumed.stderr
    said = resumed.stderr.splitlines()
    begin = said.index("1 of 4 films are there, whole and unchanged")
    assert said[begin + 1] == "1 of 4 cannot be made: why is told in the end"
    lines = [re.fullmatch(r"\[ *\d+\.\d s\] (\d)/4 made +(page-\d): .*", line) for line in said[begin + 2 : begin + 4]]
    assert [line.groups() for line in lines if line] == [("3", "page-1"), ("4", "page-2")], said
    assert said[begin + 4].startswith(f"error: {docs}/page-3.md:1: This is no text")
    assert ask(maker.state, f"flow_runs/{read_report(maker).flow_run_id}")["run_count"] == 2


_SET = """\
import asyncio, sys
from flows.make_set import make_set
from model.sets import SetConfig
tell = lambda event: print(event.kind, getattr(event, "stage", ""), flush=True)
asyncio.run(make_set(SetConfig(source=sys.argv[1], output=sys.argv[2], engine="espeak"), on_event=tell))
"""


@pytest.mark.parametrize("event", ["PIPELINE_STARTED", "STAGE_STARTED render"])
def test_ctrl_c_cancels_a_programs_set(event: str, tmp_path: Path, command_state: Path) -> None:
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        pytest.skip("a job in the background of a shell inherits that Ctrl-C is not for it")
    maker = FilmMaker(tmp_path, command_state)
    docs = write_pages(tmp_path / "docs", *(f"page-{at}" for at in range(3)))
    process = subprocess.Popen(
        [sys.executable, "-c", _SET, str(docs), str(maker.output)], cwd=tmp_path, env=maker.world(),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline().startswith("PIPELINE_STARTED")  # the set's own
    assert any(line.startswith(event) for line in process.stdout)  # a film's, or of others as they begin
    os.kill(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert stderr.splitlines()[-1] == "KeyboardInterrupt", stderr
    assert_cancelled(maker, read_report(maker))


def test_a_set_goes_on_when_its_server_is_killed(tmp_path: Path) -> None:
    maker = FilmMaker(tmp_path, tmp_path / "state")
    docs = write_pages(tmp_path / "docs", "one", "two", "three")
    process = maker.start(
        "--source", str(docs), "--max-parallel", "1", module="flows.make_set", VIDEO_GEN_ENGINE="espeak"
    )
    try:
        await_event(process, " 1/3 made")
        status = server_status(maker.state)
        assert status is not None
        os.kill(status.pid, signal.SIGKILL)
        _, stderr = process.communicate(timeout=200)
    finally:
        stop_server(maker.state)
    assert process.returncode == 0, stderr
    assert read_report(maker).made == 3


def is_whole(folder: Path) -> bool:
    result = find_result(folder)
    return result is not None and verify_result(folder, result)


@pytest.fixture(scope="module")
def fleet(command_state: Path) -> Iterator[ServerAddress]:
    """Give a server that a process serves `make-video/on-demand` on."""
    address = launch_server(command_state)
    wait_ready(address)
    world = FilmMaker(command_state.parent, command_state).world(**client_environment(address))
    with subprocess.Popen(
        [sys.executable, "-m", "tests.served_flow"], cwd=ROOT, env=world, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert any("being served" in line for line in process.stdout)
        yield address
        os.killpg(process.pid, signal.SIGKILL)


def test_a_deployment_makes_the_films(tmp_path: Path, fleet: ServerAddress) -> None:
    maker = FilmMaker(tmp_path, fleet.state_dir)
    docs = write_pages(tmp_path / "docs", "one", "two")
    (docs / "three.md").write_text("![](x.png)\n\n```mermaid\n```\n")
    done = run_set(maker, "--source", str(docs), "--deployment", "make-video/on-demand")
    report = read_report(maker)
    films = {film.video_id: film for film in report.films}
    assert films["one"].state == films["two"].state == "made", done.stderr
    assert all(is_whole(maker.output / name) for name in ("one", "two"))
    assert films["one"].title == "One"
    assert films["one"].scenes >= 2
    run = ask(maker.state, f"flow_runs/{films['one'].flow_run_id}")
    assert run["deployment_id"]
    assert run["parent_task_run_id"]
    assert run["parameters"]["config"]["cache_dir"] is None  # the worker's is its own


def test_a_deployment_that_is_not_there_is_told(tmp_path: Path, command_state: Path) -> None:
    maker = FilmMaker(tmp_path, command_state)
    done = run_set(maker, "--source", str(write_pages(tmp_path / "docs", "one")), "--deployment", "make-video/none")
    assert done.returncode == 1
    assert "There is no deployment make-video/none on this server. Deploy it first." in done.stderr


COUNTED = """
import asyncio
from prefect.client.orchestration import get_client
from tasks.limits import limit_name, limited

inside, most = 0, 0

async def pass_through():
    global inside, most
    async with limited("edge"):
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.2)
        inside -= 1

async def main():
    async with limited("edge"):
        pass
    async with get_client() as client:
        made = await client.read_global_concurrency_limit_by_name(limit_name("edge"))
        await client.upsert_global_concurrency_limit_by_name(limit_name("edge"), 1)
    await asyncio.gather(*(pass_through() for _ in range(3)))
    async with get_client() as client:
        await client.delete_global_concurrency_limit_by_name(limit_name("edge"))
    print(made.limit, most)

asyncio.run(main())
"""


def test_a_server_counts_where_it_is_told_to(tmp_path: Path, command_state: Path) -> None:
    address = launch_server(command_state)
    wait_ready(address)
    world = FilmMaker(tmp_path, command_state).world(**client_environment(address), VIDEO_GEN_LIMITS="server")
    done = subprocess.run(
        [sys.executable, "-c", COUNTED], cwd=ROOT, env=world, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout == "4 1\n", done.stderr


def test_a_report_is_of_these_films(made: FilmMaker) -> None:
    films: tuple[FilmReport, ...] = read_report(made).films
    assert all(Path(film.video).is_file() for film in films if film.state in ("made", "reused"))
