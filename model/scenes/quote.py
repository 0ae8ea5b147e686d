"""Somebody's words, or one sentence that matters."""

from __future__ import annotations

from typing import Any, Literal

from model.content import Text
from model.scenes.base import Scene

_ALERTS = ("note", "tip", "important", "warning", "caution")


class QuoteScene(Scene):
    """Somebody's words, or one sentence that matters."""

    scene_type: Literal["quote"] = "quote"
    text: Text
    """The words."""
    attribution: str = ""
    """Whose they are."""
    tone: Literal["quote", "statement"] = "quote"
    """How it is drawn."""

    @classmethod
    def renew(cls, fields: dict[str, Any]) -> dict[str, Any]:
        """Read an alert as the callout that it is: scripts of version 0.1 wrote it as a quote."""
        if fields.get("tone") not in _ALERTS:
            return fields
        rest = {name: value for name, value in fields.items() if name != "attribution"}
        return {**rest, "scene_type": "callout", "label": fields.get("attribution", "")}
