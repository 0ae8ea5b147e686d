"""Lines of code and an area to rows in a window: the largest type at which they fit."""

from __future__ import annotations

from typing import NamedTuple

from render.layout import Box, Item, Mark, Words
from render.monospace import Grid, Row, Stretch, lay_cells, set_row, wrap_cells
from render.page import Page
from render.spans import TextStyle
from render.text_layout import set_text

_LARGEST_WRAPPED = 35
_LEADINGS = (1.62, 1.5, 1.4)
"""Airy where there is room."""
_PADDING_X, _PADDING_Y = 44, 32
_LESS_PADDING = 18
"""Taken from the sides of windows on tall pages, where each column counts."""
_AFTER_MARK = 0.5
"""Columns between the mark of a row that carries on, which stands in the row's own indent, and its text."""
_LEAST_TALL, _LARGEST_WRAPPED_TALL = 30, 40
"""Sizes of code on tall pages: smaller than the one no phone shows it, and above the other it has too few columns."""


class Rows(NamedTuple):
    """Rows, fitted into a window."""

    grid: Grid
    rows: tuple[Row, ...]
    panel: Box
    """The window."""
    text: Box
    """Where rows begin, right of the gutter."""
    gutter: int
    """Width left of them in pixels."""
    fits: bool


def fit_rows(page: Page, lines: tuple[tuple[Stretch, ...], ...], area: Box, *, gutter: int, bar: int = 0) -> Rows:
    """Fit lines into an area below a title bar, `gutter` columns kept free on the left.

    Wrapping is the last resort: a smaller size that needs none is taken first.
    """
    wrapped: list[Rows] = []
    most = _LARGEST_WRAPPED_TALL if page.tall else _LARGEST_WRAPPED
    for size in code_sizes(page):
        rows = _fit_at(page, lines, area, gutter, bar, size)
        if rows.fits and len(rows.rows) == len(lines):
            return rows
        if rows.fits and size <= most:
            wrapped.append(rows)
    return (wrapped or [rows])[0]


def code_sizes(page: Page) -> tuple[int, ...]:
    """Return the sizes of code that a page has, the largest first."""
    return tuple(size for size in page.theme.code if size >= _LEAST_TALL or not page.tall)


def _fit_at(page: Page, lines: tuple[tuple[Stretch, ...], ...], area: Box, gutter: int, bar: int, size: int) -> Rows:
    """Fit lines at one size, as airy as there is room for."""
    pixels = page.px(size)
    grid = Grid(pixels, pixels, page.look.language)
    pad_x, pad_y = page.px(_PADDING_X - _LESS_PADDING * page.tall), page.px(_PADDING_Y)
    left = round(gutter * grid.cell)
    columns = int((area.width - 2 * pad_x - left) / grid.cell)
    rows = wrap_cells(tuple(lay_cells(line, grid) for line in lines), max(8, columns))
    for leading in _LEADINGS:
        grid = Grid(pixels, round(pixels * leading), page.look.language)
        height = len(rows) * grid.line_height + 2 * pad_y + bar
        if height <= area.height:
            break
    panel = Box(area.x, area.y, area.width, height)
    text = Box(panel.x + pad_x + left, panel.y + pad_y + bar, panel.width - 2 * pad_x - left, height - 2 * pad_y - bar)
    return Rows(grid, rows, panel, text, left, height <= area.height)


def place_rows(page: Page, rows: Rows, numbers: tuple[int, ...], colour: str) -> list[Item]:
    """Place the rows, line numbers before the first row of each line and a mark before the others."""
    return [item for at in range(len(rows.rows)) for item in place_row(page, rows, at, numbers, colour)]


def place_row(
    page: Page, rows: Rows, at: int, numbers: tuple[int, ...], colour: str, *,
    row: Row | None = None, step: int = 0, until: int | None = None,
) -> list[Item]:  # fmt: skip
    """Place one of the rows: as it is, or `row` in its stead, for some steps."""
    row = rows.rows[at] if row is None else row
    items: list[Item] = []
    style = TextStyle(rows.grid.size, colour, "mono", leading=rows.grid.line_height / rows.grid.size, balance="none")
    y = rows.text.y + at * rows.grid.line_height
    paragraph = set_row(row, rows.grid)
    if row.cells:
        box = Box(rows.text.x, y, rows.text.width, paragraph.height)
        items.append(Words(box, paragraph, fixed=True, step=step, until=until))
    if row.continued:
        margin = rows.text.x + round((-2 if rows.gutter else row.indent - _AFTER_MARK) * rows.grid.cell)
        items.append(_continuation(rows, margin, y, colour, step, until))
    elif numbers:
        number = set_text(str(numbers[row.source]), style, rows.gutter)
        box = Box(rows.text.x - rows.gutter, y, rows.gutter - round(2 * rows.grid.cell), number.height)
        items.append(Words(box, number, "right", fixed=True, step=step, until=until))
    return items


def _continuation(rows: Rows, right: int, y: int, colour: str, step: int, until: int | None) -> Mark:
    side = round(rows.grid.size * 0.62)
    place = Box(right - side, y + (rows.grid.line_height - side) // 2, side, side)
    return Mark("continued", place, colour, step, until)
