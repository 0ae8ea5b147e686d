"""A folder -> a bundle of its documents in order, what it was read from, and what they are called together."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from adapters.documents.folder.bundle import Cover, Part, write_bundle
from adapters.documents.folder.navigation import Navigation, find_navigation
from adapters.documents.folder.scanning import scan_folder
from adapters.documents.format import find_format, format_of
from adapters.files import read_bounded
from model.errors import Problem, ValidationError

UNTOLD = ("docs", "doc", "documentation", "source", "src", "content", "book", "guide")
"""Folders whose name says nothing of what is in them."""


class FolderReading(NamedTuple):
    """A folder, read."""

    bundle: bytes
    files: tuple[tuple[str, Path], ...]
    """Everything that was read, by its name within the folder; the first document first."""
    title: str
    """What the documents together are called; empty where nothing says."""


def read_folder(folder: Path, name: str) -> FolderReading:
    """Read and prepare all documents of a folder.

    Raises ValidationError with the problems of all of them, when there are none, or too many.
    """
    root = folder.resolve()
    found = scan_folder(root, name)
    navigation = find_navigation(root, found)
    problems: list[Problem] = []
    parts: list[tuple[Part, bytes]] = []
    for entry in navigation.entries:
        kind = format_of(Path(entry.name).suffix)
        assert kind is not None
        reader = find_format(kind)
        try:
            data = reader.prepare(
                read_bounded(found[entry.name], reader.LIMIT, "document"), f"{name.rstrip('/')}/{entry.name}"
            )
        except ValidationError as error:
            problems += [one for one in error.problems if not _is_empty(one)]
            continue
        parts.append((Part(name=entry.name, kind=kind, title=entry.title), data))
    if problems:
        raise ValidationError(tuple(problems))
    if not parts:
        what = "All documents in this folder are empty."
        raise ValidationError((Problem(message=what, remedy="Write something into one.", file=name),))
    parts += [(_leave_out(other), b"") for other in navigation.left_out]
    files = tuple((part.name, found[part.name]) for part, _ in parts if part.kind)
    title = navigation.title or _first_title(parts) or _folder_title(root)
    return FolderReading(write_bundle(Cover(title=title), parts), (*files, *_others(navigation, files)), title)


def _is_empty(problem: Problem) -> bool:
    """Tell a document without a word, as folders have them, from one that is wrong."""
    return problem.message.endswith("is empty.")


def _leave_out(name: str) -> Part:
    return Part(name=name, kind="", reason="the folder's navigation does not name it")


def _others(navigation: Navigation, files: tuple[tuple[str, Path], ...]) -> tuple[tuple[str, Path], ...]:
    named = {path for _, path in files}
    return tuple((name, path) for name, path in navigation.files if path not in named)


def _first_title(parts: list[tuple[Part, bytes]]) -> str:
    """Return the title of the folder's index or README, which speaks for all."""
    part, data = parts[0]
    if Path(part.name).stem.lower() not in ("index", "readme"):
        return ""
    content = find_format(part.kind).parse(data, name=part.name, images={}, missing={}, language="en")
    return content.title


def _folder_title(root: Path) -> str:
    name = root.parent.name if root.name.lower() in UNTOLD else root.name
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
