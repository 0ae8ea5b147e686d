"""A segment of emoji to coloured pixels: Noto's bitmaps of one size, scaled to the size of the words around."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw

from render.typefaces import BITMAP_SIZE, FontFile, measure_bitmaps, open_font

_ABOVE = 0.94
"""Of a drawing's height: it stands on the baseline with a little below, as capitals' middle wants it."""


def paint_emoji(image: Image.Image, text: str, file: FontFile, size: int, x: float, baseline: int) -> None:
    """Paint emoji onto a picture, their left edge at x."""
    drawn, below = _draw(text, file, size)
    image.paste(drawn, (round(x), baseline - below), drawn)


@lru_cache(maxsize=256)
def _draw(text: str, file: FontFile, size: int) -> tuple[Image.Image, int]:
    """Return the drawing, transparent around, and how far above the baseline it begins."""
    width = max(1, round(measure_bitmaps(text, file)))
    sheet = Image.new("RGBA", (width, BITMAP_SIZE * 2), (0, 0, 0, 0))
    pen = ImageDraw.Draw(sheet)
    pen.text(
        (0, round(BITMAP_SIZE * 1.5)), text, "#000000", open_font(file, BITMAP_SIZE), anchor="ls", embedded_color=True
    )
    box = sheet.getbbox() or (0, 0, width, BITMAP_SIZE)
    cut = sheet.crop((0, box[1], width, box[3]))
    scale = size / BITMAP_SIZE
    shrunk = cut.resize((max(1, round(cut.width * scale)), max(1, round(cut.height * scale))), Image.Resampling.LANCZOS)
    return shrunk, round(shrunk.height * _ABOVE * 0.87)
