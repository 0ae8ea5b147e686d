"""Runs on the embedded server that no lock speaks of -> marked Crashed: their commands were killed as they began."""

from __future__ import annotations

from pathlib import Path

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.states import Cancelled, Crashed

from adapters.run_beginnings import no_run_begins
from adapters.server_state import ServerFiles, address_of, read_record
from model.runs import FILM_FLOWS
from tasks.crashed_runs import is_below_cancelled

_CANCELLED = "The set that it belongs to was cancelled."
_MESSAGE = "The command that began this was killed."


async def mark_unheld_runs(client: PrefectClient, state_dir: Path) -> None:
    """Mark them, where no command is just about to begin one; a worker's runs, and another machine's, are not ours."""
    files = ServerFiles(state_dir)
    record = read_record(files)
    if record is None or str(client.api_url).rstrip("/") != address_of(record, state_dir).api_url:
        return
    with no_run_begins(state_dir) as quiet:
        if not quiet:
            return
        runs = await client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=list(FILM_FLOWS))),
            flow_run_filter=FlowRunFilter(
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING])),
                deployment_id=FlowRunFilterDeploymentId(is_null_=True),
            ),
        )
        for run in runs:
            if not (files.runs / f"{run.id}.lock").exists():
                cancelled = await is_below_cancelled(client, run)
                over: State[None] = Cancelled(message=_CANCELLED) if cancelled else Crashed(message=_MESSAGE)
                await client.set_flow_run_state(run.id, over, force=True)
