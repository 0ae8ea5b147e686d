"""The cache key of a stage: its name, the digest of its code and tools, and the content of its inputs.

Prefect takes a record's presence for a hit and verifies nothing, so this policy reads the record first and checks every
asset that it names; a record that is altered, or whose files are, is removed, and the stage runs again. Where machines share
a store, what this disk lacks is looked for there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from prefect._internal.result_records import ResultRecord, ResultRecordMetadata
from prefect.cache_policies import CachePolicy
from prefect.context import TaskRunContext

from adapters.versions import PLATFORM, digest_sources, library_versions
from model.assets import find_assets
from model.frozen import Frozen
from model.progress import Stage, is_from
from tasks.results import VerifiedSerializer, digest_inputs
from tasks.uses import note_use
from tasks.workplace import Workplace

_SCHEMA = 1
"""Of records and of what they name: another number, and nothing that is kept is found again."""
NOT_IN_KEY = frozenset({"place", "label", "shown"})
"""Parameters that name the machine or the run, not the work; or whose content another parameter digests."""


@dataclass
class StageCache(CachePolicy):
    """Key a stage by content; `sources` and `libraries` are what it is made with."""

    sources: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    part_of: Stage = "adapt"

    def compute_key(
        self, task_ctx: TaskRunContext, inputs: dict[str, Any], flow_parameters: dict[str, Any], **kwargs: Any
    ) -> str:
        """Return the key, after removing a record that is no longer whole, or not wanted."""
        key, place = self.key_of(task_ctx.task.name, inputs), inputs["place"]
        if is_from(self.part_of, place.anew) or find_kept(place, key) is None:
            place.records.forget(key)
        else:
            place.records.use(key)
        note_use(key)
        return key

    def key_of(self, name: str, inputs: dict[str, Any]) -> str:
        """Return the key of a stage with these inputs."""
        made_with = f"{digest_sources(*self.sources)} {library_versions(*self.libraries)} {PLATFORM}"
        content = f"{_SCHEMA} " + digest_inputs(
            {name: value for name, value in inputs.items() if name not in NOT_IN_KEY}
        )
        return f"{name}-{hashlib.sha256(f'{made_with} {content}'.encode()).hexdigest()[:40]}"


def find_kept(place: Workplace, key: str) -> Any | None:
    """Return what a stage has kept under a key, here or in the shared store; None when it is not there and whole."""
    records = place.records
    found = _read_record(records.read(key), key, place)
    if found is not None:
        return found
    record = records.fetch(key)
    found = _read_record(record, key, place)
    if record is not None and found is not None:
        records.keep(key, record)
    return found


def _read_record(record: bytes | None, key: str, place: Workplace) -> Any | None:
    """Return the result in a record, if it is that key's own, and it and every file that it names are whole."""
    if record is None:
        return None
    try:
        read: ResultRecord[Any] = ResultRecord.deserialize(record)
    except Exception:  # any damage at all makes it a miss, whatever Prefect raises for it
        return None
    another = read.metadata.expiration is not None or read.metadata.storage_key != key
    whole = not another and read.result is not None and all(map(place.store.intact, find_assets(read.result)))
    return read.result if whole else None


def keep_result(place: Workplace, key: str, result: Frozen) -> None:
    """Keep a result under a key, outside of any run, as a stage keeps its own."""
    metadata = ResultRecordMetadata(storage_key=key, serializer=VerifiedSerializer())
    place.records.write(key, ResultRecord(metadata=metadata, result=result).serialize())
