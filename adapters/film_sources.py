"""A film's folder -> the document that it was made of, so that another of the same name does not take its place.

`result.json` cannot tell: it holds no path, for the same document gives the same bytes anywhere. So the state directory
keeps a small file for each folder, `films/<digest of the folder's path>`.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from adapters.files import digest_bytes, digest_file, disk_error
from adapters.server_state import ServerFiles, open_lock
from model.assets import DeliveredFile
from model.errors import ConfigError

_FOLDER = "films"


def check_source(digest: Callable[[], str], folder: Path, state_dir: Path) -> ConfigError | None:
    """Say why this document's film may not take the place of what the folder holds.

    `digest` returns the document's SHA-256. Only another document's film is kept: one that is still where it was, and says
    something else. After a move or a copy the same document's film is replaced, as it is wherever nothing is known of
    the folder.
    """
    other = _read(_record_of(folder, state_dir), folder)
    if other is None or not (folder / "result.json").exists() or _digest(other) == digest():
        return None
    remedy = f"Choose another --output, or remove {folder} to make this film there."
    return ConfigError(f"{folder} holds the film of {other}, which has the same name as yours.", remedy)


@contextlib.contextmanager
def hold_folder(source: str, main: DeliveredFile, folder: Path, state_dir: Path) -> Iterator[None]:
    """Keep other documents' films out of a folder while one is delivered; if it was, note whose film it is.

    `source` is the document as the user named it, `main` it or a folder's first document. Raises ConfigError as
    `check_source` returns it, ResourceError when the state directory cannot be written.
    """
    record = _record_of(folder, state_dir)
    try:
        ServerFiles(state_dir).create()
        record.parent.mkdir(mode=0o700, exist_ok=True)
        handle = open_lock(record, wait=True)
    except OSError as error:
        raise disk_error(error, record) from error
    assert handle is not None
    try:
        if problem := check_source(lambda: main.sha256, folder, state_dir):
            raise problem
        yield
        _write(handle, folder, source, main.name)
        _forget_gone(record)
    except OSError as error:
        raise disk_error(error, record) from error
    finally:
        os.close(handle)


def _record_of(folder: Path, state_dir: Path) -> Path:
    return state_dir / _FOLDER / digest_bytes(os.fsencode(folder.absolute()))[:32]


def _read(record: Path, folder: Path) -> Path | None:
    """Return the document that is on record, if it is still there; a record that cannot be read says nothing."""
    try:
        noted, source = json.loads(record.read_bytes())
        path = Path(source)
        return path if noted == str(folder.absolute()) and path.is_file() else None
    except (OSError, ValueError, TypeError):
        return None


def _write(handle: int, folder: Path, source: str, name: str) -> None:
    document = Path(source) / name if Path(source).is_dir() else Path(source)
    path = "" if source == "-" else str(document.absolute())
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps([str(folder.absolute()), path]).encode(), 0)


def _forget_gone(record: Path) -> None:
    """Remove the records of folders that are gone."""
    for other in record.parent.iterdir():
        with contextlib.suppress(OSError, ValueError, TypeError):
            if other != record and not Path(json.loads(other.read_bytes())[0]).exists():
                other.unlink()


def _digest(path: Path) -> str:
    try:
        return digest_file(path)
    except OSError:  # it is there, and may not be read: not ours
        return ""
