"""Steps or events in their order."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.content import Text
from model.frozen import Frozen
from model.scenes.base import Scene


class Step(Frozen):
    """One step or event."""

    label: str = ""
    """Its date or its name: `2024`, `March`; empty for its number."""
    text: Text
    """What is done or what happens."""
    sentence: Annotated[int, Field(ge=0)] = 0
    """Index in the scene's narration of the sentence that says it. Without meaning where `state` is not `now`."""
    state: Literal["now", "before", "later"] = "now"
    """When its page says it. `now`: in this scene. `before`: in an earlier one, so it stands from the first picture.
    `later`: in a scene to come, so it keeps its room and is not drawn."""


class StepsScene(Scene):
    """Numbered steps or dated events along a rule. Scenes that follow each other with the same header and steps are one
    page.
    """

    scene_type: Literal["steps"] = "steps"
    header: str
    """What they lead to."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """In order."""
    first: Annotated[int, Field(ge=0)] = 1
    """Number of the first step."""
