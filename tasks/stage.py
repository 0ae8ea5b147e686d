"""How every stage runs: retried where trying again can help, kept by content where it makes something."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, Protocol, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import exponential_backoff
from prefect.utilities.annotations import quote

from adapters.log_place import at_place
from adapters.part_locks import hold_part
from model.errors import AudioGenerationError, ScriptGenerationError, VideoGenError
from model.frozen import Frozen
from model.progress import Stage, is_from
from tasks.caching import StageCache, find_kept, keep_result
from tasks.cluster import find_cluster, widen
from tasks.record_storage import RecordStorage
from tasks.results import VerifiedSerializer
from tasks.runs.orders import may_go_on
from tasks.telling.spans import note_in_span, span
from tasks.telling.stages import begin_part, end_part
from tasks.uses import note_use
from tasks.workplace import Workplace

_SHARE = 32
"""Parts that are looked for at once: the look at one takes a thousandth of a second, a journey to a thread half of that."""
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
    part_of: Stage,
    sources: tuple[str, ...],
    libraries: tuple[str, ...] = (),
    retries: int = 3,
    run_name: str | None = None,
) -> Callable[[AsyncBody[P, R]], Task[P, Coroutine[Any, Any, R]]]:
    """Make a kept stage: `sources` and `libraries` are the code and tools that its output depends on."""
    as_task = task(
        name=name,
        task_run_name=run_name or name,
        cache_policy=StageCache(sources=("model", *sources), libraries=libraries, part_of=part_of),
        persist_result=True,
        result_serializer=VerifiedSerializer(),
        cache_result_in_memory=False,
        retries=retries,
        retry_delay_seconds=exponential_backoff(backoff_factor=1),
        retry_jitter_factor=0.3,
        retry_condition_fn=may_pass,
    )

    def decorate(body: AsyncBody[P, R]) -> Task[P, Coroutine[Any, Any, R]]:
        made = as_task(body)
        made.result_storage = RecordStorage()  # as an option, Prefect takes only blocks that its server knows
        return made

    return decorate


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


class Found(NamedTuple):
    """What the store has of a part."""

    value: Any | None
    """None when it has nothing."""


class Likeness(Protocol):
    """Something that is kept of a part, and of which others like it are made without running anything."""

    def make(self, place: Workplace) -> Frozen | None:
        """Make the part of it; None when there is nothing to make it of."""
        ...

    def note(self, made: Any, place: Workplace) -> None:
        """Keep it of a part that was run."""
        ...

    def is_there(self, place: Workplace) -> bool:
        """Tell whether there is something."""
        ...


@dataclass(frozen=True)
class Work:
    """One part of a mapped stage, not yet run."""

    task: Task[..., Any]
    inputs: dict[str, Any]
    scene_id: str = ""
    """The scene that it makes; empty for what lies between two."""
    likeness: Likeness | None = None
    """How it may be made of what is kept of another."""

    @property
    def label(self) -> str:
        """Return what it is called among the parts of its stage: its scene, or the two that it lies between."""
        return self.scene_id or str(self.inputs.get("label", ""))

    async def run(self, place: Workplace, found: Found | None = None) -> Part:
        """Take it from the store, where it is looked for unless it was `found` out before, or run it; raise what it raises.

        The store is asked first: a task run that finds its result kept costs thirty times what the look does, and a
        film of half an hour has seven hundred parts.
        """
        await may_go_on()
        with at_place(scene=self.label), span(self.task.name, part=self.label):
            kept = found.value if found else await asyncio.to_thread(self.take_kept, place)
            part = await self._run_alone(place) if kept is None else Part(kept, reused=True)
            note_in_span(reused=part.reused)
            end_part(reused=part.reused)
        return part

    async def _run_alone(self, place: Workplace) -> Part:
        """Run it, unless another process does already: then take what that one has kept."""
        async with hold_part(Path(place.cache_dir), self._key):
            kept = await asyncio.to_thread(self.take_kept, place)
            return await self._run_task(place) if kept is None else Part(kept, reused=True)

    async def _run_task(self, place: Workplace) -> Part:
        begin_part(self.scene_id)
        cluster = find_cluster(self.task)
        if cluster is not None:
            note_use(self._key)
            state = await cluster.run(self.task, self.inputs | {"place": place})
        else:
            state = await self.task(**as_they_are(self.inputs), place=place, return_state=True)
        made = await state.aresult()
        if self.likeness:
            await asyncio.to_thread(self.likeness.note, made, place)
        return Part(made, state.name == "Cached")

    def kept(self, place: Workplace) -> Any | None:
        """Return what the store has of it, without running anything; None too where it is to be made anew."""
        if is_from(self._policy.part_of, place.anew):
            return None
        return find_kept(place, self._key)

    def take_kept(self, place: Workplace) -> Any | None:
        """Return what the store has of it, or what is made of another's, and note that it was used."""
        kept = self.kept(place)
        if kept is not None:
            place.records.use(self._key)
            note_use(self._key)
        elif self.likeness and not is_from(self._policy.part_of, place.anew):
            kept = self.likeness.make(place)
            if kept is not None:
                keep_result(place, self._key, kept)
                note_use(self._key)
        return kept

    def reuses(self, place: Workplace) -> bool:
        """Tell whether it would be taken from the store, or made of what is kept of another."""
        if self.kept(place) is not None:
            return True
        anew = is_from(self._policy.part_of, place.anew)
        return not anew and self.likeness is not None and self.likeness.is_there(place)

    @cached_property
    def _key(self) -> str:
        return self._policy.key_of(self.task.name, self.inputs)

    @property
    def _policy(self) -> StageCache:
        policy = self.task.cache_policy
        assert isinstance(policy, StageCache)
        return policy


async def look_up(works: Sequence[Work], place: Workplace) -> list[Found]:
    """Look for many parts in the store: of each, a journey to a thread and back would cost as much as the look."""
    shares = _share_out(works, -(-len(works) // place.jobs))
    found = await asyncio.gather(*(asyncio.to_thread(_look, some, place) for some in shares))
    return [one for some in found for one in some]


async def run_all(
    works: Sequence[Work], place: Workplace, tell: Callable[[Work, Part], Awaitable[None]]
) -> tuple[Part, ...]:
    """Run parts of a mapped stage, as many at once as there are cores, here or in the cluster; `tell` is told of each.

    What a share of them lacks is begun while the next share is looked for.
    """
    gate, looking = asyncio.Semaphore(widen(place.jobs)), asyncio.Semaphore(place.jobs)

    async def run(work: Work, found: Found) -> Part:
        async with gate:
            part = await work.run(place, found)
        with at_place(scene=work.label):
            await tell(work, part)
        return part

    async def run_share(some: Sequence[Work]) -> list[Part]:
        async with looking:
            found = await asyncio.to_thread(_look, some, place)
        return await asyncio.gather(*map(run, some, found))

    made = await asyncio.gather(*map(run_share, _share_out(works, _SHARE)))
    return tuple(part for some in made for part in some)


def _look(works: Sequence[Work], place: Workplace) -> list[Found]:
    return [Found(work.take_kept(place)) for work in works]


def _share_out(works: Sequence[Work], size: int) -> list[Sequence[Work]]:
    return [works[at : at + size] for at in range(0, len(works), max(1, size))]
