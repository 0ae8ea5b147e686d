"""A film -> the kept results that it stands on; pinned, they are never pruned, on this disk or in the shared store.

`films/` has one file for each state of a film that was delivered, `pins/` a copy of each that is pinned. Both lie in the
cache, and in the shared store where there is one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pydantic
from pydantic import Field

from adapters.files import digest_bytes, write_atomically
from adapters.stores.shared import SharedStore
from model.errors import Problem, ValidationError
from model.frozen import Frozen

FILMS, PINS = "films", "pins"
_LIMIT = 16_000_000
_RUNS = 20
"""Flow runs that are remembered of one state of a film."""


class FilmUse(Frozen):
    """What one film was made of."""

    video_id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,99}$")
    """The film's name."""
    folder: str
    """Where it was delivered."""
    runs: tuple[str, ...]
    """Flow runs that made it as it is, the newest first."""
    made: float
    """Unix time of the newest."""
    records: tuple[str, ...]
    """Keys of the kept results that it stands on, in order."""

    @property
    def name(self) -> str:
        """Return the name of its file: the same film, made of the same, has one."""
        made_of = "\0".join((self.folder, *self.records))
        return f"{self.video_id}-{digest_bytes(made_of.encode('utf-8', 'surrogateescape'))[:16]}.json"


class FilmUses:
    """What is known of the films of one cache."""

    def __init__(self, cache_dir: Path, shared: SharedStore | None = None) -> None:
        self._cache, self._shared = cache_dir, shared

    def note(self, use: FilmUse) -> None:
        """Remember what a film was made of."""
        before = _parse(_read_file(self._cache / FILMS / use.name))
        if before is not None:
            runs = tuple(dict.fromkeys((*use.runs, *before.runs)))[:_RUNS]
            use = use.model_copy(update={"runs": runs})
        self._write(FILMS, use)

    def pin(self, named: str) -> FilmUse:
        """Pin the newest state of a film, by name or folder, or that of a run; one that this machine made first of all.

        Raises ValidationError when there is none, or when the name is that of several films.
        """
        found = [use for use in list_uses(self._cache, FILMS) if _is_named(use, named)]
        found = found or [use for use in self.list(FILMS) if _is_named(use, named)]
        if not found:
            raise _unknown(f"No film or run {named} is known to the cache.", "It is known once it was made with it.")
        folders = sorted({use.folder for use in found})
        if len(folders) > 1:
            message = f"{named} is the name of {len(folders)} films: {', '.join(folders[:4])}."
            raise _unknown(message, "Name the folder of the one that is meant.")
        use = max(found, key=lambda use: (use.made, use.name))
        self._write(PINS, use)
        return use

    def unpin(self, named: str) -> tuple[FilmUse, ...]:
        """Forget the pins of a film or a run; return what they were.

        Raises ValidationError when nothing of that name is pinned.
        """
        found = tuple(use for use in self.list(PINS) if _is_named(use, named))
        if not found:
            pinned = ", ".join(sorted({use.video_id for use in self.list(PINS)})) or "nothing"
            raise _unknown(f"{named} is not pinned.", f"Pinned is: {pinned}.")
        for use in found:
            (self._cache / PINS / use.name).unlink(missing_ok=True)
            if self._shared is not None:
                self._shared.remove(f"{PINS}/{use.name}")
        return found

    def list(self, kind: str) -> tuple[FilmUse, ...]:
        """Return what is known here and in the shared store, the newest first."""
        shared = list_shared_uses(self._shared, kind) if self._shared is not None else ()
        found = {use.name: use for use in (*shared, *list_uses(self._cache, kind))}
        return tuple(sorted(found.values(), key=lambda use: (-use.made, use.name)))

    def _write(self, kind: str, use: FilmUse) -> None:
        data = use.model_dump_json().encode()
        write_atomically(self._cache / kind / use.name, data)
        if self._shared is not None:
            self._shared.write(f"{kind}/{use.name}", data)


def list_uses(cache_dir: Path, kind: str) -> Iterator[FilmUse]:
    """Yield what this disk knows of films, or of pins, in order of their names."""
    for path in sorted((cache_dir / kind).glob("*.json")):
        if (use := _parse(_read_file(path))) is not None:
            yield use


def list_shared_uses(shared: SharedStore, kind: str) -> Iterator[FilmUse]:
    """Yield what the shared store knows of films, or of pins, in order of their names."""
    for entry in shared.list(kind):
        if entry.size <= _LIMIT and (use := _parse(shared.read(entry.name))) is not None:
            yield use


def find_pinned(cache_dir: Path) -> frozenset[str]:
    """Return the keys of the results that pinned films stand on."""
    return frozenset(key for use in list_uses(cache_dir, PINS) for key in use.records)


def forget_films(cache_dir: Path, gone: Iterable[str]) -> None:
    """Forget the films that stand on results which are gone."""
    lost = frozenset(gone)
    for use in list_uses(cache_dir, FILMS):
        if not lost.isdisjoint(use.records):
            with contextlib.suppress(OSError):
                (cache_dir / FILMS / use.name).unlink()


def _is_named(use: FilmUse, named: str) -> bool:
    by_run = len(named) >= 8 and any(run.startswith(named) for run in use.runs)
    return by_run or named == use.video_id or str(Path(named).absolute()) == use.folder


def _read_file(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size <= _LIMIT else None
    except OSError:
        return None


def _parse(data: bytes | None) -> FilmUse | None:
    """Read one; None for what is damaged, or of another version."""
    try:
        return FilmUse.model_validate_json(data) if data is not None else None
    except pydantic.ValidationError:
        return None


def _unknown(message: str, remedy: str) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=remedy),))
