"""What every drawn diagram keeps to: inside its area, readable, words apart, no line through words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from model.format import VideoFormat
from render.layout import Box, Drawing, Item, Words
from render.page import Page, open_page
from render.paths import Point
from render.theme import Look

SHAPES = ((1920, 1080), (1080, 1920), (1080, 1080), (1080, 1350))
LEAST = 28


def page_of_shape(width: int, height: int) -> Page:
    return open_page(Look(format=VideoFormat(width=width, height=height, fps=30)))


def text_boxes(items: Sequence[Item]) -> Iterator[tuple[str, Box]]:
    """Yield each line of words with what it covers, without the air above and below its letters."""
    for item in items:
        if isinstance(item, Words):
            air = item.paragraph.line_height // 5
            for at, line in enumerate(item.paragraph.lines):
                shift = {"left": 0.0, "center": 0.5, "right": 1.0}[item.align] * (item.box.width - line.width)
                top = item.box.y + at * item.paragraph.line_height
                width = max(1, int(line.width) - 2)
                box = Box(round(item.box.x + shift) + 1, top + air, width, item.paragraph.line_height - 2 * air)
                yield item.paragraph.text, box


def lines_of(items: Sequence[Item]) -> Iterator[tuple[Point, Point]]:
    """Yield the straight pieces of all lines, in pixels of the picture."""
    for item in items:
        if isinstance(item, Drawing):
            for path in item.paths:
                for contour in path.contours if path.width else ():
                    moved = [(x + item.box.x, y + item.box.y) for x, y in contour]
                    yield from pairwise(moved)


def crosses(one: Point, other: Point, box: Box) -> bool:
    """Tell whether a straight piece runs through a box (Liang and Barsky, 1984)."""
    low, high = 0.0, 1.0
    for start, end, least, most in (
        (one[0], other[0], box.x, box.right), (one[1], other[1], box.y, box.bottom),
    ):  # fmt: skip
        way = end - start
        if way == 0:
            if not least < start < most:
                return False
            continue
        first, last = sorted(((least - start) / way, (most - start) / way))
        low, high = max(low, first), min(high, last)
    return low < high


def check_items(items: Sequence[Item], safe: Box) -> None:
    """Hold what must be true of every diagram, whatever it shows."""
    assert items
    for item in items:
        assert isinstance(item, Drawing | Words)
        assert item.box.x >= safe.x - 1 and item.box.right <= safe.right + 2, item.box
        assert item.box.y >= safe.y - 1 and item.box.bottom <= safe.bottom + 2, item.box
        if isinstance(item, Words):
            assert item.paragraph.style.size >= LEAST and not item.paragraph.broken, item.paragraph.text
            assert item.paragraph.width <= item.box.width + 2, item.paragraph.text
        else:
            for path in item.paths:
                for x, y in (point for contour in path.contours for point in contour):
                    assert -3 <= x <= item.box.width + 3 and -3 <= y <= item.box.height + 3, (x, y, item.box)
    written = list(text_boxes(items))
    for (text, one), (other_text, other) in combinations(written, 2):
        apart = one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
        assert apart, (text, other_text)
    for start, end in lines_of(items):
        for text, box in written:
            assert not crosses(start, end, box), (text, box, start, end)
