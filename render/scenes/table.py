"""A table scene to its layout: columns as wide as they need, the row that is spoken of in the accent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from model.content import Text, plain
from model.scenes import SceneConfig, TableScene
from render.columns import share_width
from render.display_text import clean_text
from render.focus import Span, alternate, recolour
from render.headers import place_above
from render.layout import Align, Box, Item, Layout, Panel
from render.line_breaks import split_units
from render.page import Page, Size
from render.spans import TextStyle
from render.splitting import LONG_HEADER, share_fields, split_header, split_text
from render.table_lights import TableLights
from render.text_layout import Paragraph, set_text
from render.typefaces import Face

_SIZES: tuple[Size, ...] = ("body", "small", "least")
_LEADING = 1.34
_GUTTER = 40
_PADS = (32, 26, 20, 14, 10)
_TALL_PADS = (56, 44, *_PADS)
"""Free above and below a cell: as much as there is room for."""
_INSET = 32
"""Of the outer cells from the table's edges."""
_NUMBER = re.compile(r"[-+−~≈<>≤≥]? ?[$€£¥]? ?\d[\d.,  ]{0,24} ?(%|‰|×|x|[a-zA-Zµ°/]{1,6})?")
_ROWS = re.compile(r"(\d{1,9})(?:–\d{1,9})? / (\d{1,9})")
_ENDLESS = 1_000_000
_YES, _NO = "✓", "✗"


class _Set(NamedTuple):
    """A table, set at one size."""

    header: tuple[Paragraph, ...]
    rows: tuple[tuple[Paragraph, ...], ...]
    widths: tuple[int, ...]
    broken: bool


def lay_out(scene: TableScene, page: Page) -> Layout:
    """Set the cells at the largest size, and with the largest spaces, at which all rows fit."""
    header = place_above(page, scene.header)
    safe = page.safe
    note = set_text(scene.note, page.style("least", page.theme.muted), safe.width) if scene.note else None
    bottom = safe.bottom - (note.height + page.px(16) if note else 0)
    area = Box(safe.x, header.bottom, safe.width, bottom - header.bottom)
    table, pad, fits = _fit_table(scene, page, area)
    items: list[Item] = [*header.items]
    lights = TableLights(scene)
    end = _place_table(scene, page, table, area, pad, items, lights)
    if note:
        items.append(page.place(note, safe.x, end + page.px(16), safe.width))
        end += page.px(16) + note.height
    return Layout(page.theme.ground, page.settle(items, end), header.fits and fits, lights.cues)


def _fit_table(scene: TableScene, page: Page, area: Box) -> tuple[_Set, int, bool]:
    sizes: tuple[Size, ...] = ("lead", *_SIZES) if page.tall else _SIZES
    for size in sizes:
        table = _set_table(scene, page, size, area.width)
        for pad in _TALL_PADS if page.tall else _PADS:
            whole = not table.broken or (size == _SIZES[-1] and len(scene.columns) <= 2)
            if whole and _height(table, page.px(pad)) <= area.height:
                return table, page.px(pad), True
    return table, page.px(_PADS[-1]), False


def _is_too_wide(scene: TableScene, page: Page) -> bool:
    """Tell whether words would have to be cut for the columns to stand side by side."""
    return len(scene.columns) > 2 and _set_table(scene, page, _SIZES[-1], page.safe.width).broken


def _height(table: _Set, pad: int) -> int:
    return sum(_row_height(row, pad) for row in (table.header, *table.rows))


def _row_height(cells: tuple[Paragraph, ...], pad: int) -> int:
    return max((cell.height for cell in cells), default=0) + 2 * pad


def _set_table(scene: TableScene, page: Page, size: Size, width: int) -> _Set:
    """Measure every cell on one line, share out the width, then set the cells to their columns."""
    count = len(scene.columns)
    rows = [
        [(text, _style(scene, page, size, at, column)) for column, text in enumerate(cells)]
        for at, cells in enumerate((scene.columns, *scene.rows), start=-1)
    ]
    columns = [[row[column] for row in rows] for column in range(count)]
    natural = [max(set_text(text, style, _ENDLESS).width for text, style in cells) + 1 for cells in columns]
    least = [max(_longest_word(text, style) for text, style in cells) + 1 for cells in columns]
    widths = share_width(natural, least, width - 2 * page.px(_INSET) - page.px(_GUTTER) * (count - 1))
    done = [tuple(set_text(*cell, wide) for cell, wide in zip(row, widths, strict=True)) for row in rows]
    return _Set(done[0], tuple(done[1:]), widths, any(cell.broken for row in done for cell in row))


def _longest_word(text: Text, style: TextStyle) -> float:
    words = [
        run.model_copy(update={"text": unit.rstrip()}) for run in text for unit in split_units(run.text) if unit.strip()
    ]
    return max((set_text((word,), style, _ENDLESS).width for word in words), default=0.0)


def _style(scene: TableScene, page: Page, size: Size, row: int, column: int) -> TextStyle:
    theme = page.theme
    tabular = scene.alignments[column] == "right" or _is_numeric(scene, column)
    if row < 0:
        return replace(page.style(size, theme.muted, "semibold"), leading=_LEADING)
    word = clean_text(plain(scene.rows[row][column])).strip("\ufe0f ")
    colour = theme.good if word == _YES else theme.bad if word == _NO else ""
    face: Face = "semibold" if row == scene.marked else "medium" if column == 0 else "regular"
    return replace(page.style(size, colour, face, tabular=tabular), leading=_LEADING)


def _is_numeric(scene: TableScene, column: int) -> bool:
    texts = [plain(row[column]).strip() for row in scene.rows]
    return any(texts) and all(not text or _NUMBER.fullmatch(text) for text in texts)


def _place_table(
    scene: TableScene, page: Page, table: _Set, area: Box, pad: int, items: list[Item], lights: TableLights
) -> int:
    """Draw header, rules and rows from the top of the area; return the table's lower end."""
    y = area.y
    lit_row = lights.always_lit
    bare = () if lit_row is None else (lit_row, lit_row + 1)
    for row, cells in enumerate((table.header, *table.rows), start=-1):
        height = _row_height(cells, pad)
        items += _place_wash(page, Box(area.x, y, area.width, height), lights.spans_of_row(row))
        if row not in bare:
            _place_rule(items, page, area, y, row + 1)
        lit = [lights.spans_of_cell(row, column) for column in range(len(cells))]
        _place_cells(scene, page, table, cells, Box(area.x, y + pad, area.width, height), items, lit)
        y += height
    return y


def _place_wash(page: Page, row: Box, spans: Sequence[Span]) -> list[Item]:
    """Lay the accent under a row while it is lit."""
    theme, thin = page.theme, page.rule("hair")
    top, height = row.y + thin, row.height - thin
    wash = Panel(Box(row.x, top, row.width, height), theme.wash(0.11), page.corner("mark"))
    bar = Panel(Box(row.x, top, page.rule("bar"), height), theme.accent, page.ends(page.rule("bar")))
    return [*alternate(None, wash, spans), *alternate(None, bar, spans)]


def _place_rule(items: list[Item], page: Page, area: Box, y: int, at: int) -> None:
    if at == 1:
        items.append(
            Panel(Box(area.x, y - page.rule("line") + page.px(1), area.width, page.rule("line")), page.theme.muted)
        )
    elif at:
        items.append(Panel(Box(area.x, y, area.width, page.rule("hair")), page.theme.edge))


def _place_cells(
    scene: TableScene,
    page: Page,
    table: _Set,
    cells: tuple[Paragraph, ...],
    row: Box,
    items: list[Item],
    lit: Sequence[tuple[Span, ...]],
) -> None:
    x = row.x + page.px(_INSET)
    for column, (cell, width) in enumerate(zip(cells, table.widths, strict=True)):
        align: Align = scene.alignments[column]
        if align == "left" and _is_numeric(scene, column):
            align = "right"
        if cell.lines:
            words = page.place(cell, x, row.y, width, align)
            bright = recolour(words, lambda _: page.theme.accent, (page.theme.solid, page.theme.on_solid))
            items += alternate(words, bright, lit[column])
        x += width + page.px(_GUTTER)


def divide(scene: TableScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of the rows on to a second scene; then half of the columns, the first one repeated; then cut a cell."""
    if len(scene.header) > LONG_HEADER:
        return split_header(scene, scene.header)
    if _is_too_wide(scene, page):
        return _share_columns(scene)
    if len(scene.rows) > 1:
        at = (len(scene.rows) + 1) // 2
        return _share_rows(scene, scene.rows[:at], scene.rows[at:])
    if len(scene.columns) > 2:
        return _share_columns(scene)
    longest = max(range(len(scene.columns)), key=lambda column: len(plain(scene.rows[0][column])))
    head, tail = split_text(scene.rows[0][longest])
    if tail:
        row = scene.rows[0]
        first, second = (tuple(part if at == longest else cell for at, cell in enumerate(row)) for part in (head, tail))
        return _share_rows(scene, (first,), (second,))
    return ()


def _share_rows(
    scene: TableScene, head: tuple[tuple[Text, ...], ...], tail: tuple[tuple[Text, ...], ...]
) -> tuple[SceneConfig, ...]:
    marked, at = scene.marked, len(head)
    first = marked if marked is not None and marked < at else None
    second = marked - at if marked is not None and marked >= at else None
    part = at / (at + len(tail))
    above, below = _share_note(scene, at) if (head, tail) == (scene.rows[:at], scene.rows[at:]) else (scene.note,) * 2
    one: dict[str, object] = {"rows": head, "marked": first, "note": above}
    return share_fields(scene, one, {"rows": tail, "marked": second, "note": below}, part)


def _share_note(scene: TableScene, at: int) -> tuple[str, str]:
    """Tell on both parts which rows of how many they show."""
    found = _ROWS.fullmatch(scene.note) if scene.note else None
    if scene.note and not found:
        return scene.note, scene.note
    first, total = (int(found[1]), int(found[2])) if found else (1, len(scene.rows))
    return (
        f"{_name_rows(first, first + at - 1)} / {total}",
        f"{_name_rows(first + at, first + len(scene.rows) - 1)} / {total}",
    )


def _name_rows(first: int, last: int) -> str:
    return f"{first}–{last}" if first < last else f"{first}"


def _share_columns(scene: TableScene) -> tuple[SceneConfig, ...]:
    half = (len(scene.columns) + 2) // 2
    left, right = (*range(half),), (0, *range(half, len(scene.columns)))
    return share_fields(scene, _only(scene, left), _only(scene, right))


def _only(scene: TableScene, columns: tuple[int, ...]) -> dict[str, object]:
    return {
        "columns": tuple(scene.columns[at] for at in columns),
        "rows": tuple(tuple(row[at] for at in columns) for row in scene.rows),
        "alignments": tuple(scene.alignments[at] for at in columns),
    }
