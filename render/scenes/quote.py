"""A quote scene to its layout: somebody's words, or a statement."""

from __future__ import annotations

from model.content import Text
from model.scenes import QuoteScene, SceneConfig
from render.cue_matching import cue_parts
from render.layout import Box, Item, Layout, Mark, Panel
from render.line_items import split_lines
from render.page import Page, sizes_between
from render.splitting import share_fields, split_string, split_text
from render.text_layout import Paragraph, set_text
from render.typefaces import Face

_LONGEST_NAME = 120


def lay_out(scene: QuoteScene, page: Page) -> Layout:
    """Centre large words in height; a quotation has its mark above and its author below."""
    safe, theme = page.safe, page.theme
    left, width = page.column(0, 11 if page.wide else 12)
    quoted = scene.tone == "quote"
    side, gap = page.gap(104) if quoted else page.rule("bar"), page.px(44)
    above = side + page.px(28 if quoted else 48)
    name = _set_name(scene, page, width)
    taken = above + (name.height + gap if name else 0)
    words, fits = _set_words(scene.text, page, width, safe.height - taken, "medium" if quoted else "semibold")
    top = safe.y + max(0, (safe.height - taken - words.height) // 2)
    items: list[Item] = []
    if quoted:
        items.append(Mark("quote", Box(left, top, side, side), theme.accent))
    else:
        items.append(Panel(Box(left, top, page.px(88), side), theme.accent, page.ends(side)))
    top += above
    items += split_lines(page.place(words, left, top, width), 1)
    shown, step = [words.text[line.start : line.end] for line in words.lines], len(words.lines) + 1
    if name:
        dash = Box(
            left, top + words.height + gap + name.baseline - round(name.style.size * 0.36), page.px(44), page.px(4)
        )
        items.append(Panel(dash, theme.accent, page.ends(page.px(4)), step=step))
        items.append(page.place(name, left + page.px(68), top + words.height + gap, width - page.px(68), step=step))
        shown.append(scene.attribution)
    cues = cue_parts(shown, scene.narration)
    return Layout(theme.ground, tuple(items), fits and len(scene.attribution) <= _LONGEST_NAME, cues)


def _set_words(text: Text, page: Page, width: int, height: int, face: Face) -> tuple[Paragraph, bool]:
    """Set few words very large, more of them large."""
    words, fits = page.largest(text, ("headline",), width, height, lines=3, face=face)
    if fits and len(words.lines) <= 3 and not words.broken:
        return words, True
    return page.largest(text, sizes_between("title", "body"), width, height, face=face)


def _set_name(scene: QuoteScene, page: Page, width: int) -> Paragraph | None:
    if not scene.attribution:
        return None
    return set_text(scene.attribution, page.style("body", page.theme.muted), width - page.px(68))


def divide(scene: QuoteScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of the words on to a second scene; who said them stands under the last."""
    if len(scene.attribution) > _LONGEST_NAME:
        head, tail = split_string(scene.attribution)
        return share_fields(scene, {"attribution": head}, {"attribution": tail}) if tail else ()
    head_text, tail_text = split_text(scene.text)
    if not tail_text:
        return ()
    first: dict[str, object] = {"text": head_text}
    if scene.tone == "quote":
        first["attribution"] = ""
    return share_fields(scene, first, {"text": tail_text})
