"""CleaningConfig -> CleaningReport: the cache, what killed commands left, and what the server remembers"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prefect.artifacts import acreate_markdown_artifact
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import TERMINAL_STATES
from prefect.exceptions import ObjectNotFound

from adapters.cache_care import plan_pruning, remove
from adapters.cache_lock import own_cache
from adapters.leftovers import Leftovers, remove_leftovers
from adapters.settings import Settings, load_settings
from model.cleaning import CleaningConfig, CleaningReport
from model.errors import StateError
from tasks.stage import unkept_stage

OUR_FLOWS = ("make-video", "make-set", "make-nightly", "clean-up")
"""Whose runs are forgotten: on a server that others use too, theirs are theirs."""
_DAY, _HOUR = 86_400.0, 3600.0
_AT_ONCE = 100


@unkept_stage(name="prune-cache")
async def prune_cache(config: CleaningConfig, report: CleaningReport) -> CleaningReport:
    """Remove what was used longest ago, unless a film is being made with the cache."""
    settings = load_settings()
    limit = int(settings.cache_limit) if config.max_bytes is None else config.max_bytes
    age = config.unused_days * _DAY if config.unused_days is not None else None

    def prune() -> CleaningReport:
        folder = _find_cache(config, settings)
        with own_cache(folder):
            gone = remove(plan_pruning(folder, limit=limit or None, unused_for=age))
        return report.add(records=gone.records, files=gone.files, cache_bytes=gone.size)

    try:
        return await asyncio.to_thread(prune)
    except StateError as error:
        return report.add(notices=(*report.notices, f"The cache was not pruned: {error.message}"))


@unkept_stage(name="remove-leftovers")
async def clear_leftovers(config: CleaningConfig, report: CleaningReport) -> CleaningReport:
    """Remove unfinished files that nobody writes any more."""
    settings = load_settings()

    def clear() -> Leftovers:
        output = Path(config.output or settings.output).absolute()
        return remove_leftovers(
            _find_cache(config, settings), settings.state_path, output, config.partial_hours * _HOUR
        )

    gone = await asyncio.to_thread(clear)
    return report.add(partials=gone.number, partial_bytes=gone.size)


@unkept_stage(name="forget-runs")
async def forget_runs(config: CleaningConfig, report: CleaningReport) -> CleaningReport:
    """Have the server forget our runs that ended long ago, with their tasks and logs."""
    if config.history_days is None:
        return report
    before, count = datetime.now(UTC) - timedelta(days=config.history_days), 0
    async with get_client() as client:
        while gone := await _forget_some(client, before):
            count += gone
            if gone < _AT_ONCE:
                break
    return report.add(runs=count)


async def _forget_some(client: PrefectClient, before: datetime) -> int:
    ended = FlowRunFilter(
        end_time=FlowRunFilterEndTime(before_=before),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(TERMINAL_STATES))),
    )
    ours = FlowFilter(name=FlowFilterName(any_=list(OUR_FLOWS)))
    runs = await client.read_flow_runs(flow_filter=ours, flow_run_filter=ended, limit=_AT_ONCE)
    for run in runs:
        try:
            await client.delete_flow_run(run.id)
        except ObjectNotFound:  # the server's own vacuum was quicker
            continue
    return len(runs)


async def publish_cleaning(report: CleaningReport) -> None:
    """Leave a page with the run, and a line for whoever watches."""
    kept = f"{report.records} results, {report.files} files, {report.cache_bytes / 1e6:.1f} MB"
    page = "\n".join([
        "| what went | how much |", "| --- | --- |",
        f"| kept results not used for long | {kept} |",
        f"| unfinished files of killed commands | {report.partials}, {report.partial_bytes / 1e6:.1f} MB |",
        f"| runs that the server has forgotten | {report.runs} |",
        "", *(f"> {notice}" for notice in report.notices),
    ])  # fmt: skip
    await acreate_markdown_artifact(page, key="cleaning", description="What was cleaned away.")


def _find_cache(config: CleaningConfig, settings: Settings) -> Path:
    return Path(config.cache_dir).absolute() if config.cache_dir else settings.cache_path
