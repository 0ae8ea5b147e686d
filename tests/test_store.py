"""The store and the disk's door: whole or not there, and told apart."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.files import read_bounded, work_folder, write_atomically
from adapters.store import Store
from model.assets import Asset
from model.errors import ResourceError, StateError, ValidationError

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def alter(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


def test_what_is_put_comes_back(store: Store) -> None:
    asset = store.put(b"hello", ".txt")
    assert asset.size == 5
    assert store.intact(asset)
    assert store.read(asset) == b"hello"
    assert store.put(b"hello", ".txt") == asset


@pytest.mark.parametrize("damage", [b"", b"hell", b"hellO", b"hello!"])
def test_damage_is_seen_and_mended(store: Store, damage: bytes) -> None:
    asset = store.put(b"hello", ".txt")
    alter(store.path(asset), damage)
    assert not store.intact(asset)
    with pytest.raises(StateError, match="altered"):
        store.read(asset)
    store.put(b"hello", ".txt")
    assert store.read(asset) == b"hello"


def test_a_missing_file_is_seen(store: Store) -> None:
    asset = Asset(sha256="0" * 64, size=1, suffix=".txt")
    assert not store.intact(asset)
    with pytest.raises(StateError, match="lacks") as caught:
        store.read(asset)
    assert caught.value.transient


def test_adopting_moves_a_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"film")
    asset = store.adopt(path, ".mp4")
    assert not path.exists()
    assert store.read(asset) == b"film"
    path.write_bytes(b"film")
    assert store.adopt(path, ".mp4") == asset
    assert not path.exists()


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    code = (
        "import resource, signal, sys; from pathlib import Path; from adapters.files import write_atomically\n"
        "from model.errors import ResourceError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_atomically(Path(sys.argv[1]), b'x' * 5000)\n"
        "except ResourceError as error: sys.exit(str(error))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(target)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "disk is full" in done.stderr
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(ResourceError, match="Could not write"):
        write_atomically(tmp_path / "a" / "b", b"x")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.mkdir(), "folder"),
        (lambda path: os.mkfifo(path), "ordinary"),
        (lambda path: path.write_bytes(b"x" * 11), "larger"),
    ],
)
def test_bad_files_are_named(tmp_path: Path, make, message: str) -> None:
    make(tmp_path / "doc.md")
    with pytest.raises(ValidationError, match=message):
        read_bounded(tmp_path / "doc.md", 10, "document")


def test_work_folders_of_dead_runs_go(tmp_path: Path) -> None:
    (tmp_path / "run-dead").mkdir()
    (tmp_path / "run-dead" / "part").write_bytes(b"x")
    with work_folder(tmp_path) as first:
        assert not (tmp_path / "run-dead").exists()
        with work_folder(tmp_path) as second:
            assert first.exists()
            assert second != first
    assert not list(tmp_path.iterdir())
