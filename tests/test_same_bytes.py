"""The same document -> the same bytes of every delivered file, whoever makes it, wherever and whenever."""

from __future__ import annotations

import os
import re
import socket
import time
from pathlib import Path

import pytest

from tests.film_maker import FilmMaker
from tests.shared_film import SharedFilm, write_document

DOCUMENTS = Path(__file__).parent / "documents"
HERE = {"TZ": "UTC", "PYTHONHASHSEED": "1", "VIDEO_GEN_JOBS": "1", "LC_ALL": "C.UTF-8"}
THERE = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "2", "VIDEO_GEN_JOBS": "3", "LC_ALL": "C", "LANG": "de_DE"}


def read_folder(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_nothing_delivered_tells_where_or_when(shared_film: SharedFilm) -> None:
    """A kill and another world are in test_command_killed, which the default run includes."""
    places = (str(shared_film.maker.home), str(shared_film.maker.state), socket.gethostname(), os.uname().release)
    today = time.strftime("%Y-%m-%d"), time.strftime("%Y-%m-%d", time.gmtime())
    for name, data in read_folder(shared_film.folder).items():
        told = [word for word in (*places, *today) if len(word) > 3 and word.encode() in data]
        assert told == [], name
        assert not re.search(rb"/(tmp|home|root)/[a-z]", data), name


def make_twice(tmp_path: Path, state: Path, document: Path, *arguments: str) -> None:
    """Make a film in two worlds, each with an empty cache, and compare every file of it."""
    (tmp_path / "there" / "temporary").mkdir(parents=True)
    here, there = FilmMaker(tmp_path / "here", state, HERE), FilmMaker(tmp_path / "there", state, THERE)
    first = here.make(document, *arguments)
    output = tmp_path / "quite" / "another place"
    relative = os.path.relpath(document, there.home)
    second = there.run(
        "--source", relative, "--output", str(output), "--quiet", *arguments,
        cwd=there.home, TMPDIR=str(there.home / "temporary"),
    )  # fmt: skip
    assert second.returncode == 0, second.stderr
    one, other = read_folder(here.folder(first)), read_folder(output / first.video_id)
    assert [*sorted(one)] == [*sorted(other)]
    for name, data in one.items():
        assert data == other[name], name


@pytest.mark.slow
def test_short_document_spoken(tmp_path: Path, command_state: Path) -> None:
    make_twice(tmp_path, command_state, write_document(tmp_path / "documents"), "--engine", "espeak")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["readme_cli.md", "guide_library.md", "notes_plain.txt"])
def test_long_document(tmp_path: Path, command_state: Path, name: str) -> None:
    make_twice(tmp_path, command_state, DOCUMENTS / name, "--target-duration", "180", "--theme", "light")
