"""A web server on the loopback that counts who comes, and that answers in each way that servers are known to answer badly."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiohttp.abc import AbstractResolver, ResolveResult

Page = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by the table of its server."""

    protocol_version = "HTTP/1.1"
    server: WebServer
    body = b""

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))
        page = self.server.pages.get(self.path.partition("?")[0])
        with contextlib.suppress(ConnectionError):
            if page is None:
                self.give(b"nothing here", status=404)
            else:
                page(self)

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def give(self, body: bytes, kind: str = "text/plain", *, status: int = 200, **more: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **more}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def move(self, target: str, status: int = 302) -> None:
        self.give(b"", status=status, Location=target)

    def log_message(self, *_: object) -> None:
        pass


class WebServer(ThreadingHTTPServer):
    """One server, on IPv4 and a port of its own."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(address, Handler)
        self.pages: dict[str, Page] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.connections = 0

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        self.connections += 1
        return super().get_request()

    def handle_error(self, *_: object) -> None:
        pass

    @property
    def port(self) -> int:
        return self.server_address[1]

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


class WebServer6(WebServer):
    address_family = socket.AF_INET6


@contextlib.contextmanager
def serving(kind: type[WebServer] = WebServer, host: str = "127.0.0.1", port: int = 0) -> Iterator[WebServer]:
    """Serve until the end."""
    server = kind((host, port))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def drip(handler: Handler) -> None:
    """Promise a thousand bytes, and send one each tenth of a second."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(b"x")
        time.sleep(0.1)


def stall(handler: Handler) -> None:
    """Say nothing for longer than anybody waits."""
    time.sleep(20)


def bomb(coding: str) -> Page:
    """Give a gigabyte of zeros in a megabyte, and say nothing of its length."""

    def page(handler: Handler) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31 if coding == "gzip" else 15)
        handler.send_response(200)
        handler.send_header("Content-Encoding", coding)
        handler.send_header("Connection", "close")
        handler.end_headers()
        for _ in range(1024):
            handler.wfile.write(packer.compress(bytes(1 << 20)))
        handler.wfile.write(packer.flush())

    return page


def packed(text: bytes, coding: str) -> Page:
    def page(handler: Handler) -> None:
        raw = zlib.compressobj(9, zlib.DEFLATED, -15)
        ways = {
            "gzip": gzip.compress(text), "deflate": zlib.compress(text), "raw": raw.compress(text) + raw.flush(),
            "members": gzip.compress(text[:5]) + gzip.compress(text[5:]), "cut": gzip.compress(text)[:-9],
            "padded": gzip.compress(text) + bytes(512),
        }  # fmt: skip
        names = {"members": "gzip", "raw": "deflate", "cut": "gzip", "padded": "gzip"}
        handler.give(ways[coding], Content_Encoding=names.get(coding, coding))

    return page


class TableResolver(AbstractResolver):
    """Knows the names of a table; a name with several answers gives the next one at each look-up, then the last again."""

    def __init__(self, table: dict[str, list[list[str]]]) -> None:
        self.table = {name: list(answers) for name, answers in table.items()}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        answers = self.table.get(host)
        if not answers:
            raise OSError(None, "no such host")
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            ResolveResult(
                hostname=host, host=address, port=port, proto=0, flags=socket.AI_NUMERICHOST,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
            )
            for address in found
        ]  # fmt: skip

    async def close(self) -> None:
        pass
