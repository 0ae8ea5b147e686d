"""What one flow run holds: its place, its tally, and a lock that tells the next command whether it still lives."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

from prefect.client.orchestration import get_client
from prefect.runtime import flow_run

from adapters.cache_lock import share_cache
from adapters.run_locks import hold_run
from adapters.settings import Settings, find_source_folder, load_settings
from model.inputs import InputConfig
from tasks.crashed_runs import mark_crashed_runs
from tasks.reporting import Tally, open_tally
from tasks.unheld_runs import mark_unheld_runs
from tasks.workplace import Workplace


class Run(NamedTuple):
    """One flow run while it lives."""

    place: Workplace
    tally: Tally
    flow_run_id: str
    began: float
    """Of the monotonic clock."""


def name_run() -> str:
    """Name a flow run after its source: `README.md`."""
    config = flow_run.parameters["config"]
    source = config["source"] if isinstance(config, dict) else config.source
    return "standard input" if source == "-" else Path(source).name


@contextlib.asynccontextmanager
async def open_run(config: InputConfig) -> AsyncIterator[Run]:
    """Open a run: mark those that died as crashed, lock this one, begin its progress."""
    settings = settings_of(config)
    place = find_place(config, settings)
    with share_cache(Path(place.cache_dir)), hold_run(settings.state_path, flow_run.id):
        async with get_client() as client:
            await mark_crashed_runs(client, settings.state_path)
            await mark_unheld_runs(client, settings.state_path)
        yield Run(place, await open_tally(), flow_run.id, time.monotonic())


def find_place(config: InputConfig, settings: Settings) -> Workplace:
    """Join what the job says with what the machine's settings say."""
    cache = Path(config.cache_dir).absolute() if config.cache_dir else settings.cache_path
    place = Workplace(cache_dir=str(cache), services=settings.services, hardware=config.hardware)
    return place.model_copy(update={"jobs": settings.jobs}) if settings.jobs else place


def settings_of(config: InputConfig) -> Settings:
    """Return the settings that hold for a job: the environment's, those beside its source, the user's own."""
    return load_settings(find_source_folder(config.source))
