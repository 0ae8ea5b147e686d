"""A disk that is full, for the film or for what is kept -> one line, code 6, and the good film of before is whole."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.delivery import find_result, verify_result
from tests.film_maker import ROOT, FilmMaker
from tests.shared_film import DOCUMENT, SharedFilm, write_document

pytestmark = pytest.mark.slow
EDITED = DOCUMENT.replace("only a lamp", "only a lamp by the sea")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of three megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or os.geteuid() != 0
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("may not mount a file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, left: int) -> None:
    """Leave so many bytes of a file system free."""
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    (folder / "filler").write_bytes(bytes(free - left))


def read_errors(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 6, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return [line for line in done.stderr.splitlines() if line.startswith("error:")]


def test_no_room_for_the_film(small_disk: Path, tmp_path: Path, shared_film: SharedFilm) -> None:
    maker = FilmMaker(tmp_path, shared_film.maker.state, {"VIDEO_GEN_OUTPUT": str(small_disk / "videos")})
    source = write_document(tmp_path / "documents")
    first = maker.make(source)
    source.write_text(EDITED)
    fill(small_disk, 100_000)
    (error,) = read_errors(maker.run("--source", str(source)))
    assert error.startswith(f"error: The disk is full: could not write {small_disk / 'videos' / 'lighthouse'} (")
    assert error.endswith("Free some space, or choose another folder.")
    assert find_result(maker.folder(first)) == first.model_copy(update={"run": None})
    assert verify_result(maker.folder(first), first)
    assert [path.name for path in (small_disk / "videos").iterdir()] == ["lighthouse"]
    (small_disk / "filler").unlink()
    assert maker.make(source).run.drawn == 0


def test_no_room_for_what_is_kept(small_disk: Path, tmp_path: Path, shared_film: SharedFilm) -> None:
    maker = FilmMaker(tmp_path, shared_film.maker.state, {"VIDEO_GEN_CACHE_DIR": str(small_disk / "cache")})
    source = write_document(tmp_path / "documents")
    fill(small_disk, 1_500_000)
    (error,) = read_errors(maker.run("--source", str(source)))
    assert error.startswith("error: The disk is full: could not write ")
    assert not maker.output.exists()
    partial = [path for path in (small_disk / "cache").rglob("*") if path.suffix == ".partial"]
    assert partial == []


@pytest.mark.parametrize("limit", [2_000, 30_000, 300_000, 700_000])
def test_no_file_may_be_larger(tmp_path: Path, shared_film: SharedFilm, limit: int) -> None:
    """A limit of the process stands in for the disk where none may be mounted: records, pictures, sound, film."""
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    source = write_document(tmp_path / "documents")
    done = subprocess.run(
        [sys.executable, "-m", "flows.make_video", "--source", str(source)],
        cwd=ROOT, env=maker.world(), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=200, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    (error,) = read_errors(done)
    assert error.startswith("error: The disk is full: could not write ")
    assert not maker.output.exists()
