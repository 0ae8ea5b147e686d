"""What somebody named -> the sources that it stands for, one for each input: of folders, patterns and lists."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from adapters.documents.folder.navigation import find_navigation
from adapters.documents.folder.scanning import list_films, natural_key
from adapters.documents.format import format_of
from adapters.files import read_bounded
from adapters.input import split_source
from model.errors import Problem, ValidationError, VideoGenError
from model.sets import MOST_FILMS, OneFilmPer

LIST = "list:"
STANDARD_INPUT = "-"
_MOST_LISTED = 2_000_000
_PATTERN = frozenset("*?[")
_COURSES = (".yaml", ".yml")


class NamedSource(NamedTuple):
    """One source of a set."""

    source: str
    """As the command takes it."""
    folder: Path | None = None
    """The folder that was named, where it was found in one."""
    problem: VideoGenError | None = None
    """Why it stands for nothing."""


def _read_stdin() -> str:
    if sys.stdin is None or sys.stdin.isatty():
        remedy = "Pipe one in: git ls-files '*.md' | video-gen set --source -"
        raise ValidationError((Problem(message="No list on standard input.", remedy=remedy),))
    return sys.stdin.buffer.read(_MOST_LISTED).decode("utf-8", "replace")


def expand_sources(
    named: Iterable[str], one_film_per: OneFilmPer, read_stdin: Callable[[], str] = _read_stdin
) -> tuple[NamedSource, ...]:
    """Return the sources in the order in which they were named, each once; what cannot be read is one with its problem.

    Raises ValidationError when they are more than a set may have.
    """
    found: dict[str, NamedSource] = {}
    for one in named:
        for source in _expand(one, one_film_per, read_stdin):
            found.setdefault(_identify(source.source), source)
            if len(found) > MOST_FILMS:
                what = f"These are more than {MOST_FILMS} films."
                raise ValidationError((Problem(message=what, remedy="Name fewer at once.", file=one),))
    return tuple(found.values())


def _expand(named: str, one_film_per: OneFilmPer, read_stdin: Callable[[], str]) -> Iterator[NamedSource]:
    try:
        if named == STANDARD_INPUT or named.startswith(LIST):
            for line in _read_list(named.removeprefix(LIST), read_stdin):
                yield from _expand_one(line, one_film_per)
        else:
            yield from _expand_one(named, one_film_per)
    except VideoGenError as error:
        yield NamedSource(named, problem=error)


def _expand_one(named: str, one_film_per: OneFilmPer) -> Iterator[NamedSource]:
    kind, source = split_source(named)
    if kind not in ("auto", "document") or "://" in source:
        yield NamedSource(named)
    elif _is_folder(source):
        yield from _expand_folder(source, kind, one_film_per)
    elif _PATTERN & set(source) and not os.path.lexists(source):
        for path in _match(source):
            if _is_folder(path):
                yield from _expand_folder(path, kind, one_film_per)
            else:
                yield NamedSource(_join(kind, path))
    else:
        yield NamedSource(named)


def _expand_folder(source: str, kind: str, one_film_per: OneFilmPer) -> Iterator[NamedSource]:
    """Yield a folder's documents in the order of its navigation, then those that it does not name."""
    if one_film_per == "source":
        yield NamedSource(_join(kind, source))
        return
    folder = Path(source)
    root = folder.resolve()
    navigation = find_navigation(root, list_films(root, source))
    for name in (*(entry.name for entry in navigation.entries), *navigation.left_out):
        yield NamedSource(_join(kind, str(folder / name)), folder)


def _match(pattern: str) -> list[str]:
    """Return the documents, course files and, where it ends in a slash, folders that match, in natural order.

    Raises ValidationError when there are none.
    """
    matched = sorted(glob.iglob(pattern, recursive=True), key=natural_key)  # noqa: PTH207 - a pattern may be absolute
    wants_folders = pattern.endswith("/")
    found = [path for path in matched if (_is_folder(path) if wants_folders else _is_source(path))]
    if not found:
        what = "No document matches this pattern."
        raise ValidationError((Problem(message=what, remedy="Write it as docs/**/*.md, in quotes.", file=pattern),))
    return found


def _is_source(path: str) -> bool:
    suffix = PurePath(path).suffix.lower()
    return (format_of(suffix) is not None or suffix in _COURSES) and Path(path).is_file()


def _read_list(named: str, read_stdin: Callable[[], str]) -> tuple[str, ...]:
    """Return the lines of a list but for empty ones and those that begin with #.

    Raises ValidationError when it cannot be read, or has none.
    """
    if named == STANDARD_INPUT:
        text, where = read_stdin(), "standard input"
    else:
        text, where = read_bounded(Path(named), _MOST_LISTED, "list").decode("utf-8", "replace"), named
    lines = tuple(line for line in (raw.strip().removeprefix("\ufeff") for raw in text.splitlines()) if line)
    sources = tuple(line for line in lines if not line.startswith("#"))
    wrong = next((line for line in sources if line == STANDARD_INPUT or line.startswith(LIST)), None)
    if wrong is not None:
        what = f"A list cannot name {wrong!r}, which is a list itself."
        raise ValidationError((Problem(message=what, remedy="Name documents, folders, addresses.", file=where),))
    if not sources:
        raise ValidationError(
            (Problem(message="This list names nothing.", remedy="Name a source a line.", file=where),)
        )
    return sources


def _identify(named: str) -> str:
    """Return what is the same for the same file, however it is named."""
    kind, source = split_source(named)
    return named if "://" in source or kind not in ("auto", "document") else os.path.realpath(source)


def _is_folder(source: str) -> bool:
    try:
        return Path(source).is_dir()
    except (OSError, ValueError):
        return False


def _join(kind: str, source: str) -> str:
    return source if kind == "auto" else f"{kind}:{source}"
