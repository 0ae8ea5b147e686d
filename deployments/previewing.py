"""A source and options -> a local page that shows its film and follows the document: `video-gen preview`"""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Mapping
from pathlib import Path

from adapters.files import work_folder
from deployments.display import Console
from model.errors import ConfigError, ResourceError

_LEAVING = 2
"""Seconds that open connections get at the end."""


def preview(source: str, options: Mapping[str, str], console: Console, port: int) -> None:
    """Serve the page until Ctrl-C; the film's folder goes with it, what was kept for the next run stays.

    Raises ConfigError for standard input, which cannot change, ResourceError when no port can be opened.
    """
    if source == "-":
        raise ConfigError("Standard input cannot be previewed: it never changes.", "Name a file.")
    from adapters.server import configured_server, launch_server
    from deployments.request import read_request

    config, settings = read_request(source, options)
    with work_folder(settings.cache_path / "preview") as folder, _listen(port) as listener:
        if configured_server() is None:
            # Held to our end: the builds use it one after another, and it goes with us unless somebody else uses it.
            launch_server(settings.state_path, once=True)
        chosen = {**options, "output": str(folder / "videos")}
        asyncio.run(_serve(config.model_copy(update={"output": chosen["output"]}), chosen, listener, console))


async def _serve(config: object, options: Mapping[str, str], listener: socket.socket, console: Console) -> None:
    import uvicorn

    from deployments.preview_app import PreviewApp
    from deployments.preview_builds import Builds
    from model.inputs import InputConfig

    assert isinstance(config, InputConfig)
    builds, secret = Builds(config, options), secrets.token_urlsafe(24)
    address = f"127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(
        PreviewApp(builds, address, secret), log_config=None, access_log=False, lifespan="off", server_header=False,
        timeout_graceful_shutdown=_LEAVING,
    ))  # fmt: skip
    watching = asyncio.create_task(builds.follow(console))
    console.give(f"http://{address}/{secret}/")
    console.say("Open it in a browser. Saving the document rebuilds what changed; Ctrl-C ends the preview.")
    try:
        await server.serve(sockets=[listener])
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()  # whoever is quicker than the server waits in the kernel
    except OSError as error:
        listener.close()
        raise ResourceError(
            f"Port {port} on 127.0.0.1 cannot be opened: {error.strerror}.", "Leave out --port."
        ) from error
    return listener


PAGE_FOLDER = Path(__file__).resolve().parent / "preview_page"
"""The page's own files."""
