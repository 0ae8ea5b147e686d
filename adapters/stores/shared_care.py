"""The shared store -> what is in it, whether it is whole, and less of it: what no machine used for longest goes first.

A machine that made a film says so (`films/`), and the newest of that and of a record's own writing is when it was used. What
was written or used within the last day stays whatever is asked: a machine may be about to use it. What it has already is on its
own disk, so no film that is being made anywhere loses anything by this.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from adapters.cache_care import CacheSize, Removal, count_kinds
from adapters.files import digest_file
from adapters.stores.films import FILMS, PINS, FilmUse, list_shared_uses
from adapters.stores.shared import Entry, SharedStore

_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAMED = re.compile(r"store/[0-9a-f]{2}/([0-9a-f]{64})(\.[a-z0-9]+)?")
_AT_ONCE = 16
"""Requests."""
SETTLING = 86_400.0
"""Seconds in which nothing goes that was written or used."""


class SharedRecord(NamedTuple):
    """One kept result."""

    entry: Entry
    used: float
    """Unix time."""
    parts: frozenset[str]
    """Digests of the files that it names."""


class SharedPlan(NamedTuple):
    """What is to go, records first."""

    records: tuple[Entry, ...] = ()
    files: tuple[Entry, ...] = ()
    films: tuple[Entry, ...] = ()

    def describe(self) -> Removal:
        """Return how much that is."""
        size = sum(entry.size for entry in (*self.records, *self.files))
        return Removal(records=len(self.records), files=len(self.files), size=size)


def measure_shared(shared: SharedStore) -> CacheSize:
    """Count what is kept there."""
    files, records = list(list_shared_files(shared)), list(shared.list("results"))
    return CacheSize(
        folder=shared.url, files=len(files), records=len(records), size=sum(one.size for one in (*files, *records)),
        kinds=count_kinds((Path(entry.name).suffix, entry.size) for entry in files),
    )  # fmt: skip


def find_shared_damage(shared: SharedStore) -> SharedPlan:
    """Read every stored file, and find those whose content is not what their name promises."""

    def is_whole(entry: Entry) -> bool:
        with tempfile.TemporaryDirectory(prefix="video-gen-") as folder:
            path = Path(folder) / "fetched"
            return not shared.fetch(entry.name, path) or digest_file(path) == _digest_of(entry)

    files = list(list_shared_files(shared))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return SharedPlan(
            files=tuple(one for one, whole in zip(files, pool.map(is_whole, files), strict=True) if not whole)
        )


def plan_shared_pruning(
    shared: SharedStore, *, limit: int | None = None, unused_for: float | None = None, settling: float = SETTLING
) -> SharedPlan:
    """Find what to remove so that `limit` bytes are left at most, and nothing that was not used for so many seconds.

    What pinned films need stays, and what any machine wrote or used a short while ago.
    """
    now, files = time.time(), {_digest_of(entry): entry for entry in list_shared_files(shared)}
    uses, pins = list(list_shared_uses(shared, FILMS)), list_shared_uses(shared, PINS)
    pinned = {key for use in pins for key in use.records}
    kept: set[str] = set()
    going: list[Entry] = []
    total = 0
    for record in sorted(
        _list_records(shared, uses), key=lambda one: (_key_of(one.entry) not in pinned, -one.used, one.entry)
    ):
        new = [files[part] for part in record.parts - kept if part in files]
        size = record.entry.size + sum(entry.size for entry in new)
        past = (unused_for is not None and record.used < now - unused_for) or (
            limit is not None and total + size > limit
        )
        if past and record.used < now - settling and _key_of(record.entry) not in pinned:
            going.append(record.entry)
            continue
        total += size
        kept |= record.parts
    lost = {_key_of(entry) for entry in going}
    films = {f"{FILMS}/{use.name}" for use in uses if not lost.isdisjoint(use.records)}
    return SharedPlan(
        tuple(going),
        tuple(entry for digest, entry in files.items() if digest not in kept and entry.written < now - settling),
        tuple(entry for entry in shared.list(FILMS) if entry.name in films),
    )


def remove_shared(shared: SharedStore, plan: SharedPlan) -> Removal:
    """Remove it, records first: what is left of a removal that was cut short is files that no record names."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for entries in (plan.films, plan.records, plan.files):
            list(pool.map(shared.remove, (entry.name for entry in entries)))
    return plan.describe()


def list_shared_files(shared: SharedStore) -> Iterator[Entry]:
    """Yield the stored files, in order of their names."""
    return (entry for entry in shared.list("store") if _NAMED.fullmatch(entry.name))


def _list_records(shared: SharedStore, uses: list[FilmUse]) -> Iterator[SharedRecord]:
    used: dict[str, float] = {}
    for use in uses:
        used |= {key: max(use.made, used.get(key, 0.0)) for key in use.records}

    def read(entry: Entry) -> SharedRecord:
        text = (shared.read(entry.name) or b"").decode("utf-8", "replace")
        return SharedRecord(entry, max(entry.written, used.get(_key_of(entry), 0.0)), frozenset(_DIGEST.findall(text)))

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from pool.map(read, shared.list("results"))


def _key_of(entry: Entry) -> str:
    return entry.name.removeprefix("results/")


def _digest_of(entry: Entry) -> str:
    named = _NAMED.fullmatch(entry.name)
    assert named is not None
    return named[1]
