"""A table and what is said over it -> which rows and cells are lit, and from which step on"""

from __future__ import annotations

from collections.abc import Hashable

from model.content import plain
from model.scenes import TableScene
from model.timeline import Cue
from render.cue_matching import find_mentions, split_tokens
from render.focus import Span, find_spans

_TELLING = 3
"""Letters of a cell that can be heard for certain, but for the first of a row."""


class TableLights:
    """Lights the row that is spoken of, and in it the cell that is named."""

    def __init__(self, scene: TableScene) -> None:
        self._columns = len(scene.columns)
        mentions = find_mentions(_name_cells(scene), scene.narration)
        self._rows: list[frozenset[Hashable]] = [frozenset((found.part // self._columns,)) for found in mentions]
        self._cells: list[frozenset[Hashable]] = [frozenset((found.part,)) for found in mentions]
        self.always_lit = None if mentions else scene.marked
        """The marked row, where nothing that is said says when."""
        self.cues = tuple(Cue(found.word, "fade") for found in mentions)

    def spans_of_row(self, row: int) -> tuple[Span, ...]:
        """Return when a row is lit."""
        return ((0, None),) if row == self.always_lit else find_spans(self._rows, row)

    def spans_of_cell(self, row: int, column: int) -> tuple[Span, ...]:
        """Return when a cell is lit; a header's, in row -1, never is."""
        return find_spans(self._cells, row * self._columns + column) if row >= 0 else ()


def _name_cells(scene: TableScene) -> list[list[str]]:
    """Name the cells, counted row by row, by what they show; the first of a row also by its first word."""
    names: list[list[str]] = []
    for row in scene.rows:
        for column, cell in enumerate(row):
            text = plain(cell)
            first = split_tokens(text)[:1] if not column else ()
            telling = not column or len(text.strip()) >= _TELLING
            names.append([text, *(token for token in first if len(token) >= _TELLING)] if telling else [])
    return names
