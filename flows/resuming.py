"""An earlier run -> the same run, going on: its own job, its own id, in this process."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, get_type_hints

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.flow_engine import run_flow_async
from prefect.settings import PREFECT_LOCAL_STORAGE_PATH

from adapters.input import list_inputs
from adapters.recognition import find_problems
from adapters.run_locks import take_over
from adapters.settings import load_settings
from flows.connection import connected
from model.errors import ConfigError, StateError, VideoGenError
from model.inputs import InputConfig
from model.progress import Progress, Stage
from model.runs import OVER, RESUMABLE, SHORT, RunReport
from tasks.crashed_runs import mark_crashed_runs
from tasks.reporting import report
from tasks.run import find_place, settings_of
from tasks.runs.asking import forget_answers
from tasks.runs.control import BEFORE_REVIEW
from tasks.runs.finding import find_run
from tasks.runs.jobs import rebase_job, tell_differences
from tasks.runs.orders import RunStopped
from tasks.runs.reading import read_job, read_report


async def resume_run(flow: Flow[Any, Any], which: str, given: Any = None, anew_from: Stage | None = None) -> Any:
    """Go on with a run that did not end well; with `anew_from`, make it again from that stage on, however it ended.

    `given` is a job that the caller names beside it: it must be of the same source. Raises ConfigError when there is no such
    run or it cannot go on, StateError when another process has it, and all that the flow raises.
    """
    settings = load_settings()
    async with connected(settings):
        async with get_client() as client:
            await mark_crashed_runs(client, settings.state_path)
            wanted = OVER if anew_from else RESUMABLE
            run = await find_run(client, which, wanted, [flow.name])
            told = await read_report(client, run)
            _check_resumable(told, anew_from)
            if anew_from is not None and anew_from in BEFORE_REVIEW:
                await forget_answers(client, run.id)
        return await run_again(flow, run, told, given, anew_from)


async def run_again(
    flow: Flow[Any, Any],
    run: FlowRun,
    told: RunReport,
    given: Any = None,
    anew_from: Stage | None = None,
    first: Callable[[], Awaitable[None]] | None = None,
) -> Any:
    """Run a flow run once more in this process, whatever its state; `first` is called as soon as it is ours.

    Raises StateError when another process has it, ConfigError when what it is given is another job.
    """
    job = read_job(run, get_type_hints(flow.fn)["config"])
    config = await asyncio.to_thread(rebase_job, job, told.run.folder)
    config = config.model_copy(update={"anew_from": anew_from})
    kept = () if given is None else _check_given(InputConfig.model_validate(given), job, told)
    settings = settings_of(config)
    one_film = type(job) is InputConfig  # a set looks at each of its films itself
    problems = await asyncio.to_thread(find_problems, config) if one_film else ()
    if problems:
        raise problems[0] if len(problems) == 1 else ExceptionGroup("The run cannot go on.", problems)
    await _tell(config, told, anew_from, kept)
    place = find_place(config, settings)
    with take_over(settings.state_path, str(run.id)) as ours:
        if not ours:
            raise StateError(f"Another command goes on with {_name(told)} already.", _watch(told))
        if first is not None:
            await first()
        async with connected(settings, {PREFECT_LOCAL_STORAGE_PATH: str(place.results)}):
            try:
                return await run_flow_async(flow, flow_run=run, parameters={"config": config})
            except RunStopped as stop:
                raise stop.error from None


async def _tell(config: InputConfig, told: RunReport, anew_from: Stage | None, kept: tuple[str, ...]) -> None:
    """Say what goes on, from where, and what is no longer as it was."""
    line = told.run
    where = f"from {anew_from} on" if anew_from else f"{line.percent:.0f} % were done"
    where = "its script is approved" if line.state == "waiting" else where
    notices = [f"Going on with {_name(told)}: {where}.", *kept]
    try:
        if told.inputs:
            notices += tell_differences(told, await asyncio.to_thread(list_inputs, config))
    except VideoGenError as error:  # the run itself will say so, at its place
        notices.append(str(error))
    for notice in notices:
        await report(Progress(stage="adapt", done=0, total=1, notice=notice, calm=True))


def _check_resumable(told: RunReport, anew_from: Stage | None) -> None:
    line, name = told.run, _name(told)
    if line.deployed:
        raise ConfigError(
            f"{name} belongs to a deployment.", f"Its workers go on with it: video-gen resume {line.short_id}"
        )
    if line.state == "completed" and anew_from is None:
        remedy = (
            f"Its film is {line.film}. `video-gen retry {line.short_id} --from STAGE` makes it again from a stage on."
        )
        raise ConfigError(f"{name} is completed: there is nothing to go on with.", remedy)
    if line.state == "waiting":
        raise ConfigError(
            f"{name} waits for its script to be approved.", f"Approve it: video-gen approve {line.short_id}"
        )
    if line.state not in OVER:
        here = f" on {line.host}" if line.host not in ("", socket.gethostname()) else ""
        raise ConfigError(f"{name} is {line.state}{here}.", _watch(told))


def _check_given(given: InputConfig, job: InputConfig, told: RunReport) -> tuple[str, ...]:
    """Say which options the run has of its own. Raises ConfigError for another source."""
    if not _same_place(given.source, job.source, told.run.folder):
        remedy = "Leave the source out, or name the run of this source."
        raise ConfigError(f"{_name(told)} is a run of {job.source}, not of {given.source}.", remedy)
    others = [name for name in given.stated if getattr(given, name) != getattr(job, name)]
    own = ", ".join(f"{name} {getattr(job, name)}" for name in others)
    return (f"The run keeps the options that it was begun with: {own}.",) if own else ()


def _same_place(given: str, own: str, folder: str) -> bool:
    return given == own or Path(given).absolute() == Path(folder, own)


def _name(told: RunReport) -> str:
    return f"{told.run.name} ({told.run.run_id[:SHORT]})"


def _watch(told: RunReport) -> str:
    return f"Watch it: video-gen runs watch {told.run.short_id}"
