"""A model and its tokens -> US dollars, by a dated table: `language_models/prices.yaml`."""

from __future__ import annotations

import re
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field

from model.ai import Usage, WriterChoice
from model.asking import Question
from model.frozen import Frozen

_TABLE = Path(__file__).parent / "language_models" / "prices.yaml"
_DATED = re.compile(r"-20\d{6}$")
_MILLION = 1_000_000
_BYTES_A_TOKEN = 3
"""Of UTF-8: fewer than any tokenizer of a model that we price takes, so that an estimate is rather too high."""
_OVERHEAD = 600
"""Tokens that a service adds of its own for a tool."""


class Price(Frozen):
    """US dollars for a million tokens."""

    input: Annotated[float, Field(ge=0)]
    output: Annotated[float, Field(ge=0)]
    cache_write: Annotated[float, Field(ge=0)]
    cache_read: Annotated[float, Field(ge=0)]
    effort: bool = False
    """The model takes a level of effort."""
    long_prompt: Annotated[int, Field(ge=0)] = 0
    """Tokens beyond which a prompt costs more; 0 for none."""
    long_factor: Annotated[float, Field(ge=1)] = 1.0
    """How much more."""

    def cost(self, usage: Usage) -> float:
        """Return what one call cost."""
        dollars = (
            usage.input * self.input + usage.cache_written * self.cache_write
            + usage.cache_read * self.cache_read + usage.output * self.output
        ) / _MILLION  # fmt: skip
        prompt = usage.input + usage.cache_written + usage.cache_read
        return dollars * (self.long_factor if self.long_prompt and prompt > self.long_prompt else 1.0)

    def estimate(self, question: Question, correction: str = "") -> float:
        """Return what a call will cost, as far as can be told: nothing taken for kept."""
        return self.cost(_foresee(question, correction, question.expected_tokens))

    def most(self, question: Question, correction: str = "") -> float:
        """Return what a call can cost at most."""
        return self.cost(_foresee(question, correction, question.most_tokens))


FREE = Price(input=0, output=0, cache_write=0, cache_read=0)


def _foresee(question: Question, correction: str, output: int) -> Usage:
    kept = count_tokens(question.system + question.answer_schema + question.document) + _OVERHEAD
    return Usage(calls=1, cache_written=kept, input=count_tokens(question.task + correction), output=output)


def count_tokens(text: str) -> int:
    """Count a text's tokens, rather too many."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // _BYTES_A_TOKEN)


@cache
def _load_table() -> dict[str, Any]:
    import yaml

    table: dict[str, Any] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return table


def known_models() -> tuple[str, ...]:
    """Return the models that have a price."""
    return tuple(_load_table()["models"])


def price_date() -> str:
    """Return the day on which the prices were read."""
    return str(_load_table()["date"])


def find_price(choice: WriterChoice) -> Price | None:
    """Return a model's price: nothing for one that runs on this machine; None where we know of none."""
    found = _load_table()["models"].get(_DATED.sub("", choice.model)) if choice.provider == "anthropic" else None
    if found is not None:
        numbers = {name: float(value) for name, value in found.items() if name not in ("effort", "long_prompt")}
        return Price(**numbers, effort=found.get("effort", False), long_prompt=found.get("long_prompt", 0))
    return FREE if choice.provider == "openai" and is_own_machine(choice.url) else None


def is_own_machine(url: str) -> bool:
    """Tell whether an address leads to this machine or its own network."""
    host = (urlsplit(url).hostname or "").lower()
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_private
