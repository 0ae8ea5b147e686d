"""A small document, and a model that is asked about it in this process: what tests of the model writer share."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr

from adapters.account import Account
from adapters.documents.parsing import parse_document
from adapters.kept_answers import KeptAnswers
from adapters.language_model import open_model
from adapters.ledger import Ledger
from adapters.model_answers import Answers
from adapters.model_prices import find_price
from adapters.script_writer import ModelWriter
from model.ai import MaxCost, WriterChoice
from model.asking import Assignment, Written
from model.assets import Asset
from model.content import ParsedContent
from model.inputs import VideoConfig
from tests.model_service import KEY, ModelService
from writing.asking.writing_film import make_assignment

DOCUMENT = """\
# Lantern

Lantern is a small program that shows where a light burns in a town, and for how long it has been burning there.

It was written for night watchmen, who walk 12 streets in one night and want to know which lamp needs oil.

## Install

You install Lantern with pip, the installer that comes with Python, in an environment of its own.

```sh
pip install lantern
lantern --watch north
```

The second command watches the northern streets, and prints one line for each lamp that goes out.

## How it works

Lantern keeps a map of all lamps in memory, and asks each lamp for its state every 30 seconds.

- Lamps that answer are drawn in yellow on the map of the town.
- Lamps that do not answer are drawn in grey, and the watchman is told by a bell.
- Lamps that burn for longer than 9 hours are put on the list for oil.

A lamp that fails three times is taken off the map until somebody has looked at it by day.

## Limits

Lantern has been tried with 4,000 lamps on one machine. More lamps need a second machine, which shares the map.
"""
ASSET = Asset(sha256="0" * 64, size=1, suffix=".md")


def parse(text: str = DOCUMENT, language: str = "en") -> ParsedContent:
    return parse_document(text, "markdown", name="lantern.md", images={}, missing={}, language=language)


def config(target: float = 90.0) -> VideoConfig:
    return VideoConfig(
        video_id="lantern", source_name="lantern.md", source_kind="markdown", source=ASSET, target_duration=target
    )


def choice(service: ModelService, provider: str = "anthropic", model: str = "claude-sonnet-5-5") -> WriterChoice:
    url = service.url if provider == "anthropic" else f"{service.url}/v1"
    return WriterChoice.model_validate({"provider": provider, "model": model, "url": url})


def make_writer(
    service: ModelService, cache: Path, provider: str = "anthropic", max_cost: MaxCost = 1.0, patience: float = 5.0,
    account: Account | None = None,
) -> ModelWriter:  # fmt: skip
    chosen, key = choice(service, provider), SecretStr(KEY)
    ledger = Ledger(find_price(chosen), account or Account(max_cost))
    model = open_model(chosen, key, patience=patience)
    return ModelWriter(Answers(chosen, model, KeptAnswers(cache), ledger, key, back_off=0.001))


async def nobody(done: int, total: int) -> None:
    """Hear how far it is, and do nothing."""


async def write(service: ModelService, cache: Path, provider: str = "anthropic", text: str = DOCUMENT) -> Written:
    return await make_writer(service, cache, provider).write(assign(text), nobody)


def assign(text: str = DOCUMENT, target: float = 90.0) -> Assignment:
    return make_assignment(parse(text), config(target))


S = TypeVar("S", bound=AbstractAsyncContextManager[Any])


@contextmanager
def served(service: S) -> Iterator[S]:
    """Run the service in a thread of its own, for a command in a process of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(service.__aenter__(), loop).result(10)
    try:
        yield service
    finally:
        asyncio.run_coroutine_threadsafe(service.__aexit__(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
