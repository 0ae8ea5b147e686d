"""argv -> the metrics of all runs so far: printed, or served for as long as workers work"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated

import typer

from deployments.authoring import with_debug
from deployments.display import Console

DEFAULT_PORT = "9464"
"""Where exporters of metrics are looked for: OpenTelemetry's choice."""


def add_metrics(app: typer.Typer, create: Callable[..., None]) -> None:
    """Add the command, with the `--debug` of `create`."""
    debug = inspect.signature(create, eval_str=True).parameters["debug"]
    app.command("metrics")(with_debug(show_metrics, debug))


def show_metrics(
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve them for Prometheus until Ctrl-C, with all that is added meanwhile.")
    ] = False,
    port: Annotated[
        str | None, typer.Option(help=f"A port of this machine, or host:port.  [default: {DEFAULT_PORT}]")
    ] = None,
) -> None:
    """Print the Prometheus metrics that runs have added to VIDEO_GEN_METRICS_FILE, or serve them."""
    from adapters.metrics import read_metrics, serve_metrics
    from adapters.settings import load_settings

    settings = load_settings(options={"metrics_port": port} if port else {})
    address = settings.metrics_port or DEFAULT_PORT
    path = settings.metrics_path or settings.state_path / "metrics.prom"
    console = Console()
    if not serve:
        typer.echo(read_metrics(path).decode(), nl=False)
        return
    number, thread = serve_metrics(path, address)
    console.say(f"Metrics of {path} are served at http://{address.rpartition(':')[0] or '127.0.0.1'}:{number}/metrics")
    thread.join()
