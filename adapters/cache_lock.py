"""The cache folder -> who may change it: runs share it, and what removes things from it has it alone."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from adapters.files import disk_error
from model.errors import StateError

_NAME = "in-use.lock"


@contextlib.contextmanager
def share_cache(cache_dir: Path) -> Iterator[None]:
    """Say that a run uses the cache; waits while something is removed from it, which takes moments."""
    handle = _open_lock(cache_dir)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def own_cache(cache_dir: Path) -> Iterator[None]:
    """Have the cache alone.

    Raises StateError when a run uses it.
    """
    handle = _open_lock(cache_dir)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"A film is being made with the cache {cache_dir}."
            raise StateError(message, "Run the command again when it is done.", transient=True) from error
        yield
    finally:
        os.close(handle)


def _open_lock(cache_dir: Path) -> int:
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        return os.open(cache_dir / _NAME, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise disk_error(error, cache_dir) from error
