"""A code scene to its layout: coloured lines with their numbers in a window."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from model.scenes import CodeScene, SceneConfig
from render.code_focus import find_focus
from render.focus import Span, alternate, find_spans, recolour
from render.headers import Header, place_above
from render.highlighting import CodeToken, highlight_code
from render.layout import Box, Item, Layout, Panel, Words
from render.monospace import Stretch
from render.page import Page
from render.splitting import LONG_HEADER, share_fields, split_header, split_string
from render.text_layout import set_text
from render.windows import Rows, fit_rows, place_row

_COLUMNS_WITH_LABEL = 10
_LONGEST_LABEL = 16
_BAR, _BAR_AT = 8, 14
"""Thickness of the bar beside lines in focus, and its place from the window's edge."""


def lay_out(scene: CodeScene, page: Page) -> Layout:
    """Set the lines as large as they fit without being wrapped, else at the least size."""
    label = scene.language if page.wide and len(scene.language) <= _LONGEST_LABEL else ""
    header = place_above(page, scene.header, _COLUMNS_WITH_LABEL if label and scene.header else 12)
    safe, theme = page.safe, page.theme
    area = Box(safe.x, header.bottom, safe.width, safe.bottom - header.bottom)
    numbers = tuple(range(scene.first_line, scene.first_line + len(_shown(scene))))
    rows = fit_rows(page, _lines(scene, page), area, gutter=len(str(numbers[-1])) + 2 if numbers else 2)
    panel = rows.panel
    items: list[Item] = [*header.items, *(_place_label(page, label, header) if scene.header else ())]
    items.append(Panel(panel, theme.panel, page.corner("window"), theme.edge, page.rule("hair")))
    focus = find_focus(_shown(scene), scene.first_line, scene.narration)
    items.extend(_place_focused(page, rows, numbers, [part.lines for part in focus]))
    cues = tuple(part.cue for part in focus)
    return Layout(theme.ground, page.settle(items, rows.panel.bottom), header.fits and rows.fits, cues)


def _place_focused(
    page: Page, rows: Rows, numbers: tuple[int, ...], focused: Sequence[frozenset[Hashable]]
) -> list[Item]:
    """Place the rows, those of other lines dimmed while some are in focus."""
    theme, items = page.theme, list[Item]()
    lines = frozenset(row.source for row in rows.rows)
    dimmed = [lines - parts if parts else frozenset[Hashable]() for parts in focused]
    for at, row in enumerate(rows.rows):
        items += _place_bar(page, rows, at, find_spans(focused, row.source))
        spans = find_spans(dimmed, row.source)
        for item in place_row(page, rows, at, numbers, theme.faint):
            quiet = recolour(item, theme.dim) if isinstance(item, Words) else item
            items += alternate(item, quiet, spans)
    return items


def _place_bar(page: Page, rows: Rows, at: int, spans: Sequence[Span]) -> tuple[Item, ...]:
    """Stand a bar beside a row while it is in focus: on the left in every language, as code is."""
    high, thick, x = rows.grid.line_height, page.px(_BAR), rows.panel.x + page.px(_BAR_AT)
    left = page.look.format.width - x - thick if page.rtl else x
    return alternate(None, Panel(Box(left, rows.text.y + at * high, thick, high), page.theme.accent), spans)


def _place_label(page: Page, label: str, header: Header) -> tuple[Item, ...]:
    """Name the language at the header's right, on its baseline."""
    if not label:
        return ()
    safe = page.safe
    words = set_text(label, page.style("small", header.label, "mono"), safe.width)
    left, width = page.column(_COLUMNS_WITH_LABEL, 12 - _COLUMNS_WITH_LABEL)
    return (page.place(words, left, safe.y + header.baseline - words.baseline, width, "right"),)


def _shown(scene: CodeScene) -> list[str]:
    return scene.code.split("\n")[scene.first_line - 1 : scene.last_line]


def _lines(scene: CodeScene, page: Page) -> tuple[tuple[Stretch, ...], ...]:
    """Colour the whole block, and keep the lines that are shown, without the indentation that they share."""
    lines = highlight_code(scene.code, scene.language)[scene.first_line - 1 : scene.last_line]
    filled = [line for line in _shown(scene) if line.strip()]
    shared = min((len(line) - len(line.lstrip(" ")) for line in filled), default=0)
    colours = page.theme.syntax
    return tuple(
        tuple(
            Stretch(token.text, getattr(colours, token.colour), "mono-italic" if token.colour == "comment" else "mono")
            for token in _dedent(line, shared)
        )
        for line in lines
    )


def _dedent(line: tuple[CodeToken, ...], shared: int) -> list[CodeToken]:
    """Take up to `shared` spaces from the beginning of a line."""
    kept: list[CodeToken] = []
    for token in line:
        text = token.text
        blank = min(shared, len(text) - len(text.lstrip(" ")))
        shared = shared - blank if blank == len(text) else 0
        if len(text) > blank:
            kept.append(token._replace(text=text[blank:]))
    return kept


def divide(scene: CodeScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of the lines on to a second scene, at a blank line if one is near; a single line is cut in two."""
    if len(scene.header) > LONG_HEADER:
        return split_header(scene, scene.header)
    lines = _shown(scene)
    if len(lines) > 1:
        at = _seam(lines)
        end = max((n for n in range(at) if lines[n].strip()), default=at - 1)
        begin = next((n for n in range(at, len(lines)) if lines[n].strip()), at)
        first = scene.first_line
        return share_fields(scene, {"last_line": first + end}, {"first_line": first + begin}, at / len(lines))
    head, tail = split_string(lines[0]) if lines else ("", "")
    if not tail:
        return ()
    return share_fields(scene, _alone(head), _alone(tail))


def _alone(line: str) -> dict[str, object]:
    return {"code": line, "first_line": 1, "last_line": 1}


def _seam(lines: list[str]) -> int:
    """Return the blank line nearest to the middle, or the middle when none is near."""
    middle, reach = len(lines) / 2, len(lines) / 5
    return min(range(1, len(lines)), key=lambda at: (abs(at - middle) - reach * (not lines[at].strip()), at))
