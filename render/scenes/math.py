"""A math scene to its layout: the formula in the middle, as large as a title; its source as code where it cannot be set."""

from __future__ import annotations

from model.scenes import CodeScene, SceneConfig
from model.scenes.math import MathScene
from render.formulas.typesetting import FormulaError, SetFormula, set_formula
from render.headers import place_above
from render.layout import Box, Drawing, Item, Layout
from render.page import Page
from render.paths import Path
from render.splitting import LONG_HEADER, share_fields, split_header, split_string
from render.text_layout import set_text

_LARGEST, _LEAST = 120, 40
"""Sizes of the formula's letters, in pixels at 1080 lines: those in its indices are about half as large."""
_MOST_NOTE_LINES = 3


def lay_out(scene: MathScene, page: Page) -> Layout:
    """Centre the formula, with its note below."""
    safe, theme = page.safe, page.theme
    header = place_above(page, scene.header)
    note = set_text(scene.note, page.style("body", theme.muted, balance="even"), safe.width)
    gap = page.px(56) if note.lines else 0
    room = safe.bottom - header.bottom - note.height - gap
    try:
        formula = set_formula(scene.formula)
    except FormulaError:
        return Layout(theme.ground, header.items, False)
    size = min(page.px(_LARGEST * (1 + 0.4 * page.tall)), int(safe.width / formula.width), int(room / formula.height))
    height = round(formula.height * size)
    top = header.bottom
    width = round(formula.width * size)
    place = Box(safe.x + (safe.width - width) // 2, top, width + 1, height + 1)
    items: list[Item] = [*header.items, _draw(formula, size, place, theme.ink)]
    if note.lines:
        items.append(page.place(note, safe.x, top + height + gap, safe.width, "center"))
    fits = size >= page.px(_LEAST) and header.fits and len(note.lines) <= _MOST_NOTE_LINES
    bottom = top + height + gap + note.height
    return Layout(theme.ground, page.settle(items, bottom), fits)


def _draw(formula: SetFormula, size: int, box: Box, colour: str) -> Drawing:
    paths = tuple(
        Path(tuple(tuple((x * size, y * size) for x, y in contour) for contour in glyph), colour)
        for glyph in formula.glyphs
    )
    return Drawing(box, paths)


def divide(scene: MathScene, page: Page) -> tuple[SceneConfig, ...]:
    """Show the source of a formula that cannot be set, or a long note on a second scene."""
    if len(scene.header) > LONG_HEADER:
        return split_header(scene, scene.header)
    if _trouble(scene, page) is None and scene.note:
        head, tail = split_string(scene.note)
        if tail:
            return share_fields(scene, {"note": head}, {"note": tail})
    source = scene.formula.strip("\n") or " "
    code = CodeScene(
        scene_id=scene.scene_id, chapter=scene.chapter, narration=scene.narration, spans=scene.spans,
        header=scene.header, language="tex", code=source, first_line=1, last_line=source.count("\n") + 1,
    )  # fmt: skip
    return (code,)


def notices(scene: MathScene, page: Page) -> tuple[str, ...]:
    """Say where and why a formula is shown as code."""
    trouble = _trouble(scene, page)
    if trouble is None:
        return ()
    where = f"{scene.spans[0].place}: " if scene.spans else ""
    return (f"{where}This formula is shown as its source: {trouble}.",)


def _trouble(scene: MathScene, page: Page) -> str | None:
    """Tell why a formula cannot be drawn; None when it can."""
    try:
        formula = set_formula(scene.formula)
    except FormulaError as error:
        return error.reason
    bottom = place_above(page, scene.header).bottom
    size = min(page.safe.width / formula.width, (page.safe.bottom - bottom) / formula.height)
    return None if size >= page.px(_LEAST) else "it is too large for the picture"
