"""Events in any order, some of them twice -> each once, in the order in which they were told."""

from __future__ import annotations

from collections.abc import Iterator

from model.events import RunEvent

Place = tuple[int, int]
"""Attempt and sequence."""


class InOrder:
    """Holds back what comes too early."""

    def __init__(self) -> None:
        self.last: RunEvent | None = None
        """The event that was given last."""
        self._next: Place = (1, 1)
        self._held: dict[Place, RunEvent | None] = {}

    @property
    def has_gap(self) -> bool:
        """Tell whether an event is missing before one that is there."""
        return bool(self._held)

    def add(self, place: Place, event: RunEvent | None) -> None:
        """Take an event; None stands for one of a kind that is not known here."""
        if place >= self._next:
            self._held.setdefault(place, event)

    def take_due(self) -> Iterator[RunEvent]:
        """Give what is due."""
        while self._next in self._held:
            event = self._held.pop(self._next)
            self._next = (self._next[0], self._next[1] + 1)
            if event is not None:
                self.last = event
                yield event

    def skip_gap(self) -> None:
        """Give up what is missing before the first that is there."""
        if self._held:
            self._next = min(self._held)
