"""The cache -> what is in it, whether it is whole, and less of it: what was used longest ago goes first.

Records name what they stand on by digest. A record is used when its modification time says so: each hit sets it. So a film's
parts go together with the records that nobody asked for, and a part that another record names stays.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from adapters.cache_lock import own_cache
from adapters.files import digest_file, disk_error, remove_dead_folders
from adapters.stores.films import FILMS, find_pinned, forget_films
from model.errors import ResourceError, StateError
from model.frozen import Frozen

_DIGEST = re.compile(r"[0-9a-f]{64}")
_STORED = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]+)?")
_SETTLING = 60.0
"""Seconds in which a stored file may lack its record: it is written first."""


class Record(NamedTuple):
    """One kept result."""

    path: Path
    used: float
    """Unix time of the last hit."""
    size: int
    """Bytes of the record itself."""
    parts: frozenset[str]
    """Digests of the files that it names."""


class Kept(NamedTuple):
    """One stored file."""

    path: Path
    digest: str
    size: int
    written: float
    """Unix time."""


class CacheSize(Frozen):
    """What a cache takes."""

    folder: str
    """Where it is."""
    files: int
    """Stored files."""
    records: int
    """Kept results."""
    size: int
    """Bytes of both."""
    kinds: tuple[tuple[str, int, int], ...] = ()
    """(suffix, files, bytes) of what is stored, the largest first."""


class Removal(Frozen):
    """What was taken away, or would be."""

    records: int = 0
    """Kept results."""
    files: int = 0
    """Stored files."""
    size: int = 0
    """Bytes of both."""


class Plan(NamedTuple):
    """What is to go."""

    records: tuple[Record, ...]
    files: tuple[Kept, ...]

    def describe(self) -> Removal:
        """Return how much that is."""
        size = sum(record.size for record in self.records) + sum(file.size for file in self.files)
        return Removal(records=len(self.records), files=len(self.files), size=size)


def measure_cache(cache_dir: Path) -> CacheSize:
    """Count what is kept."""
    # Each run asks this in the end: what records name is not read for it.
    files, records = list(list_files(cache_dir)), [path.lstat().st_size for path in _walk(cache_dir / "results", "*")]
    kinds = count_kinds((file.path.suffix, file.size) for file in files)
    size = sum(file.size for file in files) + sum(records)
    return CacheSize(folder=str(cache_dir), files=len(files), records=len(records), size=size, kinds=kinds)


def count_kinds(files: Iterable[tuple[str, int]]) -> tuple[tuple[str, int, int], ...]:
    """Sum up suffixes and sizes: (suffix, files, bytes), the largest first."""
    kinds: dict[str, tuple[int, int]] = {}
    for suffix, size in files:
        count, before = kinds.get(suffix, (0, 0))
        kinds[suffix] = count + 1, before + size
    return tuple(sorted(((kind, *sums) for kind, sums in kinds.items()), key=lambda row: (-row[2], row[0])))


def find_damage(cache_dir: Path) -> Plan:
    """Read every stored file, and find those whose content is not what their name promises."""
    damaged = tuple(file for file in list_files(cache_dir) if not _is_whole(file))
    return Plan((), damaged)


def plan_pruning(cache_dir: Path, *, limit: int | None = None, unused_for: float | None = None) -> Plan:
    """Find what to remove so that `limit` bytes are left at most, and nothing that was not used for so many seconds.

    What no record names goes as well, unless it was written a moment ago. What pinned films need stays, whatever it takes.
    """
    now, files = time.time(), {file.digest: file for file in list_files(cache_dir)}
    pinned = find_pinned(cache_dir)
    oldest = now - unused_for if unused_for is not None else 0.0
    kept: set[str] = set()
    going: list[Record] = []
    total = 0
    for record in sorted(
        list_records(cache_dir), key=lambda one: (one.path.name not in pinned, -one.used, one.path.name)
    ):
        new = [files[part] for part in record.parts - kept if part in files]
        size = record.size + sum(file.size for file in new)
        past = record.used < oldest or (limit is not None and total + size > limit)
        if past and record.path.name not in pinned:
            going.append(record)
            continue
        total += size
        kept |= record.parts
    unnamed = (file for file in files.values() if file.digest not in kept and now - file.written > _SETTLING)
    named_by_going = {part for record in going for part in record.parts}
    fresh = (file for file in files.values() if file.digest in named_by_going - kept)
    return Plan(tuple(going), tuple({file.digest: file for file in (*unnamed, *fresh)}.values()))


def remove(plan: Plan) -> Removal:
    """Remove it, records first: what is left of a removal that was cut short is files that no record names.

    Films that stood on what went are forgotten. Raises ResourceError when the disk refuses.
    """
    if plan.records:
        forget_films(plan.records[0].path.parent.parent, (record.path.name for record in plan.records))
    for path in (*(record.path for record in plan.records), *(file.path for file in plan.files)):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_error(error, path) from error
    return plan.describe()


def remove_unfinished(cache_dir: Path) -> None:
    """Remove what killed commands were writing, and their locks: nobody else may use the cache meanwhile."""
    unfinished = (*cache_dir.glob("*/.*.partial"), *cache_dir.glob("*/*/.*.partial"))  # records, and stored files
    for path in (*unfinished, *cache_dir.glob("making/*.lock")):
        with contextlib.suppress(OSError):
            path.unlink()


def clear_after_killed(cache_dir: Path) -> None:
    """Remove what a command left that was killed as it ended, unless a run uses the cache: two looks where there is nothing."""
    if any(cache_dir.glob("work/run-*")) or any(cache_dir.glob(f"{FILMS}/.*.partial")):
        with contextlib.suppress(StateError, ResourceError), own_cache(cache_dir):
            remove_unfinished(cache_dir)
            remove_dead_folders(cache_dir / "work")


def list_everything(cache_dir: Path, *, pinned_too: bool) -> Plan:
    """Return all that is kept, without or with what pinned films need."""
    pinned = frozenset() if pinned_too else find_pinned(cache_dir)
    records, files = tuple(list_records(cache_dir)), tuple(list_files(cache_dir))
    needed = {part for record in records if record.path.name in pinned for part in record.parts}
    return Plan(
        tuple(record for record in records if record.path.name not in pinned),
        tuple(file for file in files if file.digest not in needed),
    )


def list_files(cache_dir: Path) -> Iterator[Kept]:
    """Yield the stored files, in order of their names."""
    for path in _walk(cache_dir / "store", "*/*"):
        named = _STORED.fullmatch(path.name)
        if named and path.parent.name == named[1][:2]:
            found = path.lstat()
            yield Kept(path, named[1], found.st_size, found.st_mtime)


def list_records(cache_dir: Path) -> Iterator[Record]:
    """Yield the kept results, in order of their names."""
    for path in _walk(cache_dir / "results", "*"):
        found = path.lstat()
        text = path.read_text(encoding="utf-8", errors="replace")
        yield Record(path, found.st_mtime, found.st_size, frozenset(_DIGEST.findall(text)))


def _walk(folder: Path, pattern: str) -> Iterable[Path]:
    return sorted(path for path in folder.glob(pattern) if path.is_file() and not path.is_symlink())


def _is_whole(file: Kept) -> bool:
    try:
        return digest_file(file.path) == file.digest
    except OSError:
        return False
