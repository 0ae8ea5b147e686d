"""Host names -> their addresses, in threads that nobody waits for."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult


class DetachedResolver(AbstractResolver):
    """Looks names up in threads that nobody waits for: a dead name server answers after up to half a minute."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return a host's addresses. Raises OSError when it has none."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[list[Any]] = loop.create_future()

        def settle(found: list[Any], error: OSError | None) -> None:
            if future.done():
                return
            if error:
                future.set_exception(error)
            else:
                future.set_result(found)

        def look_up() -> None:
            found, failure = list[Any](), None
            try:
                found = socket.getaddrinfo(
                    host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
                )
            except OSError as error:
                failure = error
            with contextlib.suppress(RuntimeError):  # the loop may be closed by now
                loop.call_soon_threadsafe(settle, found, failure)

        threading.Thread(target=look_up, name="look up", daemon=True).start()
        return [
            ResolveResult(hostname=host, host=at[0], port=at[1], family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, _, _, _, at in await future
        ]

    async def close(self) -> None:
        """Leave the threads be."""
