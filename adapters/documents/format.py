"""The port of the document formats: a file's suffix -> the module that reads it, found by listing `formats`."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from model.content import ParsedContent
from model.inputs import SourceImage


class Format(Protocol):
    """A format of documents: a module of `formats`. Importing it is cheap: what parses is imported where it parses.

    It may have two more: `read_pictures(source) -> Mapping[str, bytes]`, for pictures that lie in the document, by
    reference as its images name them; and `find_references(source) -> tuple[str, ...]`, where the pictures that it names
    can be found without parsing it.
    """

    SUFFIXES: tuple[str, ...]
    """How its files are called, the usual first; none for what comes from no file."""
    LIMIT: int
    """Bytes: the largest that is read."""
    PICTURE_MARKS: tuple[bytes, ...]
    """Lower-case bytes of which a document has one if it shows pictures that lie beside it."""

    def prepare(self, data: bytes, name: str) -> bytes:
        """Bring a file into the form that is stored; `name` is what the user called it.

        Raises ValidationError when it is not of this format, damaged, too large or empty.
        """
        ...

    def parse(
        self, source: bytes, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str],
        language: str | None,
    ) -> ParsedContent:  # fmt: skip
        """Parse what was prepared; `images` and `missing` are by the reference as written.

        Raises ValidationError when it cannot be read.
        """
        ...


@cache
def known_formats() -> tuple[str, ...]:
    """Return the names of the formats, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent / "formats")])))


@cache
def find_format(name: str) -> Format:
    """Import a format by its name."""
    assert name in known_formats(), name
    return cast(Format, import_module(f"adapters.documents.formats.{name}"))


@cache
def _by_suffix() -> Mapping[str, str]:
    return {suffix: name for name in known_formats() for suffix in find_format(name).SUFFIXES}


def known_suffixes() -> tuple[str, ...]:
    """Return the suffixes that have a reader, the usual one of each format first."""
    usual = [find_format(name).SUFFIXES[0] for name in known_formats() if find_format(name).SUFFIXES]
    return (*usual, *sorted(set(_by_suffix()) - set(usual)))


def stored_suffix(name: str) -> str:
    """Return the suffix under which documents of a format are stored."""
    suffixes = find_format(name).SUFFIXES
    return suffixes[0] if suffixes else f".{name[:8]}"


def format_of(suffix: str) -> str | None:
    """Return the name of the format that a suffix stands for, in any case; None when there is none."""
    return _by_suffix().get(suffix.lower())


def embedded_pictures(name: str, source: bytes) -> Mapping[str, bytes]:
    """Return the pictures that lie in a document, by reference."""
    read = getattr(find_format(name), "read_pictures", None)
    found: Mapping[str, bytes] = read(source) if read is not None else {}
    return found


def find_references(name: str, source: bytes) -> tuple[str, ...]:
    """Return the pictures that a document names, in order, each once; a few more than it shows are no harm."""
    if not shows_pictures(name, source):
        return ()
    reader = find_format(name)
    find = getattr(reader, "find_references", None)
    if find is not None:
        found: tuple[str, ...] = find(source)
        return found
    from adapters.documents.pictures import list_references

    return list_references(reader.parse(source, name="-", images={}, missing={}, language="en"))


def shows_pictures(name: str, source: bytes) -> bool:
    """Tell quickly whether a document may show pictures that lie beside it."""
    marks = find_format(name).PICTURE_MARKS
    low = source.lower() if marks else b""
    return any(mark in low for mark in marks)
