"""The moment between a flow run's birth on the server and its own lock -> a lock that commands share while they are in it.

Without it, a command that is killed just then leaves a run that no lock speaks of, Running for ever.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Iterator
from contextvars import ContextVar
from pathlib import Path

from adapters.server_state import ServerFiles, open_lock

_EVERY = 0.02
"""Seconds between two looks whether the lock is free."""
_held: ContextVar[list[int] | None] = ContextVar("held", default=None)


@contextlib.asynccontextmanager
async def beginning_run(state_dir: Path) -> AsyncIterator[None]:
    """Say that this process is about to have a run made on the server; `run_has_begun` ends it, or the block's end.

    The wait leaves the loop free: another film of this process may be the one that keeps all from beginning.
    """
    files = ServerFiles(state_dir)
    files.create()
    while (handle := open_lock(files.beginning, shared=True)) is None:  # noqa: ASYNC110 - a lock of the kernel's tells nobody
        await asyncio.sleep(_EVERY)
    held = [handle]
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
        _free(held)


def run_has_begun() -> None:
    """Say that the run that was about to begin has a lock of its own by now."""
    _free(_held.get())


def _free(held: list[int] | None) -> None:
    while held:
        os.close(held.pop())


@contextlib.contextmanager
def no_run_begins(state_dir: Path) -> Iterator[bool]:
    """Keep commands from beginning a run, for a moment; give False where one is about to."""
    handle = open_lock(ServerFiles(state_dir).beginning)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)
