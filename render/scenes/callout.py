"""A callout scene to its layout: an alert's words under its sign, on a field of its colour."""

from __future__ import annotations

from model.scenes.base import SceneConfig
from model.scenes.callout import CalloutScene
from render.colour import tint
from render.icons import find_ink
from render.layout import Box, Item, Layout, Mark, Panel
from render.page import Page, sizes_between
from render.splitting import share_fields, split_string, split_text
from render.text_layout import set_text

_LONGEST_LABEL = 120
_TINT = 0.1


def lay_out(scene: CalloutScene, page: Page) -> Layout:
    """Put sign and label over the words, on a field of the alert's colour."""
    safe, theme = page.safe, page.theme
    colour = getattr(theme.tones, scene.tone)
    field = tint(theme.ground, colour, _TINT)
    inset = page.px(72 - 16 * page.tall)
    width = safe.width - 2 * inset
    side, gap = page.px(60), page.px(36)
    label = set_text(scene.label, page.style("lead", colour, "semibold"), width - side - page.px(24))
    head = max(side, label.height)
    room = safe.height - 2 * inset - head - gap
    words, fits = page.largest(scene.text, ("title",), width, room, lines=2, ground=field)
    if not fits or len(words.lines) > 2:
        words, fits = page.largest(
            scene.text, sizes_between("heading", "small"), width, room, ground=field, balance="no widow"
        )
    height = 2 * inset + head + gap + words.height
    top = safe.y + max(0, round((safe.height - height) * 0.45))
    first, last = find_ink(scene.tone, side)
    icon = Mark(
        scene.tone,
        Box(safe.x + inset - first, top + inset + (min(head, label.height or side) - side) // 2, side, side),
        colour,
    )
    items: list[Item] = [Panel(Box(safe.x, top, safe.width, height), field, page.corner("card")), icon]
    if label.lines:
        left = safe.x + inset + last - first + page.px(24)
        items.append(page.place(label, left, top + inset, width - side - page.px(24)))
    items.append(page.place(words, safe.x + inset, top + inset + head + gap, width))
    return Layout(theme.ground, tuple(items), fits and len(scene.label) <= _LONGEST_LABEL)


def divide(scene: CalloutScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of the words on to a second scene under the same label; a long label is cut first."""
    if len(scene.label) > _LONGEST_LABEL:
        head, tail = split_string(scene.label)
        return share_fields(scene, {"label": head}, {"label": tail}) if tail else ()
    first, second = split_text(scene.text)
    return share_fields(scene, {"text": first}, {"text": second}) if second else ()
