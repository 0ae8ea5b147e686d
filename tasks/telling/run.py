"""A flow run -> its feed, opened with all who hear it, and closed when they have heard how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from prefect.runtime import flow_run

from model.errors import ValidationError, VideoGenError
from model.events import LONGEST_MESSAGE, PipelineCompleted, PipelineFailed, PipelineStarted, ValidationProblem
from tasks.reporting import Tally, open_tally
from tasks.telling.feed import EventFeed
from tasks.telling.prefect_events import PrefectEvents
from tasks.telling.progress_pages import ProgressPages
from tasks.telling.stages import set_feed
from tasks.telling.subscribers import open_subscribers

_PATIENCE = 10.0
"""Seconds that subscribers get after the end of a run."""
_IN_HASTE = 0.5
"""The same, of a run that is ended from without: Ctrl-C is obeyed within three seconds, come what may."""
_MOST_PROBLEMS = 50


@contextlib.asynccontextmanager
async def telling() -> AsyncIterator[Tally]:
    """Tell of the flow run that goes on inside, from its start to its end."""
    pages, subscribers = ProgressPages(), open_subscribers()
    hearers = [PrefectEvents(flow_run.name).hear, pages.hear, *(subscriber.hear for subscriber in subscribers)]
    feed = EventFeed(flow_run.id, flow_run.run_count or 1, hearers)
    tally, began, patience = open_tally(), time.monotonic(), _PATIENCE
    set_feed(feed)
    feed.tell(PipelineStarted, source=flow_run.name)
    try:
        yield tally
    except BaseException as error:
        patience = _PATIENCE if isinstance(error, Exception) else _IN_HASTE
        _tell_failure(feed, error, time.monotonic() - began)
        raise
    else:
        _tell_success(feed, tally)
    finally:
        feed.close()
        await asyncio.gather(pages.close(patience), *(subscriber.close(patience) for subscriber in subscribers))


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
    if isinstance(error, ValidationError):
        for problem in error.problems[:_MOST_PROBLEMS]:
            said = problem.model_dump(include={"message", "remedy", "file", "line"})
            feed.tell(ValidationProblem, **said | {"message": problem.message[:LONGEST_MESSAGE]})
    feed.tell(
        PipelineFailed, error=type(error).__name__, message=str(error)[:LONGEST_MESSAGE], stage=feed.failed_stage,
        cancelled=not isinstance(error, Exception), transient=isinstance(error, VideoGenError) and error.transient,
        seconds=round(seconds, 3),
    )  # fmt: skip
