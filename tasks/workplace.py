"""Where a run keeps its things and how hard it may work: facts of the machine, never part of a cache key."""

from __future__ import annotations

import os
from pathlib import Path

from adapters.store import Store
from adapters.stores.records import Records
from adapters.stores.shared import SharedStore, open_shared
from model.format import Hardware
from model.frozen import Frozen
from model.progress import Stage


class Workplace(Frozen):
    """Passed to each stage beside its inputs."""

    cache_dir: str
    """Absolute path of the folder that holds the store and the results."""
    shared: str = ""
    """Address of the store that machines share, behind that folder; empty for none."""
    services: tuple[tuple[str, str], ...] = ()
    """(engine, address) of the voices that are asked elsewhere than at their own address."""
    jobs: int = os.cpu_count() or 1
    """Scenes that are drawn and encoded at the same time."""
    hardware: Hardware = "off"
    """Whether a hardware encoder may be looked for; which one was found is part of the film's format, and so of keys."""
    anew: Stage | None = None
    """The stage from which on nothing that is kept is taken."""

    @property
    def addresses(self) -> dict[str, str]:
        """Return the addresses by engine."""
        return dict(self.services)

    @property
    def store(self) -> Store:
        """Return the content-addressed store."""
        return Store(Path(self.cache_dir) / "store", self.shared_store)

    @property
    def shared_store(self) -> SharedStore | None:
        """Return the store that machines share, if there is one."""
        return open_shared(self.shared)

    @property
    def results(self) -> Path:
        """Return the folder of Prefect's result records."""
        return Path(self.cache_dir) / "results"

    @property
    def records(self) -> Records:
        """Return Prefect's result records, by key."""
        return Records(self.results, self.shared_store)
