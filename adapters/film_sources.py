"""A film's folder -> the source that it was made of, so that another of the same name does not take its place.

`result.json` cannot tell: it holds no path, for the same document gives the same bytes anywhere. So the state directory
keeps a small file for each folder, `films/<digest of the folder's path>`.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from adapters.delivery import RESULT, find_result
from adapters.files import digest_bytes, digest_file, disk_error
from adapters.server_state import ServerFiles, open_lock
from model.assets import DeliveredFile
from model.errors import ConfigError

_FOLDER = "films"
Inputs = Callable[[], tuple[DeliveredFile, ...]]


def find_other(source: str, list_inputs: Inputs, folder: Path, state_dir: Path) -> str | None:
    """Return the source whose film the folder holds, where it is another than this one, and still says something else.

    `source` is as the user named it; `list_inputs` returns what its film depends on, the main file first. After a move or a
    copy the same document's film is replaced, as it is wherever nothing is known of the folder.
    """
    other = _read(_record_of(folder, state_dir), folder)
    if other is None or not (folder / RESULT).exists():
        return None
    inputs = cache(list_inputs)
    same = other == identify_source(source, inputs) or _says_the_same(other, source, inputs(), folder)
    return None if same else other


def holds_own(source: str, list_inputs: Inputs, folder: Path, state_dir: Path) -> bool:
    """Tell whether the folder is known to hold this very source's film."""
    other = _read(_record_of(folder, state_dir), folder)
    return other is not None and (folder / RESULT).exists() and other == identify_source(source, list_inputs)


def identify_source(source: str, list_inputs: Inputs) -> str:
    """Return what a source is known by: the absolute path of a file or folder; the address of what lies elsewhere."""
    if source != "-" and _exists(source):
        return os.path.abspath(source)  # noqa: PTH100 - `resolve` would follow links, `absolute` keeps `..`
    name = list_inputs()[0].name
    return name if "://" in name else source


def _says_the_same(other: str, source: str, inputs: tuple[DeliveredFile, ...], folder: Path) -> bool:
    """Compare what another source says with this one: a file by what it says now, all else by what its film was made of."""
    if Path(other).is_file() and Path(source).is_file():
        return _digest(Path(other)) == inputs[0].sha256
    result = find_result(folder)
    if result is None:
        return False
    if Path(other).is_dir() or _exists(source):
        return result.inputs == inputs
    return result.inputs[0].sha256 == inputs[0].sha256


@contextlib.contextmanager
def hold_folder(source: str, inputs: tuple[DeliveredFile, ...], folder: Path, state_dir: Path) -> Iterator[None]:
    """Keep other sources' films out of a folder while one is delivered; if it was, note whose film it is.

    Raises ConfigError when another source's film has come there meanwhile, ResourceError when the state directory cannot be
    written.
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
        if other := find_other(source, lambda: inputs, folder, state_dir):
            message = f"{folder} holds the film of {other}, which has the same name as yours."
            raise ConfigError(message, "Run the command again: yours gets a name of its own.")
        yield
        _write(handle, folder, identify_source(source, lambda: inputs))
        _forget_gone(record)
    except OSError as error:
        raise disk_error(error, record) from error
    finally:
        os.close(handle)


def _record_of(folder: Path, state_dir: Path) -> Path:
    return state_dir / _FOLDER / digest_bytes(os.fsencode(folder.absolute()))[:32]


def _read(record: Path, folder: Path) -> str | None:
    """Return the source that is on record, unless it was a file that is gone; a record that cannot be read says nothing."""
    try:
        noted, source = json.loads(record.read_bytes())
        known = noted == str(folder.absolute()) and isinstance(source, str) and source
        return source if known and (not Path(source).is_absolute() or Path(source).exists()) else None
    except (OSError, ValueError, TypeError):
        return None


def _write(handle: int, folder: Path, identity: str) -> None:
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps([str(folder.absolute()), identity]).encode(), 0)


def _forget_gone(record: Path) -> None:
    """Remove the records of folders that are gone."""
    for other in record.parent.iterdir():
        with contextlib.suppress(OSError, ValueError, TypeError):
            if other != record and not Path(json.loads(other.read_bytes())[0]).exists():
                other.unlink()


def _exists(source: str) -> bool:
    try:
        return Path(source).exists()
    except (OSError, ValueError):
        return False


def _digest(path: Path) -> str:
    try:
        return digest_file(path)
    except OSError:  # it is there, and may not be read: not ours
        return ""
