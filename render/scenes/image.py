"""An image scene to its layout: the author's picture, framed, with its header and caption."""

from __future__ import annotations

from dataclasses import replace

from model.scenes import ImageScene, SceneConfig
from model.timeline import Cue
from render.cue_matching import find_parts
from render.headers import SIDE_COLUMNS, place_above, place_beside
from render.layout import Box, Item, Layout, Photo, shift_items
from render.page import Page, sizes_between
from render.photos import shown_size
from render.splitting import LONG_HEADER, share_fields, split_header, split_string
from render.text_layout import set_text

_WIDE_PICTURE = 1.9
"""Wider ones take the whole width; others stand beside their words."""
_LONGEST_BESIDE = 160
_MOST_CAPTION_LINES = 3
_SETTLES_FROM = 1.025
"""Times its size: a movement that is felt more than seen."""


def lay_out(scene: ImageScene, page: Page) -> Layout:
    """Stand words beside the picture, or above and below a wide one."""
    worded = bool(scene.header or scene.caption)
    narrow = scene.width / scene.height < _WIDE_PICTURE and len(scene.caption) <= _LONGEST_BESIDE
    return _lay_beside(scene, page) if page.wide and worded and narrow else _lay_below(scene, page)


def _lay_beside(scene: ImageScene, page: Page) -> Layout:
    """Begin words and picture at one height, the picture in the middle."""
    safe = page.safe
    x, room = page.column(SIDE_COLUMNS, 12 - SIDE_COLUMNS)
    photo = _frame(scene, page, Box(x + page.px(24), safe.y, room - page.px(24), safe.height))
    header = place_beside(page, scene.header)
    items: list[Item] = [*header.items]
    bottom, fits = header.bottom, header.fits
    if scene.caption:
        left, width = page.safe.x, header.width
        caption, reads = page.largest(
            scene.caption, sizes_between("body", "least"), width, safe.bottom - header.bottom,
            colour=header.label, balance="no widow",
        )  # fmt: skip
        items.append(page.place(caption, left, header.bottom, width, step=_caption_step(scene)))
        bottom, fits = header.bottom + caption.height, fits and reads
    down = min(photo.box.y - safe.y, max(0, safe.bottom - bottom))
    placed = (*shift_items(items, down), *_let_settle(photo))
    return Layout(page.theme.ground, placed, fits, _cue_picture(scene))


def _lay_below(scene: ImageScene, page: Page) -> Layout:
    """Stack header, picture and caption."""
    safe, gap = page.safe, page.px(28)
    header = place_above(page, scene.header)
    caption = set_text(scene.caption, page.style("small", page.theme.muted), safe.width)
    below = caption.height + gap if caption.lines else 0
    photo = _frame(scene, page, Box(safe.x, header.bottom, safe.width, max(1, safe.bottom - header.bottom - below)))
    photo = replace(photo, box=photo.box._replace(y=header.bottom))
    items: list[Item] = [*header.items, *_let_settle(photo)]
    if caption.lines:
        items.append(page.place(caption, safe.x, photo.box.bottom + gap, safe.width, step=_caption_step(scene)))
    fits = header.fits and len(caption.lines) <= _MOST_CAPTION_LINES
    return Layout(page.theme.ground, page.settle(items, photo.box.bottom + below), fits, _cue_picture(scene))


def _let_settle(photo: Photo) -> tuple[Photo, Photo]:
    """Draw the picture a little larger before step 1."""
    return replace(photo, zoom=_SETTLES_FROM, until=1), replace(photo, step=1)


def _cue_picture(scene: ImageScene) -> tuple[Cue, ...]:
    """Let the picture settle from the start, and the caption come with its words where they are said later."""
    said = find_parts((scene.caption,), scene.narration)[0]
    return (Cue(0, "settle"), *((Cue(said),) if said else ()))


def _caption_step(scene: ImageScene) -> int:
    return len(_cue_picture(scene)) if len(_cue_picture(scene)) > 1 else 0


def _frame(scene: ImageScene, page: Page, area: Box) -> Photo:
    """Centre the picture's frame in an area."""
    border = page.rule("hair")
    wide, high = shown_size(scene.width, scene.height, area.width - 2 * border, area.height - 2 * border)
    wide, high = wide + 2 * border, high + 2 * border
    box = Box(area.x + (area.width - wide) // 2, area.y + (area.height - high) // 2, wide, high)
    return Photo(box, scene.image, page.corner("photo"), page.theme.edge, border, *page.theme.plates)


def divide(scene: ImageScene, page: Page) -> tuple[SceneConfig, ...]:
    """Show the picture again with the second half of a long caption."""
    if len(scene.header) > LONG_HEADER:
        return split_header(scene, scene.header)
    head, tail = split_string(scene.caption)
    return share_fields(scene, {"caption": head}, {"caption": tail}) if tail else ()
