"""Code before and after a change."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from model.scenes.base import Scene


class CodeComparisonScene(Scene):
    """Two versions of a piece of code, what differs marked."""

    mono: ClassVar[bool] = True
    untranslated: ClassVar[frozenset[str]] = frozenset({"language", "before", "after"})

    scene_type: Literal["code_comparison"] = "code_comparison"
    header: str
    """What changes."""
    language: str = ""
    """A Pygments alias; empty for plain text."""
    before: str
    """All of the code as it was."""
    after: str
    """All of the code as it is."""
    before_label: str = ""
    """What stands over the first: `Before`, a file's name."""
    after_label: str = ""
    """What stands over the second."""
    first_row: Annotated[int, Field(ge=1)] = 1
    """First row shown of the two, aligned line by line; 1-based."""
    last_row: Annotated[int, Field(ge=0)] = 0
    """Last row shown, inclusive; 0 for all."""
    turn: Annotated[int, Field(ge=0)] = 0
    """Index in the scene's narration of the sentence that turns to the second; 0 where its label or the middle tells."""
    goes_on: bool = False
    """An earlier scene has shown it: it stands whole from the first picture."""
