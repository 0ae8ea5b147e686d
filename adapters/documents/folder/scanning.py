"""A folder -> the documents that lie in it, within limits; links that lead out of it are not followed."""

from __future__ import annotations

import os
import re
from pathlib import Path

from adapters.documents.format import format_of
from model.errors import Problem, ValidationError

MOST_DOCUMENTS = 500
MOST_BYTES = 50_000_000
_MADE_OF_THEM = ("html", "text")
_BLANK = 200
"""Bytes that a document without a word has at most."""
_MOST_ENTRIES = 50_000
_DEEPEST = 12
_WRITTEN = ("markdown", "restructured", "notebook")
"""Formats that documentation is written in: where there are any, pages made of them are not read, too."""
_SKIPPED_NAMES = """node_modules site build dist target vendor venv env __pycache__ htmlcov includes snippets overrides partials
    templates locale locales"""
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_DIGITS = re.compile(r"(\d{1,18})")
_FIRST = ("index", "readme", "introduction", "intro", "overview", "getting-started", "getting_started")


def scan_folder(root: Path, name: str) -> dict[str, Path]:
    """Return the documents below a folder by their path within it, in natural order, index and README first.

    Raises ValidationError when there are none, or too many.
    """
    found = _list_documents(root, name)
    kinds = {path: format_of(Path(path).suffix) for path in found}
    if any(kind in _WRITTEN for kind in kinds.values()):
        found = {path: file for path, file in found.items() if kinds[path] in _WRITTEN}
    if not found:
        raise _refuse(
            name, "There is no document in this folder.", "Name a folder with Markdown files in it, or a file."
        )
    if len(found) > MOST_DOCUMENTS:
        what = f"The folder holds {len(found)} documents; {MOST_DOCUMENTS} is the most."
        raise _refuse(name, what, "Name one of the folders in it.")
    size = sum(path.stat().st_size for path in found.values())
    if size > MOST_BYTES:
        what = f"The folder's documents come to {size / 1e6:.0f} MB; {MOST_BYTES / 1e6:.0f} MB is the most."
        raise _refuse(name, what, "Name one of the folders in it.")
    return {path: found[path] for path in sorted(found, key=natural_key)}


def list_films(root: Path, name: str) -> dict[str, Path]:
    """Return the documents below a folder that are a film each, as `scan_folder` does but as many as there are.

    Beside what documentation is written in, PDFs and Word documents are sources of their own; pages and plain text are not.
    Those without a word are left out. Raises ValidationError when there are none.
    """
    found = {path: file for path, file in _list_documents(root, name).items() if not _is_blank(file)}
    kinds = {path: format_of(Path(path).suffix) for path in found}
    if any(kind in _WRITTEN for kind in kinds.values()):
        found = {path: file for path, file in found.items() if kinds[path] not in _MADE_OF_THEM}
    if not found:
        raise _refuse(
            name, "There is no document in this folder.", "Name a folder with Markdown files in it, or a file."
        )
    return {path: found[path] for path in sorted(found, key=natural_key)}


def _is_blank(path: Path) -> bool:
    try:
        return path.stat().st_size < _BLANK and not path.read_bytes().strip()
    except OSError:  # which is told when it is read
        return False


def _list_documents(root: Path, name: str) -> dict[str, Path]:
    found: dict[str, Path] = {}
    seen = 0
    for place, folders, files in os.walk(root):  # which does not follow links to folders
        depth = len(Path(place).relative_to(root).parts)
        folders[:] = sorted(inner for inner in folders if not _is_skipped(inner) and depth < _DEEPEST)
        seen += len(folders) + len(files)
        if seen > _MOST_ENTRIES:
            what = f"The folder holds more than {_MOST_ENTRIES} files."
            raise _refuse(name, what, "Name the folder of its documents.")
        for file in files:
            path = Path(place) / file
            if not file.startswith((".", "_")) and format_of(path.suffix) and is_inside(path, root):
                found[path.relative_to(root).as_posix()] = path
    return found


def is_inside(path: Path, root: Path) -> bool:
    """Tell whether a path, followed to where it leads, is a file below the folder."""
    try:
        return path.is_file() and path.resolve().is_relative_to(root)
    except (OSError, RuntimeError, ValueError):
        return False


def _is_skipped(folder: str) -> bool:
    return folder.startswith((".", "_")) or folder.lower() in _SKIPPED or folder.endswith((".egg-info", ".dist-info"))


def natural_key(path: str) -> tuple[object, ...]:
    """Sort `2-install` before `10-upgrade`, a folder's index before the rest, and its files before its folders."""
    *folders, file = path.split("/")
    stem = file.rpartition(".")[0].lower()
    rank = _FIRST.index(stem) if stem in _FIRST else len(_FIRST)
    return (*((1, len(_FIRST) + 1, _split_digits(folder)) for folder in folders), (0, rank, _split_digits(stem)), file)


def _split_digits(name: str) -> tuple[tuple[int, int, str], ...]:
    parts = _DIGITS.split(name.lower())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)


def _refuse(name: str, message: str, remedy: str) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=remedy, file=name),))
