"""A limit -> who may still spend how much: one budget for all that a command does, and an account of each part of it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from model.ai import MaxCost

Held = dict[object, float]
"""Dollars that are not spent yet, by who holds them."""
_current: ContextVar[Account | None] = ContextVar("account", default=None)


class Budget:
    """What a command may spend on language models. All who share it run in one event loop at a time."""

    def __init__(self, limit: MaxCost) -> None:
        self.limit = float("inf") if limit == "none" else limit
        self.spent = 0.0
        self.claimed: Held = {}
        """What work that has begun will still cost, as far as can be told: others do not begin on that."""
        self.reserved: Held = {}
        """What calls that are being made can cost at most."""
        self._waiting: set[asyncio.Event] = set()

    async def set_aside(self, held: Held, who: object, dollars: float) -> bool:
        """Hold dollars, waiting while what others hold may come back; False when there is not enough left."""
        while dollars and self.spent + sum(held.values()) + dollars > self.limit:
            if not held:
                return False
            await self._wait()
        held[who] = dollars
        return True

    def release(self, held: Held, who: object) -> None:
        """Hold no more."""
        held.pop(who, None)
        self._tell()

    def pay(self, who: object, dollars: float) -> None:
        """Spend; what was claimed for it is claimed no more."""
        self.spent = round(self.spent + dollars, 6)
        if who in self.claimed:
            self.claimed[who] = max(0.0, self.claimed[who] - dollars)
        self._tell()

    async def _wait(self) -> None:
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            await changed.wait()
        finally:
            self._waiting.discard(changed)

    def _tell(self) -> None:
        for waiting in self._waiting:
            waiting.set()


class Account:
    """What one part of a command has spent: a film, its script, a translation. All of one command have one budget."""

    def __init__(self, limit: MaxCost, above: Account | None = None) -> None:
        """Open it within another, whose limit then holds, or as a command's first."""
        self.budget: Budget = Budget(limit) if above is None else above.budget
        self.spent = 0.0
        self._above = above

    def pay(self, who: object, dollars: float) -> None:
        """Spend, and say so to the accounts that this one is within."""
        self.budget.pay(who, dollars)
        account: Account | None = self
        while account is not None:
            account.spent = round(account.spent + dollars, 6)
            account = account._above


@contextlib.contextmanager
def open_account(limit: MaxCost) -> Iterator[Account]:
    """Count what is spent inside; the limit is that of the outermost account, so one command has one."""
    account = Account(limit, _current.get())
    token = _current.set(account)
    try:
        yield account
    finally:
        _current.reset(token)
