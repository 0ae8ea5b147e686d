"""A quote scene to its layout: somebody's words, a statement, or an alert in its colour."""

from __future__ import annotations

from model.content import Text
from model.scenes import QuoteScene, SceneConfig
from render.layout import Box, Item, Layout, Mark, Panel
from render.page import Page, sizes_between
from render.splitting import share_fields, split_string, split_text
from render.text_layout import Paragraph, set_text
from render.theme import mix
from render.typefaces import Face

_LONGEST_NAME = 120
_TINT = 0.1


def lay_out(scene: QuoteScene, page: Page) -> Layout:
    """Draw by tone."""
    if scene.tone in ("quote", "statement"):
        return _lay_words(scene, page)
    return _lay_alert(scene, page)


def _lay_words(scene: QuoteScene, page: Page) -> Layout:
    """Centre large words in height; a quotation has its mark above and its author below."""
    safe, theme = page.safe, page.theme
    left, width = page.column(0, 11 if page.wide else 12)
    quoted = scene.tone == "quote"
    side, gap = page.px(104 if quoted else 8), page.px(44)
    above = side + page.px(28 if quoted else 48)
    name = _set_name(scene, page, width)
    taken = above + (name.height + gap if name else 0)
    words, fits = _set_words(scene.text, page, width, safe.height - taken, "medium" if quoted else "semibold")
    top = safe.y + max(0, (safe.height - taken - words.height) // 2)
    items: list[Item] = []
    if quoted:
        items.append(Mark("quote", Box(left, top, side, side), theme.accent))
    else:
        items.append(Panel(Box(left, top, page.px(88), side), theme.accent, side // 2))
    top += above
    items.append(page.place(words, left, top, width))
    if name:
        dash = Box(
            left, top + words.height + gap + name.baseline - round(name.style.size * 0.36), page.px(44), page.px(4)
        )
        items.append(Panel(dash, theme.accent, page.px(2)))
        items.append(page.place(name, left + page.px(68), top + words.height + gap, width - page.px(68)))
    return Layout(theme.ground, tuple(items), fits and len(scene.attribution) <= _LONGEST_NAME)


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


def _lay_alert(scene: QuoteScene, page: Page) -> Layout:
    """Put sign and label over the words, on a field of the alert's colour."""
    safe, theme = page.safe, page.theme
    colour = getattr(theme.tones, scene.tone)
    field = mix(theme.ground, colour, _TINT)
    inset = page.px(72)
    width = safe.width - 2 * inset
    side, gap = page.px(60), page.px(36)
    label = set_text(scene.attribution, page.style("lead", colour, "semibold"), width - side - page.px(24))
    head = max(side, label.height)
    room = safe.height - 2 * inset - head - gap
    words, fits = page.largest(scene.text, ("title",), width, room, lines=2)
    if not fits or len(words.lines) > 2:
        words, fits = page.largest(scene.text, sizes_between("heading", "small"), width, room)
    height = 2 * inset + head + gap + words.height
    top = safe.y + max(0, round((safe.height - height) * 0.45))
    icon = Mark(
        scene.tone, Box(safe.x + inset, top + inset + (min(head, label.height or side) - side) // 2, side, side), colour
    )
    items: list[Item] = [Panel(Box(safe.x, top, safe.width, height), field, page.px(28)), icon]
    if label.lines:
        items.append(page.place(label, safe.x + inset + side + page.px(24), top + inset, width - side - page.px(24)))
    items.append(page.place(words, safe.x + inset, top + inset + head + gap, width))
    return Layout(theme.ground, tuple(items), fits and len(scene.attribution) <= _LONGEST_NAME)


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
