"""A formula, large."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from model.scenes.base import Scene


class MathScene(Scene):
    """A formula, large; where it cannot be set, its source is shown as code."""

    untranslated: ClassVar[frozenset[str]] = frozenset({"formula"})

    scene_type: Literal["math"] = "math"
    header: str = ""
    """What it says."""
    formula: str
    """TeX, without dollars."""
    note: str = ""
    """One line below it."""

    def shown(self) -> dict[str, Any]:
        """Return what its picture sets in the film's fonts: the formula has a font of its own."""
        return {"header": self.header, "note": self.note}
