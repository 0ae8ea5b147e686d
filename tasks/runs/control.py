"""What a run is told, as Prefect's states: commands obey them by `tasks.runs.orders`, workers by Prefect."""

from __future__ import annotations

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun, State
from prefect.client.schemas.responses import SetStateStatus
from prefect.states import AwaitingRetry, Cancelled, Cancelling, Paused, Suspended

from model.errors import ConfigError
from model.progress import Stage
from model.runs import SHORT
from tasks.runs.asking import forget_answers
from tasks.runs.reading import tell_state

BEFORE_REVIEW: tuple[Stage, ...] = ("adapt", "parse", "script")
"""Stages whose work is reviewed: made anew, it is reviewed anew."""


async def set_cancelling(client: PrefectClient, run: FlowRun, *, lives: bool) -> None:
    """Have a run end; one that no process has is at its end at once."""
    if lives or run.deployment_id is not None:
        await _set(client, run, Cancelling(message="It was told to end."))
    else:
        await client.set_flow_run_state(run.id, Cancelled(message="It was cancelled while it waited."), force=True)


async def set_paused(client: PrefectClient, run: FlowRun) -> None:
    """Have a run wait: Paused where a command has it, Suspended where workers have it."""
    await _set(client, run, Suspended() if run.deployment_id is not None else Paused())


async def set_resumed(client: PrefectClient, run: FlowRun, script: str | None = None) -> None:
    """Have a run that waits go on, with the script that it was waiting for."""
    given = None if script is None else {"script": script}
    if run.deployment_id is not None:
        await _give_job(client, run, None)
    reply = await client.resume_flow_run(run.id, run_input=given)
    if reply.status is not SetStateStatus.ACCEPT:
        raise _refusal(run, getattr(reply.details, "reason", None))


async def begin_again(client: PrefectClient, run: FlowRun, anew_from: Stage | None) -> None:
    """Have workers begin a run again, from a stage on anew where one is named."""
    await _give_job(client, run, anew_from)
    if anew_from in BEFORE_REVIEW:
        await forget_answers(client, run.id)
    await _set(client, run, AwaitingRetry())


async def _give_job(client: PrefectClient, run: FlowRun, anew_from: Stage | None) -> None:
    config = run.parameters.get("config")
    if isinstance(config, dict) and config.get("anew_from") != anew_from:
        changed = run.parameters | {"config": config | {"anew_from": anew_from}}
        await client.update_flow_run(run.id, parameters=changed)


async def _set(client: PrefectClient, run: FlowRun, state: State[object]) -> None:
    """Propose a state. A rejection that ends in the same kind of state is what was wanted."""
    reply = await client.set_flow_run_state(run.id, state)
    taken = reply.status is SetStateStatus.ACCEPT
    if not taken and (reply.state is None or not (reply.state.is_cancelled() and state.is_cancelling())):
        raise _refusal(run, getattr(reply.details, "reason", None))


def _refusal(run: FlowRun, reason: str | None) -> ConfigError:
    which, why = str(run.id)[:SHORT], (reason or "it does not say why").rstrip(".")
    what = f"{run.name} ({which}) is {tell_state(run.state)}, and Prefect refuses: {why}."
    return ConfigError(what, f"See how it stands: video-gen runs show {which}")
