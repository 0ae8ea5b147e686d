"""What is told of a run: what Prefect holds of it, in the words of a film."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from model.frozen import Frozen
from model.progress import Stage

RunState = Literal[
    "pending", "running", "paused", "waiting", "completed", "failed", "crashed", "cancelling", "cancelled"
]
"""`waiting`: a script waits for its approval. `crashed`: its command was killed. `cancelled`: somebody ended it."""
OVER: frozenset[RunState] = frozenset({"completed", "failed", "crashed", "cancelled"})
RESUMABLE: frozenset[RunState] = frozenset({"failed", "crashed", "cancelled"})
Made = Literal["", "anew", "kept"]
"""Nothing yet; made in this run; taken from the store."""

FILM_FLOWS = ("make-video", "make-set", "make-nightly")
"""Flows that make films: their runs are told of, and may be gone on with."""
OUR_FLOWS = (*FILM_FLOWS, "clean-up")
"""All of ours: on a server that others use too, theirs are theirs."""
SHORT = 8
"""Letters of an id that are shown, and name it: ids are random."""


class RunLine(Frozen):
    """One run, as a list shows it."""

    run_id: str
    """Prefect's id of the flow run."""
    name: str
    """Of the source, as a rule."""
    flow: str
    """The flow that it is a run of."""
    state: RunState
    """How it stands."""
    message: str
    """What Prefect has to say about its state: an error, as a rule. May be empty."""
    source: str
    """The source as the job names it."""
    created: datetime
    """When it was asked for."""
    started: datetime | None
    """When it began to run."""
    ended: datetime | None
    """When it came to its end."""
    seconds: float
    """How long it ran, in all its attempts."""
    attempts: int
    """How often it was begun."""
    percent: float
    """How far it came, 0 to 100."""
    film: str
    """Path of the film; empty until it is delivered."""
    host: str
    """The machine that it runs on; empty where that is not known."""
    folder: str
    """The folder that it was started in: relative paths are relative to it."""
    deployed: bool
    """Whether workers run it; else it belongs to a command."""
    review: str
    """Path of the script that waits, or waited, for its review; empty where there is none."""

    @property
    def short_id(self) -> str:
        """Return as much of the id as is needed to name it."""
        return self.run_id[:SHORT]

    @property
    def over(self) -> bool:
        """Tell whether it has come to an end."""
        return self.state in OVER


class StageLine(Frozen):
    """One stage of a run."""

    stage: Stage
    """Which."""
    done: int
    """Parts that are finished."""
    total: int
    """Parts that it has; 0 while that is not known."""
    kept: int
    """Of those finished, how many came from the store."""
    seconds: float
    """From its first part to its last: stages overlap."""


class SceneLine(Frozen):
    """One scene of a run."""

    scene_id: str
    """Which."""
    scene_type: str
    """Its type."""
    spoken: Made
    """What became of its speech."""
    drawn: Made
    """What became of its pictures."""


class FileLine(Frozen):
    """One file that a run read or delivered."""

    file: str
    """Its name."""
    size: int
    """Bytes."""
    sha256: str
    """Of its content."""


class RunReport(Frozen):
    """All that is told of one run."""

    run: RunLine
    """How it stands."""
    options: dict[str, object]
    """What was asked for otherwise than usual, by the names of the job's fields."""
    stages: tuple[StageLine, ...]
    """In order; of the last attempt."""
    scenes: tuple[SceneLine, ...]
    """In order; empty until the script is written."""
    inputs: tuple[FileLine, ...]
    """What was read."""
    outputs: tuple[FileLine, ...]
    """What was delivered."""
    facts: dict[str, object]
    """Figures of a finished run: seconds of film, parts spoken, drawn and reused, cost."""
    errors: tuple[tuple[str, str], ...]
    """(part, message) of what failed in it, in all attempts, the last first."""
    url: str
    """Where the UI shows it."""
