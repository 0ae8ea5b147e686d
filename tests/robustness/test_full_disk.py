"""S3: no room for what is kept, the film, the server or any file -> code 6, one line, nothing half done."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from adapters.server import stop_server
from tests.robustness.job import Film, Job, assert_honest, make_undisturbed
from tests.test_command_disk import fill

pytestmark = pytest.mark.slow


class Shortage(NamedTuple):
    """What lacks room, and how much is left of it."""

    where: str
    """cache, output or state: a file system of its own; file: a limit for each file; names: a file system without inodes."""
    left: int
    """Bytes; inodes for `names`."""


SHORTAGES = (
    Shortage("cache", 0), Shortage("file", 300), Shortage("output", 0), Shortage("cache", 60_000), Shortage("names", 8),
    Shortage("state", 0), Shortage("file", 20_000), Shortage("output", 100_000), Shortage("cache", 300_000),
    Shortage("file", 0), Shortage("file", 1_000), Shortage("file", 3_000), Shortage("file", 8_000), Shortage("file", 50_000),
    Shortage("file", 120_000), Shortage("file", 200_000),
    Shortage("cache", 4_000), Shortage("cache", 12_000), Shortage("cache", 30_000), Shortage("cache", 120_000),
    Shortage("cache", 200_000), Shortage("cache", 500_000), Shortage("cache", 700_000),
    Shortage("output", 4_000), Shortage("output", 30_000), Shortage("output", 200_000),
    Shortage("names", 0), Shortage("names", 20), Shortage("names", 40), Shortage("state", 100_000),
)  # fmt: skip


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> Film:
    return make_undisturbed(Job(tmp_path_factory.mktemp("undisturbed"), command_state))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder in which a file system may be mounted, and which has none in the end."""
    folder = tmp_path / "disk"
    folder.mkdir()
    yield folder
    stop_server(folder / "state")
    if os.path.ismount(folder):
        subprocess.run(["umount", "-l", str(folder)], check=True)


def mount(folder: Path, options: str) -> None:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a file system")


@pytest.mark.scoreboard("S3 full disk", full=30, short=4)
def test_no_room(point: int, undisturbed: Film, tmp_path: Path, disk: Path, command_state: Path) -> None:
    where, left = SHORTAGES[point]
    places = {"cache": "VIDEO_GEN_CACHE_DIR", "names": "VIDEO_GEN_CACHE_DIR", "output": "VIDEO_GEN_OUTPUT"}
    name = {"names": "cache", "output": "videos"}.get(where, where)
    variable = places.get(where, "VIDEO_GEN_STATE_DIR")
    job = Job(tmp_path / "home", command_state, {} if where == "file" else {variable: str(disk / name)})
    if where == "names":
        mount(disk, f"size=20m,nr_inodes={left + 3}")
    elif where != "file":
        mount(disk, "size=6m")
        fill(disk, left)
    done = subprocess.run(
        job.argv, cwd=job.home, env=job.world(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        timeout=300, preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (left, left))) if where == "file" else None,
    )  # fmt: skip
    error = assert_honest(done, codes=(6,))
    assert "full" in error or "file too large" in error, error
    output = disk / "videos" if where == "output" else job.output
    assert not output.exists() or list(output.iterdir()) == []
    assert [path for path in disk.rglob("*") if path.suffix == ".partial"] == []
    if where == "names":
        subprocess.run(["mount", "-o", "remount,nr_inodes=10000", str(disk)], check=True)
    elif where != "file":
        (disk / "filler").unlink()
        subprocess.run(["mount", "-o", "remount,size=60m", str(disk)], check=True)
    assert job.succeed().files == undisturbed.result.files
