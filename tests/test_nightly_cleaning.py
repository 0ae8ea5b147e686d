"""The weekly cleaning of prefect.yaml, deployed and run by a real worker: what is old goes, what is newer stays."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from adapters.cache_care import measure_cache
from model.result import PipelineResult
from tests.nightly_world import ROOT, NightlyWorld, wait_for
from tests.prefect_api import ask

pytestmark = pytest.mark.slow
_DAY = 86_400.0
_TEXTS = {
    "ancient": "# Ancient\n\nNobody has looked at this one for a very long time.\n",
    "recent": "# Recent\n\nSomebody saw it the day before yesterday.\n\n- Once\n- Twice\n",
    "fresh": "# Fresh\n\n> A word that was said just now.\n",
}
_AGES = {"ancient": 200.0, "recent": 2.0, "fresh": 0.0}
"""Days."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[NightlyWorld]:
    made = NightlyWorld(tmp_path)
    yield made
    made.close()


def kept(world: NightlyWorld) -> set[Path]:
    """Return the records and stored files of the cache, but for documents: those are read again each time."""
    found = [*world.maker.cache.glob("results/*"), *world.maker.cache.glob("store/**/*")]
    return {path for path in found if path.is_file() and path.suffix != ".md"}


def weigh(files: set[Path]) -> int:
    """Return their bytes."""
    return sum(path.stat().st_size for path in files)


def make_aged(world: NightlyWorld, name: str) -> tuple[PipelineResult, set[Path]]:
    """Make a film, and have it that its run ended, and what it left was used, so many days ago; return what it left."""
    source = world.docs / f"{name}.md"
    source.write_text(_TEXTS[name])
    before = kept(world)
    result = world.maker.make(source)
    left, then = kept(world) - before, time.time() - _AGES[name] * _DAY
    for path in left:
        os.utime(path, (then, then))
    ended = datetime.fromtimestamp(then, UTC) - timedelta(minutes=1)
    assert result.run is not None
    with contextlib.closing(sqlite3.connect(world.state / "prefect.db", timeout=60)) as database, database:
        wanted = str(ended.replace(tzinfo=None))
        changed = database.execute("UPDATE flow_run SET end_time = ? WHERE id = ?", (wanted, result.run.flow_run_id))
        assert changed.rowcount == 1
    return result, left


def is_known(world: NightlyWorld, result: PipelineResult) -> bool:
    assert result.run is not None
    try:
        return bool(ask(world.state, f"flow_runs/{result.run.flow_run_id}"))
    except HTTPError as error:
        assert error.code == 404
        return False


def clean(world: NightlyWorld, **config: Any) -> str:
    """Ask for a cleaning by the API, and wait until a worker has done it; return its page."""
    deployment = ask(world.state, "deployments/name/clean-up/weekly")
    given = {"parameters": {"config": deployment["parameters"]["config"] | config}} if config else {}
    run = ask(world.state, f"deployments/{deployment['id']}/create_flow_run", given)["id"]
    wait_for(lambda: world.state_of(run) in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"), "it ends", world.said)
    assert world.state_of(run) == "COMPLETED", world.said()
    only = {"artifacts": {"key": {"any_": ["cleaning"]}}, "flow_runs": {"id": {"any_": [run]}}}
    (page,) = ask(world.state, "artifacts/filter", only)
    return str(page["data"])


def test_a_cleaning_takes_what_is_old_and_leaves_what_is_newer(world: NightlyWorld) -> None:
    (ancient, its), (recent, its_recent), (fresh, its_fresh) = (make_aged(world, name) for name in _TEXTS)
    abandoned, unfinished = (world.maker.cache / "store" / f".{name}.partial" for name in ("abandoned", "unfinished"))
    abandoned.write_bytes(b"half a film")
    os.utime(abandoned, (time.time() - 2 * _DAY,) * 2)
    unfinished.write_bytes(b"half a film")

    told = world.maker.run(
        "deploy",
        "--from",
        "docs",
        "--plan",
        str(ROOT / "prefect.yaml"),
        module="deployments.command",
        cwd=world.maker.home,
    )
    assert told.returncode == 0, told.stderr
    assert "clean-up/weekly" in told.stdout and "45 4 * * 0 Etc/UTC; next " in told.stdout
    world.start_worker()
    page = clean(world)
    assert "| runs that the server has forgotten | 1 |" in page
    assert "| unfinished files of killed commands | 1, 0.0 MB |" in page
    assert ">" not in page  # nothing was left undone
    assert [is_known(world, film) for film in (ancient, recent, fresh)] == [False, True, True]
    there = kept(world)
    assert not its & there
    assert its_recent | its_fresh <= there
    assert (abandoned.exists(), unfinished.exists()) == (False, True)

    limit = weigh(its_fresh) + weigh(its_recent) // 2
    page = clean(world, max_bytes=limit)
    assert "| runs that the server has forgotten | 0 |" in page
    assert measure_cache(world.maker.cache).size <= limit
    assert its_fresh <= kept(world)
    assert its_recent - kept(world)
    again = world.maker.make(world.docs / "fresh.md", "--rerun").run
    assert again is not None
    assert (again.spoken, again.drawn) == (0, 0)
