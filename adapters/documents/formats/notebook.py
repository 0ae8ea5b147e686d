"""Jupyter notebooks, nbformat 4: text, code, and what the code gave; pictures lie in the file or beside it."""

from __future__ import annotations

from collections.abc import Mapping

from model.content import ParsedContent
from model.inputs import SourceImage

SUFFIXES = (".ipynb",)
LIMIT = 32_000_000
PICTURE_MARKS = (b"![", b"<img")


def prepare(data: bytes, name: str) -> bytes:
    """Keep of a notebook what a film is made of."""
    from adapters.documents.notebook_file import read_notebook

    return read_notebook(data, name)


def parse(
    source: bytes, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Parse a notebook; its spans count cells."""
    from adapters.documents.notebook import parse_notebook

    return parse_notebook(source, name=name, images=images, missing=missing, language=language)


def read_pictures(source: bytes) -> Mapping[str, bytes]:
    """Return attached pictures, and those that code drew."""
    from adapters.documents.notebook_file import notebook_pictures

    return notebook_pictures(source)
