"""How every stage runs: retried where trying again can help, kept by content where it makes something."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import exponential_backoff
from prefect.utilities.annotations import quote

from adapters.cache_care import mark_used
from adapters.part_locks import hold_part
from model.errors import AudioGenerationError, ScriptGenerationError, VideoGenError
from model.frozen import Frozen
from tasks.caching import StageCache, find_kept
from tasks.results import VerifiedSerializer
from tasks.workplace import Workplace

P = ParamSpec("P")
R = TypeVar("R", bound=Frozen)
AsyncBody = Callable[P, Coroutine[Any, Any, R]]


def may_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Tell whether trying again can help: only our own errors know, and a missing file never does.

    Voices and language models make their own attempts, and nobody retries a retry.
    """
    error = state.data
    own = isinstance(error, AudioGenerationError | ScriptGenerationError)
    return isinstance(error, VideoGenError) and error.transient and not own


def stage(
    *,
    name: str,
    sources: tuple[str, ...],
    libraries: tuple[str, ...] = (),
    retries: int = 3,
    run_name: str | None = None,
) -> Callable[[AsyncBody[P, R]], Task[P, Coroutine[Any, Any, R]]]:
    """Make a kept stage: `sources` and `libraries` are the code and tools that its output depends on."""
    return task(
        name=name,
        task_run_name=run_name or name,
        cache_policy=StageCache(sources=("model", *sources), libraries=libraries),
        persist_result=True,
        result_serializer=VerifiedSerializer(),
        cache_result_in_memory=False,
        retries=retries,
        retry_delay_seconds=exponential_backoff(backoff_factor=1),
        retry_jitter_factor=0.3,
        retry_condition_fn=may_pass,
    )


def unkept_stage(*, name: str, retries: int = 3) -> Callable[[AsyncBody[P, R]], Task[P, Coroutine[Any, Any, R]]]:
    """Make a stage that runs each time, for it reads or writes the user's own files."""
    return task(
        name=name,
        task_run_name=name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=retries,
        retry_delay_seconds=exponential_backoff(backoff_factor=1),
        retry_jitter_factor=0.3,
        retry_condition_fn=may_pass,
    )


def as_they_are(inputs: dict[str, Any]) -> dict[str, Any]:
    """Keep Prefect from looking for futures in what a task is given: a script of 200 scenes takes it half a second."""
    return {name: quote(value) for name, value in inputs.items()}


class Part(NamedTuple):
    """What a mapped stage returned, and whether it came from the store."""

    value: Any
    reused: bool


class Work(NamedTuple):
    """One part of a mapped stage, not yet run."""

    task: Task[..., Any]
    inputs: dict[str, Any]
    scene_id: str = ""
    """The scene that it makes; empty for what lies between two."""

    async def run(self, place: Workplace) -> Part:
        """Take it from the store, or run it; raise what it raises.

        The store is asked first: a task run that finds its result kept costs thirty times what the look does, and a
        film of half an hour has seven hundred parts.
        """
        kept = await asyncio.to_thread(self._take_kept, place)
        if kept is not None:
            return Part(kept, reused=True)
        async with hold_part(Path(place.cache_dir), self._key()):
            kept = await asyncio.to_thread(self._take_kept, place)  # by another process, for which we have waited
            if kept is not None:
                return Part(kept, reused=True)
            state = await self.task(**as_they_are(self.inputs), place=place, return_state=True)
            return Part(await state.aresult(), state.name == "Cached")

    def kept(self, place: Workplace) -> Any | None:
        """Return what the store has of it, without running anything."""
        return find_kept(place, self._key())

    def _take_kept(self, place: Workplace) -> Any | None:
        key = self._key()
        kept = find_kept(place, key)
        if kept is not None:
            mark_used(place.results / key)
        return kept

    def _key(self) -> str:
        policy = self.task.cache_policy
        assert isinstance(policy, StageCache)
        return policy.key_of(self.task.name, self.inputs)


async def run_all(
    works: Sequence[Work], place: Workplace, tell: Callable[[Work, Part], Awaitable[None]]
) -> tuple[Part, ...]:
    """Run parts of a mapped stage, as many at once as the machine has cores; `tell` is called as each is done."""
    gate = asyncio.Semaphore(place.jobs)

    async def run(work: Work) -> Part:
        async with gate:
            part = await work.run(place)
        await tell(work, part)
        return part

    return tuple(await asyncio.gather(*map(run, works)))
