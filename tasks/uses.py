"""Which kept results a run uses: noted as they are asked for, so that a film's own can be told from all others."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

_uses: ContextVar[set[str] | None] = ContextVar("uses", default=None)


@contextlib.contextmanager
def noting_uses() -> Iterator[set[str]]:
    """Collect the keys that are used inside."""
    uses: set[str] = set()
    token = _uses.set(uses)
    try:
        yield uses
    finally:
        _uses.reset(token)


def note_use(key: str) -> None:
    """Note that the run uses what is kept, or will be, under a key."""
    uses = _uses.get()
    if uses is not None:
        uses.add(key)
