"""A planned film -> a run of a deployment that makes it, followed to its end: how a set spreads over a fleet."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey, FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import arun_deployment
from prefect.exceptions import ObjectNotFound
from prefect.runtime import flow_run
from prefect.states import Cancelling

from adapters.files import digest_bytes
from adapters.sets.planning import PlannedFilm
from model.errors import ConfigError, StageError
from model.sets import FilmReport
from tasks.films import MakeFilm
from tasks.reporting import OUTCOME, read_outcome

_POLL = 2.0
"""Seconds between two looks at a run."""
_MERCY = 60.0
"""Seconds in which a run that crashed may be scheduled again: a fleet does so when a machine dies."""
_PREFIX = re.compile(r"^Flow run encountered an exception: (?:\w+: )?")


def make_elsewhere(deployment: str) -> MakeFilm:
    """Return what makes a film by a run of a deployment, wherever a worker takes it."""

    async def make(film: PlannedFilm) -> FilmReport:
        run = await _start(deployment, film)
        try:
            crashed = 0.0
            while run.state is None or not run.state.is_final() or (run.state.is_crashed() and crashed < _MERCY):
                await asyncio.sleep(_POLL)
                async with get_client() as client:
                    run = await client.read_flow_run(run.id)
                crashed = crashed + _POLL if run.state is not None and run.state.is_crashed() else 0.0
        except asyncio.CancelledError:
            await asyncio.shield(_cancel(run.id))
            raise
        report = film.report.model_copy(update={"flow_run_id": str(run.id)})
        if not run.state.is_completed():
            said = _PREFIX.sub("", run.state.message or "") or f"Its run ended as {run.state.name}."
            return report.model_copy(update={"state": "failed", "video": "", "problem": " ".join(said.split())[:600]})
        facts = await _read_facts(run.id)
        return report.model_copy(update={"state": "made", **facts})

    return make


async def _start(deployment: str, film: PlannedFilm) -> FlowRun:
    """Start the run; if this run of the set is tried again, the one that it has started already goes on."""
    assert film.config is not None
    report = film.report
    key = f"{flow_run.id}-{digest_bytes(f'{report.name} {report.language}'.encode())[:16]}"
    parameters = {"config": film.config.model_dump(mode="json")}
    for attempt in ("", f"-{flow_run.run_count}"):
        try:
            run: FlowRun = await arun_deployment(
                deployment, parameters=parameters, timeout=0, flow_run_name=report.name, idempotency_key=key + attempt
            )
        except ObjectNotFound as error:
            raise ConfigError(f"There is no deployment {deployment} on this server.", "Deploy it first.") from error
        if run.state is None or not run.state.is_final() or run.state.is_completed():
            break
    return run


async def _cancel(run_id: UUID) -> None:
    async with get_client() as client:
        await client.set_flow_run_state(run_id, Cancelling(message="The set that it belongs to was ended."), force=True)


async def _read_facts(run_id: UUID) -> dict[str, Any]:
    """Read what the run has said of its film: its files may lie where only its worker can read them."""
    async with get_client() as client:
        found = await client.read_artifacts(
            artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[OUTCOME])),
            flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run_id])),
        )
    if not found:
        raise StageError("Its run has not said what it made.", "See that the deployment is one of make-video.")
    return read_outcome(found[-1].data)
