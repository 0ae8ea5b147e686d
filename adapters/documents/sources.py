"""From what the user named to the document's content, its format and its folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from adapters.documents.decoding import decode_document
from adapters.documents.format import find_format, format_of, known_suffixes
from adapters.files import read_bounded
from model.errors import Problem, ValidationError
from model.inputs import InputConfig
from model.nearness import nearest_file

STANDARD_INPUT = "-"
_COURSES = ("", ".yaml", ".yml")
"""Suffixes of course files, and of folders."""
_BARE = {"readme", "changelog", "notes", "authors", "history", "install", "todo", "news"}


class Source(NamedTuple):
    """One document, as it is stored."""

    name: str
    data: bytes
    """Prepared by its format: text is UTF-8."""
    kind: str
    """The format's name."""
    folder: Path | None
    """Where its pictures lie; None for standard input."""
    files: tuple[tuple[str, Path], ...] = ()
    """What it was read from, by name within the folder, the main file first; none for standard input."""
    title: str = ""
    """What a folder's documents are called together."""


def read_source(config: InputConfig) -> Source:
    """Read and prepare the document.

    Raises ValidationError when it is missing, of an unknown kind, damaged, empty or not in UTF-8.
    """
    if config.source == STANDARD_INPUT:
        return Source(STANDARD_INPUT, _decode_given(config).encode(), "markdown", None)
    path = Path(config.source)
    try:
        if path.is_dir():
            return _read_folder(path, config.source)
        _require_file(path, config.source)
        kind = _kind_of(path, config.source)
    except OSError as error:
        reason = (error.strerror or "its name cannot be a file's").lower()
        raise _refuse(
            config.source[:200], f"Cannot reach the document: {reason}.", "Check its name and permissions."
        ) from error
    return Source(config.source, _read_file(path, kind, config.source), kind, path.parent, ((path.name, path),))


def _read_folder(path: Path, name: str) -> Source:
    from adapters.documents.folder.reading import read_folder

    reading = read_folder(path, name)
    return Source(path.resolve().name, reading.bundle, "folder", path, reading.files, reading.title)


def _read_file(path: Path, kind: str, name: str) -> bytes:
    reader = find_format(kind)
    return reader.prepare(read_bounded(path, reader.LIMIT, "document"), name)


def _decode_given(config: InputConfig) -> str:
    if config.text is None:
        raise _refuse(
            config.source, "Standard input was named as the source, but no text was given.", "Pipe a document in."
        )
    # A terminal's undecodable bytes arrive as lone surrogates: given back as bytes, they are reported with their line.
    return decode_document(config.text.encode("utf-8", "surrogateescape"), STANDARD_INPUT)


def _kind_of(path: Path, name: str) -> str:
    suffix = path.suffix.lower()
    if kind := format_of(suffix):
        return kind
    if not suffix and path.name.lower() in _BARE:
        return "text"
    what = f"files that end in {suffix}" if suffix else "files without a suffix"
    raise _refuse(name, f"No reader for {what}.", f"Name a document: {', '.join(known_suffixes())}.")


def _require_file(path: Path, name: str) -> None:
    """Say what is there instead: a name that is nearly the same."""
    if not path.exists():
        near = nearest_file(path.name, _list_names(path.parent))
        remedy = f"Did you mean {path.parent / near}?" if near else "Check the name and the folder."
        raise _refuse(name, f"There is no such {'file' if path.suffix else 'file or folder'}.", remedy)


def _list_names(folder: Path) -> list[str]:
    """List what a film may be made of, and folders, by their names."""
    try:
        names = (entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
        return sorted(name for name in names if (suffix := Path(name).suffix.lower()) in _COURSES or format_of(suffix))
    except OSError:
        return []


def _refuse(name: str, message: str, remedy: str) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=remedy, file=name),))
