"""A server of one's own -> ready for a fleet: its work pool, and the automations that find runs whose machine died."""

from __future__ import annotations

import asyncio
import json
import os
from importlib.resources import files
from typing import Any

from adapters.server import client_environment, configured_server, wait_ready
from model.errors import ConfigError

_FLOWS = ("make-video", "make-set", "make-nightly", "clean-up")


def set_up_fleet(pool: str, kind: str, *, silence: float, starting: float) -> tuple[str, ...]:
    """Create what is missing and bring up to date what is there; return what is to be told.

    Raises ConfigError where no server of one's own is configured, or where its database is SQLite.
    """
    server = configured_server()
    if server is None:
        raise ConfigError(
            "A fleet needs a Prefect server of its own.", "Start one (docs/fleet.md), and set PREFECT_API_URL."
        )
    os.environ.update(client_environment(server))
    wait_ready(server)
    return asyncio.run(_set_up(pool, kind, silence, starting))


def read_job_template() -> dict[str, Any]:
    """Return the base job template of a Kubernetes work pool."""
    template: dict[str, Any] = json.loads(files(__package__).joinpath("kubernetes.json").read_text(encoding="utf-8"))
    return template


async def _set_up(pool: str, kind: str, silence: float, starting: float) -> tuple[str, ...]:
    from prefect.client.orchestration import PrefectClient, get_client

    from deployments.fleet.automations import list_automations, put_automations

    async with get_client() as client:
        assert isinstance(client, PrefectClient)
        await _refuse_sqlite(client)
        made = await _put_pool(client, pool, kind)
        await put_automations(client, list_automations(silence, starting, _FLOWS))
    return (
        made,
        f"A run without a sign of life for {silence:g} s, or that does not begin within {starting:g} s, is made again.",
        f"Next: prefect deploy --all, and on each machine: prefect worker start --pool {pool}",
    )


async def _refuse_sqlite(client: Any) -> None:
    """Refuse a server on SQLite, where these automations lock the database for a minute at a time."""
    reply = await client.request("GET", "/admin/settings")
    database = reply.json()["server"]["database"]
    if (
        not database.get("connection_url") and database.get("driver") != "postgresql+asyncpg"
    ):  # else it is hidden from us
        raise ConfigError(
            "The server's database is SQLite, which serves one machine.", "Give it PostgreSQL: docs/fleet.md."
        )


async def _put_pool(client: Any, pool: str, kind: str) -> str:
    from prefect.client.schemas.actions import WorkPoolCreate, WorkPoolUpdate
    from prefect.exceptions import ObjectNotFound

    template = read_job_template() if kind == "kubernetes" else {}
    try:
        found = await client.read_work_pool(pool)
    except ObjectNotFound:
        await client.create_work_pool(WorkPoolCreate(name=pool, type=kind, base_job_template=template))
        return f"Work pool {pool} ({kind}) was made."
    if found.type != kind:
        raise ConfigError(
            f"The work pool {pool} is of kind {found.type}.", f"Name another, or say --kind {found.type}."
        )
    if template:
        await client.update_work_pool(pool, WorkPoolUpdate(base_job_template=template))
    return f"Work pool {pool} ({kind}) is there."
