"""What a run tells those who watch it."""

from __future__ import annotations

from typing import Literal

from model.frozen import Frozen

Stage = Literal["adapt", "parse", "script", "narrate", "render", "sound", "deliver"]
STAGES: tuple[Stage, ...] = ("adapt", "parse", "script", "narrate", "render", "sound", "deliver")


def is_from(stage: Stage, first: Stage | None) -> bool:
    """Tell whether a stage is the first one or comes after it; without a first one, none does."""
    return first is not None and STAGES.index(stage) >= STAGES.index(first)


class Progress(Frozen):
    """One step forward."""

    stage: Stage
    """Which stage."""
    done: int
    """Parts of it that are finished."""
    total: int
    """Parts that it has."""
    scene_id: str = ""
    """The part just finished, where the stage works scene by scene."""
    reused: bool = False
    """True when the part came from the store."""
    notice: str = ""
    """A message for the user: a fallback, say."""
    calm: bool = False
    """True when the message is only good to know."""
    lap: int = 0
    """Which time round, where a stage does the same for several languages; from 0."""
    laps: int = 1
    """How many times in all."""
