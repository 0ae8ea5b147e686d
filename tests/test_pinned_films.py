"""What a pinned film needs is never pruned: not here, and not in the store that machines share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from adapters.cache_care import list_records, plan_pruning, remove
from adapters.store import Store
from adapters.stores.films import FILMS, PINS, FilmUse, FilmUses, find_pinned
from adapters.stores.shared import SharedStore, open_shared
from adapters.stores.shared_care import (
    find_shared_damage,
    list_shared_files,
    measure_shared,
    plan_shared_pruning,
    remove_shared,
)
from model.errors import ValidationError
from tests.film_maker import ROOT

MONTH = 30 * 86_400.0
RUNS = ("0190c0de-0000-7000-8000-000000000001", "0190c0de-0000-7000-8000-000000000002")


def make(cache: Path, name: str, run: str, shared: SharedStore | None = None, *, ago: float = 2 * MONTH) -> FilmUse:
    """Leave what a film of one record leaves, as if it was made so long ago."""
    at = time.time() - ago
    asset = Store(cache / "store", shared).put(name.encode() * 1000, ".wav")
    record = json.dumps({"result": json.dumps({"audio": asset.model_dump()})})
    path = cache / "results" / f"narrate-{name}"
    path.parent.mkdir(exist_ok=True)
    path.write_text(record)
    for kept in (path, cache / "store" / asset.sha256[:2] / f"{asset.sha256}.wav"):
        os.utime(kept, (at, at))
    if shared is not None:
        shared.write(f"results/narrate-{name}", record.encode())
    use = FilmUse(video_id=name, folder=f"/films/{name}", runs=(run,), made=at, records=(f"narrate-{name}",))
    FilmUses(cache, shared).note(use)
    return use


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    for name, run in zip(("one", "two"), RUNS, strict=True):
        make(tmp_path / "cache", name, run)
    return tmp_path / "cache"


@pytest.fixture
def shared(tmp_path: Path) -> SharedStore:
    opened = open_shared(f"file://{tmp_path}/shared")
    assert opened is not None
    return opened


def records(cache: Path) -> set[str]:
    return {record.path.name for record in list_records(cache)}


@pytest.mark.parametrize("named", ["one", "/films/one", RUNS[0], RUNS[0][:36]])
def test_what_a_pinned_film_needs_stays(cache: Path, named: str) -> None:
    FilmUses(cache).pin(named)
    assert find_pinned(cache) == {"narrate-one"}
    for options in ({"limit": 0}, {"unused_for": MONTH}):
        remove(plan_pruning(cache, **options))
        assert records(cache) == {"narrate-one"}
    assert [path.read_bytes()[:3] for path in (cache / "store").glob("*/*")] == [b"one"]
    FilmUses(cache).unpin(named)
    remove(plan_pruning(cache, limit=0))
    assert not records(cache) and not list((cache / "store").glob("*/*"))
    assert not FilmUses(cache).list(FILMS), "a film whose results are gone can no longer be pinned"


def test_the_rest_is_pruned_as_if_the_pinned_came_first(cache: Path) -> None:
    make(cache, "three", RUNS[0], ago=0)
    FilmUses(cache).pin("one")
    room = sum(path.stat().st_size for path in cache.rglob("*one*") if path.parent.name == "results") + 3000
    remove(plan_pruning(cache, limit=room + 100))
    assert records(cache) == {"narrate-one"}


def test_what_cannot_be_pinned_is_told(cache: Path) -> None:
    films = FilmUses(cache)
    with pytest.raises(ValidationError, match="No film or run nothing"):
        films.pin("nothing")
    with pytest.raises(ValidationError, match="one is not pinned"):
        films.unpin("one")
    films.note(FilmUse(video_id="one", folder="/elsewhere/one", runs=RUNS[:1], made=1.0, records=("narrate-one",)))
    with pytest.raises(ValidationError, match="2 films: /elsewhere/one, /films/one"):
        films.pin("one")


def test_a_film_made_again_is_known_by_all_its_runs(cache: Path) -> None:
    films = FilmUses(cache)
    again = films.list(FILMS)[0].model_copy(update={"runs": (RUNS[1],), "made": time.time()})
    films.note(again.model_copy(update={"runs": ("0190c0de-ffff-7000-8000-000000000003",)}))
    assert len(films.list(FILMS)) == 2
    assert films.pin("0190c0de-ffff").video_id == again.video_id


def test_damaged_notes_are_nobodys(cache: Path) -> None:
    (cache / FILMS / "broken.json").write_text("{")
    (cache / PINS).mkdir()
    (cache / PINS / "broken.json").write_text('{"video_id": "../../x"}')
    assert len(FilmUses(cache).list(FILMS)) == 2 and not FilmUses(cache).list(PINS)
    assert find_pinned(cache) == frozenset()


def test_a_pin_of_one_machine_holds_in_the_shared_store(tmp_path: Path, shared: SharedStore) -> None:
    for name, run in zip(("one", "two"), RUNS, strict=True):
        make(tmp_path / "here", name, run, shared)
    FilmUses(tmp_path / "there", shared).pin("one")
    plan = plan_shared_pruning(shared, limit=0, settling=0)
    assert [entry.name for entry in plan.records] == ["results/narrate-two"] and len(plan.files) == 1
    assert remove_shared(shared, plan).records == 1
    assert [entry.name for entry in shared.list("results")] == ["results/narrate-one"]
    assert [use.video_id for use in FilmUses(tmp_path / "there", shared).list(FILMS)] == ["one"]
    FilmUses(tmp_path / "here", shared).unpin("one")
    assert not list(shared.list("pins"))


def test_what_was_used_today_by_any_machine_stays(tmp_path: Path, shared: SharedStore) -> None:
    make(tmp_path / "here", "one", RUNS[0], shared)
    assert plan_shared_pruning(shared, limit=0) == ((), (), ()), "written a moment ago"
    for entry in (*shared.list("results"), *shared.list("store")):
        os.utime(tmp_path / "shared" / entry.name, (1, 1))
    assert len(plan_shared_pruning(shared, unused_for=MONTH).records) == 1
    make(tmp_path / "there", "one", RUNS[1], ago=0)
    FilmUses(tmp_path / "there", shared).note(FilmUses(tmp_path / "there").list(FILMS)[0])
    assert not plan_shared_pruning(shared, limit=0).records, "another machine's film says that it used it"


def test_damage_in_the_shared_store_is_found(tmp_path: Path, shared: SharedStore) -> None:
    for name, run in zip(("one", "two"), RUNS, strict=True):
        make(tmp_path / "here", name, run, shared)
    assert not find_shared_damage(shared).files
    victim = next(list_shared_files(shared))
    shared.write(victim.name, b"x" * victim.size)
    assert [entry.name for entry in find_shared_damage(shared).files] == [victim.name]
    assert measure_shared(shared).kinds == ((".wav", 2, 6000),)


def run(cache: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(cache), "PYTHONPATH": str(ROOT)} | more
    argv = [sys.executable, "-m", "deployments.command", "cache", *arguments, "--cache-dir", str(cache)]
    return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)


@pytest.mark.slow
def test_the_commands_pin_and_say_so(cache: Path) -> None:
    assert run(cache, "pin", "one").stdout == f"Pinned: one (/films/one), 1 results of run {RUNS[0]}.\n"
    assert run(cache, "pins").stdout == f"one  /films/one  1 results, run {RUNS[0]}\n"
    assert "1 files, 1 records." in run(cache, "clear", "--yes").stdout
    assert records(cache) == {"narrate-one"}
    assert run(cache, "unpin", "/films/one").stdout == "No longer pinned: one (/films/one).\n"
    assert run(cache, "pins").stdout == "Nothing is pinned.\n"
    lost = run(cache, "pin", "three")
    assert lost.returncode == 3 and "No film or run three" in lost.stderr and "Traceback" not in lost.stderr


@pytest.mark.slow
def test_the_commands_leave_the_shared_store_alone_unless_told(tmp_path: Path, shared: SharedStore) -> None:
    cache, store = tmp_path / "cache", {"VIDEO_GEN_STORE": shared.url}
    make(cache, "one", RUNS[0], shared)
    assert f"Behind it: {shared.url}" in run(cache, "size", **store).stdout
    assert f"{shared.url}: 3." in run(cache, "size", "--shared", **store).stdout
    done = run(cache, "clear", "--yes", **store)
    assert f"{shared.url} keeps what it has: other machines use it." in done.stdout
    assert measure_shared(shared).files == 1 and not records(cache)
    assert run(cache, "verify", "--shared", **store).stdout == "1 files are whole.\n"
    assert run(cache, "prune", "--shared", "--max-size", "0", **store).stdout.startswith("0 bytes removed from file://")
    assert run(cache, "prune", "--shared", **store).returncode == 2
    assert "names no store" in run(cache, "size", "--shared").stderr
