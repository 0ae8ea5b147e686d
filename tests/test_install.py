"""The wheel, installed into an environment of its own and used from elsewhere: all that it needs is in it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from adapters.server import stop_server
from tests.film_maker import ROOT

pytestmark = pytest.mark.slow
PACKAGES = ("model", "adapters", "writing", "render", "tasks", "flows", "deployments")


def list_data(package: str) -> set[str]:
    """List what git keeps of a package."""
    listed = subprocess.run(["git", "ls-files", package], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(listed.stdout.splitlines())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *build], check=True)
    (path,) = folder.glob("video_gen-*.whl")
    return path


@pytest.fixture(scope="module")
def home(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel beside the libraries that are here already: nothing is fetched."""
    home = tmp_path_factory.mktemp("home")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home / "venv")], check=True)
    install = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    there = ["--python", str(home / "venv" / "bin" / "python")]
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *there, *install], check=True)
    (site,) = (home / "venv" / "lib").glob("python3*/site-packages")
    # A path added so brings no .pth file of its folder with it: the editable checkout stays outside.
    (site / "_libraries.pth").write_text(f"import sys; sys.path.append({sysconfig.get_paths()['purelib']!r})\n")
    return home


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    world = {"HOME": str(home), "PATH": os.environ["PATH"], "VIDEO_GEN_ENGINE": "espeak"}
    return subprocess.run(
        [str(home / "venv" / "bin" / "video-gen"), *arguments],
        cwd=home, env=world, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip


def test_everything_that_is_kept_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for package in PACKAGES:
        assert list_data(package) <= names, package
    assert not [name for name in names if name.startswith(("tests/", "bench/")) or "__pycache__" in name]


def test_the_installed_command_tells_its_version(home: Path) -> None:
    done = run(home, "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, "video-gen 0.1.0\n", "")


def test_the_installed_command_makes_a_film(home: Path) -> None:
    (home / "README.md").write_bytes((ROOT / "README.md").read_bytes())
    try:
        done = run(home, "create", "--from", "README.md", "--target-duration", "15")
    finally:
        stop_server(home / ".local" / "state" / "video-gen")
    assert done.returncode == 0, done.stderr
    film = Path(done.stdout.strip())
    assert film == home / "videos" / "video-gen" / "video-gen.mp4"
    assert film.stat().st_size > 100_000
    assert run(home, "server", "status").stdout.startswith("No embedded server is running.")
