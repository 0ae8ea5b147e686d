"""An empty folder -> one embedded server for the whole test session, ended with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.server import ServerAddress, launch_server, stop_server, wait_ready


@pytest.fixture(scope="session")
def embedded_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerAddress]:
    """Give the address of a server that answers."""
    state_dir = tmp_path_factory.mktemp("server")
    address = launch_server(state_dir)
    try:
        wait_ready(address)
        yield address
    finally:
        stop_server(state_dir)
