"""An outro scene to its layout: what to remember, over what to do next."""

from __future__ import annotations

from model.scenes import OutroScene, SceneConfig
from render.cue_matching import cue_parts
from render.layout import Box, Item, Layout, Panel
from render.ornaments import keep_clear, place_ornament
from render.page import Page, sizes_between
from render.splitting import share_fields, split_string
from render.text_layout import set_text

_WIDTH = 9
_MOST_LINES = 5


def lay_out(scene: OutroScene, page: Page) -> Layout:
    """Stack title and lines, centred in height, on the left nine columns."""
    safe, theme = page.safe, page.theme
    left, width = page.column(0, _WIDTH if page.wide else 12)
    lines = 3 if page.wide else 5
    title, fits = page.largest(
        scene.title, sizes_between("poster", "lead"), width, safe.height // 2, lines=lines, face="bold"
    )
    for size in sizes_between("lead", "small"):
        parts = [set_text(line, page.style(size), width) for line in scene.lines]
        gap, seam = page.gap(26), page.gap(72)
        height = title.height + (seam + sum(part.height + gap for part in parts) - gap if parts else 0)
        if height <= safe.height:
            break
    top = keep_clear(page, safe.y + max(0, (safe.height - height) // 2), height)
    items: list[Item] = [*place_ornament(page), page.place(title, left, top, width)]
    top += title.height + seam
    if parts:
        bar = page.rule("bar")
        items.append(Panel(Box(left, top - seam // 2 - bar // 2, page.px(88), bar), theme.accent, page.ends(bar)))
    for step, part in enumerate(parts, start=1):
        items.append(page.place(part, left, top, width, step=step))
        top += part.height + gap
    cues = cue_parts(scene.lines, scene.narration)
    return Layout(theme.ground, tuple(items), fits and height <= safe.height and len(parts) <= _MOST_LINES, cues)


def divide(scene: OutroScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of the lines, else of the longest text, on to a second scene."""
    if len(scene.lines) > 1:
        half = (len(scene.lines) + 1) // 2
        return share_fields(scene, {"lines": scene.lines[:half]}, {"lines": scene.lines[half:]})
    if scene.lines and len(scene.lines[0]) > len(scene.title):
        head, tail = split_string(scene.lines[0])
        return share_fields(scene, {"lines": (head,)}, {"lines": (tail,)}) if tail else ()
    head, tail = split_string(scene.title)
    return share_fields(scene, {"title": head, "lines": ()}, {"title": tail}) if tail else ()
