"""Events -> progress artifacts that move in Prefect's UI: the whole film, and each stage that works scene by scene."""

from __future__ import annotations

import asyncio
import contextlib
from uuid import UUID

from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact
from prefect.logging import get_logger

from model.events import RunEvent, StageCompleted, StageProgress
from model.progress import Stage

_SHOWN: dict[Stage, str] = {
    "narrate": "Scenes spoken.",
    "render": "Scenes drawn and encoded.",
    "sound": "Scenes mastered.",
}
_WHOLE = "How far the film is."
_QUIET = 0.5
"""Seconds between two messages to the server: to tell it of each step costs as much as the step, often."""


class ProgressPages:
    """Keeps the server told in a task of its own, so that nothing of the film ever waits for it."""

    def __init__(self) -> None:
        self._wanted: dict[str, float] = {"progress": 0.0}
        self._shown: dict[str, tuple[UUID, float]] = {}
        self._ending = asyncio.Event()
        self._task = asyncio.create_task(self._keep())

    def hear(self, event: RunEvent) -> None:
        """Note how far the run is."""
        self._wanted["progress"] = float(event.percent)
        if isinstance(event, StageProgress | StageCompleted) and event.stage in _SHOWN:
            percent = event.stage_percent if isinstance(event, StageProgress) else 100
            self._wanted[f"progress-{event.stage}"] = float(percent)

    async def close(self, patience: float) -> None:
        """Show the last of it, if the server takes it in so many seconds."""
        self._ending.set()
        await asyncio.wait({self._task}, timeout=patience)
        self._task.cancel()

    async def _keep(self) -> None:
        while not self._ending.is_set():
            await self._show_all()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), _QUIET)
        await self._show_all()

    async def _show_all(self) -> None:
        try:
            for key, percent in tuple(self._wanted.items()):
                await self._show(key, percent)
        except Exception as error:  # the server may miss how far a film is; the film is made all the same
            get_logger("video-gen.events").debug("Progress is not shown: %s", error)

    async def _show(self, key: str, percent: float) -> None:
        known = self._shown.get(key)
        if known is None:
            said = {f"progress-{stage}": words for stage, words in _SHOWN.items()}.get(key, _WHOLE)
            self._shown[key] = (await acreate_progress_artifact(percent, key=key, description=said), percent)
        elif known[1] != percent:
            await aupdate_progress_artifact(known[0], progress=percent)
            self._shown[key] = (known[0], percent)
