"""A flow that can be called anywhere: it brings its own server where none is configured."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar, get_type_hints

from prefect import Flow
from prefect.settings import PREFECT_API_URL, PREFECT_LOCAL_STORAGE_PATH, temporary_settings

from adapters.json_lines import json_lines_wanted, take_over_logging
from adapters.server import ServerAddress, client_environment, configured_server, launch_server, wait_ready
from adapters.settings import Settings
from model.inputs import InputConfig
from tasks.run import find_place, settings_of
from tasks.telling.subscribers import OnEvent, subscribing
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if json_lines_wanted():  # a worker's process, too, loads the flow before Prefect says a word of the run
            take_over_logging()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the flow on the configured server or on ours, with its records beside the media that they name."""
        options = {name: kwargs.pop(name) for name in _ENGINE_OPTIONS if name in kwargs}
        on_event = kwargs.pop("on_event", None)  # no parameter: a function cannot be sent to a worker
        bound = inspect.signature(self.fn).bind(*args, **kwargs)
        kind: type[InputConfig] = get_type_hints(self.fn)["config"]
        return self._run_somewhere(kind.model_validate(bound.arguments["config"]), options, on_event)

    async def _run_somewhere(self, config: InputConfig, options: dict[str, Any], on_event: OnEvent | None) -> Any:
        settings = settings_of(config)
        place = find_place(config, settings)
        changed = {PREFECT_LOCAL_STORAGE_PATH: str(place.results)} | await find_server(settings)
        running: Callable[..., Any] = super().__call__
        with temporary_settings(changed), subscribing(on_event):
            return await running(await asyncio.to_thread(_store_long_text, config, place), **options)


async def find_server(settings: Settings) -> dict[Any, Any]:
    """Return the settings of Prefect's with which our server is used, started if it does not live; none where another is."""
    if PREFECT_API_URL.value() or configured_server(settings.state_path):
        return {}
    return _as_settings(client_environment(await asyncio.to_thread(_open_server, settings)))


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
