"""A section scene to its layout: which chapter of how many, its heading, and a line on what comes."""

from __future__ import annotations

from model.scenes import SectionScene
from render.layout import Box, Item, Layout, Panel
from render.page import Page, sizes_between
from render.splitting import split_scene_text
from render.text_layout import set_text

_WIDTH = 10
_MOST_TICKS = 24


def lay_out(scene: SectionScene, page: Page) -> Layout:
    """Stack number, heading and summary, with the chapters as ticks along the foot."""
    safe, theme = page.safe, page.theme
    left, width = page.column(0, _WIDTH if page.wide else 12)
    number = set_text(f"{scene.number:02d}", page.style("title", theme.accent, "medium", tabular=True), width)
    title, fits = page.largest(
        scene.title,
        sizes_between("poster", "lead"),
        width,
        round(safe.height * 0.55),
        lines=3 if page.wide else 6,
        face="bold",
    )
    gap = page.px(36)
    parts = [number, title]
    if scene.summary:
        room = safe.height - number.height - title.height - 3 * gap
        summary, reads = page.largest(
            scene.summary, sizes_between("lead", "small"), width, room, colour=theme.muted, lines=4
        )
        parts.append(summary)
        fits = fits and reads
    height = sum(part.height for part in parts) + gap * (len(parts) - 1)
    top = safe.y + max(0, round((safe.height - page.px(60) - height) * 0.5))
    items: list[Item] = []
    for part in parts:
        items.append(page.place(part, left, top, width))
        top += part.height + gap
    return Layout(theme.ground, (*_place_ticks(scene, page), *items), fits and top <= safe.bottom)


def _place_ticks(scene: SectionScene, page: Page) -> tuple[Item, ...]:
    """Draw one dash a chapter, those reached in the accent."""
    safe, theme = page.safe, page.theme
    total = max(scene.total, scene.number)
    if total < 2 or total > _MOST_TICKS:
        return ()
    gap, thick = page.px(12), page.px(6)
    wide = min(page.px(96), (safe.width - gap * (total - 1)) // total)
    return tuple(
        Panel(
            Box(safe.x + at * (wide + gap), safe.bottom - thick, wide, thick),
            theme.accent if at < scene.number else theme.edge,
            thick // 2,
        )
        for at in range(total)
    )


def divide(scene: SectionScene) -> tuple[SectionScene, ...]:
    """Carry a long summary, then a long heading, on to a second scene."""
    return split_scene_text(scene, "title", "summary")
