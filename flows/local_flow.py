"""A flow that can be called anywhere: it brings its own server where none is configured."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from prefect import Flow
from prefect.settings import PREFECT_API_URL, PREFECT_LOCAL_STORAGE_PATH, temporary_settings

from adapters.run_beginnings import beginning_run
from adapters.server import ServerAddress, client_environment, configured_server, launch_server, wait_ready
from adapters.settings import Settings
from model.inputs import InputConfig
from tasks.run import find_place, settings_of
from tasks.workplace import Workplace

P = ParamSpec("P")
R = TypeVar("R")

_ENGINE_OPTIONS = ("return_state", "wait_for")
"""Keywords of Prefect's own, beside those of the flow."""
_LONGEST_PARAMETER = 100_000
"""Characters."""


class LocalFlow(Flow[P, R]):
    """An async flow that starts or reuses the embedded server when it is called without one.

    Prefect's own answer is a temporary server: slow, open to every page in the user's browser, and an orphan when the
    command is killed. A worker's runs do not pass here: they have a server.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the flow on the configured server or on ours, with its records beside the media that they name."""
        options = {name: kwargs.pop(name) for name in _ENGINE_OPTIONS if name in kwargs}
        bound = inspect.signature(self.fn).bind(*args, **kwargs)
        return self._run_somewhere(InputConfig.model_validate(bound.arguments["config"]), options)

    async def _run_somewhere(self, config: InputConfig, options: dict[str, Any]) -> Any:
        settings = settings_of(config)
        place = find_place(config, settings)
        changed = {PREFECT_LOCAL_STORAGE_PATH: str(place.results)}
        if not (PREFECT_API_URL.value() or configured_server(settings.state_path)):
            address = await asyncio.to_thread(_open_server, settings)
            changed |= _as_settings(client_environment(address))
        running: Callable[..., Any] = super().__call__
        with temporary_settings(changed), beginning_run(settings.state_path):
            return await running(await asyncio.to_thread(_store_long_text, config, place), **options)


def _open_server(settings: Settings) -> ServerAddress:
    address = launch_server(settings.state_path)
    wait_ready(address)
    return address


def _store_long_text(config: InputConfig, place: Workplace) -> InputConfig:
    """Keep a long text out of the flow's parameters: Prefect takes half a megabyte, and shows them all."""
    if config.text is None or len(config.text) <= _LONGEST_PARAMETER:
        return config
    stored = place.store.put(config.text.encode("utf-8", "surrogateescape"), ".txt")
    return config.model_copy(update={"text": None, "stored": stored, "cache_dir": place.cache_dir})


def _as_settings(environment: dict[str, str]) -> dict[Any, Any]:
    from prefect.settings.legacy import _get_settings_fields
    from prefect.settings.models.root import Settings as PrefectSettings

    known = _get_settings_fields(PrefectSettings)
    return {known[name]: value for name, value in environment.items() if name in known}


def local_flow(**options: Any) -> Callable[[Callable[P, Coroutine[Any, Any, R]]], LocalFlow[P, Coroutine[Any, Any, R]]]:
    """Make a LocalFlow, as `@flow` makes a Flow."""

    def decorate(body: Callable[P, Coroutine[Any, Any, R]]) -> LocalFlow[P, Coroutine[Any, Any, R]]:
        return LocalFlow(body, **options)

    return decorate
