"""A layout and a reveal -> what a frame within it changes: the items that come and go, painted at their progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from PIL import Image, ImageOps

from model.timeline import Reveal
from render.canvas import Load, paint_items
from render.easing import ease_out, stagger
from render.layout import Box, Item, Layout, Photo, find_reach, is_shown, join_boxes, shift_items
from render.regions import Patch, choose_region

_DISTANCE = 22
"""Pixels at 1080 lines from which things rise."""
_EDGE = 90
"""Pixels at 1080 lines over which the edge of a wipe is mixed."""


class RevealPainter:
    """Paints the frames of one reveal, over the picture before it and, at the end, toward the very picture after it."""

    def __init__(self, layout: Layout, reveal: Reveal, draw: Callable[[int], Image.Image], load: Load) -> None:
        self._layout, self._reveal, self._load = layout, reveal, load
        self._before, self._after = draw(reveal.before), draw(reveal.after)
        size = self._before.size
        self._unit = min(size) / 1080
        changed = join_boxes(find_reach(item) for item in layout.items if self._is_changed(item))
        drop = round(_DISTANCE * self._unit) if reveal.style == "rise" else 0
        self._region = choose_region(changed._replace(height=changed.height + drop), size)

    def paint(self, progress: float) -> Patch:
        """Paint the region of what changes at a progress from 0 to 1."""
        region = self._region
        corners = (region.x, region.y, region.right, region.bottom)
        style, before = self._reveal.style, self._before.crop(corners)
        if style == "fade":
            image = Image.blend(before, self._after.crop(corners), ease_out(progress))
        elif style == "wipe":
            image = self._wipe(before, self._after.crop(corners), ease_out(progress))
        else:
            image = self._move(before, progress)
        return Patch(image, region.x, region.y)

    def _is_changed(self, item: Item) -> bool:
        return is_shown(item, self._reveal.before) != is_shown(item, self._reveal.after)

    def _wipe(self, before: Image.Image, after: Image.Image, share: float) -> Image.Image:
        """Uncover from the side on which the page begins, across an edge that is mixed."""
        edge = max(1, round(_EDGE * self._unit))
        reach = round(share * (before.width + edge))
        ramp = Image.linear_gradient("L").rotate(-90).resize((edge, before.height))
        mask = Image.new("L", before.size, 0)
        mask.paste(255, (0, 0, max(0, reach - edge), before.height))
        mask.paste(ramp, (reach - edge, 0))
        mask = ImageOps.mirror(mask) if self._layout.mirrored else mask
        return Image.composite(after, before, mask)

    def _move(self, before: Image.Image, progress: float) -> Image.Image:
        """Paint what stays as it is, what comes on its way, what goes on its way out, in drawing order."""
        near = [item for item in self._layout.items if _overlap(find_reach(item), self._region)]
        changed = [at for at, item in enumerate(near) if self._is_changed(item)]
        stays = [at for at, item in enumerate(near) if at not in changed and is_shown(item, self._reveal.after)]
        goes = any(is_shown(near[at], self._reveal.before) for at in changed)
        if not goes and not (changed and stays and stays[-1] > changed[0]):
            image, near = before, [near[at] for at in changed]
        else:
            image = Image.new("RGB", before.size, self._layout.ground)
        steps = sorted({item.step for item in near if self._is_changed(item) and item.step > self._reveal.before})
        for changes, group in groupby(near, lambda item: (item.step, item.until) if self._is_changed(item) else None):
            items = [item for item in group if changes or is_shown(item, self._reveal.after)]
            if changes is None:
                paint_items(image, self._shift(items), self._load)
            else:
                self._mix_group(image, items, progress, steps)
        return image

    def _mix_group(self, image: Image.Image, items: list[Item], progress: float, steps: list[int]) -> None:
        """Mix items that come or go together into the image, at their own progress."""
        comes = is_shown(items[0], self._reveal.after)
        share = ease_out(stagger(progress, steps.index(items[0].step), len(steps)) if comes else progress)
        if self._reveal.style == "settle" and all(isinstance(item, Photo) for item in items):
            if not comes:
                paint_items(image, self._shift([_settle(item, 1 - share) for item in items]), self._load)
            return
        painted = image.copy()
        drop = round(_DISTANCE * self._unit * (1 - share)) if comes else 0
        paint_items(painted, self._shift(items, drop), self._load)
        image.paste(Image.blend(image, painted, share if comes else 1 - share))

    def _shift(self, items: list[Item], drop: int = 0) -> tuple[Item, ...]:
        return shift_items(items, drop - self._region.y, -self._region.x)


def _settle(item: Item, share: float) -> Item:
    return replace(item, zoom=1 + (item.zoom - 1) * share) if isinstance(item, Photo) else item


def _overlap(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom
