"""`video-gen preview`: a page for its owner's browser alone, which follows the document and leaves nothing behind."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.browser import CHROMIUM, Browser
from tests.film_maker import ROOT, FilmMaker, kill_group

DOCUMENT = "# Lantern <b>&amp;\n\nLantern shows where a <script>alert(1)</script> light burns.\n"


class Page(NamedTuple):
    """A running preview."""

    host: str
    secret: str
    process: subprocess.Popen[str]
    source: Path
    maker: FilmMaker

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Ask for a path below the secret."""
        return self.ask_all(f"/{self.secret}/{path}", method, **headers)

    def ask_all(self, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        named = {name.replace("_", "-"): value for name, value in ({"Host": self.host} | headers).items()}
        door = http.client.HTTPConnection(self.host, timeout=20)
        try:
            door.putrequest(method, path, skip_host=True)
            for name, value in named.items():
                door.putheader(name, value)
            door.endheaders()
            reply = door.getresponse()
            return reply.status, reply.headers, b"" if "event-stream" in str(reply.headers) else reply.read()
        finally:
            door.close()

    def film(self, wanted: Callable[[dict], bool] = bool) -> dict:
        """Wait for a film."""
        for _ in range(600):
            status, _, body = self.ask("film.json")
            if status == 200 and wanted(json.loads(body)):
                return json.loads(body)
            assert self.process.poll() is None
            time.sleep(0.1)
        raise AssertionError("no film came")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    home = tmp_path_factory.mktemp("preview")
    maker = FilmMaker(home, home / "state")
    source = home / "lantern.md"
    source.write_text(DOCUMENT)
    process = subprocess.Popen(
        [sys.executable, "-m", "deployments.command", "preview", str(source), "--quality", "draft", "--resolution", "720p"],
        cwd=ROOT, env=maker.world(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None and process.stderr is not None
        address = urlsplit(process.stdout.readline().strip())
        yield Page(address.netloc, address.path.strip("/"), process, source, maker)
    finally:
        if process.poll() is None:
            kill_group(process)
        process.communicate()


def test_strangers_are_refused(page: Page) -> None:
    assert page.host.startswith("127.0.0.1:")
    assert page.ask("")[0] == 200
    assert page.ask("", Host="example.org")[0] == 403
    assert page.ask("", Host=page.host.replace("127.0.0.1", "localhost"))[0] == 403
    assert page.ask("", Origin="http://example.org")[0] == 403
    assert page.ask("", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403
    assert page.ask("", method="POST")[0] == 403
    assert page.ask_all("/")[0] == 403
    assert page.ask_all(f"/{page.secret[:-1]}/")[0] == 403
    for path in ("../preview_app.py", "..%2f..%2fpyproject.toml", "film.mp4", "page.html"):
        assert page.ask(path)[0] == 404
    policy = page.ask("")[1]["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert page.ask("")[1]["referrer-policy"] == "no-referrer"


@pytest.mark.slow
def test_the_film_comes_in_ranges_with_its_script(page: Page) -> None:
    film = page.film()
    assert film["scenes"][0]["sentences"][0]["start"] == 0
    status, headers, part = page.ask(f"{film['version']}/film.mp4", Range="bytes=4-7")
    assert (status, headers["content-type"], part) == (206, "video/mp4", b"ftyp")
    assert page.ask(f"{film['version']}/film.vtt")[2].startswith(b"WEBVTT")
    assert page.ask(f"{'0' * 32}/film.mp4")[0] == 404


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
def test_a_browser_shows_the_script_as_text_and_seeks(page: Page) -> None:
    film = page.film()
    browser = Browser(f"http://{page.host}/{page.secret}/", page.maker.home / "browser")
    try:
        browser.await_true("document.getElementById('status').textContent === 'Up to date'")
        browser.await_true("document.querySelector('video').readyState >= 1")
        assert browser.run("document.getElementById('title').textContent") == film["title"]
        assert browser.run("document.querySelectorAll('b, main script').length") == 0
        assert (
            browser.run("document.querySelector('#script .now').textContent")
            == film["scenes"][0]["sentences"][0]["text"]
        )
        last = film["scenes"][-1]["sentences"][-1]
        browser.run("[...document.querySelectorAll('#script button')].at(-1).click()")
        browser.await_true(f"Math.abs(document.querySelector('video').currentTime - {last['start']}) < 0.1")
        browser.await_true("document.querySelector('#script button:last-child.now') !== null")
        browser.await_true("document.querySelector('video').textTracks[0].cues?.length > 0")
        assert browser.run("document.querySelector('video').error") is None
        assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    finally:
        browser.close()


@pytest.mark.slow
def test_saving_rebuilds_what_changed_and_ctrl_c_leaves_nothing(page: Page) -> None:
    before = page.film()
    page.source.write_text(DOCUMENT.replace("burns", "shines"))
    after = page.film(lambda film: film["version"] != before["version"])
    assert "shines" in json.dumps(after["scenes"])
    os.kill(page.process.pid, signal.SIGINT)
    assert page.process.wait(40) == 130
    assert list((page.maker.cache / "preview").iterdir()) == []
    assert not page.maker.output.exists()
    for _ in range(100):
        running = subprocess.run(["pgrep", "-f", str(page.maker.home)], capture_output=True, text=True, check=False)
        if not running.stdout:
            return
        time.sleep(0.1)
    raise AssertionError(f"left behind: {running.stdout}")
