"""Word documents, `.docx`: Office Open XML, its text and the pictures that lie in it."""

from __future__ import annotations

from collections.abc import Mapping

from model.content import ParsedContent
from model.inputs import SourceImage

SUFFIXES = (".docx",)
LIMIT = 50_000_000
PICTURE_MARKS = ()


def prepare(data: bytes, name: str) -> bytes:
    """See that a document can be read, and store it as it is."""
    from adapters.documents.word.archive import check_document

    check_document(data, name)
    return data


def parse(
    source: bytes, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Parse a document; its spans count paragraphs."""
    from adapters.documents.word.content import parse_word

    return parse_word(source, name=name, images=images, missing=missing, language=language)


def read_pictures(source: bytes) -> Mapping[str, bytes]:
    """Return the pictures of a document, by the names of their parts."""
    from adapters.documents.word.archive import read_media

    return read_media(source)
