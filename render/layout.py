"""A scene's layout as a value: boxes, paragraphs, marks and pictures with their places, in drawing order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from model.assets import Asset
from model.timeline import Cue
from render.paths import Path
from render.text_layout import Paragraph

Align = Literal["left", "center", "right"]


class Box(NamedTuple):
    """A rectangle in pixels of the picture."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Return the first column to the right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Return the first row below it."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Panel:
    """A filled rectangle, its corners rounded."""

    box: Box
    fill: str
    radius: int = 0
    edge: str = ""
    """Colour of a border; empty for none."""
    border: int = 0
    """Its width in pixels."""
    step: int = 0
    """Appears with this step."""
    until: int | None = None
    """Is gone from this step on; None when it stays."""


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle, which may reach beyond the picture."""

    x: int
    y: int
    radius: int
    fill: str
    step: int = 0
    """Appears with this step."""
    until: int | None = None
    """Is gone from this step on; None when it stays."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A small drawing, stretched to its box."""

    name: str
    """One of `icons.ICONS`."""
    box: Box
    colour: str
    step: int = 0
    """Appears with this step."""
    until: int | None = None
    """Is gone from this step on; None when it stays."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of the author's, fitted into its box."""

    box: Box
    image: Asset
    radius: int
    edge: str
    border: int
    light: str
    """Ground for a transparent picture whose drawing is dark."""
    dark: str
    """Ground for a transparent picture whose drawing is light."""
    zoom: float = 1.0
    """How much larger than its frame it is drawn, cut off at the frame: where it settles from."""
    step: int = 0
    """Appears with this step."""
    until: int | None = None
    """Is gone from this step on; None when it stays."""


@dataclass(frozen=True, slots=True)
class Words:
    """A set paragraph at its place."""

    box: Box
    paragraph: Paragraph
    align: Align = "left"
    """Of its lines within the box."""
    fixed: bool = False
    """Keeps its place when a layout is mirrored: code."""
    step: int = 0
    """Appears with this step."""
    until: int | None = None
    """Is gone from this step on; None when it stays."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines and areas. It keeps its sides when a layout is mirrored."""

    box: Box
    """What it covers; its paths count from this box's corner."""
    paths: tuple[Path, ...]
    """In drawing order."""
    step: int = 0
    """Appears with this step."""
    until: int | None = None
    """Is gone from this step on; None when it stays."""


Item = Panel | Disc | Mark | Photo | Words | Drawing


@dataclass(frozen=True, slots=True)
class Layout:
    """A scene, laid out."""

    ground: str
    """Colour behind everything."""
    items: tuple[Item, ...]
    """In drawing order."""
    fits: bool
    """False when something reaches below the safe area: the scene is to be divided."""
    cues: tuple[Cue, ...] = ()
    """When step 1 and those after it are due. Empty for a scene that stands still, or whose type has `cues` of its own."""
    mirrored: bool = False
    """Begins on the right: what is uncovered is so from there."""

    @property
    def steps(self) -> int:
        """Return the last step."""
        return max((max(item.step, item.until or 0) for item in self.items), default=0)


def is_shown(item: Item, step: int) -> bool:
    """Tell whether an item stands in the picture of a step."""
    return item.step <= step and (item.until is None or step < item.until)


def shift_items(items: Iterable[Item], down: int, right: int = 0) -> tuple[Item, ...]:
    """Move items by some pixels."""
    return tuple(
        replace(item, x=item.x + right, y=item.y + down)
        if isinstance(item, Disc)
        else replace(item, box=item.box._replace(x=item.box.x + right, y=item.box.y + down))
        for item in items
    )


def find_reach(item: Item) -> Box:
    """Return what an item may cover, with the overhang of its letters."""
    if isinstance(item, Disc):
        return Box(item.x - item.radius, item.y - item.radius, 2 * item.radius, 2 * item.radius)
    if isinstance(item, Words):
        over = item.paragraph.style.size // 2 + 2
        return Box(item.box.x - over, item.box.y - over, item.box.width + 2 * over, item.box.height + 2 * over)
    return item.box


def join_boxes(boxes: Iterable[Box]) -> Box:
    """Return the least box around some; an empty one around none."""
    found = list(boxes)
    if not found:
        return Box(0, 0, 0, 0)
    left, top = min(box.x for box in found), min(box.y for box in found)
    return Box(left, top, max(box.right for box in found) - left, max(box.bottom for box in found) - top)


def mirror_layout(layout: Layout, width: int) -> Layout:
    """Turn a layout for a language that begins on the right."""
    items = tuple(_mirror_item(item, width) for item in layout.items)
    return replace(layout, items=items, mirrored=not layout.mirrored)


def _mirror_item(item: Item, width: int) -> Item:
    if isinstance(item, Disc):
        return replace(item, x=width - item.x)
    if isinstance(item, Words):
        if item.fixed:
            return item
        swapped: Align = {"left": "right", "right": "left", "center": "center"}[item.align]  # type: ignore[assignment]
        return replace(item, box=_mirror_box(item.box, width), align=swapped)
    if isinstance(item, Drawing):
        return item
    return replace(item, box=_mirror_box(item.box, width))


def _mirror_box(box: Box, width: int) -> Box:
    return box._replace(x=width - box.right)
