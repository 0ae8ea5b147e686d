"""A state directory, a listening socket and a held lock -> Prefect's API, UI and services, until nobody needs them.

Started by adapters.server, never by hand: `python -m deployments.embedded_server FOLDER LISTENER LIFE IDLE`, where
LISTENER and LIFE are inherited descriptors and IDLE is in seconds. It detaches first and imports Prefect afterwards.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.run_locks import any_run_held
from adapters.server_state import ServerFiles, ServerRecord, is_held, open_lock, read_record, write_record
from deployments.new_database import create_database

if TYPE_CHECKING:
    import uvicorn

    from deployments.server_guard import GuardedServer

_DRAIN_SECONDS = 15.0
_HISTORY_SECONDS = 90 * 86_400
_DATABASE = "sqlite+aiosqlite:///prefect.db"


def main(arguments: list[str]) -> None:
    """Detach, then serve to the end."""
    folder, listener, life, idle = Path(arguments[0]), int(arguments[1]), int(arguments[2]), float(arguments[3])
    _detach(life)
    os.umask(0o077)
    # Prefect reads .env, prefect.toml and pyproject.toml where it stands; and the database's path is relative, because
    # a folder's name may hold what a database URL may not.
    os.chdir(folder)
    files = ServerFiles(folder)
    record = read_record(files)
    if record is None:
        raise SystemExit(f"{files.record} is missing.")
    os.environ.update(server_environment(files, record) | _ui_folder(files))
    create_database(folder / "prefect.db")
    _serve(files, socket.socket(fileno=listener), idle)


def _detach(life: int) -> None:
    """Leave the command that started us, with our number where it is looked for before that command goes on."""
    child = os.fork()
    os.pwrite(life, str(child or os.getpid()).encode(), 0)
    if child:
        os._exit(0)
    os.set_inheritable(life, False)


def server_environment(files: ServerFiles, record: ServerRecord) -> dict[str, str]:
    """Return Prefect's settings for a server that is nobody else's: closed, quiet, local."""
    origin = f"http://127.0.0.1:{record.port}"
    return {
        "PREFECT_HOME": str(files.folder / "server"),
        "PREFECT_PROFILES_PATH": str(files.folder / "server" / "profiles.toml"),
        "PREFECT_API_URL": f"{origin}/api",
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(record.port),
        "PREFECT_SERVER_API_AUTH_STRING": record.auth,
        "PREFECT_API_AUTH_STRING": record.auth,
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        # An empty list cannot be said: it counts as unset, and unset means everybody.
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": origin,
        "PREFECT_SERVER_CORS_ALLOWED_METHODS": "GET",
        "PREFECT_SERVER_CORS_ALLOWED_HEADERS": "accept",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": _DATABASE,
        # What is older than three months is forgotten, hour by hour; and at each start, for it seldom lives an hour.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(_HISTORY_SECONDS),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_UI_API_URL": f"{origin}/api",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "NO_COLOR": "1",
    }


def _ui_folder(files: ServerFiles) -> dict[str, str]:
    """Say where Prefect prepares its pages: beside its code, as ever, or here if it may not write there."""
    found = find_spec("prefect")
    origin = found.origin if found else None
    if origin and os.access(Path(origin).parent / "server", os.W_OK):
        return {}
    return {"PREFECT_UI_STATIC_DIRECTORY": str(files.folder / "server" / "ui")}


def _serve(files: ServerFiles, listener: socket.socket, idle: float) -> None:
    # A million objects are made while Prefect is imported and none is dropped: looking for garbage costs a fifth.
    gc.disable()
    import uvicorn
    from prefect.server.api.server import create_app

    from deployments.patient_database import be_patient
    from deployments.server_guard import GuardedServer

    be_patient(_DATABASE)
    guard = GuardedServer(create_app(final=True), listener.getsockname()[1], before_end=_await_records)
    config = uvicorn.Config(
        guard, log_config=None, access_log=False, lifespan="on", server_header=False, date_header=False,
        proxy_headers=False, timeout_graceful_shutdown=5, timeout_keep_alive=5, ws_max_size=4 * 1024 * 1024,
    )  # fmt: skip
    server = uvicorn.Server(config)
    gc.freeze()
    gc.enable()
    # uvicorn repeats the signal that ended it, for whoever ran it: nobody did.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    asyncio.run(_serve_until_unneeded(server, guard, listener, files, idle))
    if not server.started:
        raise SystemExit(3)


async def _serve_until_unneeded(
    server: uvicorn.Server, guard: GuardedServer, listener: socket.socket, files: ServerFiles, idle: float
) -> None:
    watch = asyncio.create_task(_watch(server, guard, files, idle))
    try:
        await server.serve(sockets=[listener])
    finally:
        watch.cancel()


async def _watch(server: uvicorn.Server, guard: GuardedServer, files: ServerFiles, idle: float) -> None:
    """End the server when it has been idle, or when the last command that wanted it gone has ended.

    It ends too when its folder is gone: no command could find it any more.
    """
    while not server.should_exit:
        await asyncio.sleep(min(0.5, idle / 4))
        if not server.started:
            continue
        with contextlib.suppress(FileNotFoundError):
            if not _is_unneeded(files, guard, idle):
                continue  # and leave alone what a signal has decided meanwhile
        server.should_exit = True


async def _await_records() -> None:
    """Let the services take what clients have sent: Prefect keeps it in memory, and would forget it at its end."""
    from prefect.server.utilities.messaging.memory import Topic

    end = time.monotonic() + _DRAIN_SECONDS
    while time.monotonic() < end:
        queues = [subscription._queue for topic in Topic._topics.values() for subscription in topic._subscriptions]
        if not any(queue.qsize() for queue in queues):
            return
        await asyncio.sleep(0.05)


def _is_unneeded(files: ServerFiles, guard: GuardedServer, idle: float) -> bool:
    """Decide under the door lock, and put it on record: no command can come to use a server that ends."""
    quiet = min(time.monotonic() - guard.last_used, time.time() - files.alive.stat().st_mtime)
    if is_held(files.worker) or (quiet < idle and not _is_left(files)):
        return False
    door = open_lock(files.door)
    if door is None:
        return False
    try:
        asked = time.time() - files.alive.stat().st_mtime
        unneeded = (asked >= idle or _is_left(files)) and not any_run_held(files.folder) and not is_held(files.worker)
        record = read_record(files)
        if unneeded and record:
            write_record(files, record.model_copy(update={"ending": True}))
        return unneeded
    finally:
        os.close(door)


def _is_left(files: ServerFiles) -> bool:
    """Tell whether this server was for certain commands only, and none of them lives."""
    record = read_record(files)
    if record is None or not record.once:
        return False
    handle = open_lock(files.once)
    if handle is None:
        return False
    os.close(handle)
    return True


if __name__ == "__main__":
    main(sys.argv[1:])
