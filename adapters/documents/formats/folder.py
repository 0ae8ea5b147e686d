"""A folder of documents, as one: what `folder/reading.py` bundles. It comes from no single file."""

from __future__ import annotations

from collections.abc import Mapping

from model.content import ParsedContent
from model.inputs import SourceImage

SUFFIXES = ()
LIMIT = 100_000_000
PICTURE_MARKS = (b"![", b"<img", b"image::", b"figure::")


def prepare(data: bytes, name: str) -> bytes:
    """Take a bundle as it is: it was made of documents that were prepared."""
    return data


def parse(
    source: bytes, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Parse every document, a chapter each."""
    from adapters.documents.folder.content import parse_folder

    return parse_folder(source, name=name, images=images, missing=missing, language=language)


def find_references(source: bytes) -> tuple[str, ...]:
    """Return what the documents name, as seen from the folder."""
    from adapters.documents.folder.content import find_bundled_references

    return find_bundled_references(source)


def read_pictures(source: bytes) -> Mapping[str, bytes]:
    """Return the pictures that lie in its documents."""
    from adapters.documents.folder.content import read_bundled_pictures

    return read_bundled_pictures(source)
