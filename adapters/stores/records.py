"""Kept results as bytes by key: on this disk first, behind it in the shared store."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

from adapters.files import write_atomically
from adapters.stores.shared import SharedStore


class Records(NamedTuple):
    """Records of one cache. What they say is for others to verify: here they are bytes."""

    folder: Path
    shared: SharedStore | None = None

    def read(self, key: str) -> bytes | None:
        """Return the record that this disk has; None when it has none."""
        try:
            return (self.folder / key).read_bytes()
        except OSError:
            return None

    def fetch(self, key: str) -> bytes | None:
        """Return the record that the shared store has; None when it has none, or there is no such store."""
        return self.shared.read(f"results/{key}") if self.shared is not None else None

    def keep(self, key: str, record: bytes) -> None:
        """Keep a record on this disk alone."""
        write_atomically(self.folder / key, record)

    def write(self, key: str, record: bytes) -> None:
        """Keep a record, and give it to the shared store."""
        self.keep(key, record)
        if self.shared is not None:
            self.shared.write(f"results/{key}", record)

    def use(self, key: str) -> None:
        """Say that a record was asked for now."""
        with contextlib.suppress(OSError):  # where the disk does not let us, it merely looks older than it is
            os.utime(self.folder / key)

    def forget(self, key: str) -> None:
        """Remove a record of this disk."""
        with contextlib.suppress(OSError):
            (self.folder / key).unlink()
