"""A URL -> the shared store: what several machines keep together, behind each one's own disk.

A name is a path of ours below the URL: `store/ab/<sha256>.wav`, `results/<key>`. Whoever reads verifies; a write is whole or
not there. What cannot be reached is an error and never a miss: a miss would be made, and perhaps paid for, again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from model.errors import ConfigError

_FORMS = "Write s3://BUCKET/PREFIX, or file:///FOLDER for a folder that all machines have mounted."


class Entry(NamedTuple):
    """One thing in a shared store."""

    name: str
    size: int
    written: float
    """Unix time."""


class SharedStore(Protocol):
    """What machines share. Each method raises StateError, transient, when the store does not answer."""

    url: str
    """As the user wrote it."""

    def read(self, name: str) -> bytes | None:
        """Return the bytes; None when there are none of that name."""

    def fetch(self, name: str, path: Path) -> bool:
        """Copy to a file of this machine; tell whether there was anything of that name."""

    def write(self, name: str, data: bytes) -> None:
        """Keep bytes, in place of those of that name."""

    def send(self, name: str, path: Path) -> None:
        """Keep a file's bytes, in place of those of that name."""

    def size(self, name: str) -> int | None:
        """Return how many bytes there are; None when there are none of that name."""

    def remove(self, name: str) -> None:
        """Remove it, if it is there."""

    def list(self, folder: str) -> Iterator[Entry]:
        """Yield what lies below a folder, in order of the names."""


@lru_cache(maxsize=8)
def open_shared(url: str) -> SharedStore | None:
    """Open a shared store by its URL; None for an empty one. Nothing is asked yet.

    Raises ConfigError for a URL that none can have, and where the extra that S3 needs is not installed.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ConfigError(f"{url} is no address of a store.", _FORMS) from error
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path.startswith("/"):
        from adapters.stores.folder import FolderStore

        return FolderStore(url, Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc and not (parts.query or parts.fragment or "@" in parts.netloc):
        from adapters.stores.bucket import BucketStore

        return BucketStore(url)
    raise ConfigError(f"{url} is no address of a store.", _FORMS)
