"""A scene, laid out -> what of its words cannot be read: outside of their place, cut, or too faint for their ground"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PIL import Image

from model.assets import Asset
from render.canvas import paint_items
from render.colour import contrast
from render.layout import Box, Layout, Words, is_shown
from render.typefaces import has_bitmaps

LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3, level AA."""
_ROUNDING = 0.02
"""Mixed colours are whole numbers: a theme that is exactly readable may miss by this."""
_SHARE = 0.2
"""Of the pixels behind a word: a colour that covers less is an edge or an ornament."""
_TOLERANCE = 2
"""Pixels."""
_SHOWN = 40
"""Letters of a sample."""


class FaintWords(NamedTuple):
    """Words that are hard to tell from their ground."""

    sample: str
    colour: str
    ground: str
    ratio: float


def find_overflow(layout: Layout, frame: tuple[int, int]) -> Iterator[str]:
    """Yield a sample of each text that leaves the picture or its own column."""
    for item in layout.items:
        if isinstance(item, Words) and item.paragraph.lines:
            box = item.box
            wide = item.paragraph.width > box.width + _TOLERANCE or item.paragraph.height > box.height + _TOLERANCE
            outside = box.x < -_TOLERANCE or box.y < -_TOLERANCE or box.bottom > frame[1] + _TOLERANCE
            if wide or outside or box.x + min(box.width, item.paragraph.width) > frame[0] + _TOLERANCE:
                yield _sample(item.paragraph.text)


def find_cut_words(layout: Layout) -> Iterator[str]:
    """Yield a sample of each text in which a word was wider than its line and had to be cut."""
    for item in layout.items:
        if isinstance(item, Words) and item.paragraph.broken:
            yield _sample(item.paragraph.text)


def draw_and_compare(
    layout: Layout, frame: tuple[int, int], load: Callable[[Asset], bytes], least: float = LEAST_CONTRAST
) -> tuple[FaintWords, ...]:
    """Draw every picture in which words are seen for the last time; return words that never reach a contrast of `least`.

    Words that are dimmed while others are spoken of are judged by the picture in which they are strongest.
    Raises VideoGenerationError when an author's picture cannot be drawn.
    """
    best: dict[tuple[int, int, str], FaintWords] = {}
    for step in sorted({_last_step(item, layout.steps) for item in layout.items}):
        image = Image.new("RGB", frame, layout.ground)
        for item in layout.items:
            if not is_shown(item, step):
                continue
            if isinstance(item, Words) and _last_step(item, layout.steps) == step:
                for place, found in _compare(item, image):
                    if place not in best or found.ratio > best[place].ratio:
                        best[place] = found
            paint_items(image, (item,), load)
    return tuple(found for found in best.values() if found.ratio < least - _ROUNDING)


def _last_step(item: object, steps: int) -> int:
    until = getattr(item, "until", None)
    return steps if until is None else max(until - 1, 0)


def _compare(words: Words, image: Image.Image) -> Iterator[tuple[tuple[int, int, str], FaintWords]]:
    """Look at what is drawn already where each segment will stand; yield its place with its weakest contrast."""
    paragraph = words.paragraph
    for at, line in enumerate(paragraph.lines):
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[words.align] * (words.box.width - line.width)
        for segment in line.segments:
            if not segment.text.strip() or has_bitmaps(segment.shaping.file):
                continue
            left = round(words.box.x + shift + segment.x)
            top = words.box.y + at * paragraph.line_height
            box = Box(left, top, max(1, round(segment.width)), paragraph.line_height)
            grounds = [paragraph.style.pill] if segment.pill and paragraph.style.pill else _grounds(image, box)
            if grounds:
                ratio, ground = min((contrast(segment.colour, ground), ground) for ground in grounds)
                yield (left, top, segment.text), FaintWords(_sample(segment.text), segment.colour, ground, ratio)


def _grounds(image: Image.Image, box: Box) -> list[str]:
    """Return the colours that cover a fifth or more of a box."""
    left, top = max(0, box.x), max(0, box.y)
    right, bottom = min(image.width, box.right), min(image.height, box.bottom)
    if left >= right or top >= bottom:
        return []
    area = image.crop((left, top, right, bottom))
    counted = area.getcolors(area.width * area.height) or []
    enough = _SHARE * area.width * area.height
    colours = [colour for count, colour in counted if count >= enough]
    if not colours:  # a photo, or a gradient: its mean
        counted = area.resize((1, 1), Image.Resampling.BOX).getcolors() or []
        colours = [colour for _, colour in counted]
    return ["#{:02x}{:02x}{:02x}".format(*colour) for colour in colours if isinstance(colour, tuple)]


def _sample(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + "…"
