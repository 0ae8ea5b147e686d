"""A layout to pixels: each kind of item painted with smooth edges."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache

from PIL import Image, ImageDraw

from model.assets import Asset
from render.emoji import paint_emoji
from render.icons import draw_icon
from render.layout import Box, Disc, Drawing, Item, Layout, Mark, Panel, Photo, Words, is_shown
from render.letters import has_equal_cells, letter_positions
from render.paths import paint_path
from render.photos import fit_photo
from render.spans import TextStyle
from render.text_layout import Segment, SetLine
from render.typefaces import Shaping, has_bitmaps, open_font

Load = Callable[[Asset], bytes]
_OVERSAMPLING = 8
_DISC_OVERSAMPLING = 4
_PLACES = 4
"""Places within a pixel at which a letter may stand."""


def paint_layout(layout: Layout, size: tuple[int, int], load: Load, step: int | None = None) -> Image.Image:
    """Paint the items of a layout that stand in the picture of a step; of the last one without a step."""
    image = Image.new("RGB", size, layout.ground)
    at = layout.steps if step is None else step
    paint_items(image, (item for item in layout.items if is_shown(item, at)), load)
    return image


def paint_items(image: Image.Image, items: Iterable[Item], load: Load) -> None:
    """Paint items onto a picture, in order."""
    pen = ImageDraw.Draw(image)
    for item in items:
        _paint_item(image, pen, item, load)


def _paint_item(image: Image.Image, pen: ImageDraw.ImageDraw, item: Item, load: Load) -> None:
    if isinstance(item, Panel):
        _paint_panel(image, item)
    elif isinstance(item, Disc):
        _paint_disc(image, item)
    elif isinstance(item, Mark):
        image.paste(item.colour, item.box[:2], draw_icon(item.name, item.box.width, item.box.height))
    elif isinstance(item, Photo):
        _paint_photo(image, item, load)
    elif isinstance(item, Drawing):
        for path in item.paths:
            paint_path(image, path, *item.box[:2])
    else:
        _paint_words(image, pen, item)


def _paint_panel(image: Image.Image, panel: Panel) -> None:
    if panel.edge and panel.border:
        fill_rounded(image, panel.box, panel.radius, panel.edge)
        inset, box = panel.border, panel.box
        inner = Box(box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset)
        fill_rounded(image, inner, max(0, panel.radius - inset), panel.fill)
    else:
        fill_rounded(image, panel.box, panel.radius, panel.fill)


def fill_rounded(image: Image.Image, box: Box, radius: int, fill: str) -> None:
    """Fill a rectangle with smooth round corners."""
    if box.width <= 0 or box.height <= 0:
        return
    radius = min(radius, box.width // 2, box.height // 2)
    if radius <= 0:
        image.paste(fill, (box.x, box.y, box.right, box.bottom))
        return
    image.paste(fill, (box.x + radius, box.y, box.right - radius, box.bottom))
    image.paste(fill, (box.x, box.y + radius, box.x + radius, box.bottom - radius))
    image.paste(fill, (box.right - radius, box.y + radius, box.right, box.bottom - radius))
    corner = _corner(radius)
    for right in (False, True):
        for low in (False, True):
            mask = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if right else corner
            mask = mask.transpose(Image.Transpose.FLIP_TOP_BOTTOM) if low else mask
            image.paste(fill, (box.right - radius if right else box.x, box.bottom - radius if low else box.y), mask)


@lru_cache(maxsize=64)
def _corner(radius: int) -> Image.Image:
    """Return the coverage of a top left corner."""
    side = radius * _OVERSAMPLING
    mask = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, 2 * side - 1, 2 * side - 1), fill=255)
    return mask.reduce(_OVERSAMPLING)


def rounded_mask(width: int, height: int, radius: int) -> Image.Image:
    """Return the coverage of a rounded rectangle."""
    plate = Image.new("RGB", (width, height), "#000000")
    fill_rounded(plate, Box(0, 0, width, height), radius, "#ffffff")
    return plate.getchannel(0)


def _paint_disc(image: Image.Image, disc: Disc) -> None:
    left, top = max(0, disc.x - disc.radius), max(0, disc.y - disc.radius)
    right, bottom = min(image.width, disc.x + disc.radius), min(image.height, disc.y + disc.radius)
    if left < right and top < bottom:
        mask = _disc_mask(disc.x - left, disc.y - top, disc.radius, right - left, bottom - top)
        image.paste(disc.fill, (left, top), mask)


@lru_cache(maxsize=16)
def _disc_mask(x: int, y: int, radius: int, width: int, height: int) -> Image.Image:
    scale = _DISC_OVERSAMPLING
    mask = Image.new("L", (width * scale, height * scale), 0)
    bounds = ((x - radius) * scale, (y - radius) * scale, (x + radius) * scale - 1, (y + radius) * scale - 1)
    ImageDraw.Draw(mask).ellipse(bounds, fill=255)
    return mask.reduce(scale)


def _paint_photo(image: Image.Image, photo: Photo, load: Load) -> None:
    inner = photo.border
    box = photo.box
    fitted = _fit_photo(load(photo.image), box.width - 2 * inner, box.height - 2 * inner, photo.light, photo.dark)
    x, y = box.x + (box.width - fitted.width) // 2, box.y + (box.height - fitted.height) // 2
    frame = Box(x - inner, y - inner, fitted.width + 2 * inner, fitted.height + 2 * inner)
    fill_rounded(image, frame, photo.radius, photo.edge)
    if photo.zoom > 1:
        fitted = _zoom(fitted, photo.zoom)
    image.paste(fitted, (x, y), rounded_mask(fitted.width, fitted.height, max(0, photo.radius - inner)))


@lru_cache(maxsize=2)
def _fit_photo(data: bytes, width: int, height: int, light: str, dark: str) -> Image.Image:
    return fit_photo(data, width, height, light, dark)


def _zoom(image: Image.Image, zoom: float) -> Image.Image:
    """Enlarge a picture about its middle, and cut it to its own size."""
    wide, high = image.width / zoom, image.height / zoom
    left, top = (image.width - wide) / 2, (image.height - high) / 2
    return image.resize(image.size, Image.Resampling.BICUBIC, box=(left, top, left + wide, top + high))


def _paint_words(image: Image.Image, pen: ImageDraw.ImageDraw, words: Words) -> None:
    paragraph = words.paragraph
    for at, line in enumerate(paragraph.lines):
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[words.align] * (words.box.width - line.width)
        top = words.box.y + at * paragraph.line_height
        _paint_pills(image, line, words.box.x + shift, top + paragraph.baseline, paragraph.style)
        for segment in line.segments:
            _paint_segment(image, pen, segment, words.box.x + shift, top + paragraph.baseline)


def _paint_pills(image: Image.Image, line: SetLine, x: float, baseline: int, style: TextStyle) -> None:
    """Lay a soft ground under code spans."""
    for segment in line.segments:
        if segment.pill:
            size = segment.shaping.size
            side = round(size * 0.2)
            box = Box(
                round(x + segment.x) - side,
                baseline - round(size * 0.98),
                round(segment.width) + 2 * side,
                round(size * 1.3),
            )
            fill_rounded(image, box, round(size * 0.24), style.pill)


def _paint_segment(image: Image.Image, pen: ImageDraw.ImageDraw, segment: Segment, x: float, baseline: int) -> None:
    shaping = segment.shaping
    if has_bitmaps(shaping.file):
        paint_emoji(image, segment.text, shaping.file, shaping.size, x + segment.x, baseline)
    elif segment.tracking or has_equal_cells(segment):
        for text, shift in letter_positions(segment):
            _paint_letter(image, text, shaping, segment.colour, x + segment.x + shift, baseline)
    else:
        direction, features, language = shaping.options
        font, at = open_font(shaping.file, shaping.size), (x + segment.x, baseline)
        pen.text(
            at,
            segment.text,
            segment.colour,
            font,
            anchor="ls",
            direction=direction,
            features=features,
            language=language,
        )
    if segment.struck:
        middle, thickness = baseline - round(shaping.size * 0.3), max(2, round(shaping.size * 0.06))
        start = round(x + segment.x)
        pen.rectangle((start, middle, start + round(segment.width), middle + thickness - 1), fill=segment.colour)


def _paint_letter(image: Image.Image, text: str, shaping: Shaping, colour: str, x: float, baseline: int) -> None:
    """Paint one letter at the nearest of the places within a pixel for which masks are kept."""
    place = round(x * _PLACES)
    mask, left, top = _letter_mask(text, shaping, place % _PLACES)
    image.paste(colour, (place // _PLACES + left, baseline + top), mask)


@lru_cache(maxsize=4096)
def _letter_mask(text: str, shaping: Shaping, place: int) -> tuple[Image.Image, int, int]:
    """Return a letter's coverage and where its corner lies from the pen."""
    direction, features, language = shaping.options
    font = open_font(shaping.file, shaping.size)
    box = font.getbbox(text, anchor="ls", direction=direction, features=features, language=language)
    left, top = math.floor(box[0]) - 2, math.floor(box[1]) - 2
    mask = Image.new("L", (math.ceil(box[2]) - left + 2, math.ceil(box[3]) - top + 2), 0)
    at = (place / _PLACES - left, -top)
    ImageDraw.Draw(mask).text(
        at, text, 255, font, anchor="ls", direction=direction, features=features, language=language
    )
    return mask, left, top
