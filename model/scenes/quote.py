"""Somebody's words, or an alert, or one sentence that matters."""

from __future__ import annotations

from typing import Literal

from model.content import Text
from model.scenes.base import Scene


class QuoteScene(Scene):
    """Somebody's words, or an alert, or one sentence that matters."""

    scene_type: Literal["quote"] = "quote"
    text: Text
    """The words."""
    attribution: str = ""
    """Whose they are; or what the alert is called."""
    tone: Literal["quote", "statement", "note", "tip", "important", "warning", "caution"] = "quote"
    """How it is drawn."""
