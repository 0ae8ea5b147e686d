"""prefect.yaml -> deployments on a server: a pool for workers, what runs when, and whom a failure is told."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from adapters.files import read_bounded
from adapters.processes import follow_tool
from adapters.server import configured_server, launch_server, wait_ready
from deployments.nightly.notifying import check_address, set_notification
from deployments.nightly.working import worker_environment
from model.errors import ConfigError, StateError

if TYPE_CHECKING:
    from adapters.settings import Settings
    from deployments.display import Console

PLAN = "prefect.yaml"
NIGHTLY = "nightly"
_LIMIT = 1_000_000
_NOBODY = "Failures are shown in the UI alone: set VIDEO_GEN_NOTIFY_URL, and deploy again, to be told of them."
_DEPLOY = "import sys; sys.stdout = sys.stderr; from prefect.cli import app; sys.exit(app())"


class Deployed(NamedTuple):
    """One deployment, as the server has it."""

    name: str
    """flow/deployment."""
    schedule: str
    """Cron and time zone; empty when it runs only when asked."""
    following: str
    """When it runs next, in that zone; empty likewise."""


def deploy(settings: Settings, console: Console, *, plan: Path, changes: Mapping[str, Any]) -> tuple[Deployed, ...]:
    """Deploy what a plan says, with changes to its nightly job, on the configured server or ours.

    Raises ConfigError when the plan cannot be read, StateError when Prefect refuses it.
    """
    whole = read_plan(plan, changes)
    if settings.notify_url.get_secret_value():
        check_address(settings.notify_url)
    server = configured_server(settings.state_path) or launch_server(settings.state_path)
    os.environ.update(worker_environment(server, settings))
    os.environ["PWD"] = str(Path.cwd())  # which plans name: a shell sets it, whoever else starts us does not
    wait_ready(server)
    return asyncio.run(_deploy(whole, settings, console))


def read_plan(path: Path, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Read prefect.yaml, and put the changes into its nightly deployment: `cron`, `timezone`, and parameters by name."""
    try:
        whole = yaml.safe_load(read_bounded(path, _LIMIT, "plan"))
    except yaml.YAMLError as error:
        raise ConfigError(f"{path} is no YAML: {' '.join(str(error).split())[:200]}.", "Correct it.") from error
    jobs = whole.get("deployments") if isinstance(whole, dict) else None
    if not isinstance(jobs, list) or not all(isinstance(job, dict) and job.get("entrypoint") for job in jobs):
        raise ConfigError(f"{path} names no deployments.", "See the prefect.yaml that video-gen comes with.")
    if changes:
        _change(path, jobs, dict(changes))
    found: dict[str, Any] = whole
    return found


def _change(path: Path, jobs: list[dict[str, Any]], changes: dict[str, Any]) -> None:
    job = next((job for job in jobs if job.get("name") == NIGHTLY), None)
    if job is None:
        raise ConfigError(f"{path} has no deployment named {NIGHTLY}.", "Give it one, or change the file itself.")
    when = {name: changes.pop(name) for name in ("cron", "timezone") if name in changes}
    if when:
        first = (job.get("schedules") or [{}])[0]
        job["schedules"] = [first | when]
    job.setdefault("parameters", {}).setdefault("config", {}).update(changes)


async def _deploy(whole: dict[str, Any], settings: Settings, console: Console) -> tuple[Deployed, ...]:
    from prefect.client.orchestration import get_client

    async with get_client() as client:
        for pool in sorted({job["work_pool"]["name"] for job in whole["deployments"] if job.get("work_pool")}):
            await _open_pool(client, pool)
        heard: list[str] = []
        with tempfile.TemporaryDirectory() as folder:
            effective = Path(folder) / PLAN
            effective.write_text(yaml.safe_dump(whole, sort_keys=False, allow_unicode=True), encoding="utf-8")
            named = ["--no-prompt", "deploy", "--all", "--prefect-file", str(effective)]
            code = await follow_tool([sys.executable, "-c", _DEPLOY, *named], heard.append)
        if code:
            said = " | ".join(line.strip(" │╭╮╰╯─") for line in heard if line.strip(" │╭╮╰╯─"))[-600:]
            raise StateError(f"Prefect did not take the deployments: {said}", "Correct the plan.")
        names = [job["name"] for job in whole["deployments"]]
        told = await set_notification(client, settings.notify_url, names)
        console.say("Failures are told to VIDEO_GEN_NOTIFY_URL." if told else _NOBODY)
        return tuple([found for found in await _list_deployed(client) if found.name.partition("/")[2] in names])


async def _open_pool(client: Any, pool: str) -> None:
    """Make a pool that our worker can serve, if it is not there."""
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectAlreadyExists

    try:
        await client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
    except ObjectAlreadyExists:
        return


async def _list_deployed(client: Any) -> list[Deployed]:
    from prefect.client.schemas.schedules import CronSchedule

    found = []
    for deployment in await client.read_deployments():
        flow = await client.read_flow(deployment.flow_id)
        crons = [one.schedule for one in deployment.schedules if one.active and isinstance(one.schedule, CronSchedule)]
        spoken = ", ".join(f"{one.cron} {one.timezone or 'UTC'}" for one in crons)
        following = _find_next(crons[0].cron, crons[0].timezone) if crons else ""
        found.append(Deployed(f"{flow.name}/{deployment.name}", spoken, following))
    return sorted(found)


def _find_next(cron: str, timezone: str | None) -> str:
    import datetime
    from zoneinfo import ZoneInfo

    croniter: Any = import_module("prefect._vendor.croniter").croniter  # as the server reads it
    now = datetime.datetime.now(ZoneInfo(timezone or "UTC"))
    moment: datetime.datetime = croniter(cron, now).get_next(datetime.datetime)
    return f"{moment:%Y-%m-%d %H:%M %Z}"
