"""What of a film moves, and whether its captions stand in its pictures: what the user chooses of it."""

from __future__ import annotations

from typing import Literal

from model.frozen import Frozen

MotionChoice = Literal["full", "reduced", "none"]
"""How much moves: everything; fades alone; nothing, every picture at once."""
CaptionChoice = Literal["off", "burned", "karaoke"]
"""Captions in the pictures: none; as they are spoken; with the word that is heard in the accent."""


class Staging(Frozen):
    """The user's choice."""

    motion: MotionChoice = "full"
    """How much moves."""
    captions: CaptionChoice = "off"
    """What stands in the caption band."""
