"""A fleet in earnest: PostgreSQL, Redis, S3, two API servers, three workers; one of them is killed, and the database restarts.

The short form is for CI, the long one, forty documents, for whoever asks: `-m fleet`.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.stores.shared import open_shared
from model.result import PipelineResult
from tests.fleet_site import FleetSite, find_lack, wait_for

pytestmark = pytest.mark.skipif(bool(find_lack()), reason=find_lack())
POOL = "video-gen"
_DEPLOY = """
import asyncio
from prefect.client.orchestration import get_client
from flows.make_video import make_video

async def deploy():
    async with get_client() as client:
        flow = await client.create_flow(make_video)
        print(await client.create_deployment(
            flow_id=flow, name="fleet", entrypoint="flows.make_video.make_video", work_pool_name="video-gen",
        ))

asyncio.run(deploy())
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FleetSite]:
    opened = FleetSite(tmp_path)
    try:
        opened.start_postgres()
        opened.start_redis()
        opened.start_s3()
        opened.start_servers()
        yield opened
    finally:
        opened.close()


@pytest.fixture
def s3_keys(site: FleetSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test itself look into the bucket."""
    for name, value in site.environment.items():
        if name.startswith("AWS_"):
            monkeypatch.setenv(name, value)


def write_documents(folder: Path, count: int) -> Path:
    """Write documents that have no sentence in common."""
    folder.mkdir()
    paths = [folder / f"document-{number:02d}.md" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(
            f"# Report {number}\n\nReport {number} tells what became of the boat with the number {number}.\n\n"
            f"## Voyage {number}\n\nBoat {number} left on day {number} and came home with {number + 3} barrels.\n\n"
            f"## Repairs of boat {number}\n\n- Sail {number} was mended.\n- Mast {number} was painted.\n"
        )
    return folder


class Order:
    """A set that was asked for as its user does, from a machine that makes none of it; and what becomes of its films."""

    def __init__(self, site: FleetSite, documents: Path, count: int) -> None:
        self.site, self.count_of_films = site, count
        self.deployment = site.run(sys.executable, "-c", _DEPLOY).stdout.split()[-1]
        options = ("--engine", "silent", "--resolution", "720p", "--quality", "draft", "--ai", "off", "--json")
        where = ("--output", str(site.folder / "videos"), "--deployment", "make-video/fleet", "--max-parallel", "64")
        argv = (sys.executable, "-m", "deployments.command", "set", "--from", str(documents), *where, *options)
        self.asking = site.start("asking", *argv, **site.own_places("asking"))

    def list(self) -> list[dict[str, Any]]:
        """Return the runs as the servers know them; empty while they cannot answer."""
        try:
            asked = {"deployments": {"id": {"any_": [self.deployment]}}}
            found: list[dict[str, Any]] = self.site.ask("flow_runs/filter", asked, server=2)
        except OSError:  # the database is being restarted
            return []
        return found

    def count(self) -> Counter[str]:
        return Counter(run["state_name"] for run in self.list())

    def running_on(self, worker: str) -> list[str]:
        """Return the films whose runs a worker is making."""
        log = (self.site.folder / f"{worker}.log").read_text()
        return [name_of(run) for run in self.list() if run["state_name"] == "Running" and run["id"] in log]


def name_of(run: dict[str, Any]) -> str:
    """Return which film a run makes."""
    return Path(run["parameters"]["config"]["source"]).stem


def check_films(order: Order, lost: set[str]) -> None:
    """Hold that every film is there and whole, and was made once; `lost` are those that the dead worker was making."""
    films = open_shared("s3://fleet/films")
    assert films is not None
    runs = order.list()
    names = {name_of(run) for run in runs}
    assert len(runs) == len(names) == order.count_of_films
    for name in names:
        told = films.read(f"{name}/result.json")
        assert told is not None, name
        result = PipelineResult.model_validate_json(told)
        assert result.is_sealed()
        for file in result.files:
            assert films.size(f"{name}/{file.name}") == file.size
    assert all(run["run_count"] == 1 for run in runs if name_of(run) not in lost)
    kept, delivered = _count_writes(order.site)
    assert {name for name, count in delivered.items() if count > 1} <= lost and set(delivered) == names
    twice = {key for key, count in kept.items() if key.startswith("narrate-scene") and count > 1}
    assert twice <= _keys_of(lost), "a scene was spoken twice"
    assert sum(key.startswith("narrate-scene") for key in kept) >= 3 * len(names)


def _count_writes(site: FleetSite) -> tuple[Counter[str], Counter[str]]:
    """Count by the S3 service's log how often each record was written, and each film handed over."""
    kept: Counter[str] = Counter()
    delivered: Counter[str] = Counter()
    for line in (site.folder / "s3.log").read_text().splitlines():
        if '"PUT /fleet/kept/results/' in line:
            kept[line.split("/fleet/kept/results/")[1].split()[0]] += 1
        if '"PUT /fleet/films/' in line and "/result.json" in line:
            delivered[line.split("/fleet/films/")[1].split("/")[0]] += 1
    return kept, delivered


def _keys_of(films: set[str]) -> set[str]:
    shared = open_shared("s3://fleet/kept")
    assert shared is not None
    uses = [json.loads(shared.read(entry.name) or b"{}") for entry in shared.list("films")]
    return {key for use in uses if use["video_id"] in films for key in use["records"]}


def run_fleet(site: FleetSite, documents: int, workers: int, breaks: tuple[str, ...], silence: str) -> dict[str, Any]:
    """Have films made, and break things meanwhile, each after as many films as the one before; return what it came to."""
    setup = (sys.executable, "-m", "deployments.command", "fleet", "setup", "--silence", silence)
    assert "was made" in site.run(*setup).stderr
    assert "is there" in site.run(*setup).stderr
    order = Order(site, write_documents(site.folder / "documents", documents), documents)
    for number in range(workers):
        site.start_worker(f"worker-{number + 1}", 1 + number % 2, POOL)
    began, lost = time.monotonic(), set()
    for at, what in enumerate(breaks):
        due = at * documents // (len(breaks) + 1)
        wait_for(f"{due} films", lambda due=due: order.count()["Completed"] >= due, 1800)
        if what in ("kill", "reset"):
            lost |= set(wait_for("a film on the first worker", lambda: order.running_on("worker-1"), 600))
            site.kill("worker-1")
            if what == "reset":  # a machine that comes back knows what it was doing
                site.start_worker("worker-1", 1, POOL)
        else:
            site.restart_postgres(what)
    assert order.asking.wait(3600) == 0, (site.folder / "asking.log").read_text()
    report = json.loads((site.folder / "videos" / "set-report.json").read_text())
    assert (report["success"], report["made"]) == (True, documents)
    check_films(order, lost)
    return {"films": documents, "seconds": round(time.monotonic() - began), "lost": sorted(lost)}


@pytest.mark.slow
@pytest.mark.usefixtures("s3_keys")
def test_a_small_fleet(site: FleetSite) -> None:
    run_fleet(site, documents=4, workers=2, breaks=("reset", "immediate"), silence="60")


@pytest.mark.fleet
@pytest.mark.usefixtures("s3_keys")
def test_forty_documents(site: FleetSite) -> None:
    """The second restart comes while two machines are left, and the dead one's film is still to be found."""
    figures = run_fleet(site, documents=40, workers=3, breaks=("fast", "kill", "immediate"), silence="90")
    (site.folder / "figures.json").write_text(json.dumps(figures))
