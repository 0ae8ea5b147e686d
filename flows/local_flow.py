"""A flow that can be called anywhere: it brings its own server where none is configured."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from prefect import Flow
from prefect.settings import PREFECT_API_URL, temporary_settings

from adapters.server import client_environment, configured_server, launch_server, wait_ready
from adapters.settings import load_settings

P = ParamSpec("P")
R = TypeVar("R")


class LocalFlow(Flow[P, R]):
    """An async flow that starts or reuses the embedded server when it is called without one.

    Prefect's own answer is a temporary server: slow, open to every page in the user's browser, and an orphan when the
    command is killed. A worker's runs do not pass here: they have a server.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the flow, on the configured server or on ours."""
        if PREFECT_API_URL.value() or configured_server():
            return super().__call__(*args, **kwargs)
        return self._call_on_embedded(*args, **kwargs)

    async def _call_on_embedded(self, *args: Any, **kwargs: Any) -> Any:
        address = launch_server(load_settings().state_path)
        wait_ready(address)
        with temporary_settings(_as_settings(client_environment(address))):
            return await super().__call__(*args, **kwargs)


def _as_settings(environment: dict[str, str]) -> dict[Any, Any]:
    from prefect.settings.legacy import _get_settings_fields
    from prefect.settings.models.root import Settings

    known = _get_settings_fields(Settings)
    return {known[name]: value for name, value in environment.items() if name in known}


def local_flow(**options: Any) -> Callable[[Callable[P, Coroutine[Any, Any, R]]], LocalFlow[P, Coroutine[Any, Any, R]]]:
    """Make a LocalFlow, as `@flow` makes a Flow."""

    def decorate(body: Callable[P, Coroutine[Any, Any, R]]) -> LocalFlow[P, Coroutine[Any, Any, R]]:
        return LocalFlow(body, **options)

    return decorate
