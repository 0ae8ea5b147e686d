"""argv -> the commands that make films by themselves: nightly, deploy, worker"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from deployments.authoring import with_debug
from deployments.display import Console
from deployments.sets import (
    OWN_OF_FILMS,
    AsJson,
    FilmPer,
    MaxParallel,
    Quiet,
    Rerun,
    SetChoices,
    Sources,
    Verbose,
)  # fmt: skip
from deployments.viewing import share_options


def add_nightly(app: typer.Typer, create: Callable[..., None]) -> None:
    """Add the commands to the application, each with the `--debug` of `create`, the first with its options too."""
    app.command("nightly")(share_options(create, _nightly, OWN_OF_FILMS))
    debug = inspect.signature(create, eval_str=True).parameters["debug"]
    app.command("deploy")(with_debug(deploy, debug))
    app.command("worker")(with_debug(start_worker, debug))


def _nightly(
    sources: Sources,
    options: dict[str, str],
    one_film_per: FilmPer = "file",
    max_parallel: MaxParallel = None,
    rerun: Rerun = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make now what a night would make: the films that changed; and say what changed, what was reused, and why."""
    from deployments.nightly.nights import make_night

    options = options | ({"max_parallel": max_parallel} if max_parallel is not None else {})
    choices = SetChoices(
        tuple(sources), options, one_film_per, multi_track=False, rerun=rerun, dry_run=False, as_json=as_json
    )
    make_night(choices, Console(quiet=quiet, verbose=verbose))


def deploy(
    source: Annotated[
        str | None, typer.Option("--source", "--from", help="What is made each night, instead of what the plan says.")
    ] = None,
    output: Annotated[str | None, typer.Option(help="Folder that receives the films.")] = None,
    cron: Annotated[str | None, typer.Option(help='When, as cron says it: "15 2 * * *".')] = None,
    timezone: Annotated[str | None, typer.Option(help="Whose clock: Europe/London.")] = None,
    plan: Annotated[str, typer.Option("--plan", help="The deployments, as Prefect's own YAML.")] = "prefect.yaml",
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
) -> None:
    """Run what is scheduled or asked for, until Ctrl-C; the embedded server lives as long."""
    from adapters.settings import load_settings
    from deployments.nightly.working import run_worker

    sys.exit(128 + run_worker(load_settings(), Console(), pool=pool, limit=limit))
