"""A request that the database was too busy for -> the same request again, here, a moment later.

Prefect's SQLite refuses a transaction that began by reading when another has written meanwhile, and the API then answers
503: nothing was done. A client would wait two seconds, then four, and films that are made at the same time would wait for
each other. Asked again at once, it is done in some hundredths of a second.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PATIENCE = 10.0
"""Seconds after which a client is told after all, and does as it does."""
_SHORTEST_WAIT, _LONGEST_WAIT = 0.02, 0.25
_LARGEST_BODY = 4 * 1024 * 1024
"""Bytes: what is larger is asked once."""
_BUSY = 503


class PatientServer:
    """An ASGI application that asks another again while its database is busy."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner
        self.asked_again = 0
        """How many requests took more than one attempt."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand on what is none."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        read = await _read_body(receive)
        end, wait = time.monotonic() + _PATIENCE, _SHORTEST_WAIT
        last = _is_open(read)
        while True:
            answer = _Answer(send)
            await self._inner(dict(scope), _replay(read, receive), answer.send)
            if not answer.held or last or time.monotonic() > end:
                break
            self.asked_again += wait == _SHORTEST_WAIT
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
        for message in answer.held:
            await send(message)


class _Answer:
    """An answer that goes out as it comes, unless it says that the database is busy."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.held: list[Message] = []

    async def send(self, message: Message) -> None:
        """Take a part of it."""
        if self.held or (message["type"] == "http.response.start" and message["status"] == _BUSY):
            self.held.append(message)
        else:
            await self._send(message)


async def _read_body(receive: Receive) -> list[Message]:
    """Read the request to its end, or as far as it is kept."""
    read, size = [], 0
    while True:
        message = await receive()
        read.append(message)
        size += len(message.get("body", b""))
        if not _is_open(read) or size > _LARGEST_BODY:
            return read


def _is_open(read: Sequence[Message]) -> bool:
    """Tell whether more of the request is to come."""
    return bool(read[-1]["type"] == "http.request" and read[-1].get("more_body", False))


def _replay(read: Sequence[Message], receive: Receive) -> Receive:
    waiting = iter(read)

    async def receive_again() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return receive_again
