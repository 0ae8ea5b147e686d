"""Where in which run something is being done: for every line of a log, wherever it is written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import NamedTuple


class LogPlace(NamedTuple):
    """What is known, each empty where it is not."""

    run: str = ""
    """Prefect's id of the flow run."""
    video: str = ""
    """The film's slug."""
    scene: str = ""
    """The scene, or the part between two."""
    stage: str = ""
    """The stage."""


_NOWHERE = LogPlace()
_place: ContextVar[LogPlace] = ContextVar("place", default=_NOWHERE)


def current_place() -> LogPlace:
    """Return where the code that asks is."""
    return _place.get()


def note_place(**known: str) -> None:
    """Say more of where we are, from here on."""
    _place.set(_place.get()._replace(**known))


@contextlib.contextmanager
def at_place(**known: str) -> Iterator[None]:
    """Say more of where we are, inside."""
    token = _place.set(_place.get()._replace(**known))
    try:
        yield
    finally:
        _place.reset(token)
