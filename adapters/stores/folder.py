"""A folder that all machines have mounted, as a shared store."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from adapters.files import rename_into_place, write_atomically
from adapters.stores.shared import Entry
from model.errors import StateError


class FolderStore:
    """Files below one folder, each written beside and renamed."""

    def __init__(self, url: str, root: Path) -> None:
        self.url, self._root = url, root

    def read(self, name: str) -> bytes | None:
        """Return the bytes; None when there are none of that name."""
        try:
            return (self._root / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreachable(error) from error

    def fetch(self, name: str, path: Path) -> bool:
        """Copy to a file of this machine; tell whether there was anything of that name."""
        try:
            shutil.copyfile(self._root / name, path)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self._unreachable(error) from error
        return True

    def write(self, name: str, data: bytes) -> None:
        """Keep bytes, in place of those of that name."""
        write_atomically(self._root / name, data)

    def send(self, name: str, path: Path) -> None:
        """Keep a file's bytes, in place of those of that name."""
        target = self._root / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(prefix=".", suffix=".partial", dir=target.parent, delete=False) as beside:
                try:
                    with path.open("rb") as source:
                        shutil.copyfileobj(source, beside, 1 << 20)
                    beside.flush()
                    rename_into_place(Path(beside.name), target)
                except BaseException:
                    with contextlib.suppress(OSError):
                        Path(beside.name).unlink()
                    raise
        except OSError as error:
            raise self._unreachable(error) from error

    def size(self, name: str) -> int | None:
        """Return how many bytes there are; None when there are none of that name."""
        try:
            return (self._root / name).stat().st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreachable(error) from error

    def remove(self, name: str) -> None:
        """Remove it, if it is there."""
        try:
            (self._root / name).unlink(missing_ok=True)
        except OSError as error:
            raise self._unreachable(error) from error

    def list(self, folder: str) -> Iterator[Entry]:
        """Yield what lies below a folder, in order of the names."""
        for path in sorted((self._root / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                found = path.stat()
                yield Entry(path.relative_to(self._root).as_posix(), found.st_size, found.st_mtime)

    def _unreachable(self, error: OSError) -> StateError:
        reason = (error.strerror or str(error)).lower()
        return StateError(f"The store {self.url} cannot be used: {reason}.", "See that it is mounted.", transient=True)
