"""Prefect's result records -> the records of the run's own cache, whatever machine and process a stage runs in."""

from __future__ import annotations

import asyncio
from typing import Any

from prefect.context import TaskRunContext
from prefect.filesystems import WritableFileSystem

from adapters.stores.records import Records


class RecordStorage(WritableFileSystem):
    """Reads and writes beside the media that records name: Prefect's own storage is one folder a process, written in place."""

    _block_type_name = "video-gen records"

    def _resolve_path(self, path: str) -> None:
        """Tell Prefect to keep the key as it is: a path would differ from machine to machine."""

    def read_path(self, path: str, _sync: bool = True) -> bytes:  # type: ignore[override]
        """Return a record, from this disk alone: what the shared store has was fetched when the key was computed."""
        record = _records().read(path)
        if record is None:
            raise ValueError(f"no record {path}")
        return record

    async def aread_path(self, path: str) -> bytes:
        """Return a record."""
        return await asyncio.to_thread(self.read_path, path)

    def write_path(self, path: str, content: bytes, _sync: bool = True) -> None:  # type: ignore[override]
        """Keep a record."""
        _records().write(path, content)

    async def awrite_path(self, path: str, content: bytes) -> None:
        """Keep a record."""
        await asyncio.to_thread(self.write_path, path, content)


def _records() -> Records:
    """Return the records of the workplace that the stage was given."""
    running = TaskRunContext.get()
    assert running is not None
    place: Any = running.parameters["place"]
    records: Records = place.records
    return records
