"""The cache's own commands: what is there, what is damaged, what goes first; and never under a running film."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.cache_care import (
    clear_after_killed,
    find_damage,
    list_files,
    list_records,
    measure_cache,
    plan_pruning,
    remove,
    remove_unfinished,
)
from adapters.cache_lock import own_cache, share_cache
from adapters.store import Store
from model.assets import Asset
from model.errors import StateError
from model.inputs import InputConfig
from tests.film_maker import ROOT, FilmMaker, FilmSession

LONG_AGO = time.time() - 40 * 86_400


def keep(cache: Path, name: str, *parts: Asset, used: float) -> Path:
    """Write a record that names assets, as Prefect's do: JSON in JSON."""
    path = cache / "results" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"result": json.dumps({"parts": [part.model_dump() for part in parts]})}))
    os.utime(path, (used, used))
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Two films that share a part, the older one not used for forty days, and a file that nothing names."""
    store = Store(tmp_path / "store")
    one, shared, other, lost = (store.put(data * 1000, ".wav") for data in (b"one", b"shared", b"other", b"lost"))
    keep(tmp_path, "narrate-one", one, shared, used=LONG_AGO)
    keep(tmp_path, "narrate-other", other, shared, used=time.time())
    for asset in (one, shared, other, lost):
        os.utime(store.path(asset), (LONG_AGO, LONG_AGO))
    return tmp_path


def names(cache: Path) -> set[str]:
    return {file.path.read_bytes()[:5].decode().rstrip("o") for file in list_files(cache)}


def test_what_is_there_is_counted(cache: Path) -> None:
    size = measure_cache(cache)
    assert (size.files, size.records) == (4, 2)
    assert size.kinds == ((".wav", 4, 18_000),)
    assert size.size == 18_000 + sum(record.size for record in list_records(cache))


def test_what_was_not_used_for_long_goes_and_what_is_shared_stays(cache: Path) -> None:
    gone = remove(plan_pruning(cache, unused_for=30 * 86_400))
    assert (gone.records, gone.files) == (1, 2)
    assert {record.path.name for record in list_records(cache)} == {"narrate-other"}
    assert names(cache) == {"share", "other"}
    assert remove(plan_pruning(cache, unused_for=30 * 86_400)).files == 0


def test_the_oldest_goes_until_the_rest_fits(cache: Path) -> None:
    assert plan_pruning(cache, limit=10**9).describe().records == 0
    assert [record.path.name for record in plan_pruning(cache, limit=12_000).records] == ["narrate-one"]
    everything = plan_pruning(cache, limit=0).describe()
    assert (everything.records, everything.files) == (2, 4)


def test_a_file_written_a_moment_ago_waits_for_its_record(cache: Path) -> None:
    Store(cache / "store").put(b"fresh" * 1000, ".h264")
    assert all(file.path.suffix == ".wav" for file in plan_pruning(cache, limit=10**9).files)


def test_damage_is_found_and_nothing_else(cache: Path) -> None:
    assert find_damage(cache).describe().files == 0
    victim = next(iter(list_files(cache))).path
    victim.chmod(0o644)
    victim.write_bytes(victim.read_bytes()[:-1] + b"!")
    assert [file.path for file in find_damage(cache).files] == [victim]


def test_other_files_in_the_cache_are_nobodys_business(cache: Path) -> None:
    (cache / "store" / "ab").mkdir(exist_ok=True)
    mine = cache / "store" / "ab" / "notes.txt"
    mine.write_text("mine")
    link = cache / "store" / "ab" / ("ab" * 32)
    link.symlink_to(mine)
    remove(plan_pruning(cache, limit=0))
    assert mine.read_text() == "mine" and link.is_symlink()


def test_what_killed_commands_were_writing_goes_and_nothing_else(cache: Path) -> None:
    """A record lies one folder down, a stored file two."""
    there = {path for path in cache.rglob("*") if path.is_file()}
    for name in ("results/.a-record.x1.partial", "store/ab/.abc.wav.x2.partial", "making/a-key.lock"):
        (cache / name).parent.mkdir(parents=True, exist_ok=True)
        (cache / name).write_bytes(b"half")
    remove_unfinished(cache)
    assert {path for path in cache.rglob("*") if path.is_file()} == there


def test_what_a_command_left_that_was_killed_as_it_ended_goes_unless_a_run_is_there(cache: Path) -> None:
    there = {path for path in cache.rglob("*") if path.is_file()}
    for name in ("films/.lamp.json.x1.partial", "work/run-abc/take.raw"):
        (cache / name).parent.mkdir(parents=True, exist_ok=True)
        (cache / name).write_bytes(b"half")
    with share_cache(cache):
        clear_after_killed(cache)
    assert (cache / "work" / "run-abc").exists()
    clear_after_killed(cache)
    assert {path for path in cache.rglob("*") if path.is_file()} - {cache / "in-use.lock"} == there


def test_nothing_is_removed_under_a_run(cache: Path) -> None:
    with share_cache(cache), pytest.raises(StateError, match="is being made"), own_cache(cache):
        pass
    with share_cache(cache), share_cache(cache):
        pass
    with own_cache(cache):
        pass


def run(cache: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(cache), "PYTHONPATH": str(ROOT)} | more
    argv = [sys.executable, "-m", "deployments.command", "cache", *arguments, "--cache-dir", str(cache)]
    return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False, cwd=cache, timeout=60)


def test_the_commands_say_what_they_do(cache: Path) -> None:
    assert re.search(r": 18\.\d kB in 4 files, 2 records\n  \.wav +4 files +18\.0 kB", run(cache, "size").stdout)
    assert json.loads(run(cache, "size", "--json").stdout)["files"] == 4
    assert run(cache, "verify").stdout == "4 files are whole.\n"
    tried = run(cache, "prune", "--unused-for", "30d", "--dry-run")
    assert "would be removed: 2 files, 1 records." in tried.stdout and measure_cache(cache).files == 4
    assert "removed: 2 files, 1 records." in run(cache, "prune", "--unused-for", "4w").stdout
    assert measure_cache(cache).files == 2
    asked = run(cache, "clear")
    assert asked.returncode != 0 and "Traceback" not in asked.stderr and measure_cache(cache).files == 2
    assert "removed: 2 files, 1 records." in run(cache, "clear", "--yes").stdout
    assert measure_cache(cache).files == measure_cache(cache).records == 0


@pytest.mark.parametrize(
    ("option", "value", "remedy"), [("--max-size", "much", "20GB"), ("--unused-for", "ages", "30d")]
)
def test_what_cannot_be_meant_is_told(cache: Path, option: str, value: str, remedy: str) -> None:
    done = run(cache, "prune", option, value)
    assert done.returncode == 2 and remedy in done.stderr and "Traceback" not in done.stderr


def test_a_run_in_the_way_is_told(cache: Path) -> None:
    with share_cache(cache):
        done = run(cache, "clear", "--yes")
    assert done.returncode == 6 and "is being made" in done.stderr
    assert measure_cache(cache).files == 4


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> Iterator[tuple[FilmMaker, FilmSession]]:
    maker = FilmMaker(tmp_path_factory.mktemp("cared"), command_state)
    opened = FilmSession(maker)
    yield maker, opened
    opened.close()


@pytest.mark.slow
def test_a_film_s_own_parts_are_used_last(session: tuple[FilmMaker, FilmSession]) -> None:
    """Two films; the second is made again, and pruning takes the first one's parts and none of the second's."""
    maker, opened = session
    options = {"output": str(maker.output), "cache_dir": str(maker.cache), "engine": "silent"}
    for name in ("first", "second"):
        (maker.home / f"{name}.md").write_text(
            f"# The {name}\n\nThis page tells of the {name} one, and of nothing else.\n"
        )
        made = opened.make(InputConfig(source=str(maker.home / f"{name}.md"), **options))
    for path in (*maker.cache.glob("results/*"), *maker.cache.glob("store/*/*")):
        os.utime(path, (LONG_AGO, LONG_AGO))
    again = opened.make(InputConfig(source=str(maker.home / "second.md"), **options))
    assert again.files == made.files and again.run is not None and again.run.spoken == 0
    with own_cache(maker.cache):
        assert remove(plan_pruning(maker.cache, unused_for=86_400)).records > 3
    third = opened.make(InputConfig(source=str(maker.home / "second.md"), **options))
    assert third.files == made.files
    assert third.run is not None and (third.run.spoken, third.run.drawn) == (0, 0)
    shutil.rmtree(maker.cache)
