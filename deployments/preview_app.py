"""A request from the user's own browser -> the preview's page, its film in ranges, and how far the build is

Four locks: the socket is bound to 127.0.0.1, Host and Origin must name it, the path begins with a secret that is new
each time, and the answers allow the page nothing that does not come from here.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from deployments.preview_builds import Builds
from deployments.previewing import PAGE_FOLDER

_OWN = {"": "page.html", "page.css": "page.css", "page.js": "page.js", "page.svg": "page.svg"}
_KINDS = {".mp4": "video/mp4", ".vtt": "text/vtt; charset=utf-8", ".png": "image/png"}
_TICK = 0.2
_KEEP_ALIVE = 50
"""Ticks after which a silent channel says that it is still there."""
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    ),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


class PreviewApp:
    """An ASGI application for one browser on this machine."""

    def __init__(self, builds: Builds, host: str, secret: str) -> None:
        self._builds = builds
        self._host = host
        self._secret = secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        refusal = self._refuse(scope)
        answer = PlainTextResponse(refusal, 403) if refusal else await asyncio.to_thread(self._answer, scope["path"])
        await answer(scope, receive, send_with_headers)

    def _refuse(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        if headers.getlist("host") != [self._host]:
            return "This page answers to 127.0.0.1 alone."
        foreign = headers.get("sec-fetch-site", "none") in ("cross-site", "same-site")
        if (foreign and headers.get("sec-fetch-mode") != "navigate") or any(
            origin != f"http://{self._host}" for origin in headers.getlist("origin")
        ):
            return "This page answers its own requests alone."
        if scope["method"] not in ("GET", "HEAD"):
            return "There is nothing to change here."
        given = scope["path"].split("/", 2)[1].encode()
        if not secrets.compare_digest(given, self._secret.encode()):
            return "This is not the whole link that `video-gen preview` printed."
        return ""

    def _answer(self, path: str) -> Response:
        wanted = path.removeprefix(f"/{self._secret}").removeprefix("/")
        if wanted in _OWN and path.startswith(f"/{self._secret}/"):
            return FileResponse(PAGE_FOLDER / _OWN[wanted])
        if wanted == "events":
            return StreamingResponse(self._tell(), media_type="text/event-stream")
        if self._builds.result is not None and wanted == "film.json":
            return JSONResponse(self._builds.describe_film())
        return self._find_media(wanted) or PlainTextResponse("There is no such thing here.", 404)

    def _find_media(self, wanted: str) -> Response | None:
        """Return a file of the film that is there now: an older one's name finds nothing."""
        result, (version, _, name) = self._builds.result, wanted.partition("/")
        if result is None or version != result.seal[:32]:
            return None
        names = {"film.mp4": result.video, "film.vtt": f"{result.video_id}.vtt", "thumbnail.png": "thumbnail.png"}
        file = self._builds.folder / names[name] if name in names else None
        return FileResponse(file, media_type=_KINDS[file.suffix]) if file is not None and file.is_file() else None

    async def _tell(self) -> AsyncIterator[str]:
        """Send the state whenever it changes (server-sent events, WHATWG HTML 9.2)."""
        told, silent = None, 0
        while True:
            state = self._builds.state
            if state != told or silent >= _KEEP_ALIVE:
                told, silent = state, 0
                yield f"data: {json.dumps(state._asdict(), ensure_ascii=True)}\n\n"
            silent += 1
            await asyncio.sleep(_TICK)
