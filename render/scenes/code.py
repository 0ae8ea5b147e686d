"""A code scene to its layout: coloured lines with their numbers in a window."""

from __future__ import annotations

from model.scenes import CodeScene, SceneConfig
from render.headers import place_above
from render.highlighting import CodeToken, highlight_code
from render.layout import Box, Item, Layout, Panel
from render.monospace import Stretch
from render.page import Page
from render.splitting import LONG_HEADER, share_fields, split_header, split_string
from render.text_layout import set_text
from render.windows import fit_rows, place_rows

_COLUMNS_WITH_LABEL = 10
_LONGEST_LABEL = 16


def lay_out(scene: CodeScene, page: Page) -> Layout:
    """Set the lines as large as they fit without being wrapped, else at the least size."""
    label = scene.language if page.wide and len(scene.language) <= _LONGEST_LABEL else ""
    header = place_above(page, scene.header, _COLUMNS_WITH_LABEL if label and scene.header else 12)
    safe, theme = page.safe, page.theme
    area = Box(safe.x, header.bottom, safe.width, safe.bottom - header.bottom)
    numbers = tuple(range(scene.first_line, scene.first_line + len(_shown(scene))))
    rows = fit_rows(page, _lines(scene, page), area, gutter=len(str(numbers[-1])) + 2 if numbers else 2)
    panel = rows.panel
    items: list[Item] = [*header.items, *_place_label(page, label, bool(scene.header))]
    items.append(Panel(panel, theme.panel, page.px(20), theme.edge, max(1, page.px(2))))
    items.extend(place_rows(page, rows, numbers, theme.faint))
    return Layout(theme.ground, page.settle(items, rows.panel.bottom), header.fits and rows.fits)


def _place_label(page: Page, label: str, beside_header: bool) -> tuple[Item, ...]:
    """Name the language at the header's right."""
    if not label or not beside_header:
        return ()
    safe = page.safe
    words = set_text(label, page.style("small", page.theme.muted, "mono"), safe.width)
    left, width = page.column(_COLUMNS_WITH_LABEL, 12 - _COLUMNS_WITH_LABEL)
    return (page.place(words, left, safe.y + page.px(12), width, "right"),)


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
