"""A voice's id -> whether Edge speaks with it now, within a deadline that holds."""

from __future__ import annotations

import asyncio
import importlib

_TEXT = "1."
"""Read in every language."""


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
