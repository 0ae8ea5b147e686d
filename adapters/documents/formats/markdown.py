"""Markdown: the GitHub dialect."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.documents.decoding import DOCUMENT_LIMIT, decode_document
from model.content import ParsedContent
from model.inputs import SourceImage

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
LIMIT = DOCUMENT_LIMIT
PICTURE_MARKS = (b"![", b"<img")


def prepare(data: bytes, name: str) -> bytes:
    """Decode a file, and store it as UTF-8."""
    return decode_document(data, name).encode()


def parse(
    source: bytes, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Parse a document."""
    from adapters.documents.markdown import parse_markdown

    return parse_markdown(source.decode(), name=name, images=images, missing=missing, language=language)
