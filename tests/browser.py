"""Chromium on one page, without a window: asked, and told what to do, by its debugging protocol."""

from __future__ import annotations

import base64
import http.client
import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from tests.film_maker import kill_group

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_PATIENCE = 30.0
"""Seconds."""


class Browser:
    """A browser of its own, with nothing that another has left."""

    def __init__(self, url: str, folder: Path) -> None:
        flags = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--window-size=1400,1000",
            "--remote-debugging-port=0",
            f"--user-data-dir={folder}",
        )
        self.process = subprocess.Popen([str(CHROMIUM), *flags, url], stderr=subprocess.DEVNULL, start_new_session=True)
        self._calls = 0
        self.channel = connect(_find_page(folder / "DevToolsActivePort"), max_size=None)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol, and return its result; empty where the page refuses."""
        self._calls += 1
        self.channel.send(json.dumps({"id": self._calls, "method": method, "params": parameters}))
        while True:
            reply = json.loads(self.channel.recv(timeout=_PATIENCE))
            if reply.get("id") == self._calls:
                return dict(reply.get("result", {}))

    def run(self, expression: str) -> Any:
        """Evaluate an expression in the page."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True).get("result", {}).get("value")

    def go(self, url: str) -> None:
        """Open another page."""
        self.call("Page.navigate", url=url)

    def await_true(self, expression: str) -> None:
        """Wait until an expression holds."""
        end = time.monotonic() + _PATIENCE
        while not self.run(expression):
            assert time.monotonic() < end, f"never: {expression}\n{self.run('document.body.innerText')}"
            time.sleep(0.1)

    def click(self, words: str) -> None:
        """Wait for a button with these words, and click on it."""
        found = f"[...document.querySelectorAll('button')].find(one => one.innerText.trim() === {json.dumps(words)})"
        self.await_true(f"{found} !== undefined && !{found}.disabled")
        self.run(f"{found}.click()")

    def type(self, selector: str, words: str) -> None:
        """Write into a field as a person's keyboard would, once it is there."""
        self.await_true(f"document.querySelector({json.dumps(selector)}) !== null")
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.call("Input.insertText", text=words)

    def take_picture(self, path: Path) -> None:
        """Save what is seen as a PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def close(self) -> None:
        """End it with all its processes."""
        self.channel.close()
        kill_group(self.process)
        self.process.wait(20)


def _find_page(written: Path) -> str:
    """Wait until the browser has said its port and opened its page; return where that is spoken to."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if written.exists() and (lines := written.read_text().splitlines()):
            door = http.client.HTTPConnection("127.0.0.1", int(lines[0]), timeout=20)
            door.request("GET", "/json/list")
            pages = [one for one in json.loads(door.getresponse().read()) if one["type"] == "page"]
            door.close()
            if pages:
                return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.1)
    raise AssertionError("the browser opens no page")
