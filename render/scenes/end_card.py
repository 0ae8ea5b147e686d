"""An end card to its layout: name, next steps and links on one side, the other free for the player's own links."""

from __future__ import annotations

from itertools import product

from model.scenes.base import SceneConfig
from model.scenes.end_card import EndCardScene
from render.cue_matching import cue_parts
from render.layout import Box, Item, Layout, Panel
from render.page import Page, Size, sizes_between
from render.splitting import share_fields, split_string
from render.text_layout import set_text

_WIDTH = 6
"""Columns of the text on a wide picture: YouTube's end screen elements take the others."""
_HALF, _MOST_OF = 0.52, 0.76
"""Share of the height that has text on square pictures, and on those for phones, where a player's signs are at the foot."""
_FULL = 0.86
"""Share of it that many texts may take: players of tall films show their links elsewhere."""
_MOST = 8
_TITLES: tuple[Size, ...] = ("poster", "headline", "title")
"""A title gives way before what stands below it becomes small."""


def lay_out(scene: EndCardScene, page: Page) -> Layout:
    """Stack the texts on the first half; on more of a page below which there is no such room, where it takes more."""
    if page.wide:
        return _stack(scene, page, page.safe.height)
    half = _stack(scene, page, round(page.safe.height * (_MOST_OF if page.tall == 1 else _HALF)))
    return half if half.fits else _stack(scene, page, round(page.safe.height * _FULL))


def _stack(scene: EndCardScene, page: Page, room: int) -> Layout:
    safe, theme = page.safe, page.theme
    left, width = page.column(0, _WIDTH if page.wide else 12)
    lines, bar = 4 if page.wide else 5, page.rule("bar")
    gap, seam = page.gap(22), page.gap(72)
    sizes = sizes_between("lead" if page.wide else "heading", "body")
    for largest, size in (*product(_TITLES, sizes), ("poster", "small"), ("poster", "least")):
        title, fits = page.largest(
            scene.title, sizes_between(largest, "lead"), width, room // 2, lines=lines, face="bold"
        )
        texts = [set_text(line, page.style(size), width) for line in scene.lines]
        links = [set_text(link, page.style(size, theme.accent, "medium"), width) for link in scene.links]
        parts = texts + links
        between = seam // 2 - gap if texts and links else 0
        height = title.height + sum(part.height + gap for part in parts) + between + (seam - gap if parts else 0)
        if height <= room and not any(part.broken for part in links):
            break
    top = safe.y + max(0, (room - height) // 2)
    items: list[Item] = [page.place(title, left, top, width)]
    y = top + title.height + seam
    if parts:
        items.append(Panel(Box(left, y - seam // 2 - bar // 2, page.px(88), bar), theme.accent, page.ends(bar)))
    for at, part in enumerate(parts):
        y += between if at == len(texts) else 0
        items.append(page.place(part, left, y, width, step=min(at + 1, len(texts))))
        y += part.height + gap
    cues = cue_parts(scene.lines, scene.narration)
    return Layout(theme.ground, tuple(items), fits and height <= room and len(parts) <= _MOST, cues)


def divide(scene: EndCardScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry the links, then half of the lines, then half of the longest text, on to a second scene."""
    if scene.links and scene.lines:
        return share_fields(scene, {"links": ()}, {"lines": ()})
    for field in ("lines", "links"):
        parts = getattr(scene, field)
        if len(parts) > 1:
            half = (len(parts) + 1) // 2
            return share_fields(scene, {field: parts[:half]}, {field: parts[half:]})
        if parts and len(parts[0]) > len(scene.title):
            head, tail = split_string(parts[0])
            return share_fields(scene, {field: (head,)}, {field: (tail,)}) if tail else ()
    head, tail = split_string(scene.title)
    return share_fields(scene, {"title": head, "lines": (), "links": ()}, {"title": tail}) if tail and head else ()
