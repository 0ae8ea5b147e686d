"""What should work by now."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.content import Text
from model.scenes.base import Scene


class CheckpointScene(Scene):
    """What should work, or be understood, by now; each point is ticked as it is said."""

    scene_type: Literal["checkpoint"] = "checkpoint"
    header: str
    """`Checkpoint`, or what is checked."""
    points: Annotated[tuple[Text, ...], Field(min_length=1)]
    """One thing to check each."""
