"""Two lists side by side: for and against, before and after, here and there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.content import Text
from model.frozen import Frozen
from model.scenes.base import Scene


class Column(Frozen):
    """One side."""

    heading: str = ""
    """What it is."""
    tone: Literal["plain", "good", "bad"] = "plain"
    """`good` has check marks, `bad` has crosses."""
    text: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Its points or paragraphs; one alone is set as a paragraph."""


class TwoColumnScene(Scene):
    """Two lists or two texts under their headings."""

    scene_type: Literal["two_column"] = "two_column"
    header: str
    """What they have in common."""
    first: Column
    """The side on which the language begins."""
    second: Column
    """The other side."""
