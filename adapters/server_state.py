"""A state directory -> what is known of the embedded server in it: address, secret, versions, whether it lives.

Whether a server lives is a lock, not a process number: the kernel frees it however the server ends, and no other
process can be mistaken for it. The server inherits the locked file from the command that starts it, so there is no
moment at which it runs and is not seen.

    server.lock   held by a command while it starts, reuses or stops the server
    alive.lock    held by the server for its whole life; its content is the process number
    once.lock     held, shared, by each command that wants the server gone when it ends
    worker.lock   held, shared, by each worker, which needs the server for as long as it lives
    beginning.lock  held, shared, by each command while the server makes its run and no lock of that run is there yet
    server.json   port, secret, versions (readable by its owner alone)
    server.log    what this server, or the one before it, had to say
    prefect.db    the history of runs
    runs/         one lock for each run that is going on
    films/        whose film each folder holds (`film_sources.py`)
    metrics.prom  what runs have counted, where that is wanted (`metrics.py`)
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pydantic
from pydantic import Field

from adapters.files import disk_error, write_atomically
from adapters.versions import digest_sources
from model.errors import StateError
from model.frozen import Frozen

_OURS = ("deployments/embedded_server.py", "deployments/server_guard.py", "adapters/server_state.py")
_LOG_LINES = 8


class ServerAddress(Frozen):
    """Where a Prefect server is, and how it is entered."""

    api_url: str
    """Ends in /api for a server of one's own."""
    ui_url: str
    """The page for people."""
    embedded: bool
    """True when the server is ours: it may be started, replaced and stopped."""
    auth: str = Field(repr=False)
    """`user:password`, or empty when the server asks for nothing or for a key. A secret."""
    state_dir: Path
    """Folder of the embedded server, and of the locks of runs on any server."""


class ServerRecord(Frozen):
    """What server.json holds."""

    port: int
    """On 127.0.0.1."""
    auth: str = Field(repr=False)
    """A new random `user:password` for each start; the old one's, where a run goes on that knows it."""
    versions: str
    """What the server was started from."""
    once: bool
    """True while only commands that want it gone when they end have asked for it."""
    ending: bool
    """True once the server has decided to end: from then on nobody may come to use it."""
    started: float
    """Unix time in seconds."""


class ServerFiles:
    """The names inside a state directory."""

    def __init__(self, state_dir: Path) -> None:
        self.folder = state_dir.absolute()
        self.door = self.folder / "server.lock"
        self.alive = self.folder / "alive.lock"
        self.once = self.folder / "once.lock"
        self.worker = self.folder / "worker.lock"
        self.beginning = self.folder / "beginning.lock"
        self.record = self.folder / "server.json"
        self.log = self.folder / "server.log"
        self.runs = self.folder / "runs"

    def create(self) -> None:
        """Make the folder, for its owner alone.

        Raises ResourceError when it cannot be made, StateError when others could put a server of theirs into it.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            seen = self.folder.stat()
            if seen.st_uid != os.geteuid() or seen.st_mode & 0o002:
                raise StateError(f"Others may write to the state directory {self.folder}.", "Choose one of your own.")
            self.runs.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise disk_error(error, self.folder) from error


def address_of(record: ServerRecord, state_dir: Path) -> ServerAddress:
    """Return the address that a record stands for."""
    ui_url = f"http://127.0.0.1:{record.port}"
    return ServerAddress(api_url=f"{ui_url}/api", ui_url=ui_url, embedded=True, auth=record.auth, state_dir=state_dir)


def read_record(files: ServerFiles) -> ServerRecord | None:
    """Return the record, or None when there is none that can be understood."""
    try:
        return ServerRecord.model_validate_json(files.record.read_bytes())
    except (FileNotFoundError, pydantic.ValidationError):
        return None


def write_record(files: ServerFiles, record: ServerRecord) -> None:
    """Replace the record; its bytes are never readable by others, not even before the rename."""
    write_atomically(files.record, record.model_dump_json().encode(), mode=0o600)


def current_versions() -> str:
    """Return what decides whether a running server is this program's: Prefect, and our own server code."""
    return f"prefect {version('prefect')}, server code {digest_sources(*_OURS)[:12]}"


def open_lock(path: Path, *, shared: bool = False, wait: bool = False, create: bool = True) -> int | None:
    """Lock a file and return its descriptor; closing that frees it.

    Return None when another process holds it, or when it is not there and is not to be created.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if create else 0), 0o600)
    except FileNotFoundError:
        if create:
            raise
        return None
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
    except BaseException as error:
        os.close(handle)
        if isinstance(error, BlockingIOError):
            return None
        raise
    return handle


def is_held(path: Path) -> bool:
    """Tell whether a living process holds the lock."""
    handle = open_lock(path, create=False)
    if handle is not None:
        os.close(handle)
    return handle is None and path.exists()


@contextlib.contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Wait for a lock and hold it for the length of the block."""
    handle = open_lock(path, wait=True)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def await_lock(path: Path, seconds: float) -> int | None:
    """Return the descriptor as soon as the lock is free, or None when it is still held after some seconds."""
    end = time.monotonic() + seconds
    while (handle := open_lock(path)) is None and time.monotonic() < end:
        time.sleep(0.02)
    return handle


def read_pid(files: ServerFiles) -> int:
    """Return the process number that the holder of the life lock wrote, or 0 when it has not yet."""
    try:
        return int(files.alive.read_text() or 0)
    except (FileNotFoundError, ValueError):
        return 0


def last_lines(files: ServerFiles) -> str:
    """Return the end of the server's log on one line, for an error message."""
    try:
        with files.log.open("rb") as log:
            log.seek(max(0, files.log.stat().st_size - 4096))
            lines = log.read().decode("utf-8", "replace").split("\n")
    except FileNotFoundError:
        lines = []
    kept = [line.strip() for line in lines if line.strip()][-_LOG_LINES:]
    return " | ".join(kept)[-1200:] or "it said nothing"


@cache
def hold_for_life(lock: Path) -> None:
    """Hold a lock, on purpose, until the kernel ends this process, however many runs of it ask for that."""
    open_lock(lock, shared=True, wait=True)
