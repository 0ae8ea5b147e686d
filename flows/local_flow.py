"""A flow that can be called anywhere: it brings its own server where none is configured, and goes on with a run of its own."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar, get_type_hints

from prefect import Flow
from prefect.settings import PREFECT_LOCAL_STORAGE_PATH

from adapters.json_lines import json_lines_wanted, take_over_logging
from adapters.mendable_errors import leave_out_tracebacks
from adapters.run_beginnings import beginning_run
from flows.connection import connected
from flows.resuming import resume_run
from model.frozen import Frozen
from model.inputs import InputConfig
from tasks.run import find_place, settings_of
from tasks.runs.orders import RunStopped
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

    `resume="last"` names an earlier run of it, by id, name or `last`: that one goes on, with its own job, and with
    `anew_from="render"` beside it, from that stage on anew. A worker's runs do not pass here: they have a server.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leave_out_tracebacks()
        if json_lines_wanted():  # a worker's process, too, loads the flow before Prefect says a word of the run
            take_over_logging()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the flow on the configured server or on ours, with its records beside the media that they name.

        Raises RunWaitsError when a script is left waiting for its approval, RunCancelledError when somebody ended the run.
        """
        on_event = kwargs.pop("on_event", None)  # no parameter: a function cannot be sent to a worker
        if (resume := kwargs.pop("resume", None)) is not None:
            given = kwargs.get("config") or (args[0] if args else None)
            return _unwrapped(resume_run(self, resume, given, kwargs.get("anew_from")), on_event)
        options = {name: kwargs.pop(name) for name in _ENGINE_OPTIONS if name in kwargs}
        bound = inspect.signature(self.fn).bind(*args, **kwargs)
        kind: type[InputConfig] = get_type_hints(self.fn)["config"]
        config = kind.model_validate(bound.arguments["config"])
        return _unwrapped(self._run_somewhere(config, options), on_event)

    def serialize_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters as the server keeps them. Of our models Prefect gives the same, and loads FastAPI for it."""
        ours = {name: value.model_dump(mode="json") for name, value in parameters.items() if isinstance(value, Frozen)}
        return ours | super().serialize_parameters({k: v for k, v in parameters.items() if k not in ours})

    async def _run_somewhere(self, config: InputConfig, options: dict[str, Any]) -> Any:
        settings = settings_of(config)
        place = find_place(config, settings)
        running: Callable[..., Any] = super().__call__
        kept_at = {PREFECT_LOCAL_STORAGE_PATH: str(place.results)}
        async with connected(settings, kept_at), beginning_run(settings.state_path):
            return await running(await asyncio.to_thread(_store_long_text, config, place), **options)


async def _unwrapped(running: Coroutine[Any, Any, Any], on_event: OnEvent | None) -> Any:
    """Tell a caller of the run's events, and raise why it stopped on purpose as an error of ours, not as Prefect's signal."""
    try:
        with subscribing(on_event):
            return await running
    except RunStopped as stop:
        raise stop.error from None


def _store_long_text(config: InputConfig, place: Workplace) -> InputConfig:
    """Keep a long text out of the flow's parameters: Prefect takes half a megabyte, and shows them all."""
    if config.text is None or len(config.text) <= _LONGEST_PARAMETER:
        return config
    stored = place.store.put(config.text.encode("utf-8", "surrogateescape"), ".txt")
    return config.model_copy(update={"text": None, "stored": stored, "cache_dir": place.cache_dir})


def local_flow(**options: Any) -> Callable[[Callable[P, Coroutine[Any, Any, R]]], LocalFlow[P, Coroutine[Any, Any, R]]]:
    """Make a LocalFlow, as `@flow` makes a Flow."""

    def decorate(body: Callable[P, Coroutine[Any, Any, R]]) -> LocalFlow[P, Coroutine[Any, Any, R]]:
        return LocalFlow(body, **options)

    return decorate
