"""One number that says more than a sentence."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.content import Text
from model.scenes.base import Scene


class StatScene(Scene):
    """A number, very large, over what it means."""

    scene_type: Literal["stat"] = "stat"
    header: str = ""
    """What it is about."""
    value: Annotated[str, Field(min_length=1)]
    """The number as the author writes it: `3×`, `98.6`, `$1.2`."""
    unit: str = ""
    """What it counts, set smaller after it: `%`, `ms`, `million`."""
    text: Text
    """What it means."""
    goes_on: bool = False
    """An earlier scene has shown it: it stands whole from the first picture."""
