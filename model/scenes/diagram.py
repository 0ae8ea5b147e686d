"""A diagram, drawn from its source."""

from __future__ import annotations

from typing import ClassVar, Literal

from model.scenes.base import Scene


class DiagramScene(Scene):
    """A diagram, drawn from its source; where that is not understood, its source is shown as code."""

    untranslated: ClassVar[frozenset[str]] = frozenset({"source"})

    scene_type: Literal["diagram"] = "diagram"
    header: str = ""
    """What it shows."""
    source: str
    """Mermaid."""
