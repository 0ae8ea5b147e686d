"""Prices and a budget -> whether the next call may be made, and what the calls have cost."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence

from adapters.account import Account
from adapters.model_prices import FREE, Price, price_date
from model.ai import Spending, Usage
from model.asking import Question
from model.errors import ScriptGenerationError

_REMEDY = "Allow more with --max-cost, choose a cheaper --model, or write without one: --ai off."


class Ledger:
    """The account of one piece of work. What a call can cost at most is set aside before it is made."""

    def __init__(self, price: Price | None, account: Account, *, what: str = "script") -> None:
        """Open it; `what` is what is paid for, out of the budget that the account is part of."""
        self._price = price or FREE
        self._account, self._budget = account, account.budget
        self._what = what
        self.spending = Spending()

    @contextlib.asynccontextmanager
    async def claim(self, questions: Sequence[Question]) -> AsyncIterator[None]:
        """Claim what these questions will cost, as far as can be told, so that what is begun meanwhile leaves enough for it.

        Raises ScriptGenerationError when that is more than is left.
        """
        expected, budget = sum(map(self._price.estimate, questions)), self._budget
        if not await budget.set_aside(budget.claimed, self, expected):
            message = (
                f"The {self._what} would cost about ${expected:.2f} by the prices of {price_date()};"
                f" --max-cost allows ${budget.limit:.2f}{self._gone()}."
            )
            raise ScriptGenerationError(message, _REMEDY)
        try:
            yield
        finally:
            budget.release(budget.claimed, self)

    @contextlib.asynccontextmanager
    async def reserve(self, question: Question, correction: str) -> AsyncIterator[Callable[[Usage], None]]:
        """Set aside what a call can cost, waiting for others to be settled; give what settles it.

        Raises ScriptGenerationError when it would cost more than is left.
        """
        most, call, budget = self._price.most(question, correction), object(), self._budget
        if not await budget.set_aside(budget.reserved, call, most):
            message = (
                f"${budget.spent:.4f} are spent, the next call may cost ${most:.4f},"
                f" and --max-cost allows ${budget.limit:.2f}."
            )
            raise ScriptGenerationError(message, _REMEDY)
        try:
            yield self._settle
        finally:
            budget.release(budget.reserved, call)

    def _gone(self) -> str:
        return f", of which ${self._budget.spent:.4f} are spent" if self._budget.spent else ""

    def _settle(self, usage: Usage) -> None:
        spent, dollars = self.spending, self._price.cost(usage)
        self.spending = Spending(usage=spent.usage + usage, dollars=round(spent.dollars + dollars, 6))
        self._account.pay(self, dollars)
