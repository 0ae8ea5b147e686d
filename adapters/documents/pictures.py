"""From the pictures that a document names to those that lie beside it, checked and stored; nothing is ever fetched."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from adapters.files import read_bounded
from adapters.store import Store
from model.content import ParsedContent
from model.errors import ValidationError
from model.inputs import SourceImage

if TYPE_CHECKING:
    from PIL import Image

FILE_LIMIT = 25_000_000
"""Bytes: the largest picture that is opened."""
PIXEL_LIMIT = 50_000_000
"""Pixels: the largest picture that is decoded."""

_FORMATS = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "GIF": ".gif"}
_ORIENTATION = 0x0112
_REMOTE = "it lies on the network, and nothing is fetched"


class _Unshown(Exception):  # noqa: N818 - a reason on its way to the list of missing pictures, never raised to a caller
    """Why a picture is not shown."""


def list_references(content: ParsedContent) -> tuple[str, ...]:
    """List the pictures that a document shows, in order, each once; badges are none."""
    blocks = (block for section in content.sections for block in section.blocks)
    return tuple(dict.fromkeys(block.reference for block in blocks if block.kind == "image"))


def load_pictures(
    folder: Path, references: Iterable[str], store: Store
) -> tuple[tuple[SourceImage, ...], tuple[tuple[str, str], ...]]:
    """Store each picture that lies in the document's folder; list the others as (reference, reason)."""
    found: list[SourceImage] = []
    missing: list[tuple[str, str]] = []
    for reference in references:
        try:
            found.append(_load_picture(folder, reference, store))
        except _Unshown as reason:
            missing.append((reference, str(reason)))
    return tuple(found), tuple(missing)


def store_pictures(
    pictures: Mapping[str, bytes], store: Store
) -> tuple[tuple[SourceImage, ...], tuple[tuple[str, str], ...]]:
    """Store the pictures that lie in a document, by reference; list those that cannot be shown as (reference, reason)."""
    found: list[SourceImage] = []
    missing: list[tuple[str, str]] = []
    for reference, data in pictures.items():
        try:
            found.append(_store_picture(reference, data, store))
        except _Unshown as reason:
            missing.append((reference, str(reason)))
    return tuple(found), tuple(missing)


def locate_pictures(folder: Path, references: Sequence[str]) -> tuple[Path, ...]:
    """Return the files that the references name and that are there, each once, in order."""
    found: dict[Path, None] = {}
    for reference in references:
        try:
            found[_locate(folder, reference)] = None
        except _Unshown:
            continue
    return tuple(found)


def open_picture(data: bytes) -> tuple[str, int, int] | str:
    """Decode a picture once; return suffix, width and height, or the reason why it cannot be shown."""
    try:
        return _decode(data)
    except _Unshown as reason:
        return str(reason)


def _load_picture(folder: Path, reference: str, store: Store) -> SourceImage:
    path = _locate(folder, reference)
    try:
        data = read_bounded(path, FILE_LIMIT, "picture")
    except ValidationError as error:
        raise _Unshown(error.problems[0].message.rstrip(".")) from error
    return _store_picture(reference, data, store)


def _store_picture(reference: str, data: bytes, store: Store) -> SourceImage:
    if len(data) > FILE_LIMIT:
        raise _Unshown(f"it is larger than {FILE_LIMIT / 1e6:.0f} MB")
    suffix, width, height = _decode(data)
    return SourceImage(reference=reference, image=store.put(data, suffix), width=width, height=height)


def _locate(folder: Path, reference: str) -> Path:
    """Return the file under the folder that a reference names."""
    try:
        parts = urlsplit(reference.strip())
    except ValueError as error:
        raise _Unshown("its address is malformed") from error
    if parts.scheme == "data":
        raise _Unshown("it is written into the document as data")
    if parts.netloc or parts.scheme:
        raise _Unshown(_REMOTE)
    named = unquote(parts.path).replace("\\", "/").lstrip("/")
    if not named or "\0" in named:
        raise _Unshown("it names no file")
    if named.lower().endswith((".svg", ".svgz")):
        raise _Unshown("SVG is not drawn")
    try:
        root = folder.resolve()
        path = (root / named).resolve()
        if not path.is_relative_to(root):
            raise _Unshown("it lies outside the document's folder")
        if not path.is_file():
            raise _Unshown("there is no such file")
    except (OSError, RuntimeError, ValueError) as error:
        raise _Unshown("its name cannot be a file's") from error
    return path


def _decode(data: bytes) -> tuple[str, int, int]:
    """Decode the first frame once, so that a broken picture is known now; return suffix, width and height upright."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(_FORMATS)) as picture:
                if picture.width * picture.height > PIXEL_LIMIT:
                    raise _Unshown(f"it has more than {PIXEL_LIMIT // 1_000_000} million pixels")
                picture.load()
                width, height = picture.size[::-1] if _lies_on_side(picture) else picture.size
                # A camera's JPEG with a second picture behind the first opens as MPO.
                return _FORMATS.get(picture.format or "", ".jpg"), width, height
    except _Unshown:
        raise
    # Pillow's decoders raise a dozen types on broken files; whichever it is, the picture can't be shown, and is listed.
    except Exception as error:
        raise _Unshown(_explain(error)) from error


def _lies_on_side(picture: Image.Image) -> bool:
    """Tell whether a camera was held upright, so that width and height change places (Exif 2.32, 4.6.4, Orientation)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return picture.getexif().get(_ORIENTATION) in (5, 6, 7, 8)
    except Exception:  # remarks that cannot be read do not make the picture unreadable, whatever Pillow raises for them
        return False


def _explain(error: Exception) -> str:
    name = type(error).__name__
    if "Bomb" in name:
        return f"it has more than {PIXEL_LIMIT // 1_000_000} million pixels"
    return "it is no PNG, JPEG, WebP or GIF" if name == "UnidentifiedImageError" else "the file is damaged"
