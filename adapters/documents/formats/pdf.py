"""PDF: text in reading order, tables and figures, read by PDFium in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping

from model.content import ParsedContent
from model.inputs import SourceImage

SUFFIXES = (".pdf",)
LIMIT = 50_000_000
PICTURE_MARKS = ()


def prepare(data: bytes, name: str) -> bytes:
    """See that a file can be read, and store it as it is."""
    from adapters.documents.pdf.reading import check_pdf

    check_pdf(data, name, LIMIT)
    return data


def parse(
    source: bytes, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Parse a document."""
    from adapters.documents.pdf.content import make_content
    from adapters.documents.pdf.reading import read_pdf

    return make_content(read_pdf(source, name)[0], name=name, images=images, missing=missing, language=language)


def read_pictures(source: bytes) -> Mapping[str, bytes]:
    """Return the figures, by the name that the text has for each."""
    from adapters.documents.pdf.reading import read_pdf

    return read_pdf(source, "the PDF")[1]
