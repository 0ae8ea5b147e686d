"""What a server still holds of workers that are gone -> settled, before the first worker takes up its work

Prefect leaves the run of a worker that was ended as Pending or Running for ever, and lets it keep its deployment's place:
where one run may go on at a time, every later one would be cancelled. And it runs each night that was missed, one after the
other, though the newest makes everything that the others would have made.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Cancelled, Crashed

from adapters.server_state import ServerFiles, is_held

_UNDER_WAY = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
_ENDED = "The worker that ran this has ended."
_MISSED = "Missed while no worker was there: the newest one is made instead."
_MOST = 200


async def catch_up(client: PrefectClient, state_dir: Path) -> tuple[int, int]:
    """Settle runs of workers that are gone, and all missed ones but the newest; return how many of each.

    Only for a server of ours, and while no other worker lives: then nobody runs a deployment's runs.
    """
    crashed = missed = 0
    for run in await _read(client, FlowRunFilter(state=_in_state(_UNDER_WAY))):
        if run.deployment_id and not is_held(ServerFiles(state_dir).runs / f"{run.id}.lock"):
            await client.set_flow_run_state(run.id, Crashed(message=_ENDED), force=True)
            crashed += 1
    due = FlowRunFilterExpectedStartTime(before_=datetime.now(UTC))
    for run in _all_but_newest(
        await _read(client, FlowRunFilter(state=_in_state([StateType.SCHEDULED]), expected_start_time=due))
    ):
        await client.set_flow_run_state(run.id, Cancelled(message=_MISSED), force=True)
        missed += 1
    return crashed, missed


async def _read(client: PrefectClient, wanted: FlowRunFilter) -> list[FlowRun]:
    return list(await client.read_flow_runs(flow_run_filter=wanted, limit=_MOST))


def _in_state(kinds: list[StateType]) -> FlowRunFilterState:
    return FlowRunFilterState(type=FlowRunFilterStateType(any_=kinds))


def _all_but_newest(runs: Iterable[FlowRun]) -> list[FlowRun]:
    """Return the scheduled runs of each deployment but for the last one; those that somebody asked for all count."""
    scheduled = sorted((run for run in runs if run.auto_scheduled and run.expected_start_time), key=_time_of)
    newest = {run.deployment_id: run.id for run in scheduled}
    return [run for run in scheduled if newest[run.deployment_id] != run.id]


def _time_of(run: FlowRun) -> datetime:
    assert run.expected_start_time is not None
    return run.expected_start_time
