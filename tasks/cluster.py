"""Parts of a film -> task runs on a Dask cluster, for films of hours: the same bytes, made by more cores than one machine has.

`VIDEO_GEN_DASK` says where: `local:4` starts four processes here, `tcp://…` is the scheduler of a cluster that is there. What a
part is made of and what it makes lies in the store, so machines of a cluster share one (VIDEO_GEN_STORE), or a disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator
from contextvars import ContextVar
from typing import Any, NamedTuple

from prefect import Task
from prefect.client.schemas.objects import State

from model.errors import ConfigError

_LOCAL = re.compile(r"local(?::([1-9][0-9]{0,2}))?")
_SPREAD = frozenset({"narrate-scene", "render-scene", "render-transition", "code-take"})
"""Stages of one scene: of these a long film has hundreds, and each is work enough for a journey."""


class Cluster(NamedTuple):
    """A cluster while a run uses it."""

    runner: Any
    """Prefect's DaskTaskRunner, begun."""

    @property
    def width(self) -> int:
        """Return how many parts it can make at once, for as many machines as it has now."""
        threads: dict[str, int] = self.runner.client.nthreads()
        return max(1, sum(threads.values()))

    async def run(self, task: Task[..., Any], inputs: dict[str, Any]) -> State[Any]:
        """Run a task on it; return its final state."""
        loop, done = asyncio.get_running_loop(), asyncio.Event()
        future = await asyncio.to_thread(self.runner.submit, task, inputs)
        future.wrapped_future.add_done_callback(lambda _: loop.call_soon_threadsafe(done.set))
        try:
            await done.wait()
        except asyncio.CancelledError:
            future.wrapped_future.cancel()
            raise
        state: State[Any] = await asyncio.to_thread(future.wrapped_future.result)
        return state


_cluster: ContextVar[Cluster | None] = ContextVar("cluster", default=None)


@contextlib.asynccontextmanager
async def open_cluster(named: str) -> AsyncIterator[None]:
    """Have the parts of films inside made on a cluster; in this process, where none is named.

    Raises ConfigError when the extra is not installed, or the cluster does not answer.
    """
    if not named or _cluster.get() is not None:  # a set's films use the set's
        yield
        return
    runner = _choose_runner(named)
    try:
        await asyncio.to_thread(runner.__enter__)
        await asyncio.to_thread(lambda: runner.client)
    except (OSError, TimeoutError) as error:
        raise ConfigError(f"No Dask cluster answers at {named}.", "See that its scheduler runs.") from error
    token = _cluster.set(Cluster(runner))
    try:
        yield
    finally:
        _cluster.reset(token)
        await asyncio.to_thread(runner.__exit__, None, None, None)


def find_cluster(task: Task[..., Any]) -> Cluster | None:
    """Return the cluster that is to run a task, if there is one and it is worth the way."""
    return _cluster.get() if task.name in _SPREAD else None


def widen(jobs: int) -> int:
    """Return how many parts are made at once: what this machine can, or what the cluster can."""
    cluster = _cluster.get()
    return jobs if cluster is None else max(jobs, cluster.width)


def _choose_runner(named: str) -> Any:
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise ConfigError(f"VIDEO_GEN_DASK={named} needs prefect-dask.", "pip install 'video-gen[dask]'") from error
    _quiet_dask()
    local = _LOCAL.fullmatch(named)
    if local is None:
        return DaskTaskRunner(address=named)
    # One thread each: what draws holds the interpreter. No dashboard: it listens for whoever comes.
    size = {"n_workers": int(local[1])} if local[1] else {}
    # With keys of its own, made for this run: a scheduler runs what it is sent, and others of this machine reach 127.0.0.1.
    here = {"processes": True, "dashboard_address": None, "host": "127.0.0.1", "security": True, "protocol": "tls://"}
    return DaskTaskRunner(cluster_kwargs={"threads_per_worker": 1} | here | size)


def _quiet_dask() -> None:
    """Have Dask warn alone, here and in this machine's workers, unless its user's own configuration says what it logs.

    It tells with tracebacks, as good to know, that somebody left while they were still being told something.
    """
    import dask

    if any(dask.config.get(name, None) for name in ("logging", "logging-file-config")):
        return
    logging.getLogger("distributed").setLevel(logging.WARNING)
    dask.config.set({"distributed.nanny.pre-spawn-environ.DASK_LOGGING__DISTRIBUTED": "warning"})
