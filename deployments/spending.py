"""The films of one command -> what language models cost, altogether and each: one limit, and one line at the end."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from adapters.account import Account, open_account
from deployments.display import Console
from model.ai import MaxCost

OfFilm = Callable[[str], AbstractContextManager[None]]
"""Gives what counts for one film, by its name."""


@contextlib.contextmanager
def telling_cost(limit: MaxCost, console: Console) -> Iterator[OfFilm]:
    """Pay everything inside from one budget; where that is several films, or ends early, say what was spent."""
    films: list[tuple[str, Account]] = []

    @contextlib.contextmanager
    def count_film(name: str) -> Iterator[None]:
        with open_account(limit) as account:
            films.append((name, account))
            yield

    ended = False
    with open_account(limit) as whole:
        try:
            yield count_film
            ended = True
        finally:
            if whole.spent and (len(films) > 1 or not ended):
                allowed = f" of the ${whole.budget.limit:.2f} that --max-cost allows" if limit != "none" else ""
                each = ", ".join(f"{name} ${account.spent:.4f}" for name, account in films)
                console.say(f"Altogether ${whole.spent:.4f} were spent{allowed}: {each}.")
