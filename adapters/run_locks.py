"""A flow run's id -> a lock that lives as long as its command: a dead command is told from a slow one."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from adapters.files import disk_error
from adapters.run_beginnings import run_has_begun
from adapters.server_state import ServerFiles, is_held, open_lock

_SUFFIX = ".lock"
_mine: set[str] = set()
"""Runs that this process holds already."""


class AbandonedRun(NamedTuple):
    """A run whose command is gone. While it is worked on, no other process finds it."""

    flow_run_id: str
    path: Path
    age: float
    """Seconds since it began."""
    attempt: int = 0
    """Which start of its run this was, where another machine may start it again; else 0."""


@contextlib.contextmanager
def hold_run(state_dir: Path, flow_run_id: str, attempt: int = 0) -> Iterator[None]:
    """Say that this process runs the flow run, for the how manieth time if other machines may run it, too.

    The file is locked before it gets its name, so that nobody ever finds it free while its run goes on. After an
    exception it stays, free: whether Prefect could still record the failure, the next command finds out. Whoever begins
    a run again holds it before it is Running: held within, it is held already.
    """
    if flow_run_id in _mine:
        yield
        return
    files = ServerFiles(state_dir)
    files.create()
    path = files.runs / f"{flow_run_id}{_SUFFIX}"
    unnamed = files.runs / f".{flow_run_id}.{os.getpid()}"
    handle = open_lock(unnamed, wait=True)
    assert handle is not None
    try:
        try:
            os.write(handle, str(attempt).encode())
            unnamed.replace(path)
        except OSError as error:
            raise disk_error(error, path) from error
        _mine.add(flow_run_id)
        run_has_begun()
        yield
        path.unlink(missing_ok=True)
    finally:
        _mine.discard(flow_run_id)
        os.close(handle)


@contextlib.contextmanager
def take_over(state_dir: Path, flow_run_id: str) -> Iterator[bool]:
    """Hold a run that is to be begun again; give False when a living process has it."""
    files = ServerFiles(state_dir)
    files.create()
    path = files.runs / f"{flow_run_id}{_SUFFIX}"
    handle = _lock_existing(path) if path.exists() else open_lock(path)
    if handle is None:
        yield False
        return
    try:
        with hold_run(state_dir, flow_run_id):
            yield True
    finally:
        os.close(handle)


@contextlib.contextmanager
def abandoned_runs(state_dir: Path) -> Iterator[tuple[AbandonedRun, ...]]:
    """Give the runs whose commands are gone, each held against other processes meanwhile."""
    found: list[AbandonedRun] = []
    with contextlib.ExitStack() as held:
        for path in sorted(ServerFiles(state_dir).runs.glob(f"*{_SUFFIX}")):
            handle = _lock_existing(path)
            if handle is not None:
                held.callback(os.close, handle)
                age = time.time() - os.fstat(handle).st_mtime
                found.append(AbandonedRun(path.name.removesuffix(_SUFFIX), path, age, _read_attempt(handle)))
        yield tuple(found)


def _read_attempt(handle: int) -> int:
    written = os.pread(handle, 20, 0)
    return int(written) if written.isdigit() else 0


def forget_run(run: AbandonedRun) -> None:
    """Remove the trace of an abandoned run, once its state says what happened to it."""
    run.path.unlink(missing_ok=True)


def is_run_held(state_dir: Path, flow_run_id: str) -> bool:
    """Tell whether a living process of this machine has the run."""
    return is_held(ServerFiles(state_dir).runs / f"{flow_run_id}{_SUFFIX}")


def any_run_held(state_dir: Path) -> bool:
    """Tell whether a living command runs a flow."""
    return any(is_held(path) for path in ServerFiles(state_dir).runs.glob(f"*{_SUFFIX}"))


def _lock_existing(path: Path) -> int | None:
    """Lock a file that has this name before and after; None when it is held, or gone."""
    handle = open_lock(path, create=False)
    if handle is not None and (not path.exists() or os.fstat(handle).st_ino != path.stat().st_ino):
        os.close(handle)
        return None
    return handle
