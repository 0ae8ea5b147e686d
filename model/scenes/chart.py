"""Numbers as bars or as a line."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from model.frozen import Frozen
from model.scenes.base import Number, Scene


class Datum(Frozen):
    """One category and its number."""

    label: str
    """What it is."""
    value: Annotated[Number, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
    """How much; may be negative."""
    shown: str = ""
    """The number as the author writes it: `1.5 s`; empty for the plain number."""


class ChartScene(Scene):
    """A small table of numbers, drawn."""

    scene_type: Literal["chart"] = "chart"
    header: str
    """What the numbers are about."""
    form: Literal["bars", "line"] = "bars"
    """Bars compare; a line follows an order, such as years."""
    data: Annotated[tuple[Datum, ...], Field(min_length=1, max_length=12)]
    """Categories from the first to the last."""
    order: Literal["given", "largest", "smallest"] = "given"
    """Bars as given, or sorted: the largest or the smallest number first."""
    axis: str = ""
    """What is measured, with its unit: `Seconds per film`."""
    marked: int | None = None
    """Index in `data` of the one in the accent; None when none stands out."""

    goes_on: bool = False
    """An earlier scene has shown it: it stands whole from the first picture."""

    @model_validator(mode="after")
    def _mark_what_there_is(self) -> Self:
        if self.marked is not None and not 0 <= self.marked < len(self.data):
            raise ValueError(f"marked is {self.marked}, but data has {len(self.data)} entries, counted from 0")
        return self
