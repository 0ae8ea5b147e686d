"""The cache key of a stage: its name, the digest of its code and tools, and the content of its inputs.

Prefect takes a record's presence for a hit and verifies nothing, so this policy reads the record first and checks every
asset that it names; a record that is altered, or whose files are, is expired, and the stage runs again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from prefect._internal.result_records import ResultRecord, ResultRecordMetadata
from prefect.cache_policies import CachePolicy
from prefect.context import TaskRunContext
from prefect.results import ResultStore, get_result_store
from prefect.types import DateTime

from adapters.cache_care import mark_used
from adapters.files import write_atomically
from adapters.store import Store
from adapters.versions import PLATFORM, digest_sources, library_versions
from model.assets import find_assets
from model.frozen import Frozen
from model.progress import Stage, is_from
from tasks.results import VerifiedSerializer, digest_inputs
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
        """Return the key, after expiring a record that is no longer whole, or not wanted."""
        key = self.key_of(task_ctx.task.name, inputs)
        records = get_result_store()
        if records.exists(key):
            wanted = not is_from(self.part_of, inputs["place"].anew)
            if wanted and _is_whole(records, key, inputs["place"].store):
                mark_used(inputs["place"].results / key)
            else:
                records.write(None, key=key, expiration=DateTime(1970, 1, 1, tzinfo=UTC))
        return key

    def key_of(self, name: str, inputs: dict[str, Any]) -> str:
        """Return the key of a stage with these inputs."""
        made_with = f"{digest_sources(*self.sources)} {library_versions(*self.libraries)} {PLATFORM}"
        content = f"{_SCHEMA} " + digest_inputs(
            {name: value for name, value in inputs.items() if name not in NOT_IN_KEY}
        )
        return f"{name}-{hashlib.sha256(f'{made_with} {content}'.encode()).hexdigest()[:40]}"


def _is_whole(records: ResultStore, key: str, store: Store) -> bool:
    try:
        result = records.read(key).result
    except Exception:  # any damage at all makes it a miss, whatever Prefect raises for it
        return False
    return result is not None and all(store.intact(asset) for asset in find_assets(result))


def find_kept(place: Workplace, key: str) -> Any | None:
    """Return what a stage has kept under a key, outside of any run; None when it is not there and whole."""
    try:
        record: ResultRecord[Any] = ResultRecord.deserialize((place.results / key).read_bytes())
    except Exception:  # as above
        return None
    expired = record.metadata.expiration is not None
    whole = not expired and all(place.store.intact(asset) for asset in find_assets(record.result))
    return record.result if whole else None


def keep_result(place: Workplace, key: str, result: Frozen) -> None:
    """Keep a result under a key, outside of any run, as a stage keeps its own."""
    metadata = ResultRecordMetadata(storage_key=key, serializer=VerifiedSerializer())
    write_atomically(place.results / key, ResultRecord(metadata=metadata, result=result).serialize())
