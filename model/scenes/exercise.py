"""Something to do."""

from __future__ import annotations

from typing import Literal

from model.content import Text
from model.scenes.base import Scene


class ExerciseScene(Scene):
    """Something to do: a task, and its steps."""

    scene_type: Literal["exercise"] = "exercise"
    label: str
    """`Exercise`, in the film's language; with its duration if it has one: `Exercise · 10 minutes`."""
    text: Text
    """The task."""
    points: tuple[Text, ...] = ()
    """Its steps, in order, each coming as it is said."""
