"""A flow that can be called anywhere: it brings its own server where none is configured."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from prefect import Flow
from prefect.settings import PREFECT_API_URL, PREFECT_LOCAL_STORAGE_PATH, temporary_settings

from adapters.server import client_environment, configured_server, launch_server, wait_ready
from adapters.settings import load_settings
from model.inputs import InputConfig
from tasks.run import find_place

P = ParamSpec("P")
R = TypeVar("R")


class LocalFlow(Flow[P, R]):
    """An async flow that starts or reuses the embedded server when it is called without one.

    Prefect's own answer is a temporary server: slow, open to every page in the user's browser, and an orphan when the
    command is killed. A worker's runs do not pass here: they have a server.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the flow on the configured server or on ours, with its records beside the media that they name."""
        settings, config = load_settings(), InputConfig.model_validate((*args, *kwargs.values())[0])
        results = {PREFECT_LOCAL_STORAGE_PATH: str(find_place(config, settings).results)}
        if PREFECT_API_URL.value() or configured_server(settings.state_path):
            return self._call_with(results, args, kwargs)
        address = launch_server(settings.state_path)
        wait_ready(address)
        return self._call_with(results | _as_settings(client_environment(address)), args, kwargs)

    async def _call_with(self, changed: dict[Any, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        running: Callable[..., Any] = super().__call__
        with temporary_settings(changed):
            return await running(*args, **kwargs)


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
