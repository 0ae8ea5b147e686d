"""A section scene to its layout: which chapter of how many, its heading, and a line on what comes."""

from __future__ import annotations

from dataclasses import replace

from model.scenes import SectionScene
from render.cue_matching import cue_parts
from render.layout import Box, Item, Layout, Panel, Words
from render.line_items import split_lines
from render.page import Page, sizes_between
from render.spans import TextStyle
from render.splitting import split_scene_text
from render.text_layout import Paragraph, set_text

_WIDTH = 8
_WIDTH_ALONE = 10
_NUMBER = 420
"""Size of the number, in pixels at 1080 lines: a picture more than a word."""
_MOST_TICKS = 24
_GAP = 36
"""Between heading and summary."""


def lay_out(scene: SectionScene, page: Page) -> Layout:
    """Stack heading and summary; cards that are several have a large number beside and ticks along the foot."""
    safe, theme = page.safe, page.theme
    left, width = page.column(0, 12 if not page.wide else _WIDTH if scene.number else _WIDTH_ALONE)
    number = set_text(str(scene.number), _number_style(page), safe.width) if scene.number else None
    above = number.height if number and not page.wide else 0
    gap, foot = page.gap(_GAP), page.px(60)
    room = safe.height - above - foot
    parts, fits = _set_words(scene, page, width, room)
    height = above + sum(part.height for part in parts) + gap * (len(parts) - 1)
    top = safe.y + max(0, (safe.height - foot - height) // 2)
    items: list[Item] = [_place_number(page, number, top, foot)] if number else []
    top += above
    words: list[Words] = []
    for part in parts:
        words += split_lines(page.place(part, left, top, width), len(words) + 1)
        top += part.height + gap
    cues = cue_parts([line.paragraph.text for line in words], scene.narration, at_once=True)
    ticks = _place_ticks(scene, page)
    return Layout(theme.ground, (*ticks, *items, *words), fits and height <= safe.height - foot, cues)


def _set_words(scene: SectionScene, page: Page, width: int, room: int) -> tuple[list[Paragraph], bool]:
    """Set heading and summary, the heading smaller where the summary would not fit below it."""
    sizes, lines = sizes_between("poster", "lead"), 4 if page.wide else 5
    for largest in range(len(sizes)):
        title, fits = page.largest(
            scene.title, sizes[largest:], width, round(page.safe.height * 0.6), lines=lines, face="bold"
        )
        parts, left = [title], room - title.height
        if scene.summary:
            left -= page.gap(_GAP)
            summary, reads = page.largest(
                scene.summary, sizes_between("lead", "small"), width, left, colour=page.theme.muted
            )
            parts, fits, left = [title, summary], fits and reads, left - summary.height
        if fits and left >= 0:
            break
    return parts, fits


def _number_style(page: Page) -> TextStyle:
    style = page.style("hero", page.theme.accent, "bold")
    return replace(
        style, size=page.px(_NUMBER if page.wide else _NUMBER * 0.62), leading=1.1, tracking=-0.05, flush="ink"
    )


def _place_number(page: Page, number: Paragraph, top: int, foot: int) -> Item:
    """Stand the number at the far side, or on a narrow picture above the heading."""
    safe = page.safe
    if not page.wide:
        return page.place(number, safe.x, top, safe.width)
    left, width = page.column(_WIDTH, 12 - _WIDTH)
    return page.place(number, left, safe.y + (safe.height - foot - number.height) // 2, width, "right")


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
            page.ends(thick),
        )
        for at in range(total)
    )


def divide(scene: SectionScene, page: Page) -> tuple[SectionScene, ...]:
    """Carry a long summary, then a long heading, on to a second scene."""
    return split_scene_text(scene, "title", "summary")
