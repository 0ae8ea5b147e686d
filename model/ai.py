"""Which language model writes the script, if any, and what it may cost."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.frozen import Frozen

AiChoice = Literal["auto", "off", "on"]
"""auto: a model writes where there is a key, the rules elsewhere; off: the rules; on: a model, or nobody."""
MaxCost = Annotated[float, Field(gt=0, le=10_000)] | Literal["none"]
"""US dollars that the models may cost in one command, over all its films and languages, or `none`."""
ModelName = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[\w.:/@+-]+$")]

DEFAULT_MODEL = "claude-sonnet-5-5"
DEFAULT_MAX_COST = 1.0


class WriterChoice(Frozen):
    """A language model, and where it is asked. Never holds a key."""

    provider: Literal["anthropic", "openai"]
    """anthropic: the Messages API; openai: any server that speaks chat completions."""
    model: ModelName
    """The model's name, as its service knows it."""
    url: str = ""
    """Address of the service; empty for the provider's own."""

    def __str__(self) -> str:
        return self.model


class Usage(Frozen):
    """What one or several calls used, in tokens."""

    calls: Annotated[int, Field(ge=0)] = 0
    """Answers that were paid for."""
    input: Annotated[int, Field(ge=0)] = 0
    """Read at the full price."""
    cache_written: Annotated[int, Field(ge=0)] = 0
    """Read, and kept by the service for the next call."""
    cache_read: Annotated[int, Field(ge=0)] = 0
    """Read from what the service had kept."""
    output: Annotated[int, Field(ge=0)] = 0
    """Written, thinking included."""

    def __add__(self, other: Usage) -> Usage:
        return Usage(**{name: getattr(self, name) + getattr(other, name) for name in Usage.model_fields})


class Spending(Frozen):
    """What a script has cost."""

    usage: Usage = Usage()
    """Tokens."""
    dollars: Annotated[float, Field(ge=0)] = 0.0
    """By our table of prices; 0 where a model has none."""
