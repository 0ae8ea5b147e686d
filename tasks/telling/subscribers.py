"""Functions that somebody has named -> called with each event of the runs inside, beside the film and in order."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import Callable, Iterator
from contextvars import ContextVar

from prefect.logging import get_logger

from model.events import RunEvent

OnEvent = Callable[[RunEvent], object]
"""Takes an event; what it returns is awaited where it can be."""

_subscribers: ContextVar[tuple[OnEvent, ...]] = ContextVar("subscribers", default=())


@contextlib.contextmanager
def subscribing(on_event: OnEvent | None) -> Iterator[None]:
    """Call a function, or a coroutine function, with each event of the runs inside."""
    token = _subscribers.set((*_subscribers.get(), on_event) if on_event else _subscribers.get())
    try:
        yield
    finally:
        _subscribers.reset(token)


def open_subscribers() -> tuple[Subscriber, ...]:
    """Return those who want to hear of the run that begins here."""
    return tuple(map(Subscriber, _subscribers.get()))


class Subscriber:
    """Calls one function, one event after the other; whatever it does, the film goes on."""

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._waiting: asyncio.Queue[RunEvent | None] = asyncio.Queue()
        self._failed = False
        self._task = asyncio.create_task(self._call_on())

    def hear(self, event: RunEvent) -> None:
        """Take an event; the function is called with it soon."""
        self._waiting.put_nowait(event)

    async def close(self, patience: float) -> None:
        """Wait until the function has had them all, so many seconds at most."""
        self._waiting.put_nowait(None)
        await asyncio.wait({self._task}, timeout=patience)
        if not self._task.done():
            self._task.cancel()
            left = self._waiting.qsize() - 1  # without the mark of the end
            self._say(f"is still busy {patience:g} s after the end. Events that were not given to it: {left}.")

    async def _call_on(self) -> None:
        while (event := await self._waiting.get()) is not None:
            try:
                answer = self._on_event(event)
                if inspect.isawaitable(answer):
                    await answer
            except Exception as error:  # the film is not the subscriber's to break
                if not self._failed:
                    self._say(f"failed at {event.kind} with {type(error).__name__}: {error}. This is told once.", error)
                self._failed = True

    def _say(self, what: str, error: Exception | None = None) -> None:
        named = getattr(self._on_event, "__qualname__", type(self._on_event).__name__)
        get_logger("video-gen.events").warning("The subscriber %s %s", named, what, exc_info=error)
