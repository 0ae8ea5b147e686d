"""Runs whose machine died -> found and made again: automations that Prefect's servers carry out by themselves.

A run gives a sign of life every `PREFECT_FLOWS_HEARTBEAT_FREQUENCY` seconds. A server does nothing about one that falls silent
until an automation says so. For PostgreSQL alone: on SQLite the same automation locks the database for a minute at a time.
"""

from __future__ import annotations

from datetime import timedelta

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

ENDS = frozenset(f"prefect.flow-run.{name}" for name in ("Completed", "Failed", "Cancelled", "Crashed"))
_HALTS = frozenset(
    f"prefect.flow-run.{name}" for name in ("Paused", "Suspended", "Scheduled", "Late", "AwaitingRetry", "Retrying")
)
"""States in which no sign of life is due."""
_BEGUN = frozenset({"prefect.flow-run.Running", "prefect.flow-run.heartbeat", "prefect.flow-run.Cancelling"})
_RUN = {"prefect.resource.id": "prefect.flow-run.*"}
_DEPLOYED = {"prefect.resource.role": "deployment"}
"""A run of a command's own is its user's: a laptop that sleeps gives no sign of life, and nobody else can take it up."""
_EACH = {"prefect.resource.id"}
CRASHED = "Its machine gave no sign of life."
AGAIN = "Made again: its machine gave no sign of life."


def list_automations(silence: float, starting: float, flows: tuple[str, ...]) -> tuple[AutomationCore, ...]:
    """Return the automations of a fleet, for runs of these `flows` that belong to a deployment.

    After `silence` seconds without a sign of life a run is Crashed; one that is Pending for `starting` seconds, whose worker
    died while it started it, is scheduled again; so is one that crashed, whatever for.
    """
    ours = [{"prefect.resource.role": "flow", "prefect.resource.name": list(flows)}, _DEPLOYED]
    return (
        AutomationCore(
            name="video-gen: a run fell silent",
            description="A run whose machine gives no sign of life is Crashed.",
            trigger=EventTrigger(
                match=_RUN, match_related=ours, for_each=_EACH, posture=Posture.Proactive, threshold=1,
                after={"prefect.flow-run.Running", "prefect.flow-run.heartbeat"},  # or it dies before its first
                expect={"prefect.flow-run.heartbeat", *ENDS, *_HALTS},
                within=timedelta(seconds=silence),
            ),
            actions=[ChangeFlowRunState(state=StateType.CRASHED, message=CRASHED)],
        ),
        AutomationCore(
            name="video-gen: a run never began",
            description="A run whose worker died before it began is scheduled again.",
            trigger=EventTrigger(
                match=_RUN, match_related=ours, for_each=_EACH, posture=Posture.Proactive, threshold=1,
                after={"prefect.flow-run.Pending", "prefect.flow-run.Submitting"},
                expect={*_BEGUN, *ENDS, *_HALTS},
                within=timedelta(seconds=starting),
            ),
            actions=[ChangeFlowRunState(state=StateType.SCHEDULED, name="AwaitingRetry", message=AGAIN, force=True)],
        ),
        AutomationCore(
            name="video-gen: a run crashed",
            description="A film whose run crashed is made again; what it had finished is not.",
            trigger=EventTrigger(
                match=_RUN, match_related=ours, for_each=_EACH, posture=Posture.Reactive, threshold=1,
                expect={"prefect.flow-run.Crashed"}, within=timedelta(0),
            ),
            actions=[ChangeFlowRunState(state=StateType.SCHEDULED, name="AwaitingRetry", message=AGAIN)],
        ),
    )  # fmt: skip


async def put_automations(client: PrefectClient, wanted: tuple[AutomationCore, ...]) -> None:
    """Create each, or bring the one of its name up to date."""
    for one in wanted:
        found = await client.read_automations_by_name(one.name)
        for known in found[1:]:
            await client.delete_automation(known.id)
        if found:
            await client.update_automation(found[0].id, one)
        else:
            await client.create_automation(one)
