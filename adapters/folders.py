"""Folders as the user named them -> what can be known to be wrong with them before anything is made."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from model.errors import ResourceError


def check_folder(name: str, what: str) -> ResourceError | None:
    """Say why nothing can be written into a folder, whether it is there or is still to be made.

    `what` names it in the message: `output folder`.
    """
    remedy = f"Choose another {what}."
    try:
        nearest = _find_nearest(Path(name).absolute())
        if not nearest.is_dir():
            return ResourceError(f"The {what} {name} cannot be: {nearest} is a file.", remedy)
    except (OSError, ValueError) as error:
        return ResourceError(f"The {what} {name[:200]!r} cannot be: {_reason(error)}.", remedy)
    if not os.access(nearest, os.W_OK | os.X_OK):
        return ResourceError(f"The {what} {name} cannot be written: {nearest} refuses.", remedy)
    return None


def check_film_folder(folder: Path) -> ResourceError | None:
    """Say why a film cannot be delivered into its folder."""
    if folder.is_symlink():
        return ResourceError(f"{folder} is a symbolic link, which is not followed.", "Remove it, or choose another.")
    if folder.exists() and not folder.is_dir():
        return ResourceError(f"{folder} is a file, where the film's folder goes.", "Move it, or choose another folder.")
    return check_folder(str(folder), "output folder")


def _find_nearest(path: Path) -> Path:
    """Find the folder that is there already: the path, or what it will be made in."""
    while True:
        try:
            path.stat()
        except FileNotFoundError:
            if path.is_symlink():
                raise OSError(errno.ENOENT, f"{path} is a symbolic link to nowhere") from None
            path = path.parent
        except NotADirectoryError:
            path = path.parent
        else:
            return path


def _reason(error: OSError | ValueError) -> str:
    text = error.strerror if isinstance(error, OSError) else str(error)
    return (text or "it has no such name").lower()
