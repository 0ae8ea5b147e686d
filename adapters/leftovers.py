"""Folders of ours -> without what killed commands left unfinished in them: a file is left only when nobody writes it"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from adapters.delivery import recover_folder
from adapters.files import remove_dead_folders
from model.errors import VideoGenError

_UNFINISHED = ".partial"
_INCOMING = ".incoming"
_SCRATCH = ("video-gen-plan-", "video-gen-draft-")
_DEEPEST = 3
"""Levels below a folder that are looked through: ours are no deeper."""


class Leftovers(NamedTuple):
    """What went."""

    number: int
    size: int
    """Bytes."""


def remove_leftovers(cache_dir: Path, state_dir: Path, output: Path, seconds: float) -> Leftovers:
    """Remove what nobody has touched for so many seconds; of deliveries and work folders, what no living process holds."""
    oldest, count, size = time.time() - seconds, 0, 0
    for path in (*_find_unfinished((cache_dir, state_dir, output)), *_find_scratch()):
        with contextlib.suppress(OSError):  # another got there first, or it is not ours to remove
            if path.lstat().st_mtime < oldest:
                weight = _weigh(path)
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                count, size = count + 1, size + weight
    for staged in sorted(output.glob(f".*{_INCOMING}")):
        weight = _weigh(staged)
        with contextlib.suppress(VideoGenError):  # what nobody can put in order is left for its owner to see
            recover_folder(output / staged.name.removeprefix(".").removesuffix(_INCOMING))
        if not staged.exists():
            count, size = count + 1, size + weight
    gone = remove_dead_folders(cache_dir / "work")
    return Leftovers(count + gone, size)


def _find_unfinished(folders: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the hidden files that end in .partial: `adapters/files.py` names them so until they are whole."""
    for folder in folders:
        for depth in range(_DEEPEST):
            found = folder.glob(f"{'*/' * depth}.*{_UNFINISHED}")
            yield from (path for path in sorted(found) if path.is_file() and not path.is_symlink())


def _find_scratch() -> Iterator[Path]:
    for prefix in _SCRATCH:
        for path in sorted(Path(tempfile.gettempdir()).glob(f"{prefix}*")):
            if path.is_dir() and not path.is_symlink() and path.lstat().st_uid == os.geteuid():
                yield path


def _weigh(path: Path) -> int:
    if not path.is_dir():
        return path.lstat().st_size
    return sum(file.lstat().st_size for file in path.rglob("*") if file.is_file())
