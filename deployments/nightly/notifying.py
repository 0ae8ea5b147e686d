"""An address as apprise reads it -> an automation on the server that tells it of failed and crashed runs

It fires at once on one kind of event, so Prefect keeps no count of events in its database for it: on SQLite, automations that
wait for something to be absent write with every event, and stall runs for a minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pydantic import SecretStr

from model.errors import ConfigError

NAME = "video-gen tells of failures"
_BLOCK = "video-gen-failures"
_EVENTS = ("prefect.flow-run.Failed", "prefect.flow-run.Crashed", "prefect.flow-run.TimedOut")
_SUBJECT = "video-gen: {{ flow_run.name }} {{ flow_run.state.name | lower }}"
_BODY = """The run {{ flow_run.name }} of {{ deployment.name }} ended as {{ flow_run.state.name }}.

{{ flow_run.state.message }}

{{ flow_run | ui_url }}"""


def check_address(url: SecretStr) -> None:
    """See that apprise can send there. Raises ConfigError, which does not show the address: it may hold a password."""
    from apprise import Apprise

    if not Apprise().add(url.get_secret_value()):
        raise ConfigError(
            "VIDEO_GEN_NOTIFY_URL is no address that apprise knows.",
            "Write it as mailto://…, slack://…, json://host/path: https://github.com/caronc/apprise lists them.",
        )


async def set_notification(client: Any, url: SecretStr, deployments: Sequence[str]) -> bool:
    """Make the automation for these deployments, or none where there is no address; return whether there is one."""
    for automation in await client.read_automations_by_name(NAME):
        await client.delete_automation(automation.id)
    if not url.get_secret_value():
        return False
    check_address(url)
    block = await _keep_address(client, url)
    await client.create_automation(_describe(block, deployments))
    return True


async def _keep_address(client: Any, url: SecretStr) -> Any:
    """Keep the address in a block, where Prefect encrypts it.

    Prefect has a type of block for each service, and none for apprise's own addresses. This one hands any address to
    apprise as it is.
    """
    from prefect.blocks.notifications import SlackWebhook

    return await SlackWebhook(url=url, notify_type="failure").save(_BLOCK, overwrite=True, client=client)


def _describe(block: Any, deployments: Sequence[str]) -> Any:
    from prefect.events.actions import SendNotification
    from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

    return AutomationCore(
        name=NAME,
        description="Sends a message when a run of a deployment of prefect.yaml fails or crashes.",
        trigger=EventTrigger(
            expect=set(_EVENTS),
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related={
                "prefect.resource.role": "deployment", "prefect.resource.name": sorted(set(deployments)),
            },
            for_each={"prefect.resource.id"},
            posture=Posture.Reactive,
            threshold=1,
            within=timedelta(0),
        ),
        actions=[SendNotification(block_document_id=block, subject=_SUBJECT, body=_BODY)],
    )  # fmt: skip
