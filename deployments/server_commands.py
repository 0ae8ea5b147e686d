"""argv -> the commands that look after the embedded server: status, stop"""

from __future__ import annotations

import inspect
from collections.abc import Callable

import typer

from deployments.authoring import with_debug

server_app = typer.Typer(
    no_args_is_help=True, help="The embedded Prefect server, which keeps the history of your runs."
)


def add_server(app: typer.Typer, create: Callable[..., None]) -> None:
    """Add the commands to the application, each with the `--debug` of `create`."""
    debug = inspect.signature(create, eval_str=True).parameters["debug"]
    for name, run in (("status", _show), ("stop", _stop)):
        server_app.command(name)(with_debug(run, debug))
    app.add_typer(server_app, name="server")


def _show() -> None:
    """Say whether the embedded server runs, where its UI is and how to sign in."""
    from adapters.server import server_status
    from adapters.settings import load_settings

    status = server_status(load_settings().state_path)
    typer.echo(str(status) if status else "No embedded server is running. The next `video-gen create` starts it.")


def _stop() -> None:
    """Stop the embedded server."""
    from adapters.server import server_status, stop_server
    from adapters.settings import load_settings
    from model.errors import StateError

    state_dir = load_settings().state_path
    status = server_status(state_dir)
    if status is not None and status.worker:
        message = "A worker needs the embedded server, and would start it again."
        raise StateError(message, "End the worker: Ctrl-C there.")
    stopped = stop_server(state_dir)
    typer.echo("Stopped." if stopped else "No embedded server was running.")
