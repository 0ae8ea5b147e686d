"""Progress, told to whoever listens in this process, to the run's tally and to its events."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.runtime import deployment

from model.ai import Spending
from model.assets import DeliveredFile
from model.progress import Progress
from model.result import PipelineResult
from model.script import VideoScript
from render.summary import summarise_run
from tasks.runs.orders import may_go_on
from tasks.runs.recording import RunRecord
from tasks.telling.stages import current_feed, current_lap

Listener = Callable[[Progress], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)
_tally: ContextVar[Tally | None] = ContextVar("tally", default=None)

OUTCOME = "outcome"
"""Key of the artifact in which a deployment's run says what it made."""
_LISTED = ("spoken_scenes", "drawn_scenes")


class Tally:
    """What one run has done so far; belongs to the run, and is gone with it."""

    def __init__(self) -> None:
        self.spoken: set[str] = set()
        """Scenes that were spoken in this run."""
        self.drawn: set[str] = set()
        """Scenes that were drawn in this run."""
        self.model = ""
        """The language model that wrote the script."""
        self.spending = Spending()
        """What it cost in this run."""
        self.reused = 0
        """Takes and segments that came from the store."""
        self.result: PipelineResult | None = None
        """What was delivered, at the end."""
        self.record: RunRecord | None = None
        """What Prefect keeps of it, for whoever asks later."""

    def count(self, step: Progress) -> None:
        """Add one step."""
        if step.scene_id and step.reused:
            self.reused += 1
        elif step.scene_id:
            (self.spoken if step.stage == "narrate" else self.drawn).add(step.scene_id)


@contextlib.contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """Send the progress of the runs inside to a function."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def open_tally() -> Tally:
    """Begin counting for this run."""
    tally = Tally()
    _tally.set(tally)
    return tally


async def report(step: Progress) -> None:
    """Tell of one step; while the run is paused, wait after it."""
    number, of = current_lap()
    step = step.model_copy(update={"lap": number, "laps": of})
    listener, tally, feed = _listener.get(), _tally.get(), current_feed()
    if listener is not None:
        listener(step)
    if tally is not None:
        tally.count(step)
        if tally.record is not None:
            tally.record.note(step)
    if feed is not None:
        feed.step(step)
    await may_go_on()


def note_script(script: VideoScript) -> None:
    """Take down which scenes there are."""
    tally = _tally.get()
    if tally is not None and tally.record is not None:
        tally.record.note_script(script)


async def note_inputs(files: tuple[DeliveredFile, ...]) -> None:
    """Tell Prefect what the run has read."""
    tally = _tally.get()
    if tally is not None and tally.record is not None:
        await tally.record.write_inputs(files)


async def publish_summary(result: PipelineResult, tally: Tally) -> None:
    """Leave a page with the run: the scenes, what was reused, and where the files are."""
    page = summarise_run(result, frozenset(tally.spoken), frozenset(tally.drawn))
    await acreate_markdown_artifact(page, key="film", description=result.title)
    if tally.record is not None:
        await tally.record.write_result(result)
    if deployment.id:  # whoever has started the run may not see its files
        await acreate_table_artifact([_outcome(result)], key=OUTCOME, description="What a set's report says of it.")


def _outcome(result: PipelineResult) -> dict[str, Any]:
    assert result.run is not None
    return {
        "title": result.title, "duration": round(result.total_duration, 3), "scenes": len(result.scenes),
        "video_id": result.video_id, "video": str(Path(result.run.folder) / result.video),
        "warnings": "\n".join(result.warnings), "cost": result.run.cost, "seconds": result.run.seconds,
        **{name: "\n".join(getattr(result.run, name)) for name in _LISTED},
    }  # fmt: skip


def read_outcome(data: Any) -> dict[str, Any]:
    """Read what a run has said of its film, as fields of FilmReport."""
    (said,) = json.loads(data) if isinstance(data, str) else data
    return {**said, **{name: tuple(said.get(name, "").splitlines()) for name in ("warnings", *_LISTED)}}
