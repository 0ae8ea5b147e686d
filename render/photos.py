"""An author's picture file to pixels of the size at which it is shown, on a ground that suits it."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageStat, UnidentifiedImageError

from model.errors import VideoGenerationError

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_MOST_PIXELS = 50_000_000
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
_LARGEST_ZOOM = 2.0
"""Beyond twice its size a picture is a blur."""


def open_photo(data: bytes, side: int = _MOST_PIXELS) -> Image.Image:
    """Decode the first frame, upright, as RGB or RGBA; a JPEG that is much larger than `side` pixels, reduced.

    Raises VideoGenerationError when it is no picture of a kind that we open, or too large to be safe.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        if image.width * image.height > _MOST_PIXELS:
            raise _unusable(f"{image.width}×{image.height} pixels are more than {_MOST_PIXELS // 1_000_000} million")
        image.draft("RGB", (min(side, image.width), min(side, image.height)))
        image.load()
        return _plain_mode(_turn_upright(image))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise _unusable(str(error)) from error


def _turn_upright(image: Image.Image) -> Image.Image:
    """Turn a picture as its camera was held (Exif 2.32, 4.6.4, Orientation); one without readable remarks stays."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # whatever Pillow raises for damaged remarks: the picture itself was decoded
        turn = None
    return image if turn is None else image.transpose(turn)


def _unusable(reason: str) -> VideoGenerationError:
    return VideoGenerationError(
        f"A picture cannot be shown: {reason}.", f"Replace it by a smaller or intact file ({', '.join(FORMATS)})."
    )


def _plain_mode(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    return image.convert("RGBA" if transparent else "RGB")


def shown_size(width: int, height: int, most_wide: int, most_high: int) -> tuple[int, int]:
    """Return the size at which a picture is shown inside a box: whole, and at most twice its own size."""
    zoom = min(most_wide / width, most_high / height, _LARGEST_ZOOM)
    return max(1, round(width * zoom)), max(1, round(height * zoom))


def fit_photo(data: bytes, width: int, height: int, light: str, dark: str) -> Image.Image:
    """Scale a picture to fit, as RGB; a transparent one is laid on whichever ground its drawing stands out from."""
    image = open_photo(data, max(width, height))
    size = shown_size(image.width, image.height, width, height)
    if image.mode == "RGB":
        return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    scaled = image.convert("RGBa").resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0).convert("RGBA")
    ground = Image.new("RGB", size, dark if _is_light(scaled) else light)
    ground.paste(scaled, (0, 0), scaled)
    return ground


def _is_light(image: Image.Image) -> bool:
    """Tell whether the visible part of a transparent picture is light."""
    alpha = image.getchannel("A")
    visible = alpha.point(lambda value: 255 if value > 96 else 0)
    if visible.getbbox() is None:
        return False
    return ImageStat.Stat(image.convert("L"), visible).mean[0] > 170
