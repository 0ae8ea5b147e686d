"""A question, time to think, and its answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from model.content import Text
from model.scenes.base import Scene


class QuizScene(Scene):
    """A question with its choices.

    The last sentence of the narration tells the answer; the one before, where there are three or more or it has a
    `pause_after`, is the time to think, in which a quiet bar fills.
    """

    scene_type: Literal["quiz"] = "quiz"
    header: str = ""
    """`Quiz`, or what it is about."""
    question: Text
    """What is asked."""
    options: Annotated[tuple[Text, ...], Field(min_length=2, max_length=8)]
    """The choices, lettered from A."""
    answers: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=1)]
    """Indices of the right ones."""
    explanation: Text = ()
    """Why, shown with the answer; may be empty."""

    @model_validator(mode="after")
    def _check_answers(self) -> QuizScene:
        if max(self.answers) >= len(self.options):
            raise ValueError(f"answer {max(self.answers)} is none of the {len(self.options)} options, counted from 0")
        return self
