"""argv -> the commands that make films by themselves: deploy, worker"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from deployments.display import Console

Debug = Annotated[bool, typer.Option("--debug", help="Show a traceback when something fails.")]


def add_nightly(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("deploy")(deploy)
    app.command("worker")(start_worker)


def deploy(
    source: Annotated[
        str | None, typer.Option("--source", "--from", help="What is made each night, instead of what the plan says.")
    ] = None,
    output: Annotated[str | None, typer.Option(help="Folder that receives the films.")] = None,
    cron: Annotated[str | None, typer.Option(help='When, as cron says it: "15 2 * * *".')] = None,
    timezone: Annotated[str | None, typer.Option(help="Whose clock: Europe/London.")] = None,
    plan: Annotated[str, typer.Option("--plan", help="The deployments, as Prefect's own YAML.")] = "prefect.yaml",
    debug: Debug = False,
) -> None:
    """Put the deployments of prefect.yaml on the server: what is made, and when."""
    from adapters.settings import load_settings
    from deployments.nightly.deploying import deploy as put

    console = Console()
    given = {"source": source, "output": output, "cron": cron, "timezone": timezone}
    changes = {name: value for name, value in given.items() if value is not None}
    for one in put(load_settings(), console, plan=Path(plan), changes=changes):
        console.give(f"{one.name:<24} {f'{one.schedule}; next {one.following}' if one.schedule else 'when asked'}")
    console.say("A worker runs them: video-gen worker")


def start_worker(
    pool: Annotated[str, typer.Option(help="The work pool that is served.")] = "video-gen",
    limit: Annotated[int, typer.Option(min=1, max=64, help="Runs at the same time.")] = 1,
    debug: Debug = False,
) -> None:
    """Run what is scheduled or asked for, until Ctrl-C; the embedded server lives as long."""
    from adapters.settings import load_settings
    from deployments.nightly.working import run_worker

    sys.exit(128 + run_worker(load_settings(), Console(), pool=pool, limit=limit))
