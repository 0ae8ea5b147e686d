"""reStructuredText: docutils' dialect and what Sphinx adds to it; pictures where they lie beside the file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from adapters.documents.decoding import decode_document
from model.content import ParsedContent
from model.inputs import SourceImage

SUFFIXES = (".rst", ".rest")
_PICTURE = re.compile(
    r"^[ \t]{0,200}\.\. (?:\|[^|\n]{1,100}\|[ \t]+)?(?:image|figure)::[ \t]+(\S{1,1000})", re.MULTILINE
)
LIMIT = 1_000_000
PICTURE_MARKS = (b"image::", b"figure::")


def prepare(data: bytes, name: str) -> bytes:
    """Decode a file, and store it as UTF-8."""
    return decode_document(data, name).encode()


def find_references(source: bytes) -> tuple[str, ...]:
    """Return what directives for pictures name."""
    return tuple(dict.fromkeys(_PICTURE.findall(source.decode())))


def parse(
    source: bytes, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Parse a document."""
    from adapters.documents.rst.content import parse_restructured

    return parse_restructured(source.decode(), name=name, images=images, missing=missing, language=language)
