"""What one can do afterwards."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.content import Text
from model.scenes.base import Scene


class LearningObjectivesScene(Scene):
    """What one can do afterwards; each objective comes as it is said."""

    scene_type: Literal["learning_objectives"] = "learning_objectives"
    header: str
    """`What you will learn`."""
    points: Annotated[tuple[Text, ...], Field(min_length=1)]
    """One objective each."""
