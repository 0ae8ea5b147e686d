"""What one flow run holds: its place, its tally, and a lock that tells the next command whether it still lives."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.runtime import deployment, flow_run

from adapters.account import open_account
from adapters.cache_lock import share_cache
from adapters.run_locks import hold_run
from adapters.settings import Settings, find_source_folder, load_settings
from model.inputs import InputConfig
from model.progress import Progress
from model.runs import SHORT
from tasks.cluster import open_cluster
from tasks.crashed_runs import mark_crashed_runs, refuse_hopeless
from tasks.reporting import Tally, report
from tasks.runs.orders import cancelled_with_us, follow_orders
from tasks.runs.reading import job_of
from tasks.runs.recording import recording
from tasks.telling.run import telling
from tasks.unheld_runs import mark_unheld_runs
from tasks.uses import noting_uses
from tasks.workplace import Workplace


class Run(NamedTuple):
    """One flow run while it lives."""

    place: Workplace
    tally: Tally
    flow_run_id: str
    began: float
    """Of the monotonic clock."""
    uses: set[str]
    """Keys of the kept results that it has used so far."""


def name_run() -> str:
    """Name a flow run after its source: `README.md`."""
    config = flow_run.parameters["config"]
    source = config["source"] if isinstance(config, dict) else config.source
    return "standard input" if source == "-" else Path(source).name or Path(source).resolve().name


@contextlib.asynccontextmanager
async def open_run(config: InputConfig) -> AsyncIterator[Run]:
    """Open a run: begin to tell of it, lock it, mark those that died as crashed, do as it is told."""
    settings, began = settings_of(config), time.monotonic()
    place = find_place(config, settings)
    async with cancelled_with_us(), telling(settings) as tally:
        attempt = await _count_attempts() if deployment.id else 0
        held = hold_run(settings.state_path, flow_run.id, attempt)
        with open_account(config.max_cost), share_cache(Path(place.cache_dir)), held:
            async with get_client() as client:
                crashed = await mark_crashed_runs(client, settings.state_path)
                await mark_unheld_runs(client, settings.state_path)
            await _offer(crashed, config)
            async with recording(flow_run.id) as record, follow_orders(flow_run.id), open_cluster(settings.dask):
                tally.record = record
                with noting_uses() as uses:
                    yield Run(place, tally, flow_run.id, began, uses)


async def _count_attempts() -> int:
    """Return which start of a deployment's run this is. Raises StateError when it has died too often."""
    async with get_client() as client:
        run = await client.read_flow_run(UUID(flow_run.id))
        if run.run_count > 1:
            await refuse_hopeless(client, run.id)
    return run.run_count


async def _offer(crashed: tuple[FlowRun, ...], config: InputConfig) -> None:
    """Say which runs were killed, and how to go on with them; that of the same film goes on with this run."""
    for run in crashed:
        job, which = job_of(run), f"An earlier run of {run.name} was killed"
        same = (job.get("source"), job.get("output"), job.get("only")) == (config.source, config.output, config.only)
        then = (
            "this one goes on from what it kept." if same else f"go on with it: video-gen resume {str(run.id)[:SHORT]}"
        )
        await report(Progress(stage="adapt", done=0, total=1, notice=f"{which}; {then}", calm=True))


def find_place(config: InputConfig, settings: Settings) -> Workplace:
    """Join what the job says with what the machine's settings say."""
    cache = Path(config.cache_dir).absolute() if config.cache_dir else settings.cache_path
    place = Workplace(
        cache_dir=str(cache), shared=settings.store, services=settings.services, hardware=config.hardware,
        anew=config.anew_from,
    )  # fmt: skip
    return place.model_copy(update={"jobs": settings.jobs}) if settings.jobs else place


def settings_of(config: InputConfig) -> Settings:
    """Return the settings that hold for a job: the environment's, those beside its source, the user's own."""
    return load_settings(find_source_folder(config.source))
