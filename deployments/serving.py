"""Settings -> a Prefect server for this command, and Prefect told to use it; what it raises, said as errors of ours."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from deployments.display import Console
from deployments.running import run_apart
from model.errors import StateError

if TYPE_CHECKING:
    from adapters.server import ServerAddress
    from adapters.settings import Settings

T = TypeVar("T")
_PATIENCE = 3.0
"""Seconds that a server which the user has named gets to answer: it is not ours to boot."""


def call_on_server(settings: Settings, load: Callable[[], Callable[[], Coroutine[Any, Any, T]]]) -> T:
    """Run a job that talks to the server, without a word; `load` imports it while the server boots."""
    server = open_server(settings, Console(quiet=True))
    job = load()
    await_server(server)
    with naming_server(server):
        return run_apart(job)


def open_server(settings: Settings, console: Console) -> ServerAddress:
    """Find or start the server, and tell Prefect, which is not imported yet, to use it and our cache."""
    from adapters.server import client_environment, configured_server, launch_server

    server = configured_server() or launch_server(settings.state_path, once=settings.server_once)
    os.environ.update(client_environment(server, verbose=console.verbose))
    os.environ["PREFECT_LOCAL_STORAGE_PATH"] = str(settings.cache_path / "results")
    os.environ["VIDEO_GEN_STATE_DIR"] = str(settings.state_path)
    if settings.ai_url:  # no parameter of the flow: who may start runs does not decide where our key is sent
        os.environ["VIDEO_GEN_AI_URL"] = settings.ai_url
    console.say(f"Runs are shown at {server.ui_url}")
    if not server.embedded:
        await_server(server)
    return server


def await_server(server: ServerAddress) -> None:
    """Wait until the server answers."""
    from adapters.server import wait_ready

    if server.embedded:
        wait_ready(server)
    else:
        wait_ready(server, deadline=_PATIENCE)


@contextlib.contextmanager
def naming_server(server: ServerAddress) -> Iterator[None]:
    """Turn what Prefect's client raises into an error that names the server: it refused us, or went away."""
    from httpx import HTTPError
    from prefect.exceptions import PrefectHTTPStatusError

    remedy = "See `video-gen server status`, and run the command again."
    if not server.embedded:
        remedy = "See that it runs and what it asks for (PREFECT_API_KEY, PREFECT_API_AUTH_STRING), or name none."
    try:
        yield
    except (HTTPError, PrefectHTTPStatusError, RuntimeError) as error:
        if type(error) is RuntimeError and "reach API" not in str(error):
            raise
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise StateError(f"The Prefect server at {server.api_url} failed us: {reason}.", remedy) from error
