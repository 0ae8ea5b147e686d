"""What a run does -> tables and labels that Prefect keeps with it, so that any other process can tell how it stands."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import ArtifactCreate, ArtifactUpdate

from model.assets import DeliveredFile
from model.progress import STAGES, Progress, Stage
from model.result import PipelineResult
from model.runs import Made
from model.script import VideoScript

STAGES_KEY, SCENES_KEY, INPUTS_KEY, OUTPUTS_KEY = "stages", "scenes", "inputs", "outputs"
"""Keys of artifacts that are tables."""
FOLDER, HOST, FILM, REVIEW = "video-gen.folder", "video-gen.host", "video-gen.film", "video-gen.review"
ATTEMPTS = "video-gen.attempts"
"""Prefect counts how often a run became Running: after a pause, too."""
FACT = "video-gen.fact."
"""Labels of a flow run; figures of its end begin with the last."""
_QUIET = 1.0
"""Seconds between two messages to the server."""
_PATIENCE, _IN_HASTE = 10.0, 0.5
"""Seconds that the last message gets: at an end of its own, and when the run is ended from without."""


@dataclass
class _StageCount:
    done: int = 0
    total: int = 0
    kept: int = 0
    began: float = 0.0
    ended: float = 0.0


class RunRecord:
    """Counts the steps of one run, and keeps its tables up to date."""

    def __init__(self, flow_run_id: str) -> None:
        self._run = UUID(flow_run_id)
        self._stages: dict[Stage, _StageCount] = {}
        self._scenes: dict[str, tuple[str, Made, Made]] = {}
        self._tables: dict[str, tuple[UUID, str]] = {}
        self._last = time.monotonic()

    def note(self, step: Progress) -> None:
        """Count one step."""
        now = time.monotonic()
        count = self._stages.setdefault(step.stage, _StageCount(began=self._last))
        self._last = now
        count.total = step.total
        count.kept += step.reused
        count.ended = now if step.done else count.ended
        count.done = min(max(count.done, step.done), step.total)
        if step.scene_id:
            kind, spoken, drawn = self._scenes.get(step.scene_id, ("", "", ""))
            made: Made = "kept" if step.reused else "anew"
            self._scenes[step.scene_id] = (kind, made, drawn) if step.stage == "narrate" else (kind, spoken, made)

    def note_script(self, script: VideoScript) -> None:
        """Take down the scenes; what is known of them stays."""
        known = self._scenes
        self._scenes = {
            scene.scene_id: (scene.scene_type, *known.get(scene.scene_id, ("", "", ""))[1:]) for scene in script.scenes
        }

    def list_stages(self) -> list[dict[str, Any]]:
        """Return a row for each stage that has begun, in order."""
        return [
            {
                "stage": stage, "done": count.done, "total": count.total, "kept": min(count.kept, count.done),
                "seconds": round(max(count.ended - count.began, 0.0), 2),
            }
            for stage in STAGES
            if (count := self._stages.get(stage))
        ]  # fmt: skip

    def list_scenes(self) -> list[dict[str, Any]]:
        """Return a row for each scene, in order."""
        return [
            {"scene_id": name, "scene_type": kind, "spoken": spoken, "drawn": drawn}
            for name, (kind, spoken, drawn) in self._scenes.items()
        ]

    async def push(self) -> None:
        """Bring the tables up to date."""
        await self._write(STAGES_KEY, self.list_stages(), "How far each stage is.")
        if self._scenes:
            await self._write(SCENES_KEY, self.list_scenes(), "What became of each scene.")

    async def write_inputs(self, files: Iterable[DeliveredFile]) -> None:
        """Say what the run has read."""
        await self._write(INPUTS_KEY, _list_files(files), "What the film is made of.")

    async def write_result(self, result: PipelineResult) -> None:
        """Say what the run has made, and its figures."""
        await self._write(OUTPUTS_KEY, _list_files(result.files), "What was delivered.")
        run = result.run
        assert run is not None
        facts = {
            "title": result.title, "film_seconds": round(result.total_duration, 2), "scenes": len(result.scenes),
            "spoken": run.spoken, "drawn": run.drawn, "reused": run.reused, "seconds": run.seconds,
            "model": run.model, "cost": run.cost, "warnings": len(result.warnings),
        }  # fmt: skip
        await self.label(
            {FILM: f"{run.folder}/{result.video}"} | {f"{FACT}{name}": fact for name, fact in facts.items()}
        )

    async def write_begin(self) -> None:
        """Say where the run is; begun again elsewhere, its relative paths are still relative to where it began first."""
        async with get_client() as client:
            before = (await client.read_flow_run(self._run)).labels
        folder = before.get(FOLDER) or os.getcwd()  # noqa: PTH109 - a label is text
        attempts = int(before.get(ATTEMPTS) or 0) + 1
        await self.label({FOLDER: folder, HOST: socket.gethostname(), ATTEMPTS: attempts})

    async def label(self, labels: Mapping[str, Any]) -> None:
        """Add labels to the flow run."""
        async with get_client() as client:
            await client.update_flow_run_labels(self._run, dict(labels))

    async def _write(self, key: str, rows: list[dict[str, Any]], description: str) -> None:
        """Create a table, or replace its rows where they are others by now."""
        data = json.dumps(rows, ensure_ascii=False)
        known = self._tables.get(key)
        async with get_client() as client:
            if known is None:
                made = ArtifactCreate(
                    key=key, type="table", data=data, description=description, flow_run_id=self._run
                )  # fmt: skip
                self._tables[key] = ((await client.create_artifact(made)).id, data)
            elif known[1] != data:
                await client.update_artifact(known[0], ArtifactUpdate(data=data))
                self._tables[key] = (known[0], data)


@contextlib.asynccontextmanager
async def recording(flow_run_id: str) -> AsyncIterator[RunRecord]:
    """Keep a record of the run for the length of the block, in a task of its own: nothing of the film waits for it."""
    record, ending, patience = RunRecord(flow_run_id), asyncio.Event(), _PATIENCE
    await record.write_begin()
    keeping = asyncio.create_task(_keep(record, ending))
    try:
        yield record
    except BaseException as error:
        patience = _PATIENCE if isinstance(error, Exception) else _IN_HASTE
        raise
    finally:
        ending.set()
        await asyncio.wait({keeping}, timeout=patience)
        keeping.cancel()


async def _keep(record: RunRecord, ending: asyncio.Event) -> None:
    while not ending.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), _QUIET)
        with contextlib.suppress(Exception):  # the server may miss how far a film is; the film is made all the same
            await record.push()


def _list_files(files: Iterable[DeliveredFile]) -> list[dict[str, Any]]:
    return [{"file": one.name, "size": one.size, "sha256": one.sha256} for one in files]
