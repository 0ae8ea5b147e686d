"""Locks that dead commands left -> their flow runs and task runs marked Crashed, so that none is RUNNING for ever."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId, TaskRunFilter, TaskRunFilterState
from prefect.client.schemas.filters import TaskRunFilterStateType as StateTypes
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Crashed

from adapters.run_locks import AbandonedRun, abandoned_runs, forget_run
from model.errors import StateError
from tasks.runs.reading import tell_state

_MESSAGE = "The command that ran this was killed."
_CANCELLED = "It was cancelled."
_CRASHES = 4
"""As often a run may die before it is given up."""
_KEPT_SECONDS = 30 * 86400.0
_UNFINISHED = [StateType.RUNNING, StateType.PENDING, StateType.SCHEDULED, StateType.CANCELLING, StateType.PAUSED]


async def mark_crashed_runs(client: PrefectClient, state_dir: Path) -> tuple[FlowRun, ...]:
    """Mark the unfinished runs of dead commands on this server as Crashed, and return them.

    One that somebody cancelled meanwhile, or that is part of one, is Cancelled; one whose script waits for its approval
    waits on.
    """
    with abandoned_runs(state_dir) as runs:
        settled = [await _settle(client, run) for run in runs]
    return tuple(run for run in settled if run is not None)


async def refuse_hopeless(client: PrefectClient, flow_run_id: UUID) -> None:
    """Refuse to begin once more a deployment's run under which one machine after the other died.

    Raises StateError: a fleet makes a crashed run again, and that must have an end.
    """
    states = await client.read_flow_run_states(flow_run_id)
    crashes = sum(state.type == StateType.CRASHED for state in states)
    if crashes >= _CRASHES:
        message = f"This run crashed {crashes} times: whatever it does, its machine does not live through it."
        raise StateError(message, "Read its log, and that of its workers; then ask for the film anew.")


async def _settle(client: PrefectClient, run: AbandonedRun) -> FlowRun | None:
    """Mark one run if it is unfinished. One that this server does not know is another server's: left, for a month."""
    try:
        flow_run = await client.read_flow_run(UUID(run.flow_run_id))
    except ObjectNotFound:
        if run.age > _KEPT_SECONDS:
            forget_run(run)
        return None
    if run.attempt and _is_elsewhere(flow_run, run.attempt):
        forget_run(run)
        return None
    if tell_state(flow_run.state) == "waiting":
        return None
    unfinished = flow_run.state is None or not flow_run.state.is_final()
    cancelled = unfinished and (_is_cancelled(flow_run) or await is_below_cancelled(client, flow_run))
    if unfinished:
        await _mark_task_runs(client, flow_run.id)
        over: State[None] = Cancelled(message=_CANCELLED) if cancelled else Crashed(message=_MESSAGE)
        await client.set_flow_run_state(flow_run.id, over, force=True)
    forget_run(run)
    return flow_run if unfinished and not cancelled else None


def _is_cancelled(flow_run: FlowRun) -> bool:
    return flow_run.state is not None and (flow_run.state.is_cancelling() or flow_run.state.is_cancelled())


async def is_below_cancelled(client: PrefectClient, flow_run: FlowRun) -> bool:
    """Tell whether a run is part of one that was cancelled: a worker ends the process of both, and tells of the upper one."""
    if flow_run.parent_task_run_id is None:
        return False
    try:
        above = (await client.read_task_run(flow_run.parent_task_run_id)).flow_run_id
        return above is not None and _is_cancelled(await client.read_flow_run(above))
    except ObjectNotFound:
        return False


def _is_elsewhere(flow_run: FlowRun, attempt: int) -> bool:
    """Tell whether a fleet has taken a run up again since it died here: then it is not ours to mark."""
    return flow_run.run_count > attempt or (flow_run.state is not None and flow_run.state.is_scheduled())


async def _mark_task_runs(client: PrefectClient, flow_run_id: UUID) -> None:
    """Mark the task runs that were going on, at most one page of them: no command has more at a time."""
    task_runs = await client.read_task_runs(
        flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[flow_run_id])),
        task_run_filter=TaskRunFilter(state=TaskRunFilterState(type=StateTypes(any_=_UNFINISHED))),
    )
    for task_run in task_runs:
        await client.set_task_run_state(task_run.id, Crashed(message=_MESSAGE), force=True)
