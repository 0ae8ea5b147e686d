"""A request to the embedded server -> the same request, if it comes from this machine's own pages and programs.

Three things that Prefect leaves to a proxy: the Host header must name the loopback (else any web page can reach the
server under its own name, by DNS rebinding), a page's Origin must be the server's own, and answers tell the browser to
load nothing from elsewhere. It also keeps the time of the last request, and serves the page that signs a browser in.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SIGN_IN = """<!doctype html><meta charset="utf-8"><title>Signing in</title>
<p>Signing in. Without the whole link that <code>video-gen server status</code> shows, this cannot work.</p>
<script>
const secret = location.hash.slice(1);
if (secret) { localStorage.setItem("prefect-password", secret); location.replace("/"); }
</script>
"""
# V2 of the UI asks a measuring service for its settings: connect-src keeps it from that. Vue compiles templates.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' ws://{host}; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)


class GuardedServer:
    """An ASGI application that lets only its own pages and local programs in."""

    def __init__(self, inner: ASGIApp, port: int, before_end: Callable[[], Awaitable[None]]) -> None:
        host = f"127.0.0.1:{port}"
        self.last_used = time.monotonic()
        self._inner = inner
        self._before_end = before_end
        self._host = host
        self._origin = f"http://{host}"
        self._nickname = f"localhost:{port}"
        self._headers = {
            "content-security-policy": _POLICY.format(host=host),
            "x-frame-options": "DENY",
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "cross-origin-resource-policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one websocket, or carry the server's own start and end."""
        if scope["type"] == "lifespan":
            await self._inner(scope, self._held_open(receive), send)
            return
        headers = Headers(scope=scope)
        if scope["type"] == "http" and scope["method"] == "GET" and headers.getlist("host") == [self._nickname]:
            # The UI calls the API by number: under another name its own calls would be a stranger's.
            await RedirectResponse(f"{self._origin}{quote(scope['path'])}")(scope, receive, send)
            return
        if refusal := self._refuse(headers):
            await _deny(scope, receive, send, refusal)
            return
        if scope["type"] == "http" and scope["path"] == "/sign-in":
            await HTMLResponse(_SIGN_IN, headers=self._headers | {"cache-control": "no-store"})(scope, receive, send)
            return
        self.last_used = time.monotonic()
        try:
            await self._inner(scope, self._clocked(receive), self._protected(send))
        finally:
            self.last_used = time.monotonic()

    def _refuse(self, headers: Headers) -> str:
        if headers.getlist("host") != [self._host]:
            return "This server answers to 127.0.0.1 alone."
        foreign = headers.get("sec-fetch-site", "none") in ("cross-site", "same-site")
        if foreign and headers.get("sec-fetch-mode") != "navigate":
            return "This server answers its own pages alone."
        if any(origin != self._origin for origin in headers.getlist("origin")):
            return "This server answers its own pages alone."
        return ""

    def _held_open(self, receive: Receive) -> Receive:
        async def receive_late() -> Message:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await self._before_end()
            return message

        return receive_late

    def _clocked(self, receive: Receive) -> Receive:
        async def receive_and_note() -> Message:
            message = await receive()
            self.last_used = time.monotonic()
            return message

        return receive_and_note

    def _protected(self, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # Prefect answers a wrong CSRF token with "any origin may read this".
                del headers["access-control-allow-origin"]
                headers.update(self._headers)
            await send(message)

        return send_with_headers


async def _deny(scope: Scope, receive: Receive, send: Send, reason: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": reason})
        return
    await PlainTextResponse(reason, status_code=403, headers={"connection": "close"})(scope, receive, send)
