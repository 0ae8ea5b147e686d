"""The last frame of a film on YouTube."""

from __future__ import annotations

from typing import ClassVar, Literal

from model.scenes.base import Scene


class EndCardScene(Scene):
    """The name and where to go on, beside the space in which a player shows its own links to videos."""

    untranslated: ClassVar[frozenset[str]] = frozenset({"links"})

    scene_type: Literal["end_card"] = "end_card"
    title: str
    """The name."""
    lines: tuple[str, ...] = ()
    """What to do next; at most three are well."""
    links: tuple[str, ...] = ()
    """Addresses as a reader sees them, shown and never spoken."""
