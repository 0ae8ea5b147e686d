"""A state directory -> what the embedded server in it answers over HTTP, as any client would ask."""

from __future__ import annotations

import base64
import json
import urllib.request
from pathlib import Path
from typing import Any

from adapters.server import server_status

_CLIENT = "a-test"


def ask(state: Path, path: str, question: dict[str, Any] | None = None) -> Any:
    """Return the server's answer; with a question, to a POST."""
    status = server_status(state)
    assert status is not None
    address = status.address
    headers = {"Authorization": f"Basic {base64.b64encode(address.auth.encode()).decode()}"}

    def fetch(where: str, data: bytes | None = None, **more: str) -> Any:
        request = urllib.request.Request(f"{address.api_url}/{where}", data, headers | more)
        with urllib.request.urlopen(request, timeout=30) as reply:
            return json.load(reply)

    if question is None:
        return fetch(path)
    token = fetch(f"csrf-token?client={_CLIENT}")["token"]
    signed = {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": _CLIENT, "Content-Type": "application/json"}
    return fetch(path, json.dumps(question).encode(), **signed)
