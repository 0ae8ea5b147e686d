"""A run that goes on -> the embedded server beneath it, started again when it is killed.

Prefect's client asks for two minutes before it gives up: a server at the same address, with the same secret, is all it needs.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from adapters.server import ServerAddress, launch_server
from adapters.server_state import ServerFiles, is_held
from model.errors import VideoGenError

_EVERY = 0.5
_TRIES = 3


@contextlib.contextmanager
def keeping_server(server: ServerAddress, *, once: bool) -> Iterator[None]:
    """Watch over the server while the block runs; one that the user has named is theirs to start."""
    if not server.embedded:
        yield
        return
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(server, once, over), name="server-watch", daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


def _watch(server: ServerAddress, once: bool, over: threading.Event) -> None:
    tries, files = 0, ServerFiles(server.state_dir)
    while tries < _TRIES and not over.wait(_EVERY):
        if not is_held(files.alive):
            tries += 1
            with contextlib.suppress(VideoGenError):  # whoever asks the server in vain says so
                launch_server(server.state_dir, once=once)
