"""A voice's id -> whether Edge speaks with it now, within a deadline that holds."""

from __future__ import annotations

import asyncio
import importlib
import time
from typing import NamedTuple
from weakref import WeakKeyDictionary

_TEXT = "1."
"""Read in every language."""


_KNOWN_SECONDS = 300.0


class _Probe(NamedTuple):
    answer: asyncio.Task[str]
    at: float


_PROBES: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[tuple[str, str | None], _Probe]] = WeakKeyDictionary()


async def probe_once(voice: str, edge_url: str | None, seconds: float) -> str:
    """Probe, or return what was answered within the last five minutes: all films of a set are told the same."""
    known = _PROBES.setdefault(asyncio.get_running_loop(), {})
    asked = known.get((voice, edge_url))
    if asked is None or asked.answer.cancelled() or time.monotonic() - asked.at > _KNOWN_SECONDS:
        asked = known[voice, edge_url] = _Probe(
            asyncio.ensure_future(probe_edge(voice, edge_url, seconds)), time.monotonic()
        )
    return await asyncio.shield(asked.answer)


async def probe_edge(voice: str, edge_url: str | None, seconds: float) -> str:
    """Return an empty text when Edge begins to speak within `seconds`; else why it does not, as a clause."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    late = f"Edge did not answer within {seconds:g} s"
    try:
        async with asyncio.timeout(seconds):
            # Loading the client takes a third of a second, and seconds from a cold disk: it counts.
            await asyncio.to_thread(importlib.import_module, "adapters.voices.edge_request")
    except TimeoutError:
        return late
    from adapters.voices.edge_request import FAILURES, explain_failure, request_speech

    try:
        await request_speech(_TEXT, voice, edge_url, max(0.01, end - loop.time()), first_sound=True)
    except TimeoutError:
        return late
    except FAILURES as error:
        return explain_failure(error, voice)[0].message.rstrip(".")
    return ""
