"""A note, a tip, a warning: an alert in its colour."""

from __future__ import annotations

from typing import Literal

from model.content import Text
from model.scenes.base import Scene


class CalloutScene(Scene):
    """An alert."""

    scene_type: Literal["callout"] = "callout"
    text: Text
    """The words."""
    tone: Literal["note", "tip", "important", "warning", "caution"] = "note"
    """Its colour and its sign."""
    label: str = ""
    """What it is called, in the film's language."""
