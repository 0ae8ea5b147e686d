"""Progress, told to whoever listens in this process and to the run's progress artifact."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from uuid import UUID

from prefect.artifacts import acreate_markdown_artifact, acreate_progress_artifact, aupdate_progress_artifact

from model.ai import Spending
from model.progress import Progress, Stage
from model.result import PipelineResult
from render.summary import summarise_run

Listener = Callable[[Progress], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)
_tally: ContextVar[Tally | None] = ContextVar("tally", default=None)

_WEIGHTS: dict[Stage, float] = {
    "adapt": 1,
    "parse": 1,
    "script": 3,
    "narrate": 30,
    "render": 50,
    "sound": 8,
    "deliver": 7,
}
"""Share of the whole that each stage takes, in percent: measured cold, with the embedded voice."""


_QUIET = 0.5
"""Seconds between two messages to the server."""


class Headway:
    """How much of the whole is behind us. Stages may overlap: each counts for itself, and none goes back."""

    def __init__(self) -> None:
        self._shares: dict[Stage, float] = {}

    def count(self, step: Progress) -> float:
        """Add one step; return percents."""
        share = step.done / max(step.total, 1)
        self._shares[step.stage] = max(share, self._shares.get(step.stage, 0.0))
        return min(sum(_WEIGHTS[stage] * share for stage, share in self._shares.items()), 100.0)


class Tally:
    """What one run has done so far; belongs to the run, and is gone with it."""

    def __init__(self) -> None:
        self._headway = Headway()
        self.artifact: UUID | None = None
        self.percent = 0.0
        """Whole percents."""
        self._told = 0.0
        self.spoken: set[str] = set()
        """Scenes that were spoken in this run."""
        self.drawn: set[str] = set()
        """Scenes that were drawn in this run."""
        self.model = ""
        """The language model that wrote the script."""
        self.translator = ""
        """The language model that translated what nobody had."""
        self.translated = 0
        """Texts that it translated, kept ones among them."""
        self.spending = Spending()
        """What the models cost in this run."""
        self.reused = 0
        """Takes and segments that came from the store."""

    def pay(self, spent: Spending) -> None:
        """Add what a model has cost."""
        usage, dollars = self.spending.usage + spent.usage, self.spending.dollars + spent.dollars
        self.spending = Spending(usage=usage, dollars=round(dollars, 6))

    def count(self, step: Progress) -> bool:
        """Add one step; tell whether the server should know: to tell it of each costs as much as the step, often."""
        if step.scene_id and step.reused:
            self.reused += 1
        elif step.scene_id:
            (self.spoken if step.stage == "narrate" else self.drawn).add(step.scene_id)
        before, self.percent = self.percent, float(int(self._headway.count(step)))
        if self.percent == before or (time.monotonic() - self._told < _QUIET and self.percent < 100):
            return False
        self._told = time.monotonic()
        return True


@contextlib.contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """Send the progress of the runs inside to a function."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


async def open_tally() -> Tally:
    """Begin counting for this run, with an artifact that moves in the UI."""
    tally = Tally()
    tally.artifact = await acreate_progress_artifact(0.0, key="progress", description="How far the film is.")
    _tally.set(tally)
    return tally


async def report(step: Progress) -> None:
    """Tell of one step."""
    listener, tally = _listener.get(), _tally.get()
    if listener is not None:
        listener(step)
    if tally is not None and tally.count(step):
        assert tally.artifact is not None
        await aupdate_progress_artifact(tally.artifact, progress=tally.percent)


async def publish_summary(result: PipelineResult, tally: Tally) -> None:
    """Leave a page with the run: the scenes, what was reused, and where the files are."""
    page = summarise_run(result, frozenset(tally.spoken), frozenset(tally.drawn))
    await acreate_markdown_artifact(page, key="film", description=result.title)
