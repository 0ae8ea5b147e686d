"""A folder -> a fleet on loopback: PostgreSQL, Redis, an S3 service, two API servers, their services, and workers."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path("/usr/lib/postgresql")
AUTH = "fleet:of-a-test-alone"
_PATIENCE = 120.0


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest there is."""
    found = sorted(PROGRAMS.glob("*/bin"), key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0)
    return next((path for path in reversed(found) if (path / "initdb").exists()), None)


def find_lack() -> str:
    """Say what a fleet lacks on this machine; empty when it lacks nothing."""
    if find_postgres() is None:
        return "PostgreSQL is not installed (apt-get install postgresql)"
    if shutil.which("redis-server") is None:
        return "Redis is not installed (apt-get install redis-server)"
    return ""


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: str, holds: Callable[[], Any], patience: float = _PATIENCE) -> Any:
    """Wait until it holds, and return what it returned."""
    end = time.monotonic() + patience
    while True:
        found = holds()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"not within {patience:.0f} s: {what}")
        time.sleep(0.2)


class FleetSite:
    """All processes of a fleet, each with its log in the folder; `close` ends them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Not in the folder: a test's is its user's alone, and the database runs as a user of its own.
        self.database = Path(tempfile.mkdtemp(prefix="fleet-database-"))
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        ports = {name: find_port() for name in ("postgres", "redis", "s3", "api-1", "api-2")}
        self.ports = ports
        self.environment = self._fill_in()

    def _fill_in(self) -> dict[str, str]:
        """Read the settings that the project gives, and put this site's places where they leave them open."""
        ports, values = self.ports, {}
        for line in (ROOT / "deployments/fleet/fleet.env").read_text().splitlines():
            if line and not line.startswith("#"):
                name, _, value = line.partition("=")
                values[name] = value
        known = {
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"postgresql+asyncpg://prefect@127.0.0.1:{ports['postgres']}/prefect",
            "PREFECT_REDIS_MESSAGING_HOST": "127.0.0.1",
            "PREFECT_REDIS_MESSAGING_PORT": str(ports["redis"]),
            "PREFECT_SERVER_DOCKET_URL": f"redis://127.0.0.1:{ports['redis']}/1",
            "PREFECT_SERVER_API_AUTH_STRING": AUTH, "PREFECT_API_AUTH_STRING": AUTH,
            "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{ports['api-1']}",
            "PREFECT_API_URL": self.api_url(1),
            "VIDEO_GEN_STORE": "s3://fleet/kept", "VIDEO_GEN_PUBLISH": "s3://fleet/films",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{ports['s3']}", "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "a-test", "AWS_SECRET_ACCESS_KEY": "a-test",
        }  # fmt: skip
        values |= known
        assert not [name for name, value in values.items() if "<" in value]
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        return (
            kept
            | values
            | {"HOME": str(self.folder), "PREFECT_HOME": str(self.folder / "prefect"), "PYTHONPATH": str(ROOT)}
        )

    def api_url(self, server: int) -> str:
        return f"http://127.0.0.1:{self.ports[f'api-{server}']}/api"

    # -- processes

    def start(self, name: str, *argv: str, user: str | None = None, **more: str) -> subprocess.Popen[bytes]:
        """Start a process in a session of its own, so that all of it can be killed at once."""
        log = (self.folder / f"{name}.log").open("ab")
        process = subprocess.Popen(
            argv, cwd=ROOT, env=self.environment | more, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, user=user if os.geteuid() == 0 else None,
        )  # fmt: skip
        log.close()
        self.processes[name] = process
        return process

    def run(self, *argv: str, user: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            argv, cwd=self.database, env=self.environment | more, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, timeout=300, user=user if os.geteuid() == 0 else None,
        )  # fmt: skip
        assert done.returncode == 0, f"{argv}: {done.stdout}\n{done.stderr}"
        return done

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """End a process and all that it started, in whatever session, at once: as a machine that loses its power does."""
        process = self.processes.pop(name)
        family = [process.pid, *_list_descendants(process.pid)]
        for pid in (*family, *_list_descendants(process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        process.wait(60)

    def close(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        self._stop_postgres("immediate")
        shutil.rmtree(self.database, ignore_errors=True)

    def prefect(self, name: str, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        return self.start(name, sys.executable, "-m", "prefect", *arguments, **more)

    # -- PostgreSQL

    def start_postgres(self) -> None:
        programs, data = find_postgres(), self.database
        assert programs is not None
        if os.geteuid() == 0:
            shutil.chown(data, "postgres", "postgres")
        self.run(
            str(programs / "initdb"), "-D", str(data), "-U", "prefect", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync",
            user="postgres",
        )  # fmt: skip
        self._pg_ctl("start")
        self.run(
            str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(self.ports["postgres"]), "-U", "prefect", "prefect"
        )

    def restart_postgres(self, mode: str) -> None:
        """Restart the database: `fast` ends what goes on, `immediate` is a crash."""
        self._pg_ctl("restart", "-m", mode)

    def _stop_postgres(self, mode: str) -> None:
        with contextlib.suppress(AssertionError):
            self._pg_ctl("stop", "-m", mode)

    def _pg_ctl(self, verb: str, *more: str) -> None:
        programs, data = find_postgres(), self.database
        options = f"-p {self.ports['postgres']} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off"
        self.run(
            str(programs / "pg_ctl"), verb, "-D", str(data), "-w", "-l", str(data / "log"), "-o", options, *more,
            user="postgres",
        )  # fmt: skip

    # -- the rest

    def start_redis(self) -> None:
        where = ("--port", str(self.ports["redis"]), "--bind", "127.0.0.1", "--dir", str(self.folder))
        self.start("redis", "redis-server", *where, "--save", "")
        wait_for("Redis", lambda: _listens(self.ports["redis"]))

    def start_s3(self) -> None:
        code = "from moto.server import main; import sys; main(sys.argv[1:])"
        self.start("s3", sys.executable, "-c", code, "-H", "127.0.0.1", "-p", str(self.ports["s3"]))
        wait_for("the S3 service", lambda: _listens(self.ports["s3"]))
        urllib.request.urlopen(
            urllib.request.Request(f"{self.environment['AWS_ENDPOINT_URL']}/fleet", method="PUT")
        ).close()

    def start_servers(self) -> None:
        self.run(sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y")
        for number in (1, 2):  # one after the other: two would register the same blocks
            port = str(self.ports[f"api-{number}"])
            self.prefect(f"api-{number}", "server", "start", "--no-services", "--host", "127.0.0.1", "--port", port)
            wait_for(f"API server {number}", lambda number=number: self._is_healthy(number))
        self.prefect("services", "server", "services", "start")

    def start_worker(self, name: str, server: int, pool: str, **more: str) -> None:
        """Start a worker with a disk of its own, that asks one of the servers."""
        own = self.own_places(name) | {"PREFECT_API_URL": self.api_url(server)}
        what = ("--pool", pool, "--type", "process", "--name", name, "--limit", "1")
        self.prefect(name, "worker", "start", *what, **(own | more))

    def own_places(self, name: str) -> dict[str, str]:
        """Return the disk of one machine: nothing on it is another's."""
        home = self.folder / name
        home.mkdir(exist_ok=True)
        return {
            "HOME": str(home), "PREFECT_HOME": str(home / "prefect"), "VIDEO_GEN_CACHE_DIR": str(home / "cache"),
            "VIDEO_GEN_STATE_DIR": str(home / "state"),
        }  # fmt: skip

    def _is_healthy(self, server: int) -> bool:
        try:
            return self.ask("health", server=server) is True
        except (OSError, urllib.error.HTTPError):
            return False

    def ask(self, path: str, question: Any = None, *, server: int = 1) -> Any:
        """Ask a server over HTTP; a question makes it a POST, with a token as CSRF protection wants it."""
        basic = {"Authorization": f"Basic {base64.b64encode(AUTH.encode()).decode()}"}
        if question is None:
            return _fetch(f"{self.api_url(server)}/{path}", None, basic)
        token = _fetch(f"{self.api_url(server)}/csrf-token?client=a-test", None, basic)["token"]
        signed = basic | {
            "Prefect-Csrf-Token": token,
            "Prefect-Csrf-Client": "a-test",
            "Content-Type": "application/json",
        }
        return _fetch(f"{self.api_url(server)}/{path}", json.dumps(question).encode(), signed)


def _list_descendants(pid: int) -> list[int]:
    """Return the processes that a process started, and those that they did."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found, new = [], [pid]
    while new:
        new = [child for child, parent in parents.items() if parent in new]
        found += new
    return found


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _fetch(url: str, data: bytes | None, headers: dict[str, str]) -> Any:
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=30) as reply:
        return json.load(reply)
