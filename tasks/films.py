"""Planned films -> what became of each: so many at a time, going on past those that fail."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from httpx import HTTPError
from prefect.artifacts import acreate_markdown_artifact, acreate_progress_artifact, aupdate_progress_artifact
from prefect.exceptions import PrefectHTTPStatusError

from adapters.account import open_account
from adapters.files import write_atomically
from adapters.sets.planning import PlannedFilm, plan_films, read_stated, report_failure, report_result
from adapters.sets.sources import expand_sources
from model.errors import IncompleteSetError, StateError
from model.progress import Progress
from model.result import PipelineResult
from model.sets import REPORT_FILE, FilmReport, SetConfig, SetReport, sum_up
from render.set_summary import summarise_set
from tasks.reporting import listening
from tasks.run import Run, settings_of
from tasks.runs.orders import cancel_unborn

MakeFilm = Callable[[PlannedFilm], Awaitable[FilmReport]]
"""Makes one film, or raises what its run raised."""
MakeSet = Callable[[SetConfig], Awaitable[SetReport]]
"""The flow that makes a set."""
SetListener = Callable[[FilmReport, Progress | None], None]
"""Told of each step of a film, and with None for the step when it begins, or is done with."""

SetOpener = Callable[[tuple[PlannedFilm, ...]], SetListener]
"""Told what is planned, as soon as that is known; returns who follows it."""

_following: ContextVar[SetListener | None] = ContextVar("following", default=None)
_meeting: ContextVar[SetOpener | None] = ContextVar("meeting", default=None)
_planned: ContextVar[tuple[PlannedFilm, ...] | None] = ContextVar("planned", default=None)


@contextlib.contextmanager
def following(listener: SetListener, planned: tuple[PlannedFilm, ...] | None = None) -> Iterator[None]:
    """Tell a function what becomes of the films of the sets inside; `planned` is a plan that needs no making again."""
    tokens = _following.set(listener), _planned.set(planned)
    try:
        yield
    finally:
        _following.reset(tokens[0])
        _planned.reset(tokens[1])


@contextlib.contextmanager
def meeting_sets(opener: SetOpener) -> Iterator[None]:
    """Have the sets inside followed whose plan nobody knows before they have made it: those that go on."""
    token = _meeting.set(opener)
    try:
        yield
    finally:
        _meeting.reset(token)


@contextlib.contextmanager
def as_planned(planned: tuple[PlannedFilm, ...]) -> Iterator[None]:
    """Have the sets inside follow a plan; whoever follows goes on to."""
    token = _planned.set(planned)
    try:
        yield
    finally:
        _planned.reset(token)


def given_plan() -> tuple[PlannedFilm, ...] | None:
    """Return the plan that the caller has made already."""
    return _planned.get()


async def plan_set(config: SetConfig) -> tuple[PlannedFilm, ...]:
    """Find the set's films, and which of them are there already."""
    planned = _planned.get()
    return planned if planned is not None else await asyncio.to_thread(_plan, config)


def _plan(config: SetConfig) -> tuple[PlannedFilm, ...]:
    settings = settings_of(config)
    named = expand_sources(config.all_sources, config.one_film_per)
    return tuple(plan_films(named, read_stated(config, settings), settings.state_path, rerun=config.rerun))


def make_here(make_video: Callable[..., Coroutine[Any, Any, Any]]) -> MakeFilm:
    """Return what makes a film in this process: a flow run of its own, below the set's."""

    async def make(film: PlannedFilm) -> FilmReport:
        listener, report = _following.get(), film.report
        try:
            with listening(partial(listener, report) if listener else None):
                state = await make_video(film.config, return_state=True)
            report = report.model_copy(update={"flow_run_id": str(state.state_details.flow_run_id or "")})
            result: PipelineResult = await state.aresult()
        except (HTTPError, PrefectHTTPStatusError) as error:  # while the run was created, too
            said = str(error).splitlines()[0].rstrip(".")
            return report_failure(
                report, StateError(f"The Prefect server failed us: {said}.", "Run the command again.")
            )
        except Exception as error:  # whatever it was, the other films are made
            return report_failure(report, error)
        return report_result(report, result, "made")

    return make


async def make_films(
    planned: Sequence[PlannedFilm], make: MakeFilm, config: SetConfig, run: Run
) -> tuple[FilmReport, ...]:
    """Make the films that are not there, and return what became of all. When it is ended, the report says what is missing."""
    if opener := _meeting.get():
        _following.set(opener(tuple(planned)))  # for the films below: this is the set's own task
    reports = [film.report for film in planned]
    gate, progress = asyncio.Semaphore(config.max_parallel), _SetProgress(reports, planned)

    async def make_one(at: int, film: PlannedFilm) -> None:
        async with gate:
            progress.tell(film.report)
            with open_account(config.max_cost) as account:
                try:
                    reports[at] = await _try(make, film)
                finally:  # what failed, or was ended, may have been paid for
                    reports[at] = reports[at].model_copy(update={"cost": account.spent or reports[at].cost})
        await progress.count(reports[at])

    tasks = [asyncio.ensure_future(make_one(at, film)) for at, film in enumerate(planned) if film.config is not None]
    try:
        await asyncio.shield(asyncio.gather(*tasks))  # so that we hear of an end before the films do
    except BaseException:
        ended = datetime.now(UTC)
        for task in tasks:
            task.cancel()
        try:
            await asyncio.gather(*tasks, return_exceptions=True)
            await cancel_unborn(run.flow_run_id, ended)
        finally:
            _write_report(_sum_up(reports, config, run))
        raise
    return tuple(reports)


async def _try(make: MakeFilm, film: PlannedFilm) -> FilmReport:
    began = time.monotonic()
    try:
        return await make(film)
    except Exception as error:
        failed = report_failure(film.report, error)
        return failed.model_copy(update={"seconds": round(time.monotonic() - began, 3)})


class _SetProgress:
    """How many films are done with: told to who follows, and to the run's progress artifact."""

    def __init__(self, reports: Sequence[FilmReport], planned: Sequence[PlannedFilm]) -> None:
        self._total = len(reports)
        self._done = sum(film.config is None for film in planned)
        self._artifact: UUID | None = None

    def tell(self, film: FilmReport) -> None:
        if listener := _following.get():
            listener(film, None)

    async def count(self, film: FilmReport) -> None:
        self.tell(film)
        self._done += 1
        percent = 100 * self._done / self._total
        if self._artifact is None:
            self._artifact = await acreate_progress_artifact(percent, key="films", description="Films done with.")
        else:
            await aupdate_progress_artifact(self._artifact, progress=percent)


async def deliver_report(reports: tuple[FilmReport, ...], config: SetConfig, run: Run) -> SetReport:
    """Write the set's report beside the films, and as a page in the UI.

    Raises IncompleteSetError, with the report, when a film is missing.
    """
    report = _sum_up(reports, config, run)
    await asyncio.to_thread(_write_report, report)
    await acreate_markdown_artifact(summarise_set(report), key="set", description="What became of each film.")
    if not report.success:
        raise IncompleteSetError(report)
    return report


def _sum_up(reports: Sequence[FilmReport], config: SetConfig, run: Run) -> SetReport:
    output = str(Path(config.output).absolute())
    return sum_up(tuple(reports), output, time.monotonic() - run.began, run.flow_run_id)


def _write_report(report: SetReport) -> None:
    write_atomically(Path(report.output) / REPORT_FILE, (report.model_dump_json(indent=2) + "\n").encode())
