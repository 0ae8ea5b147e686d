"""A staged folder beside the delivered one -> the delivered folder, in one step; and order again after a kill.

Beside `film/` there may lie `.film.incoming/`, which is being filled, or after the step holds what was delivered
before; and `.film.outgoing/`, where folders cannot be exchanged in one step. The staged folder carries a marker that is
removed last: while the delivered folder has it, the step is done and the clearing up is not.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

from adapters.files import sync_folder
from model.errors import StateError

MARKER = ".video-gen-delivery"
_AT_FDCWD = -100
_EXCHANGE = 2
_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTTY}
Owns = Callable[[Path], Callable[[Path], bool]]
"""Given a delivered folder, tells which of its entries are ours to replace: all others are the user's."""


def incoming_folder(folder: Path) -> Path:
    """Return where a delivery is staged: beside its folder, so that a rename can never cross a file system."""
    return folder.with_name(f".{folder.name}.incoming")


def outgoing_folder(folder: Path) -> Path:
    """Return where the folder that was delivered before waits, where it cannot be exchanged in one step."""
    return folder.with_name(f".{folder.name}.outgoing")


def swap_in(folder: Path, owns: Owns) -> None:
    """Put the staged folder, which has its marker, in the place of the delivered one; keep the user's own files."""
    staged = incoming_folder(folder)
    if not folder.exists():
        staged.rename(folder)
    elif not exchange_folders(staged, folder):
        folder.rename(outgoing_folder(folder))
        staged.rename(folder)
    sync_folder(folder.parent)
    settle_folder(folder, owns)


def settle_folder(folder: Path, owns: Owns) -> None:
    """Bring a folder from wherever a delivery was killed to either the old state or the new one, and clear up.

    Raises StateError when a former delivery lies beside a folder that is not of its successor.
    """
    incoming, outgoing = incoming_folder(folder), outgoing_folder(folder)
    if (folder / MARKER).exists():
        for former in (incoming, outgoing):
            if former.exists():
                _move_on(former, folder, owns(former))
        (folder / MARKER).unlink()
        sync_folder(folder)
        return
    for former in (outgoing, incoming):
        if former == incoming and _is_staged(incoming):
            _remove_staged(incoming)
        elif former.exists():
            if folder.exists():
                raise StateError(f"{former} holds a former delivery of {folder.name}.", "Move it to another folder.")
            former.rename(folder)
            sync_folder(folder.parent)


def _is_staged(incoming: Path) -> bool:
    """Tell a delivery that was never put in place from a folder that was: the first has its marker, or is empty."""
    return (incoming / MARKER).exists() or (incoming.exists() and not any(incoming.iterdir()))


def _remove_staged(incoming: Path) -> None:
    for path in sorted(incoming.iterdir(), key=lambda path: path.name == MARKER):
        path.unlink()
    incoming.rmdir()


def exchange_folders(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux, renameat2); return False where kernel or file system cannot."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_HERE:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _move_on(former: Path, folder: Path, is_ours: Callable[[Path], bool]) -> None:
    """Move the user's files over and remove ours. `result.json`, which tells them apart, goes last."""
    for entry in sorted(former.iterdir(), key=lambda path: (path.name == "result.json", path.name)):
        if is_ours(entry):
            entry.unlink()
        else:
            entry.rename(_free_name(folder / entry.name))
    former.rmdir()


def _free_name(path: Path) -> Path:
    """Return the path, or one beside it where a new file has the name."""
    tried, count = path, 0
    while os.path.lexists(tried):
        count += 1
        tried = path.with_name(f"{path.stem}.yours{count if count > 1 else ''}{path.suffix}")
    return tried
