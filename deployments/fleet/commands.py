"""argv -> the commands of a fleet: setup"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from deployments.display import Console

fleet_app = typer.Typer(no_args_is_help=True, help="Several machines that make films: see docs/fleet.md.")

Kind = Literal["process", "docker", "kubernetes"]


@fleet_app.callback()
def _root() -> None:
    """Several machines that make films: see docs/fleet.md."""


@fleet_app.command("setup")
def set_up(
    pool: Annotated[str, typer.Option(help="The work pool that workers serve.")] = "video-gen",
    kind: Annotated[Kind, typer.Option(help="How a worker starts a run: process, docker or kubernetes.")] = "process",
    silence: Annotated[
        int, typer.Option(min=60, help="Seconds without a sign of life after which a run is made again elsewhere.")
    ] = 90,
    starting: Annotated[
        int, typer.Option(min=60, help="Seconds that a run may take to begin: longer where images are pulled.")
    ] = 300,
) -> None:
    """Prepare the Prefect server of PREFECT_API_URL: a work pool, and what finds runs whose machine died.

    It may be run again at any time: it brings up to date what is there.
    """
    from deployments.fleet.setting_up import set_up_fleet

    console = Console()
    for line in set_up_fleet(pool, kind, silence=silence, starting=starting):
        console.say(line)
