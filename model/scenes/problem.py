"""What is wrong, or wanted."""

from __future__ import annotations

from typing import Literal

from model.content import Text
from model.scenes.base import Scene


class ProblemScene(Scene):
    """What is wrong, or wanted: one statement, and what it leads to."""

    scene_type: Literal["problem"] = "problem"
    label: str
    """`Problem`, in the film's language."""
    text: Text
    """The statement."""
    points: tuple[Text, ...] = ()
    """What it leads to, each coming as it is said."""
