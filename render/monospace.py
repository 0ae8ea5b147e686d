"""Coloured lines of code to rows on a grid of equal columns, long lines continued below with an indent."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from render.bidi import has_rtl
from render.display_text import drawable_text, split_graphemes, split_pieces
from render.spans import TextStyle
from render.text_layout import Paragraph, Segment, SetLine
from render.typefaces import Face, FontFile, Shaping, bundled_font, measure

_HANG = 2
_LOOK_BACK, _LOOK_FAR = 0.45, 0.65
"""How much of a row may stay empty for a break at a space, or within a name, and at another sign."""
_SCRAP = 4
"""Columns: a row does not carry on with so little while there is a place before."""
_SEAMS = frozenset(",;(){}[]=&|/\\")
_WEAK_SEAMS = frozenset("-:_+")
"""Within names and flags: a row ends after them where it can end nowhere else."""
_CLOSING = frozenset(",;:)]}=")
"""A row does not begin with these while there is another place."""


class Stretch(NamedTuple):
    """Text in one colour and face."""

    text: str
    colour: str
    face: Face = "mono"


class Cell(NamedTuple):
    """One grapheme on the grid."""

    text: str
    columns: int
    colour: str
    face: Face
    file: FontFile


class Row(NamedTuple):
    """One row of the grid."""

    source: int
    """Index of the line that it shows."""
    continued: bool
    """True when it carries on the row above."""
    indent: int
    """Empty columns before its cells."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """How large a column is."""

    size: int
    """Of the type, in pixels."""
    line_height: int
    language: str

    @property
    def cell(self) -> float:
        """Return a column's width in pixels."""
        return measure("M", Shaping(bundled_font("mono"), self.size, code=True))


def lay_cells(line: tuple[Stretch, ...], grid: Grid) -> tuple[Cell, ...]:
    """Put each grapheme of a line into columns; wide characters take two."""
    cells: list[Cell] = []
    for stretch in line:
        text = drawable_text(stretch.text.replace("\n", " "), stretch.face, grid.language)
        for piece in split_pieces(text, stretch.face, grid.language):
            for cluster in split_graphemes(piece.text):
                columns = _columns_of(cluster, piece.file, stretch.face, grid)
                cells.append(Cell(cluster, columns, stretch.colour, stretch.face, piece.file))
    return tuple(cells)


def _columns_of(cluster: str, file: FontFile, face: Face, grid: Grid) -> int:
    if file == bundled_font(face):
        return 1
    if unicodedata.east_asian_width(cluster[0]) in "WF":
        return 2
    return max(1, math.ceil(measure(cluster, Shaping(file, grid.size, language=grid.language)) / grid.cell - 0.05))


def wrap_cells(lines: tuple[tuple[Cell, ...], ...], columns: int) -> tuple[Row, ...]:
    """Break lines that are longer than the grid is wide, at seams where there are any."""
    rows: list[Row] = []
    for source, line in enumerate(lines):
        indent, rest, room = 0, line, columns
        hang = min(_HANG + _leading_spaces(line), columns // 2)
        while (count := _fitting(rest, room)) < len(rest):
            rows.append(Row(source, rest is not line, indent, rest[:count]))
            rest = rest[count:]
            while rest and rest[0].text == " ":
                rest = rest[1:]
            indent, room = hang, columns - hang
        if rest or rest is line:
            rows.append(Row(source, rest is not line, indent, rest))
    return tuple(rows)


def _leading_spaces(line: tuple[Cell, ...]) -> int:
    return next((at for at, cell in enumerate(line) if cell.text != " "), 0)


def _fitting(cells: tuple[Cell, ...], room: int) -> int:
    """Count the cells of the next row: all, or those up to the last seam."""
    used = 0
    for count, cell in enumerate(cells):
        if used + cell.columns > room:
            near = range(count, int(count * (1 - _LOOK_BACK)), -1)
            spaces = [at for at in near if cells[at - 1].text == " " or cells[at].text == " "]
            spaces.sort(key=lambda at: len(cells) - at < _SCRAP)
            far = range(count, int(count * (1 - _LOOK_FAR)), -1)
            seams = (at for at in far if _is_seam(cells[at - 1].text, cells[at].text))
            weak = (at for at in near if cells[at - 1].text in _WEAK_SEAMS)
            return max(1, next(iter(spaces), next(seams, next(weak, count))))
        used += cell.columns
    return len(cells)


def _is_seam(before: str, after: str) -> bool:
    """Tell whether a row may end between two characters: before a dot, as chains of calls are written."""
    return after not in _CLOSING and (before in _SEAMS or (after == "." and before != "."))


def set_row(row: Row, grid: Grid) -> Paragraph:
    """Turn a row into a paragraph of one line, each segment on its column."""
    segments: list[Segment] = []
    column = row.indent
    for cells in _group_cells(row.cells):
        text = "".join(cell.text for cell in cells)
        rtl = has_rtl(text)
        shaping = Shaping(cells[0].file, grid.size, rtl, code=True, language=grid.language)
        columns = sum(cell.columns for cell in cells)
        segments.append(Segment(text, column * grid.cell, columns * grid.cell, shaping, cells[0].colour))
        column += columns
    text = "".join(cell.text for cell in row.cells)
    line = SetLine(tuple(segments), column * grid.cell, 0, len(text))
    style = TextStyle(grid.size, row.cells[0].colour if row.cells else "#000000", "mono")
    baseline = round((grid.line_height - 1.32 * grid.size) / 2 + 1.02 * grid.size)
    return Paragraph((line,), style, grid.line_height, baseline, text, False)


def _group_cells(cells: tuple[Cell, ...]) -> list[list[Cell]]:
    """Join neighbours that are drawn alike; wide characters stay alone, each on its columns."""
    groups: list[list[Cell]] = []
    for cell in cells:
        last = groups[-1][-1] if groups else None
        alike = last is not None and last[2:] == cell[2:]
        if alike and last and (last.columns == cell.columns == 1 or has_rtl(last.text + cell.text)):
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return groups
