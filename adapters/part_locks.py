"""A part of a film -> who makes it: of two processes on one job, one works and the other waits for what it keeps."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from adapters.files import disk_error, free_lock, try_lock

_FOLDER = "making"
_EVERY = 0.05
"""Seconds between two looks."""


@contextlib.asynccontextmanager
async def hold_part(cache_dir: Path, key: str) -> AsyncIterator[None]:
    """Hold a part against other processes, and against its like in this one; the kernel frees it when we are killed.

    Raises ResourceError when the disk refuses.
    """
    path = cache_dir / _FOLDER / f"{key}.lock"
    while (handle := _try(path)) is None:  # noqa: ASYNC110 - the kernel tells nobody when a lock is free
        await asyncio.sleep(_EVERY)
    try:
        yield
    finally:
        free_lock(path, handle)


def _try(path: Path) -> int | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return try_lock(path)
    except OSError as error:
        raise disk_error(error, path) from error
