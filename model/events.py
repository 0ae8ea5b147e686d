"""What a run tells while it goes on: one frozen type an event, each the payload of a Prefect event of its name.

The types have the names that the design documents give them; `EVENT_TYPES` finds one by the name that Prefect knows.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from model.frozen import Frozen
from model.progress import Stage

PREFIX = "video-gen."
"""Of the names that Prefect knows."""
Percent = Annotated[int, Field(ge=0, le=100)]
LONGEST_MESSAGE = 1000
"""Characters of an error or a notice that an event carries."""


class RunEvent(Frozen):
    """What every event says."""

    kind: ClassVar[str]
    """The name of the design documents: `STAGE_STARTED`."""

    run_id: str
    """Prefect's id of the flow run."""
    attempt: Annotated[int, Field(ge=1)] = 1
    """Which attempt at the run: a run that is tried again counts anew from here."""
    sequence: Annotated[int, Field(ge=1)]
    """Its place in the attempt: 1, 2, 3 and so on without a gap."""
    occurred: AwareDatetime
    """When it happened."""
    video_id: str = ""
    """The film's slug, as soon as it is known."""
    percent: Percent = 0
    """How much of the whole is behind the run; within an attempt it never falls."""

    @classmethod
    def event_name(cls) -> str:
        """Return the name that Prefect knows: `video-gen.stage.started`."""
        return PREFIX + cls.kind.lower().replace("_", ".", 1)


class PipelineStarted(RunEvent):
    """A run has begun."""

    kind = "PIPELINE_STARTED"
    source: str
    """What the run is named after: the name of the document, without its folder."""


class PipelineCompleted(RunEvent):
    """The film is there."""

    kind = "PIPELINE_COMPLETED"
    title: str
    """The film's."""
    seconds: float
    """How long the run took."""
    film_seconds: float
    """How long the film lasts."""
    scenes: int
    """How many it has."""
    spoken: int
    """Scenes that were spoken in this run."""
    drawn: int
    """Scenes that were drawn in this run."""
    reused: int
    """Takes and segments that came from the store."""
    model: str = ""
    """The language model that wrote the script; empty where the rules did."""
    cost: float = 0.0
    """What it cost in this run, in US dollars by our table of prices."""


class PipelineFailed(RunEvent):
    """The run has ended without a film."""

    kind = "PIPELINE_FAILED"
    error: str
    """The type: `AudioGenerationError`."""
    message: str
    """What it says."""
    stage: Stage | None = None
    """The stage that failed, where it was one."""
    cancelled: bool = False
    """True when somebody ended it: nothing is wrong."""
    transient: bool = False
    """True when the same run may succeed a moment later."""
    seconds: float
    """How long the run took."""


class StageEvent(RunEvent):
    """What every event of a stage says."""

    stage: Stage
    """Which."""


class StageStarted(StageEvent):
    """A stage has begun."""

    kind = "STAGE_STARTED"


class StageProgress(StageEvent):
    """A stage has come further."""

    kind = "STAGE_PROGRESS"
    stage_percent: Percent
    """How much of the stage is done; within an attempt it never falls."""
    done: int
    """Parts of it that are finished, of those that are known."""
    total: int
    """Parts that it has."""


class StageCompleted(StageEvent):
    """A stage is done."""

    kind = "STAGE_COMPLETED"
    seconds: float
    """How long it took."""
    made: int
    """Parts that were made."""
    reused: int
    """Parts that came from the store."""


class StageFailed(StageEvent):
    """A stage has ended with an error."""

    kind = "STAGE_FAILED"
    error: str
    """The type: `AudioGenerationError`."""
    message: str
    """What it says."""
    seconds: float
    """How long it took."""


class ValidationWarning(RunEvent):
    """Something that the user should know, and that stops nothing."""

    kind = "VALIDATION_WARNING"
    message: str
    """What."""


class ValidationProblem(RunEvent):
    """Something that is wrong with the input, one event a problem; the run fails."""

    kind = "VALIDATION_ERROR"
    message: str
    """What is wrong."""
    remedy: str = ""
    """What to do about it."""
    file: str = ""
    """Where, as the user named it."""
    line: int = 0
    """1-based; 0 when no line is known."""


class ScenesBegun(RunEvent):
    """Scenes at which a stage is working now, which were not there before."""

    scenes: Annotated[tuple[str, ...], Field(min_length=1)]
    """Their ids: those of the last moment, one or many."""


class SceneDone(Frozen):
    """A scene that a stage has finished."""

    scene_id: str
    """Which."""
    reused: bool
    """True when it came from the store."""


class ScenesDone(RunEvent):
    """Scenes that a stage has finished."""

    scenes: Annotated[tuple[SceneDone, ...], Field(min_length=1)]
    """Those of the last moment, one or many."""


class AudioGenerating(ScenesBegun):
    """Scenes are being spoken."""

    kind = "AUDIO_GENERATING"


class AudioGenerated(ScenesDone):
    """Scenes have their speech."""

    kind = "AUDIO_GENERATED"


class VideoRendering(ScenesBegun):
    """Scenes are being drawn and encoded."""

    kind = "VIDEO_RENDERING"


class VideoRendered(ScenesDone):
    """Scenes have their pictures."""

    kind = "VIDEO_RENDERED"


class StateSaved(StageEvent):
    """A stage's results are kept: a run that begins now does not make them again."""

    kind = "STATE_SAVED"
    records: int
    """How many."""


class StateRestored(StageEvent):
    """A stage's results were found kept, whole, and taken."""

    kind = "STATE_RESTORED"
    records: int
    """How many."""


ENDINGS = (PipelineCompleted, PipelineFailed)
"""After one of these an attempt tells no more."""
EVENT_TYPES: dict[str, type[RunEvent]] = {
    event.event_name(): event
    for event in (
        PipelineStarted, PipelineCompleted, PipelineFailed, StageStarted, StageProgress, StageCompleted, StageFailed,
        ValidationWarning, ValidationProblem, AudioGenerating, AudioGenerated, VideoRendering, VideoRendered,
        StateSaved, StateRestored,
    )
}  # fmt: skip
