"""The one door to the disk: bounded reads, and writes that are never seen half done."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from model.errors import Problem, ResourceError, ValidationError

DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_atomically(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write beside, fsync, rename, fsync the folder: `path` holds the old bytes or the new ones, never a part.

    Raises ResourceError when the disk is full or the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".partial", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).chmod(mode)
            Path(beside).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(beside).unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise disk_error(error, path, len(data)) from error


def rename_into_place(beside: Path, path: Path, *, mode: int = 0o644) -> None:
    """Give a finished file its final name, so that it survives a power cut.

    Raises ResourceError when the disk is full or the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.chmod(mode)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise disk_error(error, path) from error


@contextlib.contextmanager
def work_folder(root: Path) -> Iterator[Path]:
    """Lend a folder for unfinished things, gone at the end; those of killed runs go at the next start."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        folder, handle = _make_locked(root)
    except OSError as error:
        raise disk_error(error, root) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _make_locked(root: Path) -> tuple[Path, int]:
    """Make a folder and lock it, while nobody else looks for unlocked ones."""
    door = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        _remove_dead(root)
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=root))
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
        return folder, handle
    finally:
        os.close(door)


def remove_dead_folders(root: Path) -> int:
    """Remove the work folders of processes that are gone; return how many."""
    if not root.is_dir():
        return 0
    door = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        before = len(list(root.glob("run-*")))
        _remove_dead(root)
        return before - len(list(root.glob("run-*")))
    finally:
        os.close(door)


def _remove_dead(root: Path) -> None:
    for folder in root.glob("run-*"):
        try:
            handle = os.open(folder, os.O_RDONLY)
        except OSError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(handle)


def try_lock(path: Path) -> int | None:
    """Lock the file that has this name before and after: one that was removed meanwhile locks nothing.

    Return its descriptor, or None while another holds it. Whoever holds it removes the file, then closes it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    locked = False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        locked = path.stat().st_ino == os.fstat(handle).st_ino
    except (BlockingIOError, FileNotFoundError):
        return None
    finally:
        if not locked:
            os.close(handle)
    return handle if locked else None


def free_lock(path: Path, handle: int) -> None:
    """Remove the file that `try_lock` has locked, then free it."""
    with contextlib.suppress(OSError):
        path.unlink()
    os.close(handle)


def discard(path: Path) -> None:
    """Remove a work file that is of no use any more; what the disk does not let go goes with its work folder."""
    with contextlib.suppress(OSError):
        path.unlink()


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_error(error: OSError, path: Path, needed: int = 0) -> ResourceError:
    """Say what the disk refused, and what to do."""
    if error.errno in DISK_FULL:
        size = f" ({needed / 1e6:.1f} MB)" if needed else ""
        return ResourceError(
            f"The disk is full: could not write {path}{size}.", "Free some space, or choose another folder."
        )
    reason = (error.strerror or str(error)).lower()
    return ResourceError(f"Could not write {path}: {reason}.", "Choose a folder that you may write to.")


def tell_full_disk(error: Exception) -> Exception:
    """Return what a full disk did to a library of others as an error of ours; any other error as it is."""
    if not isinstance(error, OSError) or error.errno not in DISK_FULL:
        return error
    where = f": could not write {error.filename}" if error.filename else ""
    return ResourceError(f"The disk is full{where}.", "Free some space, or choose other folders.")


def read_bounded(path: Path, limit: int, what: str) -> bytes:
    """Read a file of at most `limit` bytes; `what` names it in the error: `document`, `picture`.

    Raises ValidationError when it is missing, no ordinary file, unreadable or larger.
    """
    try:
        if path.is_dir():
            raise _unreadable(path, f"{path} is a folder, not a {what}.", f"Name a {what} inside it.")
        if path.exists() and not path.is_file():
            raise _unreadable(path, f"{path} is not an ordinary file.", f"Name a {what}.")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        remedy = "Check the name." if isinstance(error, FileNotFoundError) else "Check its permissions."
        raise _unreadable(path, f"Cannot read the {what} {path}: {(error.strerror or '').lower()}.", remedy) from error
    if len(data) > limit:
        raise _unreadable(path, f"The {what} {path} is larger than {limit / 1e6:.0f} MB.", "Split it.")
    return data


def _unreadable(path: Path, message: str, remedy: str) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=remedy),))


def digest_bytes(data: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
