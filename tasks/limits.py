"""A kind of work -> how much of it goes on at once: over all films of this process, or of all who share a server.

In the process it is counted by semaphores. A global concurrency limit `video-gen-<kind>` on the Prefect server counts as
well: where one is there, or `VIDEO_GEN_LIMITS=server` has it made. They need a server on PostgreSQL: on SQLite, asking for
a slot takes two seconds where nobody else asks, and fails now and then where somebody does.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from weakref import WeakKeyDictionary

from prefect.client.orchestration import get_client
from prefect.concurrency.asyncio import concurrency
from prefect.exceptions import ObjectNotFound

from adapters.settings import load_settings

AT_ONCE = 4
"""Calls of one kind: more, and services answer with errors."""
SERVICES = ("edge", "elevenlabs", "anthropic", "openai")
"""Kinds whose limit `VIDEO_GEN_LIMITS=server` makes, for all who share the server ask the same service."""
_LEASE = 60.0
"""Seconds after which the slot of somebody who was killed is free again: the least that Prefect allows."""


class _Gates:
    """What one event loop, so one process, knows of its limits."""

    def __init__(self) -> None:
        self.semaphores: dict[str, asyncio.Semaphore] = {}
        self.on_server: dict[str, asyncio.Task[bool]] = {}


_GATES: WeakKeyDictionary[asyncio.AbstractEventLoop, _Gates] = WeakKeyDictionary()


@contextlib.asynccontextmanager
async def limited(kind: str, most: int = AT_ONCE) -> AsyncIterator[None]:
    """Wait until no more than `most` others do work of this kind, and until the server's limit allows it."""
    gates = _GATES.setdefault(asyncio.get_running_loop(), _Gates())
    async with gates.semaphores.setdefault(kind, asyncio.Semaphore(most)):
        if not await _is_on_server(gates, kind, most):
            yield
            return
        async with concurrency(limit_name(kind), occupy=1, lease_duration=_LEASE, raise_on_lease_renewal_failure=False):
            yield


def limit_name(kind: str) -> str:
    """Return the name of a kind's global concurrency limit."""
    return f"video-gen-{kind}"


async def _is_on_server(gates: _Gates, kind: str, most: int) -> bool:
    """Tell whether the server counts this kind of work: asked once in a process."""
    if kind not in gates.on_server:
        gates.on_server[kind] = asyncio.ensure_future(_find_limit(kind, most))
    try:
        return await asyncio.shield(gates.on_server[kind])
    except Exception:
        gates.on_server.pop(kind, None)  # the next one asks again
        raise


async def _find_limit(kind: str, most: int) -> bool:
    wanted = (await asyncio.to_thread(load_settings)).limits
    if wanted == "process":
        return False
    async with get_client() as client:
        try:
            return (await client.read_global_concurrency_limit_by_name(limit_name(kind))).active
        except ObjectNotFound:
            if wanted == "auto" or kind not in SERVICES:
                return False
        await client.upsert_global_concurrency_limit_by_name(limit_name(kind), most)
        return True
