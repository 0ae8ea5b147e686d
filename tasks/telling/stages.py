"""A function that is a stage of the film -> the same, and what it does is told: begun, done or failed, made or reused."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from adapters.log_place import at_place, note_place
from model.events import LONGEST_MESSAGE, StageCompleted, StageFailed, StageStarted, StateRestored, StateSaved
from model.progress import Stage
from tasks.telling.feed import EventFeed
from tasks.telling.spans import span

P = ParamSpec("P")
R = TypeVar("R")


class StageCount:
    """What one stage of one run has done so far."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.made = 0
        self.reused = 0


_feed: ContextVar[EventFeed | None] = ContextVar("feed", default=None)
_count: ContextVar[StageCount | None] = ContextVar("count", default=None)
_lap: ContextVar[tuple[int, int]] = ContextVar("lap", default=(0, 1))


def set_feed(feed: EventFeed) -> None:
    """Have what happens in this run told to a feed."""
    _feed.set(feed)


def current_feed() -> EventFeed | None:
    """Return the run's feed; None outside of a run."""
    return _feed.get()


def current_lap() -> tuple[int, int]:
    """Return which time round it is, and of how many."""
    return _lap.get()


@contextlib.contextmanager
def lap(number: int, of: int) -> Iterator[None]:
    """Say that what is done inside is one of several equal parts of the stage: one language, say."""
    token = _lap.set((number, of))
    try:
        yield
    finally:
        _lap.reset(token)


def told(stage: Stage) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
    """Tell of an asynchronous function as a stage."""

    def decorate(work: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        @functools.wraps(work)
        async def run(*args: P.args, **kwargs: P.kwargs) -> R:
            async with _open_stage(stage):
                with at_place(stage=stage), span(f"stage {stage}", stage=stage):
                    done = await work(*args, **kwargs)
            if feed := _feed.get():
                note_place(video=feed.video_id)
            return done

        return run

    return decorate


@contextlib.asynccontextmanager
async def _open_stage(stage: Stage) -> AsyncIterator[None]:
    feed = _feed.get()
    if feed is None:
        yield
        return
    count, began = StageCount(stage), time.monotonic()
    token = _count.set(count)
    feed.tell(StageStarted, stage=stage)
    try:
        yield
    except Exception as error:
        feed.failed_stage = stage
        said = {"error": type(error).__name__, "message": str(error)[:LONGEST_MESSAGE]}
        feed.tell(StageFailed, stage=stage, seconds=round(time.monotonic() - began, 3), **said)
        raise
    finally:
        _count.reset(token)
    feed.headway.finish(stage)
    if count.reused:
        feed.tell(StateRestored, stage=stage, records=count.reused)
    if count.made:
        feed.tell(StateSaved, stage=stage, records=count.made)
    seconds = round(time.monotonic() - began, 3)
    feed.tell(StageCompleted, stage=stage, seconds=seconds, made=count.made, reused=count.reused)


def begin_part(scene_id: str) -> None:
    """Note that a part of the stage is being made; of a scene, its id."""
    feed, count = _feed.get(), _count.get()
    if feed is not None and count is not None and scene_id:
        feed.begin_scene(count.stage, scene_id)


def end_part(*, reused: bool) -> None:
    """Note that a part of the stage is there."""
    count = _count.get()
    if count is not None and reused:
        count.reused += 1
    elif count is not None:
        count.made += 1
