"""A user's world with a plan, a worker in a process of its own, and what the server says of its runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import yaml

from adapters.server import stop_server
from tests.film_maker import ROOT, FilmMaker
from tests.prefect_api import ask

PATIENCE = 300.0
"""Seconds: a machine may be busy."""


def _ask(state: Path, path: str, question: dict[str, Any] | None = None) -> Any:
    """Ask as any client of Prefect's does: again, when the server says that its database is busy."""
    end = time.monotonic() + 60
    while True:
        try:
            return ask(state, path, question)
        except HTTPError as error:
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > end:
                raise
            time.sleep(0.5)


class NightlyWorld:
    """Deploys a plan and runs workers; all of it ends with the test."""

    def __init__(self, home: Path) -> None:
        self.maker = FilmMaker(home, home / "state", {"VIDEO_GEN_QUALITY": "draft", "VIDEO_GEN_RESOLUTION": "720p"})
        self.state = self.maker.state
        self.docs = home / "docs"
        self.docs.mkdir()
        self._workers: list[subprocess.Popen[str]] = []

    def deploy(self, *deployments: dict[str, Any], **environment: str) -> subprocess.CompletedProcess[str]:
        """Deploy these, found by module path, on a pool named video-gen."""
        pull = [{"prefect.deployments.steps.set_working_directory": {"directory": "{{ $PWD }}"}}]
        whole = {"name": "video-gen", "pull": pull, "deployments": list(deployments)}
        plan = self.maker.home / "plan.yaml"
        plan.write_text(yaml.safe_dump(whole))
        named = ("deploy", "--plan", str(plan))
        done = self.maker.run(*named, module="deployments.command", cwd=self.maker.home, **environment)
        assert done.returncode == 0, done.stderr
        return done

    def start_worker(self) -> subprocess.Popen[str]:
        """Start `video-gen worker`; what it says goes to worker.log."""
        log = (self.maker.home / "worker.log").open("a")
        with log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "deployments.command", "worker"],
                cwd=self.maker.home, env=self.maker.world(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, text=True,
                start_new_session=True,
            )  # fmt: skip
        self._workers.append(worker)
        return worker

    def said(self) -> str:
        """Return what the workers have said."""
        return (self.maker.home / "worker.log").read_text()

    def runs(self, deployment: str) -> list[dict[str, Any]]:
        """Return the runs of a deployment, the latest expected first."""
        only = {"deployments": {"name": {"any_": [deployment]}}, "sort": "EXPECTED_START_TIME_DESC", "limit": 100}
        return list(_ask(self.state, "flow_runs/filter", only))

    def ask_for(self, name: str) -> str:
        """Ask for a run of flow/deployment, and return its id."""
        deployment = _ask(self.state, f"deployments/name/{name}")
        return str(_ask(self.state, f"deployments/{deployment['id']}/create_flow_run", {})["id"])

    def state_of(self, run_id: str) -> str:
        """Return the type of a run's state."""
        return str(_ask(self.state, f"flow_runs/{run_id}")["state_type"])

    def processes(self) -> list[int]:
        """Return the processes that run our flows in this world."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                here = str(self.state).encode() in (folder / "environ").read_bytes()
                if here and b"nightly.engine" in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                continue
        return found

    def close(self) -> None:
        """End everything that was started, by its number."""
        for worker in self._workers:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait(30)
        stop_server(self.state)


def wait_for(true: Callable[[], Any], what: str, told: Callable[[], str] = str) -> Any:
    """Wait until something is so, and return what it is."""
    end = time.monotonic() + PATIENCE
    while not (found := true()):
        assert time.monotonic() < end, f"{what}: {told()}"
        time.sleep(0.3)
    return found


@contextmanager
def receiver() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give an address as apprise reads it, and the messages that come there."""
    messages: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            messages.append(json.loads(body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"json://127.0.0.1:{server.server_port}/hook", messages
    finally:
        server.shutdown()
        server.server_close()


__all__ = ["ROOT", "NightlyWorld", "receiver", "wait_for"]
