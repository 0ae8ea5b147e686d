"""The closing."""

from __future__ import annotations

from typing import Literal

from model.scenes.base import Scene


class OutroScene(Scene):
    """The closing."""

    scene_type: Literal["outro"] = "outro"
    title: str
    """What to remember, or the name again."""
    lines: tuple[str, ...] = ()
    """At most three: what to do next."""
