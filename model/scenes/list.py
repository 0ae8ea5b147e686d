"""Points, appearing as they are said."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.content import Text
from model.frozen import Frozen
from model.scenes.base import Scene


class Line(Frozen):
    """One entry on a list scene."""

    text: Text
    """What is shown."""
    marker: Literal["bullet", "number", "checked", "unchecked"] = "bullet"
    """What stands before it."""
    number: int = 0
    """With marker `number`: which."""
    depth: Annotated[int, Field(ge=0, le=2)] = 0
    """Indentation."""
    sentence: Annotated[int, Field(ge=0)] = 0
    """Index in the scene's narration of the sentence that says it: it appears when that begins. Without meaning where
    `state` is not `now`."""
    state: Literal["now", "before", "later"] = "now"
    """When its page says it. `now`: in this scene. `before`: in an earlier one, so it stands from the first picture.
    `later`: in a scene to come, so it keeps its room and is not drawn."""


class ListScene(Scene):
    """Points, appearing as they are said. Scenes that follow each other with the same header and points are one page."""

    scene_type: Literal["list"] = "list"
    header: str
    """What the points are about."""
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]
    """All points of the page: those said before, those said now in order of their sentences, those said later."""
