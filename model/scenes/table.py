"""A table, or the part of one that matters."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.content import Text
from model.scenes.base import Scene


class TableScene(Scene):
    """A table, or the part of one that matters."""

    scene_type: Literal["table"] = "table"
    header: str
    """What the table is about."""
    columns: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Column titles."""
    rows: Annotated[tuple[tuple[Text, ...], ...], Field(min_length=1)]
    """Cells by row; each row as long as `columns`."""
    alignments: tuple[Literal["left", "center", "right"], ...]
    """One a column."""
    marked: int | None = None
    """Row that stands out and is spoken of; None when none does."""
    note: str = ""
    """What of the table is shown when it is not all: `8 of 240 rows`."""
