"""A state directory -> a Prefect worker that runs what is scheduled, with the embedded server alive beside it.

The worker holds a lock for as long as it lives, so that the server neither idles away nor is replaced under it. When the
server has died all the same, or another has taken its place, the worker starts anew with the new server's secret.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from adapters.server import ServerAddress, client_environment, configured_server, launch_server, wait_ready
from adapters.server_state import ServerFiles, is_held, open_lock, read_record
from model.errors import StateError

if TYPE_CHECKING:
    from adapters.settings import Settings
    from deployments.display import Console

POOL = "video-gen"
_LOOK_SECONDS = 2.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_ANEW = "The embedded server was replaced or has ended."


class Ending(NamedTuple):
    """Why a worker ended."""

    number: int = 0
    """The signal that was sent to it; 0 when it ended by itself."""
    server_gone: bool = False
    """Whether it must begin anew, with another server."""


class WorkerHold(NamedTuple):
    """The sign that a worker lives."""

    handle: int
    alone: bool
    """Whether there was no other when it began."""

    def share(self) -> None:
        """Let other workers come."""
        fcntl.flock(self.handle, fcntl.LOCK_SH)


@contextlib.contextmanager
def hold_worker(state_dir: Path) -> Iterator[WorkerHold]:
    """Say that a worker lives."""
    files = ServerFiles(state_dir)
    files.create()
    alone = open_lock(files.worker)
    handle = alone if alone is not None else open_lock(files.worker, shared=True, wait=True)
    assert handle is not None
    try:
        yield WorkerHold(handle, alone is not None)
    finally:
        os.close(handle)


def worker_environment(server: ServerAddress, settings: Settings) -> dict[str, str]:
    """Return what a worker, and each run that it starts, must have in its environment: where to ask, where to keep."""
    return client_environment(server, verbose=True) | {
        "PREFECT_LOCAL_STORAGE_PATH": str(settings.cache_path / "results"),
        "VIDEO_GEN_CACHE_DIR": str(settings.cache_path),
        "VIDEO_GEN_STATE_DIR": str(settings.state_path),
    }


def run_worker(settings: Settings, console: Console, *, pool: str = POOL, limit: int = 1) -> int:
    """Work until a signal ends it; return that signal's number. Raises StateError when Prefect's worker gives up."""
    before = dict(os.environ)
    with hold_worker(settings.state_path) as hold:
        server = configured_server(settings.state_path) or launch_server(settings.state_path)
        os.environ.update(worker_environment(server, settings))
        wait_ready(server)
        console.say(f"Waiting for runs of the pool {pool}, {limit} at a time. They are shown at {server.ui_url}")
        ending = asyncio.run(_work(server, hold, pool, limit, console))
    if ending.server_gone:
        console.say(f"{_ANEW} Starting anew.")
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], before)  # noqa: S606 - ourselves, as we were started
    if not ending.number:
        raise StateError(
            "Prefect's worker gave up: the server did not answer it.", "Read its messages; start it again."
        )
    return ending.number


async def _work(server: ServerAddress, hold: WorkerHold, pool: str, limit: int, console: Console) -> Ending:
    from deployments.nightly.film_worker import open_worker

    if server.embedded and hold.alone:
        await _catch_up(server, console)
    hold.share()
    worker = open_worker(pool, limit)
    ended: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()
    for number in _SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, _settle, ended, Ending(number=number))
    working = asyncio.create_task(worker.start(printer=lambda *_: None))
    working.add_done_callback(lambda _: _settle(ended, Ending()))
    watching = asyncio.create_task(_watch_server(server, ended)) if server.embedded else None
    ending = await ended
    for number in _SIGNALS:  # once more is at once
        asyncio.get_running_loop().remove_signal_handler(number)
        signal.signal(number, signal.SIG_DFL)
    if working.done() and not working.cancelled() and (error := working.exception()):
        console.warn(f"Prefect's worker failed: {error}")
    for task in (watching, working):
        if task is not None:
            task.cancel()
    await asyncio.wait({working}, timeout=20)
    return ending


async def _catch_up(server: ServerAddress, console: Console) -> None:
    from prefect.client.orchestration import get_client

    from deployments.nightly.catching_up import catch_up

    async with get_client() as client:
        crashed, missed = await catch_up(client, server.state_dir)
    if crashed:
        console.say(f"Marked as crashed: {crashed} run{'s' * (crashed > 1)} of a worker that is gone.")
    if missed:
        console.say(f"Left out: {missed} run{'s' * (missed > 1)} that were missed; the newest is made.")


def _settle(ended: asyncio.Future[Ending], ending: Ending) -> None:
    if not ended.done():
        ended.set_result(ending)


async def _watch_server(server: ServerAddress, ended: asyncio.Future[Ending]) -> None:
    """Look whether the server that we know still lives."""
    files = ServerFiles(server.state_dir)
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        record = read_record(files)
        if record is None or record.auth != server.auth or not is_held(files.alive):
            _settle(ended, Ending(server_gone=True))
            return
