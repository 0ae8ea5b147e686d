"""Settings -> a Prefect server to talk to: the configured one, or ours, started if need be."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

from prefect.settings import PREFECT_API_URL, temporary_settings

from adapters.server import ServerAddress, client_environment, configured_server, launch_server, wait_ready
from adapters.server_watch import keeping_server
from adapters.settings import Settings


@contextlib.asynccontextmanager
async def connected(settings: Settings, more: Mapping[Any, Any] | None = None) -> AsyncIterator[None]:
    """Use a server for the length of the block, and `more` of Prefect's settings.

    Prefect's own answer is a temporary server: slow, open to every page in the user's browser, and an orphan when the
    command is killed. Ours, killed meanwhile, is started again: a run goes on, as it does beneath the command.
    """
    server = await _find_ours(settings)
    with temporary_settings({**(more or {}), **_settings_for(server)}):
        if server is None:  # another's, or ours and watched over by whoever named it
            yield
            return
        with keeping_server(server, once=settings.server_once):
            yield


async def find_server(settings: Settings) -> dict[Any, Any]:
    """Return the settings of Prefect's with which our server is used, started if it does not live; none where another is."""
    return _settings_for(await _find_ours(settings))


async def _find_ours(settings: Settings) -> ServerAddress | None:
    if PREFECT_API_URL.value() or configured_server(settings.state_path):
        return None
    return await asyncio.to_thread(_open_server, settings)


def _settings_for(server: ServerAddress | None) -> dict[Any, Any]:
    return {} if server is None else _as_settings(client_environment(server))


def _open_server(settings: Settings) -> ServerAddress:
    address = launch_server(settings.state_path, once=settings.server_once)
    wait_ready(address)
    return address


def _as_settings(environment: dict[str, str]) -> dict[Any, Any]:
    from prefect.settings.legacy import _get_settings_fields
    from prefect.settings.models.root import Settings as PrefectSettings

    known = _get_settings_fields(PrefectSettings)
    return {known[name]: value for name, value in environment.items() if name in known}
