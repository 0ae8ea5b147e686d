"""What helps."""

from __future__ import annotations

from typing import Literal

from model.content import Text
from model.scenes.base import Scene


class SolutionScene(Scene):
    """What helps against a problem: one statement, and what it brings."""

    scene_type: Literal["solution"] = "solution"
    label: str
    """`Solution`, in the film's language."""
    text: Text
    """The statement."""
    points: tuple[Text, ...] = ()
    """What it brings, each coming as it is said."""
