"""A flow run -> its feed, opened with all who hear it, and closed when they have heard how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from typing import Protocol

from prefect.runtime import flow_run

from adapters.log_place import LogPlace, note_place
from adapters.settings import Settings
from model.errors import RunWaitsError, ValidationError, VideoGenError
from model.events import (
    LONGEST_MESSAGE,
    PipelineCompleted,
    PipelineFailed,
    PipelineStarted,
    RunEvent,
    ValidationProblem,
)
from tasks.reporting import Tally, open_tally
from tasks.runs.orders import RunStopped
from tasks.telling.feed import EventFeed
from tasks.telling.prefect_events import PrefectEvents
from tasks.telling.progress_pages import ProgressPages
from tasks.telling.run_metrics import open_metrics
from tasks.telling.spans import flush_spans, tracing
from tasks.telling.stages import set_feed
from tasks.telling.subscribers import open_subscribers

_PATIENCE = 10.0
"""Seconds that subscribers get after the end of a run."""
_IN_HASTE = 0.5
"""The same, of a run that is ended from without: Ctrl-C is obeyed within three seconds, come what may."""
_MOST_PROBLEMS = 50


class Outlet(Protocol):
    """Whoever does something of their own with the events of one run, beside the film."""

    def hear(self, event: RunEvent) -> None:
        """Take an event, at once."""

    async def close(self, patience: float) -> None:
        """Finish with those that were taken, in so many seconds at most."""


@contextlib.asynccontextmanager
async def telling(settings: Settings) -> AsyncIterator[Tally]:
    """Tell of the flow run that goes on inside, from its start to its end."""
    metrics = open_metrics(settings)
    outlets: list[Outlet] = [ProgressPages(), *open_subscribers(), *([metrics] if metrics else [])]
    hearers = [PrefectEvents(flow_run.name).hear, *(outlet.hear for outlet in outlets)]
    feed = EventFeed(flow_run.id, flow_run.run_count or 1, hearers)
    patience = _PATIENCE
    set_feed(feed)
    note_place(**LogPlace(run=flow_run.id)._asdict())
    try:
        with tracing(run_id=flow_run.id, source=flow_run.name):
            async with _telling_how_it_ends(feed) as tally:
                yield tally
    except BaseException as error:
        patience = _PATIENCE if isinstance(error, Exception) else _IN_HASTE
        raise
    finally:
        feed.close()
        await asyncio.gather(flush_spans(patience), *(outlet.close(patience) for outlet in outlets))


@contextlib.asynccontextmanager
async def _telling_how_it_ends(feed: EventFeed) -> AsyncIterator[Tally]:
    tally, began = open_tally(), time.monotonic()
    feed.tell(PipelineStarted, source=flow_run.name)
    try:
        yield tally
    except BaseException as error:
        _tell_failure(feed, error, time.monotonic() - began)
        raise
    _tell_success(feed, tally)


def _tell_success(feed: EventFeed, tally: Tally) -> None:
    result = tally.result
    if result is None or result.run is None:
        return
    run = result.run
    feed.tell(
        PipelineCompleted, title=result.title[:LONGEST_MESSAGE], seconds=run.seconds, film_seconds=result.total_duration,
        scenes=len(result.scenes), spoken=run.spoken, drawn=run.drawn, reused=run.reused, model=run.model, cost=run.cost,
    )  # fmt: skip


def _tell_failure(feed: EventFeed, error: BaseException, seconds: float) -> None:
    if isinstance(error, RunStopped) and isinstance(error.error, RunWaitsError):
        return  # it is not over
    if isinstance(error, ValidationError):
        for problem in error.problems[:_MOST_PROBLEMS]:
            said = problem.model_dump(include={"message", "remedy", "file", "line"})
            feed.tell(ValidationProblem, **said | {"message": problem.message[:LONGEST_MESSAGE]})
    feed.tell(
        PipelineFailed, error=type(error).__name__, message=str(error)[:LONGEST_MESSAGE], stage=feed.failed_stage,
        cancelled=not isinstance(error, Exception), transient=isinstance(error, VideoGenError) and error.transient,
        seconds=round(seconds, 3),
    )  # fmt: skip
