"""A title scene to its layout: the name as large as it can stand, over what it is."""

from __future__ import annotations

from model.scenes import TitleScene
from render.layout import Layout
from render.ornaments import place_orbit
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
        lines=3 if page.wide else 6,
        face="bold",
    )
    items = [*place_orbit(page)]
    gap = page.px(_GAP) if scene.subtitle else 0
    height = title.height
    subtitle = None
    if scene.subtitle:
        room = safe.height - height - gap
        subtitle, reads = page.largest(
            scene.subtitle, sizes_between("lead", "small"), width, room, colour=page.theme.muted, lines=4
        )
        fits, height = fits and reads, height + gap + subtitle.height
    top = safe.y + max(0, (safe.height - height) // 2)
    items.append(page.place(title, left, top, width))
    if subtitle:
        items.append(page.place(subtitle, left, top + title.height + gap, width))
    return Layout(page.theme.ground, tuple(items), fits and height <= safe.height)


def divide(scene: TitleScene, page: Page) -> tuple[TitleScene, ...]:
    """Carry a long subtitle, then a long title, on to a second scene."""
    return split_scene_text(scene, "title", "subtitle")
