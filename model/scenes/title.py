"""The opening: what the film is about."""

from __future__ import annotations

from typing import ClassVar, Literal

from model.scenes.base import Scene


class TitleScene(Scene):
    """The opening: what this is."""

    opens: ClassVar[bool] = True

    scene_type: Literal["title"] = "title"
    title: str
    """The name, large."""
    subtitle: str = ""
    """One line that says what it is."""
