"""What every reader of blocks shares: the document's lines and pictures, and the blocks found so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from model.content import AnyBlock, OmittedBlock, Text
from model.inputs import SourceImage, SourceSpan, Unit

UNNUMBERED = "b0000"
"""The id of a block until all are known."""
_SHOWN = 200


class Heading(NamedTuple):
    """A heading, until the sections are made."""

    level: int
    text: Text
    span: SourceSpan


class Page:
    """One document being read."""

    def __init__(
        self, name: str, lines: Sequence[str], images: Mapping[str, SourceImage], missing: Mapping[str, str],
        unit: Unit = "line",
    ) -> None:  # fmt: skip
        self.name = name
        self.unit: Unit = unit
        self.lines = lines
        self.images = images
        self.missing = missing
        self.found: list[AnyBlock | Heading] = []

    def span(self, first: int, last: int) -> SourceSpan:
        """Return the lines (or pages) from first to last, without blank ones at either end, inside the document."""
        first = min(max(first, 1), len(self.lines))
        last = min(max(last, first), len(self.lines))
        while last > first and not self.lines[last - 1].strip():
            last -= 1
        while first < last and not self.lines[first - 1].strip():
            first += 1
        return SourceSpan(file=self.name, first=first, last=last, unit=self.unit)

    def omit(self, what: str, text: str, reason: str, span: SourceSpan) -> None:
        """Record what a film neither shows nor says."""
        text = " ".join(text.split())
        shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        self.found.append(OmittedBlock(block_id=UNNUMBERED, span=span, what=what, text=shown, reason=reason))
