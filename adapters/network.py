"""The door to the network for what documents name, and the user: an address -> an answer, guarded against what addresses do.

Only http and https; only addresses that everybody can reach, and the connection goes to the very address that was looked
at; redirects are looked at like first addresses; no cookies, no credentials, no proxy but the user's own; limits on time,
on silence between bytes, and on bytes as sent and as unpacked.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import aiohttp
import yarl
from aiohttp.abc import AbstractResolver, ResolveResult

from adapters.addresses import WEB_PORTS, Allowance, is_public, read_allowance
from adapters.decompression import GarbledError, TooLargeError, open_decoder
from adapters.name_lookup import DetachedResolver
from adapters.network_errors import allow, fail, forbid, refuse_size
from adapters.trust import trusted_authorities
from adapters.web_address import is_literal, read_address

REDIRECTS = 3
SECONDS = 30.0
"""From the look-up to the last byte, all redirects included."""
SILENCE = 10.0
"""Seconds without a byte."""
_HEADERS = {"Accept-Encoding": "gzip, deflate", "User-Agent": "Mozilla/5.0 (compatible; video-gen)"}
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_MOVED = (301, 302, 303, 307, 308)


class Door(NamedTuple):
    """How the network is reached: what the user's settings say, and where names are looked up."""

    allowance: Allowance = Allowance()
    """What may be reached though not everybody can."""
    proxy: str = ""
    """The user's own proxy. It looks names up itself: only what stands in an address can be checked before it."""
    ports: frozenset[int] = WEB_PORTS
    """Where requests may go, beside what is allowed by name."""
    seconds: float = SECONDS
    silence: float = SILENCE
    resolver: AbstractResolver | None = None
    """Looks names up; None for the system's."""


class Request(NamedTuple):
    """What is asked."""

    url: str
    limit: int
    """Bytes of the answer, as sent and as unpacked."""
    what: str = "page"
    """What is fetched, for messages."""
    method: str = "GET"
    headers: Mapping[str, str] = _NO_HEADERS
    body: bytes | None = None


class Answer(NamedTuple):
    """What came back."""

    url: str
    """Where it came from, after redirects."""
    status: int
    headers: Mapping[str, str]
    """With names in lower case."""
    body: bytes
    """Unpacked."""


def open_door_to(url: str, proxy: str, seconds: float, silence: float) -> Door:
    """Open the door to a server that the user named: to its host at its port, wherever that is, and to no other address.

    `proxy` is the user's own. Raises ValidationError when the address cannot be read.
    """
    named = read_address(url)
    allowance = Allowance(frozenset({(named.host or "", named.port or 0)}))
    return Door(allowance, proxy, frozenset(), seconds, silence)


def open_door() -> Door:
    """Open the door as the user's settings have it.

    Raises ConfigError where they name what is no host.
    """
    from adapters.settings import load_settings

    settings = load_settings()
    return Door(read_allowance(settings.allow_hosts), settings.proxy)


def ask(door: Door, request: Request) -> Answer:
    """Ask once, following redirects; the answer may be a refusal.

    Raises ValidationError when the address must not be reached, NetworkError when there is no whole answer.
    """
    return asyncio.run(ask_from_here(door, request))


async def ask_from_here(door: Door, request: Request) -> Answer:
    """Ask as `ask` does, in a loop that runs."""
    guard = _Guard(door)
    try:
        async with asyncio.timeout(door.seconds), _open_session(door, guard) as session:
            return await _follow(door, guard, session, request)
    except TooLargeError as error:
        raise refuse_size(request.what, request.url, request.limit) from error
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError, GarbledError) as error:
        raise fail(request.what, request.url, error) from error


def _open_session(door: Door, guard: _Guard) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(
        resolver=guard, socket_factory=guard.make_socket, ssl=trusted_authorities(), use_dns_cache=False,
        force_close=True,
    )  # fmt: skip
    return aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False, auto_decompress=False,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=min(door.silence, SILENCE), sock_read=door.silence),
    )  # fmt: skip


async def _follow(door: Door, guard: _Guard, session: aiohttp.ClientSession, request: Request) -> Answer:
    url, headers = guard.check(request.url), {**_HEADERS, **request.headers}
    for _ in range(REDIRECTS + 1):
        async with session.request(
            request.method, url, headers=headers, data=request.body, allow_redirects=False, proxy=door.proxy or None
        ) as response:
            target = response.headers.get("Location", "")
            if response.status not in _MOVED or not target or request.method != "GET":
                return await _read(response, request)
        moved = guard.check(_join(url, target))
        if moved.origin() != url.origin():  # what was said to one host is not for another
            headers = _HEADERS
        url = moved
    raise forbid(request.url, f"It redirects more than {REDIRECTS} times.", "Name the address that it ends at.")


def _join(url: yarl.URL, target: str) -> str:
    """Resolve the target of a redirect; one that cannot be read stays as it is, to be refused as it is."""
    try:
        return str(url.join(yarl.URL(target)))
    except ValueError:
        return target


async def _read(response: aiohttp.ClientResponse, request: Request) -> Answer:
    """Take the body as it arrives, and no byte more than the limit."""
    decoder = open_decoder(response.headers.get("Content-Encoding", ""), request.limit)
    if decoder is None:
        raise GarbledError(f"it is coded as {response.headers['Content-Encoding'][:40]}, which nobody asked for")
    if (response.content_length or 0) > request.limit:
        raise TooLargeError
    async for chunk in response.content.iter_any():
        decoder.feed(chunk)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(str(response.url), response.status, headers, decoder.finish())


class _Guard(AbstractResolver):
    """Looks at every address twice: as it is written or found, and again when a socket is made for it."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._inner = door.resolver or DetachedResolver()
        self._approved = set[tuple[str, int]]()

    def check(self, written: str) -> yarl.URL:
        """Read an address and check what stands in it.

        Raises ValidationError when it must not be reached.
        """
        url = read_address(written)
        host, port = url.host or "", url.port or 0
        allowance = self._door.allowance
        if not (port in self._door.ports or allowance.names(host, port) or allowance.holds(host, port)):
            raise forbid(written, f"Web pages are not served at port {port}.", allow(f"{host}:{port}"))
        if is_literal(host):
            self._approve(host, host, port)
        return url

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return a host's addresses; one that is not public spoils them all: half an answer is how rebinding begins.

        Raises ValidationError.
        """
        found = await self._inner.resolve(host, port, family)
        if not self._door.proxy:
            for at in found:
                self._approve(host, at["host"], port)
        return found

    def make_socket(self, info: Any) -> socket.socket:
        """Make a socket for an address that was approved, and for no other, whoever found it."""
        family, kind, protocol, _, (address, port, *_) = info
        if not self._door.proxy and (address, port) not in self._approved:
            raise forbid(address, "It was not checked.", "Report this: it is a defect of ours.")
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        """Leave the look-ups be."""
        await self._inner.close()

    def _approve(self, host: str, address: str, port: int) -> None:
        allowance = self._door.allowance
        if not (is_public(address) or allowance.names(host, port) or allowance.holds(address, port)):
            what = "This address" if host == address else f"Its address {address}"
            raise forbid(host, f"{what} is not one that everybody can reach.", allow(host))
        self._approved.add((address, port))
