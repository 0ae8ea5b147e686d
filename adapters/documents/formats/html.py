"""HTML: the main text of a page; its pictures where they lie beside the file."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.documents.decoding import DOCUMENT_LIMIT
from model.content import ParsedContent
from model.inputs import SourceImage

SUFFIXES = (".html", ".htm", ".xhtml")
LIMIT = DOCUMENT_LIMIT
PICTURE_MARKS = (b"<img", b"<image")


def prepare(data: bytes, name: str) -> bytes:
    """Decode a page by what it says of itself, and store it as UTF-8."""
    from adapters.documents.html_page import decode_page

    return decode_page(data, name).encode()


def parse(
    source: bytes, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Parse a page."""
    from adapters.documents.html_page import parse_page

    return parse_page(source.decode(), name=name, images=images, missing=missing, language=language)
