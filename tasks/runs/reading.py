"""Prefect's flow runs, task runs and artifacts -> what is told of runs"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterKey,
    FlowRunFilter,
    FlowRunFilterId,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
)
from prefect.client.schemas.objects import Artifact, FlowRun, State, StateType
from prefect.client.schemas.sorting import TaskRunSort
from prefect.utilities.urls import url_for
from pydantic import TypeAdapter, ValidationError

from model.inputs import InputConfig
from model.runs import FileLine, RunLine, RunReport, RunState, SceneLine, StageLine
from tasks.runs.recording import (
    ATTEMPTS,
    FACT,
    FILM,
    FOLDER,
    HOST,
    INPUTS_KEY,
    OUTPUTS_KEY,
    REVIEW,
    SCENES_KEY,
    STAGES_KEY,
)

PROGRESS_KEY = "progress"
_STATES: dict[StateType, RunState] = {
    StateType.SCHEDULED: "pending",
    StateType.PENDING: "pending",
    StateType.RUNNING: "running",
    StateType.PAUSED: "paused",
    StateType.COMPLETED: "completed",
    StateType.FAILED: "failed",
    StateType.CRASHED: "crashed",
    StateType.CANCELLING: "cancelling",
    StateType.CANCELLED: "cancelled",
}
_PAGE = 200
_HIDDEN = {"source", "output", "cache_dir", "text", "stored", "fetched", "stated", "only"}
"""Fields of a job that are told elsewhere, or that nobody chose."""
_NOISE = (
    "Flow run encountered an exception: ",
    "Task run encountered an exception ",
    "Task run failed with exception: ",
)


def tell_state(state: State[Any] | None) -> RunState:
    """Return how a run stands, in our words."""
    if state is None:
        return "pending"
    told = _STATES[state.type]
    return "waiting" if told == "paused" and state.state_details.run_input_keyset else told


def read_line(run: FlowRun, flow: str, percent: float) -> RunLine:
    """Tell what a flow run says of itself."""
    state, config, labels = tell_state(run.state), job_of(run), run.labels
    return RunLine(
        run_id=str(run.id), name=run.name, flow=flow, state=state, message=_message_of(run.state),
        source=str(config.get("source", "")), created=run.created or run.start_time or datetime.now(UTC),
        started=run.start_time, ended=run.end_time, seconds=run.total_run_time.total_seconds(),
        attempts=int(labels.get(ATTEMPTS) or run.run_count), percent=100.0 if state == "completed" else percent,
        film=str(labels.get(FILM, "")) if state == "completed" else "", host=str(labels.get(HOST, "")),
        folder=str(labels.get(FOLDER, "")), deployed=run.deployment_id is not None, review=str(labels.get(REVIEW, "")),
    )  # fmt: skip


def job_of(run: FlowRun) -> dict[str, Any]:
    """Return the job that a run was given, as plain values; empty for a flow that has none."""
    config = run.parameters.get("config")
    return config if isinstance(config, dict) else {}


def read_job(run: FlowRun, kind: type[InputConfig] = InputConfig) -> InputConfig:
    """Return the job that a run was given."""
    return kind.model_validate_json(json.dumps(job_of(run)))


def _message_of(state: State[Any] | None) -> str:
    """Return an error as it was raised, without what Prefect says before it."""
    message = (state.message or "") if state else ""
    for noise in _NOISE:
        message = message.removeprefix(noise)
    kind, colon, rest = message.partition(": ")
    return rest if colon and kind.isidentifier() and kind.endswith("Error") else message


async def read_lines(client: PrefectClient, runs: Sequence[FlowRun]) -> tuple[RunLine, ...]:
    """Tell how runs stand, with how far each came."""
    if not runs:
        return ()
    flows = {flow.id: flow.name for flow in [await client.read_flow(one) for one in {run.flow_id for run in runs}]}
    percents: dict[UUID, float] = {}
    for found in await _read_artifacts(client, [run.id for run in runs], (PROGRESS_KEY,)):
        if found.flow_run_id is not None and isinstance(found.data, int | float):
            percents[found.flow_run_id] = float(found.data)
    return tuple(read_line(run, flows[run.flow_id], percents.get(run.id, 0.0)) for run in runs)


async def read_report(client: PrefectClient, run: FlowRun) -> RunReport:
    """Tell all of one run."""
    keys = (PROGRESS_KEY, STAGES_KEY, SCENES_KEY, INPUTS_KEY, OUTPUTS_KEY)
    found = {one.key: one.data for one in await _read_artifacts(client, [run.id], keys)}
    percent = found.get(PROGRESS_KEY)
    flow = await client.read_flow(run.flow_id)
    line = read_line(run, flow.name, float(percent) if isinstance(percent, int | float) else 0.0)
    return RunReport(
        run=line,
        options=tell_options(job_of(run)),
        stages=_read_table(found.get(STAGES_KEY), StageLine),
        scenes=_read_table(found.get(SCENES_KEY), SceneLine),
        inputs=_read_table(found.get(INPUTS_KEY), FileLine),
        outputs=_read_table(found.get(OUTPUTS_KEY), FileLine) if line.state == "completed" else (),
        facts=_read_facts(run) if line.state == "completed" else {},
        errors=await _read_errors(client, run.id),
        url=url_for(run) or "",
    )


def _read_facts(run: FlowRun) -> dict[str, object]:
    return {name.removeprefix(FACT): fact for name, fact in run.labels.items() if name.startswith(FACT)}


def tell_options(job: dict[str, Any]) -> dict[str, object]:
    """Return what a job asks for otherwise than usual."""
    usual = InputConfig(source="-").model_dump(mode="json")
    return {name: value for name, value in job.items() if name not in _HIDDEN and value != usual.get(name)}


def _read_table(data: Any, kind: type[Any]) -> tuple[Any, ...]:
    """Read a table's rows; what was not written by us is none."""
    try:
        rows = json.loads(data) if isinstance(data, str) else (data or [])
        return TypeAdapter(tuple[kind, ...]).validate_python(tuple(rows))  # type: ignore[valid-type]
    except (ValueError, TypeError, ValidationError):
        return ()


async def _read_artifacts(client: PrefectClient, runs: list[UUID], keys: tuple[str, ...]) -> list[Artifact]:
    """Return the artifacts of runs, the latest last: a run that was begun again has some twice."""
    found: list[Artifact] = []
    while True:
        page = await client.read_artifacts(
            artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=list(keys))),
            flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=runs)),
            limit=_PAGE,
            offset=len(found),
        )
        found += page
        if len(page) < _PAGE:
            return sorted(found, key=lambda one: str(one.created))


async def _read_errors(client: PrefectClient, run: UUID) -> tuple[tuple[str, str], ...]:
    """Return what failed in a run; what was only interrupted with it is not told."""
    failed = await client.read_task_runs(
        flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run])),
        task_run_filter=TaskRunFilter(state=TaskRunFilterState(type=TaskRunFilterStateType(any_=[StateType.FAILED]))),
        sort=TaskRunSort.END_TIME_DESC,
        limit=20,
    )
    return tuple((one.name, _message_of(one.state)) for one in failed)
