"""Prices and a limit -> whether the next call may be made, and what the calls have cost."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence

from adapters.model_prices import FREE, Price, price_date
from model.ai import MaxCost, Spending, Usage
from model.asking import Question
from model.errors import ScriptGenerationError

_REMEDY = "Allow more with --max-cost, choose a cheaper --model, or write without one: --ai off."


class Ledger:
    """The account of one piece of work. What a call can cost at most is set aside before it is made."""

    def __init__(self, price: Price | None, limit: MaxCost, *, what: str = "script", spent: float = 0.0) -> None:
        """Open it; `what` is what is paid for, and `spent` what of the limit was spent on the same film before."""
        self._price = price or FREE
        self._limit = float("inf") if limit == "none" else limit
        self._what, self._before = what, spent
        self._reserved = 0.0
        self._changed = asyncio.Condition()
        self.spending = Spending()

    def foresee(self, questions: Sequence[Question]) -> float:
        """Return what these questions will cost, as far as can be told.

        Raises ScriptGenerationError when that is more than is left.
        """
        expected = sum(map(self._price.estimate, questions))
        if self._spent + expected > self._limit:
            message = (
                f"The {self._what} would cost about ${expected:.2f} by the prices of {price_date()};"
                f" --max-cost allows ${self._limit:.2f}{self._gone()}."
            )
            raise ScriptGenerationError(message, _REMEDY)
        return expected

    @contextlib.asynccontextmanager
    async def reserve(self, question: Question, correction: str) -> AsyncIterator[Callable[[Usage], None]]:
        """Set aside what a call can cost, waiting for others to be settled; give what settles it.

        Raises ScriptGenerationError when it would cost more than is left.
        """
        most = self._price.most(question, correction)
        async with self._changed:
            await self._changed.wait_for(lambda: not self._reserved or self._fits(most))
            if not self._fits(most):
                message = (
                    f"${self._spent:.4f} are spent, the next call may cost ${most:.4f},"
                    f" and --max-cost allows ${self._limit:.2f}."
                )
                raise ScriptGenerationError(message, _REMEDY)
            self._reserved += most
        try:
            yield self._settle
        finally:
            async with self._changed:
                self._reserved = max(0.0, self._reserved - most)
                self._changed.notify_all()

    @property
    def _spent(self) -> float:
        return self._before + self.spending.dollars

    def _gone(self) -> str:
        return f", of which ${self._before:.4f} are spent" if self._before else ""

    def _fits(self, most: float) -> bool:
        return self._spent + self._reserved + most <= self._limit

    def _settle(self, usage: Usage) -> None:
        spent = self.spending
        self.spending = Spending(usage=spent.usage + usage, dollars=round(spent.dollars + self._price.cost(usage), 6))
