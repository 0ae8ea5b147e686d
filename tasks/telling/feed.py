"""What happens in a run -> its events: numbered, in order, each handed at once to whoever hears.

What concerns scenes is gathered for a moment first: a film of half an hour has seven hundred parts, and is told of in some
forty events where all of it is kept.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from model.events import (
    LONGEST_MESSAGE,
    AudioGenerated,
    AudioGenerating,
    RunEvent,
    SceneDone,
    ScenesBegun,
    ScenesDone,
    StageProgress,
    ValidationWarning,
    VideoRendered,
    VideoRendering,
)
from model.progress import Progress, Stage
from tasks.telling.headway import Headway

Hear = Callable[[RunEvent], None]
_SOONEST, _LATEST = 0.5, 2.0
"""Seconds for which it is gathered: a hundredth of what the run has taken, between these."""
_BEGUN: dict[Stage, type[ScenesBegun]] = {"narrate": AudioGenerating, "render": VideoRendering}
_DONE: dict[Stage, type[ScenesDone]] = {"narrate": AudioGenerated, "render": VideoRendered}


class EventFeed:
    """Tells of one attempt at one run. To be used in one event loop."""

    def __init__(self, run_id: str, attempt: int, hearers: Sequence[Hear]) -> None:
        self.headway = Headway()
        self.video_id = ""
        """The film's slug, once it is known."""
        self.failed_stage: Stage | None = None
        """The stage that was ended by an error, if one was."""
        self._run_id = run_id
        self._attempt = attempt
        self._hearers = hearers
        self._sequence = 0
        self._began = time.monotonic()
        self._closed = False
        self._warned: set[str] = set()
        self._begun: dict[type[ScenesBegun], list[str]] = {}
        self._done: dict[type[ScenesDone], list[SceneDone]] = {}
        self._steps: dict[Stage, Progress] = {}
        self._timer: asyncio.TimerHandle | None = None

    def tell(self, kind: type[RunEvent], **said: Any) -> None:
        """Tell of something at once, after what was gathered before it."""
        self.flush()
        self._hand_on(kind, **said)

    def warn(self, message: str) -> None:
        """Tell of something that the user should know, each thing once."""
        if message and message not in self._warned:
            self._warned.add(message)
            self.tell(ValidationWarning, message=message[:LONGEST_MESSAGE])

    def begin_scene(self, stage: Stage, scene_id: str) -> None:
        """Note that a scene is worked at."""
        if stage in _BEGUN:
            self._begun.setdefault(_BEGUN[stage], []).append(scene_id)
            self._gather()

    def step(self, step: Progress) -> None:
        """Note a step forward; what is said calmly is none."""
        if step.calm:
            return
        self.headway.count(step)
        self._steps[step.stage] = step
        if step.scene_id and step.stage in _DONE:
            done = SceneDone(scene_id=step.scene_id, reused=step.reused)
            self._done.setdefault(_DONE[step.stage], []).append(done)
        self._gather()
        self.warn(step.notice)

    def flush(self) -> None:
        """Tell of what was gathered."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        begun, done, steps = self._begun, self._done, self._steps
        self._begun, self._done, self._steps = {}, {}, {}
        for stage in _BEGUN:
            if scenes := begun.get(_BEGUN[stage]):
                self._hand_on(_BEGUN[stage], scenes=tuple(scenes))
            if finished := done.get(_DONE[stage]):
                self._hand_on(_DONE[stage], scenes=tuple(finished))
        for step in steps.values():
            percent = self.headway.percent_of(step.stage)
            self._hand_on(StageProgress, stage=step.stage, stage_percent=percent, done=step.done, total=step.total)

    def close(self) -> None:
        """Tell no more: what a run leaves behind, when it fails, is not the run's any longer."""
        if self._timer is not None:
            self._timer.cancel()
        self._closed = True

    def _gather(self) -> None:
        if self._timer is None and not self._closed:
            moment = min(max((time.monotonic() - self._began) / 100, _SOONEST), _LATEST)
            self._timer = asyncio.get_running_loop().call_later(moment, self.flush)

    def _hand_on(self, kind: type[RunEvent], **said: Any) -> None:
        if self._closed:
            return
        self._sequence += 1
        event = kind(
            run_id=self._run_id, attempt=self._attempt, sequence=self._sequence, occurred=datetime.now(UTC),
            video_id=self.video_id, percent=int(self.headway.whole), **said,
        )  # fmt: skip
        for hear in self._hearers:
            hear(event)
