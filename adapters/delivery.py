"""A film's files -> the output folder: all of them together or none, and whatever was there before until then."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pydantic

from adapters.files import digest_bytes, digest_file, disk_error, free_lock, sync_folder, try_lock
from adapters.folder_swap import MARKER, incoming_folder, outgoing_folder, settle_folder, swap_in
from model.assets import DeliveredFile
from model.errors import ResourceError, StateError
from model.result import PipelineResult

RESULT = "result.json"
_SCRIPT = "script.yaml"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}", re.ASCII)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}", re.ASCII)
_MOST_BYTES = 100_000_000
_PATIENCE = 300.0
_CHUNK = 1 << 20


class Stored(NamedTuple):
    """A file that is copied."""

    path: Path
    sha256: str
    """Digest of its content."""


def deliver_files(
    folder: Path, files: Mapping[str, Stored | bytes], describe: Callable[[tuple[DeliveredFile, ...]], PipelineResult]
) -> PipelineResult:
    """Write the files, and `result.json` as `describe` makes it of them, into `folder`, which appears or changes at once.

    Files in the folder that no earlier delivery wrote stay. A second process that delivers there waits.
    Raises ResourceError when the disk is full or refuses, StateError for a name that is none of ours or a busy folder.
    """
    _check_names(folder, files)
    needed = _count_bytes(files)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _check_place(folder)
        with _lock_folder(folder):
            settle_folder(folder, _owned_by)
            try:
                result = _stage_files(incoming_folder(folder), files, describe)
                swap_in(folder, _owned_by)
            except BaseException:
                if not (folder / MARKER).exists():
                    settle_folder(folder, _owned_by)
                raise
    except OSError as error:
        raise disk_error(error, folder, needed) from error
    return result


def recover_folder(folder: Path) -> None:
    """Put in order what a killed delivery left, unless a living one is at work: costs two looks when there is nothing."""
    leftovers = (incoming_folder(folder), outgoing_folder(folder), folder / MARKER, _lock_of(folder))
    if not any(map(os.path.lexists, leftovers)):
        return
    try:
        with _lock_folder(folder, patience=0.0):
            settle_folder(folder, _owned_by)
    except StateError as error:
        if not error.transient:
            raise
    except OSError as error:
        raise disk_error(error, folder) from error


def find_result(folder: Path) -> PipelineResult | None:
    """Return the result that was delivered into a folder; None when there is none that can be read."""
    recover_folder(folder)
    return _read_result(folder)


def verify_result(folder: Path, result: PipelineResult) -> bool:
    """Tell whether every delivered file is there, an ordinary file, of its size and with its digest."""
    named = {file.name for file in result.files}
    return result.video in named and all(_is_delivered(folder / file.name, file) for file in result.files)


def _read_result(folder: Path) -> PipelineResult | None:
    path = folder / RESULT
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST_BYTES:
            return None
        result = PipelineResult.model_validate_json(path.read_bytes())
        return result if result.is_sealed() else None
    except (OSError, pydantic.ValidationError):
        # No result, or none of this version: the film is made.
        return None


def _is_delivered(path: Path, file: DeliveredFile) -> bool:
    if not _NAME.fullmatch(file.name):
        return False
    try:
        found = path.lstat()
        return stat.S_ISREG(found.st_mode) and found.st_size == file.size and digest_file(path) == file.sha256
    except OSError:
        return False


def _owned_by(folder: Path) -> Callable[[Path], bool]:
    """Tell our files from the user's by the folder's own result; a script that was edited is the user's."""
    result = _read_result(folder)
    ours = {file.name: file for file in result.files} if result else {}

    def is_ours(path: Path) -> bool:
        if path.is_dir() and not path.is_symlink():
            return False
        if path.name == _SCRIPT:
            return _SCRIPT in ours and _is_delivered(path, ours[_SCRIPT])
        return path.name in ours or path.name == MARKER or (path.name == RESULT and result is not None)

    return is_ours


def _stage_files(
    staged: Path, files: Mapping[str, Stored | bytes], describe: Callable[[tuple[DeliveredFile, ...]], PipelineResult]
) -> PipelineResult:
    """Write everything into a new folder, to the disk itself, and read it back."""
    staged.mkdir()
    _write_file(staged / MARKER, b"")
    written = tuple(_write_file(staged / name, files[name]) for name in sorted(files))
    result = describe(written).sealed()
    text = (result.model_copy(update={"run": None}).model_dump_json(indent=2) + "\n").encode()
    _write_file(staged / RESULT, text)
    sync_folder(staged)
    return result


def _write_file(path: Path, data: Stored | bytes) -> DeliveredFile:
    """Write one file to the disk, and read it back: its digest is of what is there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        if isinstance(data, bytes):
            file.write(data)
        else:
            with data.path.open("rb") as source:
                shutil.copyfileobj(source, file, _CHUNK)
        file.flush()
        os.fsync(file.fileno())
    found = DeliveredFile(name=path.name, sha256=digest_file(path), size=path.stat().st_size)
    if found.sha256 != (digest_bytes(data) if isinstance(data, bytes) else data.sha256):
        raise ResourceError(f"{path.name} is not on the disk as it was written.", "Check the disk.", transient=True)
    return found


def _check_names(folder: Path, files: Mapping[str, Stored | bytes]) -> None:
    odd = [name for name in sorted(files) if not _NAME.fullmatch(name) or name in (RESULT, MARKER)]
    if odd or not _SLUG.fullmatch(folder.name):
        raise StateError(f"Not a name for delivered files: {(*odd, folder.name)[0][:100]!r}.", "Rename the source.")


def _count_bytes(files: Mapping[str, Stored | bytes]) -> int:
    try:
        return sum(len(data) if isinstance(data, bytes) else data.path.stat().st_size for data in files.values())
    except OSError as error:
        raise StateError(
            f"{error.filename} is gone from the store.", "Run the command again.", transient=True
        ) from error


def _check_place(folder: Path) -> None:
    if folder.is_symlink():
        raise ResourceError(
            f"{folder} is a symbolic link, which is not followed.", "Remove it, or choose another folder."
        )
    if folder.exists() and not folder.is_dir():
        raise ResourceError(f"{folder} is not a folder.", "Move it away, or choose another output folder.")


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.lock")


@contextlib.contextmanager
def _lock_folder(folder: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the folder against other processes: a lock file beside it, which is gone afterwards.

    Raises StateError when another process holds it for longer than `patience` seconds.
    """
    path, until = _lock_of(folder), time.monotonic() + patience
    while (handle := try_lock(path)) is None:
        if time.monotonic() >= until:
            raise StateError(f"Another command delivers into {folder}.", "Wait for it to end.", transient=True)
        time.sleep(0.05)
    try:
        yield
    finally:
        free_lock(path, handle)
