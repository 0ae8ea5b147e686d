"""Host names -> connections that can be given up at once: a stalled service must not hold a deadline, or the exit."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from aiohttp import TCPConnector

from adapters.name_lookup import DetachedResolver


class RequestConnector(TCPConnector):
    """The connections of one request.

    The Edge client closes its connector after each attempt and then uses it again for the attempt that follows a 403
    (edge-tts 7.3.1, `Communicate.stream`): so it is closed by `abandon` alone.
    """

    def __init__(self) -> None:
        super().__init__(resolver=DetachedResolver(), force_close=True)
        self._abandoned = False

    def close(self, *, abort_ssl: bool = False) -> Coroutine[Any, Any, None]:
        """Do nothing until the request is over."""
        return super().close(abort_ssl=True) if self._abandoned else asyncio.sleep(0)

    async def abandon(self) -> None:
        """Drop every connection without a farewell."""
        self._abandoned = True
        await self.close()
