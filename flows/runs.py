"""Runs, from Python: listed, told of, watched, and what may be done with them. The command does no more than call this.

    from flows.runs import cancel_run, list_runs, read_run, resume_run, watch_run

    for line in await list_runs(states=["failed", "crashed"], limit=5):
        print(line.short_id, line.name, line.message)
    result = await resume_run("last")

A run is named by its id or the beginning of it, by its name (the newest of it), or by `last`. All of it is what Prefect holds
and does, so the UI and the API do the same: a run cancelled there ends, one resumed there goes on. Each raises ConfigError
for a run that there is not, and for what its state does not allow.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Collection
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import FlowRun

from adapters.run_locks import is_run_held
from adapters.settings import Settings, load_settings
from flows.connection import connected
from model.errors import ConfigError
from model.inputs import InputConfig
from model.progress import Stage
from model.result import PipelineResult
from model.runs import OVER, RESUMABLE, RunLine, RunReport, RunState
from model.sets import SetReport
from tasks.crashed_runs import mark_crashed_runs
from tasks.runs.control import begin_again, set_cancelling, set_paused, set_resumed
from tasks.runs.finding import find_run, select_runs
from tasks.runs.reading import read_job, read_lines, read_report

Film = PipelineResult | SetReport
"""What a run makes: a film, or a set of them."""
_EVERY = 0.5
_PATIENCE = 20.0
"""Seconds that a run which is told something gets to do it, before we stop waiting for that."""


async def list_runs(
    *, states: Collection[RunState] = (), since: datetime | None = None, source: str = "", limit: int = 20
) -> tuple[RunLine, ...]:
    """Return the newest runs: in any of the states, begun since then, of a source whose name holds or fits `source`."""
    async with _server() as (client, _):
        return await read_lines(
            client, await select_runs(client, states=states, since=since, source=source, limit=limit)
        )


async def read_run(which: str) -> RunReport:
    """Return all that is told of a run: stages, scenes, errors, files, what was reused."""
    async with _server() as (client, _):
        return await read_report(client, await find_run(client, which))


async def watch_run(which: str) -> AsyncIterator[RunReport]:
    """Give reports of a run as it goes on, each time that something changed, until it is over or waits for somebody."""
    async with _server() as (client, _):
        run = await find_run(client, which, ("running", "cancelling", "pending"))
        before: RunReport | None = None
        while True:
            told = await read_report(client, await client.read_flow_run(run.id))
            if told != before:
                yield told
            if told.run.state in (*OVER, "waiting"):
                return
            before = told
            await asyncio.sleep(_EVERY)


async def resume_run(which: str, given: InputConfig | None = None) -> Film | None:
    """Go on with a run: here, with its own job, where it ended before its end; where it waits paused, it goes on there.

    `given` is a job that must be of the same source. Returns what it made; None where another process or a worker goes on.
    """
    async with _server() as (client, settings):
        run = await find_run(client, which, (*RESUMABLE, "paused"))
        told = await read_report(client, run)
        if told.run.state == "paused" and (told.run.deployed or _lives(told.run, settings)):
            await set_resumed(client, run)
            return None
        if told.run.deployed and told.run.state in RESUMABLE:
            await begin_again(client, run, None)
            return None
    return await _make(told, resume=told.run.run_id, config=given)


async def retry_run(which: str, from_stage: Stage) -> Film | None:
    """Make a run's film again: its stages before `from_stage` are reused, that one and all after it are made anew.

    Returns what it made; None where workers do it.
    """
    async with _server() as (client, _):
        run = await find_run(client, which, OVER)
        told = await read_report(client, run)
        if told.run.deployed and told.run.over:
            await begin_again(client, run, from_stage)
            return None
    return await _make(told, resume=told.run.run_id, anew_from=from_stage)


async def _make(told: RunReport, **how: Any) -> Film:
    result: Film = await _flow_of(told)(**how)
    return result


def _flow_of(told: RunReport) -> Any:
    """Import the flow that a run is one of: it brings all that makes films, which those who look do not need."""
    name = told.run.flow.replace("-", "_")
    return getattr(import_module(f"flows.{name}"), name)


async def cancel_run(which: str) -> RunLine:
    """End a run, wherever it runs, and return how it stands then; what it has finished is kept."""
    async with _server() as (client, settings):
        run = await find_run(client, which, ("running", "paused", "waiting", "pending"))
        line = await _line(client, run)
        if line.over:
            raise ConfigError(f"{_name(line)} is {line.state} already.", f"See video-gen runs show {line.short_id}")
        await set_cancelling(client, run, lives=_may_live(line, settings))
        return await _await(client, run, lambda one: one.over)


async def pause_run(which: str) -> RunLine:
    """Have a run finish the parts that are going on, and wait; `resume_run` has it go on."""
    async with _server() as (client, _):
        run = await find_run(client, which, ["running"])
        line = await _line(client, run)
        if line.state != "running":
            raise ConfigError(f"{_name(line)} is {line.state}: only what runs can be paused.", "See video-gen runs")
        await set_paused(client, run)
        return await _await(client, run, lambda one: one.state != "running")


async def approve_run(which: str) -> Film | None:
    """Approve the script that a run waits with, as its file is by now.

    The process that waits goes on; where none does, the film is made in this one, and returned. Raises ValidationError with
    every line that is wrong in the file: then the run waits on.
    """
    async with _server() as (client, settings):
        run = await find_run(client, which, ["waiting"])
        told = await read_report(client, run)
        if told.run.state != "waiting":
            raise ConfigError(f"{_name(told.run)} is {told.run.state}: it waits for nobody.", "See video-gen runs")
        script = await asyncio.to_thread(_read_script, told.run, read_job(run))
        elsewhere = told.run.deployed or _may_live(told.run, settings)
        if elsewhere:
            await set_resumed(client, run, script)
            return None
    return await _go_on_approved(told, run, script, settings)


async def _go_on_approved(told: RunReport, run: FlowRun, script: str, settings: Settings) -> PipelineResult:
    """Approve, and make the film here."""
    from flows.resuming import run_again

    async def approve() -> None:
        async with get_client() as client:
            await set_resumed(client, run, script)

    async with connected(settings):
        result: PipelineResult = await run_again(_flow_of(told), run, told, first=approve)
        return result


def _read_script(line: RunLine, job: InputConfig) -> str:
    """Read the script that waits; empty where it lies on another machine, and what is there counts."""
    if line.host not in ("", socket.gethostname()) and not Path(line.review).exists():
        return ""
    from adapters.review_file import check_review, read_review

    data = read_review(Path(line.review))
    check_review(data, _shown(line.review), job)
    return data.decode("utf-8", "replace")


def _shown(path: str) -> str:
    """Name a file as briefly as it can be named from here."""
    with contextlib.suppress(ValueError):
        return str(Path(path).relative_to(Path.cwd()))
    return path


@contextlib.asynccontextmanager
async def _server() -> AsyncIterator[tuple[PrefectClient, Settings]]:
    """Open the server, where what died is marked before anything is said of it."""
    settings = load_settings()
    async with connected(settings), get_client() as client:
        await mark_crashed_runs(client, settings.state_path)
        yield client, settings


async def _line(client: PrefectClient, run: FlowRun) -> RunLine:
    return (await read_lines(client, [await client.read_flow_run(run.id)]))[0]


async def _await(client: PrefectClient, run: FlowRun, done: Callable[[RunLine], bool]) -> RunLine:
    """Wait until a run has done as it was told, at most for a while; return how it stands."""
    line = await _line(client, run)
    for _ in range(int(_PATIENCE / _EVERY)):
        if done(line):
            break
        await asyncio.sleep(_EVERY)
        line = await _line(client, run)
    return line


def _lives(line: RunLine, settings: Settings) -> bool:
    return is_run_held(settings.state_path, line.run_id)


def _may_live(line: RunLine, settings: Settings) -> bool:
    """Tell whether a process may have the run: here that is known; of another machine it is not."""
    return line.host not in ("", socket.gethostname()) or _lives(line, settings)


def _name(line: RunLine) -> str:
    return f"{line.name} ({line.short_id})"
