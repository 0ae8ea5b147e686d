"""A state directory -> the one embedded Prefect server in it: found, started, awaited, shown, stopped.

No Prefect here: a server is started before Prefect is imported, so that both load at the same time. Its socket is
bound and listening before it exists: its address is known at once, nobody else can take it, and a request that comes
too early waits in the kernel until the server answers.
"""

from __future__ import annotations

import base64
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from adapters.files import disk_error
from adapters.prefect_profile import client_environment, configured_server, default_state_dir, unconnected_environment
from adapters.run_locks import any_run_held
from adapters.server_state import (
    ServerAddress,
    ServerFiles,
    ServerRecord,
    address_of,
    await_lock,
    current_versions,
    hold_for_life,
    hold_lock,
    is_held,
    last_lines,
    open_lock,
    read_pid,
    read_record,
    write_record,
)
from model.errors import ResourceError, StateError, ToolError
from model.frozen import Frozen

__all__ = [
    "ServerAddress", "ServerStatus", "client_environment", "configured_server", "default_state_dir", "launch_server",
    "server_status", "stop_server", "unconnected_environment", "wait_ready",
]  # fmt: skip

IDLE_SECONDS = 600.0
_ROOT = Path(__file__).resolve().parent.parent
_BACKLOG = 128
_PATIENCE = 30.0
_INHERITED = (
    "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "PYTHONPATH", "PYTHONHOME",
    "VIRTUAL_ENV", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT",
)  # fmt: skip


class ServerStatus(Frozen):
    """An embedded server that lives."""

    address: ServerAddress
    pid: int
    """The process, or 0 in the instant before it has said so."""
    versions: str
    """What it was started from."""
    current: bool
    """Whether that is what this command would start."""
    started: float
    """Unix time in seconds."""
    once: bool
    """Whether it ends with the command that uses it."""
    ready: bool
    """Whether it answers."""
    busy: bool
    """Whether a command runs a flow."""
    worker: bool
    """Whether a worker waits for runs: the server lives as long as it."""

    @property
    def sign_in_url(self) -> str:
        """Return a link that opens the UI signed in: a secret. What follows the # is never sent over the network."""
        return f"{self.address.ui_url}/sign-in#{base64.b64encode(self.address.auth.encode()).decode()}"

    def __str__(self) -> str:
        """Say for its owner's terminal where it is and how to sign in: this holds the secret."""
        doing = (
            "starting"
            if not self.ready
            else "running a flow"
            if self.busy
            else "with a worker"
            if self.worker
            else "idle"
        )
        since = time.strftime("%Y-%m-%d %H:%M", time.localtime(self.started))
        lines = [
            f"The embedded Prefect server is at {self.address.ui_url} ({doing}, process {self.pid}, since {since})."
        ]
        if not self.current:
            lines.append(f"It is another version's ({self.versions}); the next command replaces it.")
        return "\n".join([*lines, f"Open it signed in: {self.sign_in_url}", f"Or sign in as:     {self.address.auth}"])


def launch_server(state_dir: Path, *, once: bool = False, idle_seconds: float = IDLE_SECONDS) -> ServerAddress:
    """Return the address of the embedded server, started if it does not live; do not wait until it answers.

    With `once` it ends with the last such command, unless another command has come to use it.
    Raises StateError when another version's server is at work, ResourceError when the disk or the network refuses.
    """
    files = ServerFiles(state_dir)
    files.create()
    try:
        with hold_lock(files.door):
            if once:
                hold_for_life(files.once)
            return _reuse_or_start(files, once, idle_seconds)
    except OSError as error:
        raise disk_error(error, files.folder) from error


def wait_ready(address: ServerAddress, deadline: float = 120) -> None:
    """Wait until the server answers, at most `deadline` seconds.

    Raises StateError, with the last lines of its log, when it has ended or does not answer.
    """
    end = time.monotonic() + (deadline if address.embedded else min(deadline, 10.0))
    while not _answers(address, max(0.1, end - time.monotonic())):
        files = ServerFiles(address.state_dir)
        if address.embedded and not is_held(files.alive):
            raise StateError(
                f"The embedded Prefect server ended: {last_lines(files)}",
                f"Read {files.log}. Without {files.folder / 'prefect.db'} it starts afresh, and without its history.",
            )
        if time.monotonic() > end:
            raise _silence(address, files)
        time.sleep(0.05)


def server_status(state_dir: Path) -> ServerStatus | None:
    """Tell about the embedded server, or return None when none lives."""
    files = ServerFiles(state_dir)
    record = read_record(files)
    if record is None or not is_held(files.alive):
        return None
    address = address_of(record, files.folder)
    return ServerStatus(
        address=address, pid=read_pid(files), versions=record.versions, current=record.versions == current_versions(),
        started=record.started, once=record.once, ready=_answers(address, 1.0), busy=any_run_held(state_dir),
        worker=is_held(files.worker),
    )  # fmt: skip


def stop_server(state_dir: Path) -> bool:
    """End the embedded server and wait until it has gone; return whether there was one."""
    files = ServerFiles(state_dir)
    if not is_held(files.alive):
        return False
    with hold_lock(files.door):
        os.close(_end(files))
    return True


def _reuse_or_start(files: ServerFiles, once: bool, idle_seconds: float) -> ServerAddress:
    life = open_lock(files.alive)
    if life is None:
        record = read_record(files)
        if record and record.versions == current_versions() and not record.ending:
            return _reuse(files, record, once)
        life = _replace(files)
    try:
        return _start(files, life, once, idle_seconds)
    finally:
        os.close(life)


def _reuse(files: ServerFiles, record: ServerRecord, once: bool) -> ServerAddress:
    """Put off the end of a living server: its idle time counts from now, and it no longer ends with another command."""
    os.utime(files.alive)
    if record.once and not once:
        write_record(files, record.model_copy(update={"once": False}))
    return address_of(record, files.folder)


def _replace(files: ServerFiles) -> int:
    """End a server that is not ours to use, or that is ending anyway, and return the life lock."""
    record = read_record(files)
    doing = "running a flow" if any_run_held(files.folder) else "serving a worker" if is_held(files.worker) else ""
    if record and not record.ending and doing:
        raise StateError(
            f"Another version's embedded server (process {read_pid(files)}) is {doing}.",
            f"{'Wait for it' if doing == 'running a flow' else 'Restart the worker'}, or choose another state directory"
            " with VIDEO_GEN_STATE_DIR.", transient=True,
        )  # fmt: skip
    return _end(files)


def _end(files: ServerFiles) -> int:
    for attempt in (signal.SIGTERM, signal.SIGKILL):
        _signal_holder(files, attempt)
        life = await_lock(files.alive, _PATIENCE)
        if life is not None:
            return life
    raise StateError(f"The embedded server (process {read_pid(files)}) does not end.", "End that process yourself.")


def _signal_holder(files: ServerFiles, number: int) -> None:
    """Signal the process that holds the life lock, and no other: while it is held, its number cannot be another's."""
    end = time.monotonic() + _PATIENCE
    while is_held(files.alive) and time.monotonic() < end:
        if pid := read_pid(files):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                return
            return
        time.sleep(0.02)


def _start(files: ServerFiles, life: int, once: bool, idle_seconds: float) -> ServerAddress:
    os.ftruncate(life, 0)
    before = read_record(files)
    # A server that was killed beneath a run comes back as the run knows it.
    kept = before.auth if before and any_run_held(files.folder) else ""
    with _listen(before.port if before else 0) as listener:
        record = ServerRecord(
            port=listener.getsockname()[1], auth=kept or f"video-gen:{secrets.token_urlsafe(32)}",
            versions=current_versions(), once=once, ending=False, started=time.time(),
        )  # fmt: skip
        write_record(files, record)
        _spawn(files, listener.fileno(), life, idle_seconds)
    return address_of(record, files.folder)


def _listen(wanted: int) -> socket.socket:
    """Listen on loopback: on the port of the last time if it is free, so that bookmarks and open pages stay good."""
    for port in (wanted, 0) if wanted else (0,):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(_BACKLOG)
        except OSError as error:
            listener.close()
            reason = error.strerror
        else:
            return listener
    raise ResourceError(f"No port on 127.0.0.1 can be opened: {reason}.", "Allow local connections.")


def _spawn(files: ServerFiles, listener: int, life: int, idle_seconds: float) -> None:
    """Start the server's process; it detaches itself, so only its first half is ours to wait for."""
    numbers = (str(listener), str(life), f"{idle_seconds:g}")
    argv = [sys.executable, "-m", "deployments.embedded_server", str(files.folder), *numbers]
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    # Not by the door to other programs: that one ends what it starts together with us.
    with open(files.log, "wb", opener=_open_private) as log:
        code = subprocess.run(
            argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=_ROOT, env=environment, start_new_session=True,
            pass_fds=(listener, life), check=False,
        ).returncode  # fmt: skip
    if code:
        raise ToolError(f"Could not start the embedded server: {last_lines(files)}.", "Reinstall the environment.")


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _answers(address: ServerAddress, seconds: float) -> bool:
    """Ask for the server's health. A server that asks who we are, or knows no such page, answers too."""
    request = urllib.request.Request(f"{address.api_url}/health")  # noqa: S310 - http or https, checked where it is read
    opener = urllib.request.build_opener(*([urllib.request.ProxyHandler({})] if address.embedded else []))
    try:
        with opener.open(request, timeout=seconds) as reply:
            return bool(reply.status == http.client.OK)
    except urllib.error.HTTPError as error:
        error.close()
        return not address.embedded and error.code < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False


def _silence(address: ServerAddress, files: ServerFiles) -> StateError:
    if address.embedded:
        return StateError(
            f"The embedded Prefect server does not answer at {address.api_url}: {last_lines(files)}",
            "Run `video-gen server stop`, then the command again.", transient=True,
        )  # fmt: skip
    return StateError(
        f"No Prefect server answers at {address.api_url}.",
        "Start it, or choose another in PREFECT_API_URL or your Prefect profile, or name none.",
        transient=True,
    )
