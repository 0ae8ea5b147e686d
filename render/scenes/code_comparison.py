"""A code comparison to its layout: two windows, lines aligned by a diff, what differs marked by line and by word."""

from __future__ import annotations

from typing import NamedTuple

from model.scenes.base import SceneConfig
from model.scenes.code_comparison import CodeComparisonScene
from render.colour import lift, mix
from render.comparison_focus import Explanation, explain_changes
from render.diff import Aligned, align_lines, changed_columns
from render.focus import Span, alternate, find_spans, recolour
from render.headers import place_above
from render.highlighting import highlight_code
from render.layout import Box, Item, Layout, Panel, Words, mirror_layout
from render.monospace import Cell, Grid, Row, Stretch, lay_cells, set_row, wrap_cells
from render.page import Page
from render.splitting import LONG_HEADER, share_fields, split_header, split_string
from render.text_layout import Paragraph, set_text
from render.windows import code_sizes

_PAD_X, _PAD_Y = 32, 26
_GAP = 32
_LEADINGS = (1.6, 1.5, 1.4)
_SIGN = 2
"""Columns before a line: the sign of a change and a space."""
_LINE, _WORD = 0.13, 0.32
"""How strongly changed lines and changed words are tinted."""
_LARGEST_WRAPPED = 32
_BAR, _BAR_AT = 8, 12
"""Thickness of the bar beside rows in focus, and its place from the window's edge."""
_LONGEST_LABEL = 60


class _Side(NamedTuple):
    """One of the two versions, set."""

    rows: tuple[tuple[Row, ...], ...]
    """For each aligned row: its line, wrapped; nothing where the other side has a line alone."""
    marks: tuple[tuple[bool, frozenset[int], str], ...]
    """For each aligned row: whether the line changed, which of its characters, and the line."""
    colour: str
    sign: str
    label: Paragraph | None
    marked: int
    """The step with which what differs is marked."""
    comes: int
    """The step with which its window comes."""
    quiet: tuple[tuple[Span, ...], ...]
    """For each aligned row: when others are in focus."""
    lit: tuple[tuple[Span, ...], ...]
    """For each aligned row: when it is in focus."""


def lay_out(scene: CodeComparisonScene, page: Page) -> Layout:
    """Stand the windows beside each other on wide pictures, else one below the other, at the largest size that fits."""
    header = place_above(page, scene.header)
    safe = page.safe
    area = Box(safe.x, header.bottom, safe.width, safe.bottom - header.bottom)
    told = explain_changes(scene, _shown(scene))
    found: Layout | None = None
    for size in code_sizes(page):
        for leading in _LEADINGS:
            grid = Grid(page.px(size), round(page.px(size) * leading), page.look.language)
            items, bottom, wrapped = _place(scene, page, grid, area, told)
            fits = bottom <= safe.bottom and (not wrapped or size <= _LARGEST_WRAPPED)
            placed = page.settle((*header.items, *items), bottom)
            found = Layout(page.theme.ground, placed, fits and header.fits, told.cues)
            if fits and not wrapped:
                return found
            if fits:
                break
        if found and found.fits and size == code_sizes(page)[-1]:
            return found
    assert found is not None
    return found


def _place(
    scene: CodeComparisonScene, page: Page, grid: Grid, area: Box, told: Explanation
) -> tuple[list[Item], int, bool]:
    gap = page.px(_GAP)
    width = (area.width - gap) // 2 if page.wide else area.width
    columns = max(8, int((width - 2 * page.px(_PAD_X)) / grid.cell) - _SIGN)
    before, after = (_set_side(scene, page, grid, told, columns, which) for which in (0, 1))
    heights = [max(len(one), len(two), 1) for one, two in zip(before.rows, after.rows, strict=True)]
    wrapped = any(len(rows) > 1 for side in (before, after) for rows in side.rows)
    items: list[Item] = []
    if page.wide:
        places = (area.x, area.x + width + gap)
        for side, x in zip((before, after), reversed(places) if page.rtl else places, strict=True):
            bottom = _place_window(side, page, grid, Box(x, area.y, width, 0), heights, items)
    else:
        bottom = _place_window(before, page, grid, Box(area.x, area.y, width, 0), None, items)
        bottom = _place_window(after, page, grid, Box(area.x, bottom + gap, width, 0), None, items)
    # Code reads from the left in every language: what belongs to it is turned here, so that the page turns it back.
    turned = mirror_layout(Layout("", tuple(items), True), page.look.format.width).items if page.rtl else tuple(items)
    return list(turned), bottom, wrapped


def _shown(scene: CodeComparisonScene) -> tuple[Aligned, ...]:
    rows = align_lines(scene.before, scene.after)
    return rows[scene.first_row - 1 : scene.last_row or len(rows)] or rows[-1:]


def _set_side(scene: CodeComparisonScene, page: Page, grid: Grid, told: Explanation, columns: int, which: int) -> _Side:
    """Colour and wrap one version's lines, and say what of them is marked."""
    code = (scene.before, scene.after)[which]
    lines, theme, aligned = highlight_code(code, scene.language), page.theme, _shown(scene)
    rows: list[tuple[Row, ...]] = []
    marks: list[tuple[bool, frozenset[int], str]] = []
    for row in aligned:
        at = row.lines[which]
        if at is None:
            rows.append(())
            marks.append((False, frozenset[int](), ""))
            continue
        tokens = lines[at] if at < len(lines) else ()
        stretches = tuple(
            Stretch(
                token.text, getattr(theme.syntax, token.colour), "mono-italic" if token.colour == "comment" else "mono"
            )
            for token in tokens
        )
        rows.append(wrap_cells((lay_cells(stretches, grid),), columns))
        marks.append((row.changed, changed_columns(scene.before, scene.after, row)[which], code.split("\n")[at]))
    name = (scene.before_label, scene.after_label)[which]
    room = page.safe.width // (3 if page.wide else 1) - 2 * page.px(_PAD_X)
    label = set_text(name, page.style("small", theme.muted, "semibold"), room) if name else None
    colour = (theme.syntax.deleted, theme.syntax.inserted)[which]
    quiet, lit = (tuple(find_spans(parts, at) for at in range(len(aligned))) for parts in (told.dimmed, told.focused))
    return _Side(tuple(rows), tuple(marks), colour, "−+"[which], label, told.comes, which * told.comes, quiet, lit)


def _place_window(side: _Side, page: Page, grid: Grid, area: Box, heights: list[int] | None, items: list[Item]) -> int:
    """Draw a window with a version's lines; `heights` in rows keep the lines of both versions level."""
    theme, pad_x, pad_y = page.theme, page.px(_PAD_X), page.px(_PAD_Y)
    bar = side.label.height + page.px(8) if side.label else 0
    counts = heights or [len(rows) for rows in side.rows]
    height = 2 * pad_y + bar + max(1, sum(counts)) * grid.line_height
    window = Box(area.x, area.y, area.width, height)
    items.append(Panel(window, theme.panel, page.corner("window"), theme.edge, page.rule("hair"), side.comes))
    if side.label:
        left, width = area.x + pad_x, area.width - 2 * pad_x
        items.append(page.place(side.label, left, area.y + pad_y - page.px(4), width, step=side.comes))
    y = area.y + pad_y + bar
    for at, count in enumerate(counts):
        if side.rows[at]:
            _place_line(side, at, page, grid, Box(area.x, y, area.width, len(side.rows[at]) * grid.line_height), items)
        y += count * grid.line_height
    return window.bottom


def _place_line(side: _Side, at: int, page: Page, grid: Grid, area: Box, items: list[Item]) -> None:
    """Draw one line of a version over its field; the marks come with the second version, and give way with the line."""
    theme, (changed, columns, line), quiet = page.theme, side.marks[at], side.quiet[at]
    hair = page.rule("hair")
    field = Box(area.x + hair, area.y, area.width - 2 * hair, area.height)
    marks: list[Item] = [Panel(field, mix(theme.panel, side.colour, _LINE))] if changed else []
    words: list[tuple[Words, int]] = []
    if changed:
        words.append((_place_sign(side, grid, area.x + page.px(_PAD_X), area.y), side.marked))
    ground = mix(theme.panel, side.colour, _LINE) if changed else theme.panel
    offset, left = 0, area.x + page.px(_PAD_X) + round(_SIGN * grid.cell)
    for number, row in enumerate(side.rows[at]):
        box = Box(left, area.y + number * grid.line_height, 0, grid.line_height)
        while row.continued and line[offset : offset + 1] == " ":  # which a broken line leaves out
            offset += 1
        fields, placed, offset = _place_row(side, page, grid, row, box, ground, columns, offset)
        marks += fields
        words += [(part, side.comes) for part in placed]
    for mark in marks:
        items += alternate(mark, None, quiet, side.marked)
    for part, comes in words:
        items += alternate(part, recolour(part, theme.dim), quiet, comes)
    edge = Box(area.x + page.px(_BAR_AT), area.y, page.px(_BAR), area.height)
    items += alternate(None, Panel(edge, theme.accent), side.lit[at] if changed else ())


def _place_sign(side: _Side, grid: Grid, x: int, y: int) -> Words:
    row = Row(0, False, 0, lay_cells((Stretch(side.sign, side.colour, "mono-bold"),), grid))
    return Words(Box(x, y, round(grid.cell) + 1, grid.line_height), set_row(row, grid), fixed=True)


def _place_row(
    side: _Side, page: Page, grid: Grid, row: Row, box: Box, ground: str, marked: frozenset[int], offset: int
) -> tuple[list[Item], list[Words], int]:
    """Set one row and the fields of its changed words; return the offset of the next row in its line too.

    `ground` is the line's own field. Colours that would be weak on what they stand on take some of the ink.
    """
    theme, cells, fields = page.theme, list[Cell](), list[Item]()
    word = mix(theme.panel, side.colour, _WORD)
    column, begun = row.indent, None
    for cell in (*row.cells, None):
        inside = cell is not None and offset in marked and not (cell.text == " " and begun is None)
        if inside and begun is None:
            begun = column
        elif not inside and begun is not None:
            left, right = round(begun * grid.cell), round(column * grid.cell)
            field = Box(box.x + left, box.y + page.px(4), right - left, grid.line_height - 2 * page.px(4))
            fields.append(Panel(field, word, page.ends(page.px(12))))
            begun = None
        if cell is not None:
            on = word if begun is not None else ground
            cells.append(cell._replace(colour=lift(cell.colour, on, theme.ink, theme.enough)))
            column += cell.columns
            offset += len(cell.text)
    if not row.cells:
        return fields, [], offset
    words = set_row(row._replace(cells=tuple(cells)), grid)
    return fields, [Words(box._replace(width=int(words.width) + 1), words, fixed=True)], offset


def divide(scene: CodeComparisonScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of the aligned rows on to a second scene, at one that is alike if it is near; a single one is cut."""
    if len(scene.header) > LONG_HEADER:
        return split_header(scene, scene.header)
    for field in ("before_label", "after_label"):
        if len(getattr(scene, field)) > _LONGEST_LABEL:
            head, tail = split_string(getattr(scene, field))
            return share_fields(scene, {field: head}, {field: tail}) if tail else ()
    rows = _shown(scene)
    if len(rows) > 1:
        at = min(range(1, len(rows)), key=lambda n: (abs(n - len(rows) / 2) - len(rows) / 6 * (not rows[n].changed), n))
        first, last = scene.first_row, scene.first_row + len(rows) - 1
        return share_fields(
            scene,
            {"last_row": first + at - 1, "turn": 0},
            {"first_row": first + at, "last_row": last, "turn": 0},
            at / len(rows),
        )
    texts = [
        code.split("\n")[at] if at is not None else ""
        for code, at in zip((scene.before, scene.after), rows[0].lines, strict=True)
    ]
    (one, one_more), (two, two_more) = split_string(texts[0]), split_string(texts[1])
    if not one_more and not two_more:
        return ()
    alone: dict[str, object] = {"first_row": 1, "last_row": 0, "turn": 0}
    return share_fields(scene, {"before": one, "after": two} | alone, {"before": one_more, "after": two_more} | alone)
