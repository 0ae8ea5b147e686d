"""An event of ours -> the Prefect event of its name, sent beside the film: about the run, and related to its flow run."""

from __future__ import annotations

import contextvars

from prefect.events import emit_event

from model.events import RunEvent


class PrefectEvents:
    """Sends the events of one flow run. Prefect adds the flow, the deployment and the tags that it finds around it."""

    def __init__(self, name: str) -> None:
        self._name = name
        # Of the flow, not of the task that happens to tell: a scene's event is not about one task run.
        self._around = contextvars.copy_context()

    def hear(self, event: RunEvent) -> None:
        """Put an event into the queue of Prefect's thread."""
        self._around.run(self._send, event)

    def _send(self, event: RunEvent) -> None:
        resource = {"prefect.resource.id": f"video-gen.run.{event.run_id}", "prefect.resource.name": self._name}
        flow_run = {
            "prefect.resource.id": f"prefect.flow-run.{event.run_id}", "prefect.resource.role": "flow-run",
            "prefect.resource.name": self._name,
        }  # fmt: skip
        emit_event(
            event.event_name(), resource, occurred=event.occurred, related=[flow_run],
            payload=event.model_dump(mode="json"),
        )  # fmt: skip
