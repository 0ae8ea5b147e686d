"""A terminal: what to type, and what comes back."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from model.frozen import Frozen
from model.scenes.base import Scene


class CommandLine(Frozen):
    """One line of a terminal."""

    text: str
    """Without its prompt."""
    kind: Literal["input", "continuation", "output", "comment"] = "input"
    """`input` is drawn with a prompt."""


class CommandScene(Scene):
    """A terminal: what to type, and what comes back."""

    mono: ClassVar[bool] = True
    untranslated: ClassVar[frozenset[str]] = frozenset({"lines"})

    scene_type: Literal["command"] = "command"
    header: str
    """What it does."""
    lines: Annotated[tuple[CommandLine, ...], Field(min_length=1)]
    """In order."""
