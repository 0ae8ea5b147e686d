"""A title scene to its layout: the name as large as it can stand, over what it is, line after line as they are said."""

from __future__ import annotations

from model.scenes import TitleScene
from render.cue_matching import cue_parts
from render.layout import Layout
from render.line_items import split_lines
from render.ornaments import keep_clear, place_ornament
from render.page import Page, sizes_between
from render.splitting import split_scene_text

_WIDTH = 9
_GAP = 40


def lay_out(scene: TitleScene, page: Page) -> Layout:
    """Stack title and subtitle, centred in height, on the left nine columns."""
    safe = page.safe
    left, width = page.column(0, _WIDTH if page.wide else 12)
    title, fits = page.largest(
        scene.title,
        sizes_between("hero", "lead"),
        width,
        round(safe.height * 0.6),
        lines=3 if page.wide else 5,
        face="bold",
    )
    items = [*place_ornament(page)]
    gap = page.gap(_GAP) if scene.subtitle else 0
    height = title.height
    subtitle = None
    if scene.subtitle:
        room = safe.height - height - gap
        subtitle, reads = page.largest(
            scene.subtitle, sizes_between("lead", "small"), width, room, colour=page.theme.muted, lines=4
        )
        fits, height = fits and reads, height + gap + subtitle.height
    top = keep_clear(page, safe.y + max(0, (safe.height - height) // 2), height)
    words = split_lines(page.place(title, left, top, width), 1)
    if subtitle:
        words += split_lines(page.place(subtitle, left, top + title.height + gap, width), len(words) + 1)
    cues = cue_parts([line.paragraph.text for line in words], scene.narration, at_once=True)
    return Layout(page.theme.ground, (*items, *words), fits and height <= safe.height, cues)


def divide(scene: TitleScene, page: Page) -> tuple[TitleScene, ...]:
    """Carry a long subtitle, then a long title, on to a second scene."""
    return split_scene_text(scene, "title", "subtitle")
