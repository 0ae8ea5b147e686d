"""A bucket of an S3-compatible service, as a shared store: address, region and keys by AWS's own variables.

An object is there when its upload is complete, in parts or not: S3 promises that, so nothing is renamed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.files import DISK_FULL, disk_error
from adapters.stores.shared import Entry
from model.errors import ConfigError, StateError, VideoGenError

_INSTALL = "pip install 'video-gen[fleet]'"
_VARIABLES = "Look at AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."


class BucketStore:
    """Objects below one prefix, by s3fs, whose listings are never kept: other machines write too."""

    def __init__(self, url: str) -> None:
        try:
            import fsspec
            import s3fs  # noqa: F401 - said here, and not by fsspec in words of its own
        except ImportError as error:
            raise ConfigError(f"{url} needs s3fs, which is not installed.", _INSTALL) from error
        self.url = url
        self._root = url.removeprefix("s3://").rstrip("/")
        self._files: Any = fsspec.filesystem(
            "s3",
            use_listings_cache=False,
            skip_instance_cache=True,  # AWS's variables are not among what tells its instances apart
            config_kwargs={"retries": {"max_attempts": 3, "mode": "standard"}},
        )

    def read(self, name: str) -> bytes | None:
        """Return the bytes; None when there are none of that name."""
        with self._told():
            try:
                data: bytes = self._files.cat_file(self._path(name))
            except FileNotFoundError:
                return None
            return data

    def fetch(self, name: str, path: Path) -> bool:
        """Copy to a file of this machine; tell whether there was anything of that name."""
        with self._told():
            try:
                self._files.get_file(self._path(name), str(path))
            except FileNotFoundError:
                return False
            except OSError as error:
                if error.errno in DISK_FULL:
                    raise disk_error(error, path) from error
                raise
            return True

    def write(self, name: str, data: bytes) -> None:
        """Keep bytes, in place of those of that name."""
        with self._told():
            self._files.pipe_file(self._path(name), data)

    def send(self, name: str, path: Path) -> None:
        """Keep a file's bytes, in place of those of that name."""
        with self._told():
            self._files.put_file(str(path), self._path(name))

    def size(self, name: str) -> int | None:
        """Return how many bytes there are; None when there are none of that name."""
        with self._told():
            try:
                return int(self._files.info(self._path(name))["size"])
            except FileNotFoundError:
                return None

    def remove(self, name: str) -> None:
        """Remove it, if it is there."""
        with self._told(), contextlib.suppress(FileNotFoundError):
            self._files.rm_file(self._path(name))

    def list(self, folder: str) -> Iterator[Entry]:
        """Yield what lies below a folder, in order of the names."""
        with self._told():
            found: dict[str, dict[str, Any]] = self._files.find(self._path(folder), detail=True)
        for path, facts in sorted(found.items()):
            written = facts.get("LastModified")
            since = written.timestamp() if isinstance(written, datetime) else 0.0
            yield Entry(path.removeprefix(f"{self._root}/"), int(facts["size"]), since)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Say in our words what the service or the way to it did not allow."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except VideoGenError:
            raise
        except FileNotFoundError as error:  # of a write: there is no such bucket
            raise ConfigError(f"The bucket of {self.url} does not exist.", "Make it, or name another.") from error
        except PermissionError as error:
            raise ConfigError(f"{self.url} may not be used: {error}.", _VARIABLES) from error
        except (OSError, BotoCoreError, ClientError) as error:
            reason = " ".join(str(error).split())[:200].rstrip(".")
            raise StateError(f"The store {self.url} does not answer: {reason}.", _VARIABLES, transient=True) from error
