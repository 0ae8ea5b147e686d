"""Events -> the machine's file of metrics, written beside the film, stage by stage."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from prefect.logging import get_logger

from adapters.metrics import RunMetrics, add_metrics, serve_metrics
from adapters.settings import Settings
from model.errors import ResourceError, VideoGenError
from model.events import RunEvent


def open_metrics(settings: Settings) -> MetricsFile | None:
    """Return what counts a run, where its user wants that; serve what was counted, where they want that."""
    if settings.metrics_path is None:
        return None
    if settings.metrics_port:
        _serve_once(settings.metrics_path, settings.metrics_port)
    return MetricsFile(settings.metrics_path)


@cache
def _serve_once(path: Path, address: str) -> None:
    """Serve, once a process. Where another process does already, it serves the same file."""
    try:
        serve_metrics(path, address)
    except ResourceError as error:
        get_logger("video-gen.metrics").info("%s Another process may be serving them.", error.message)


class MetricsFile:
    """Adds what a run counts to the file; whatever the disk does, the film goes on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._counted = RunMetrics()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="metrics")
        self._failed = False

    def hear(self, event: RunEvent) -> None:
        """Count an event."""
        if self._counted.count(event):
            counted, self._counted = self._counted, RunMetrics()
            self._writer.submit(self._add, counted)

    async def close(self, patience: float) -> None:
        """Wait until all is written, so many seconds at most."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.to_thread(self._writer.shutdown), patience)

    def _add(self, counted: RunMetrics) -> None:
        try:
            add_metrics(self._path, counted)
        except VideoGenError as error:
            if not self._failed:
                get_logger("video-gen.metrics").warning("Metrics are not kept: %s This is told once.", error)
            self._failed = True
