"""An S3 service on loopback, in a process of its own: a bucket for each test, and how often it was asked for what."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEYS = {"AWS_ACCESS_KEY_ID": "a-test", "AWS_SECRET_ACCESS_KEY": "a-test", "AWS_REGION": "us-east-1"}
_PROGRAM = "import sys; from moto.server import main; main(sys.argv[1:])"
_REQUEST = re.compile(r'"([A-Z]+) (/\S*) HTTP/1\.1" (\d+)')


class S3Service:
    """Where the service is, and its log."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.url = folder, f"http://127.0.0.1:{port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return AWS's own variables for it."""
        return KEYS | {"AWS_ENDPOINT_URL": self.url}

    def make_bucket(self, name: str) -> str:
        """Make a bucket; return the address of a store in it."""
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/{name}", method="PUT"), timeout=30).close()
        return f"s3://{name}/kept"

    def list_requests(self) -> list[tuple[str, str, int]]:
        """Return what was asked so far: method, path, status."""
        log = (self.folder / "s3.log").read_text()
        return [(method, path, int(status)) for method, path, status in _REQUEST.findall(log)]


@contextmanager
def open_service(folder: Path) -> Iterator[S3Service]:
    """Start it, and end it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with (folder / "s3.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, "-H", "127.0.0.1", "-p", str(port)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, env=os.environ | KEYS,
        )  # fmt: skip
    try:
        end = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < end, (folder / "s3.log").read_text()
                time.sleep(0.05)
        yield S3Service(folder, port)
    finally:
        process.kill()
        process.wait(30)
