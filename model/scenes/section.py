"""A chapter begins."""

from __future__ import annotations

from typing import ClassVar, Literal

from model.scenes.base import Scene


class SectionScene(Scene):
    """A chapter begins."""

    opens: ClassVar[bool] = True

    scene_type: Literal["section"] = "section"
    title: str
    """The heading."""
    number: int
    """1-based place among the film's chapter cards; 0 for a card that is the only one, which shows no number."""
    total: int
    """How many chapter cards the film has."""
    summary: str = ""
    """One line on what comes; may be empty."""
