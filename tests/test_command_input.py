"""What cannot be meant -> one line with its remedy and its exit code, at once: Prefect is not loaded, nothing is left."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.film_maker import ROOT, FilmMaker

DOCUMENT = "# Lighthouse\n\nLighthouse watches a folder and tells you when something in it changes.\n"
_NO_PREFECT = """\
import os
os.write(2, b"PREFECT WAS IMPORTED")
os._exit(99)
"""


class Case(NamedTuple):
    """One mistake, and what is said of it."""

    name: str
    arguments: tuple[str, ...]
    code: int
    says: tuple[str, ...]
    """The beginning of each line of error, in order."""
    remedies: tuple[str, ...]
    """What each line holds besides."""
    environment: tuple[tuple[str, str], ...] = ()
    stdin: str | None = None


CASES = (
    Case("missing", ("--source", "god.md"), 3, ("error: god.md: There is no such file.",), ("Did you mean good.md?",)),
    Case("folder", ("--source", "guard"), 3, ("error: guard: There is no document in this",), ("Name a folder with",)),
    Case("empty", ("--source", "empty.md"), 3, ("error: empty.md: The document is empty.",), ("Write something",)),
    Case("binary", ("--source", "binary.md"), 3, ("error: binary.md:1: This is no text",), ("in UTF-8",)),
    Case("not UTF-8", ("--source", "latin.md"), 3, ("error: latin.md:3:4: The byte 0xe9",), ("iconv -f latin1",)),
    Case("no reader", ("--source", "good.odt"), 3, ("error: good.odt: No reader for files",), ("Name a document: ",)),
    Case("standard input is empty", ("--source", "-"), 3, ("error: -: The document is empty.",), ("another",), (), ""),
    Case(
        "output below a file",
        ("--source", "good.md", "--output", "good.odt/videos"),
        6,
        ("error: The output folder ",),
        ("is a file. Choose another output folder.",),
    ),
    Case(
        "output in a folder that is not there",
        ("--source", "good.md", "--output", "nowhere/videos", "--theme", "pink"),
        2,
        ("error: --theme cannot be 'pink'.",),  # the folder is made, when all else is well
        ("light or dark",),
    ),
    Case(
        "voice",
        ("--source", "good.md", "--engine", "espeak", "--voice", "nobody"),
        2,
        ("error: The engine espeak has no voice 'nobody'.",),
        ("Choose male, male_warm, female or female_friendly",),
    ),
    Case(
        "options",
        ("--source", "good.md", "--theme", "pink", "--accent", "teal", "--engine", "siri", "--target-duration", "soon"),
        2,
        ("error: --engine cannot be 'siri'. --accent cannot be 'teal'. --theme cannot be 'pink'. --target-duration",),
        ("For target-duration choose seconds from 15 to 21600, or all.",),
    ),
    Case(
        "variable",
        ("--source", "good.md"),
        2,
        ("error: VIDEO_GEN_TARGET_DURATION cannot be '5'.",),
        ("Choose seconds from 15",),
        (("VIDEO_GEN_TARGET_DURATION", "5"),),
    ),
    Case(
        "misspelled variable",
        ("--source", "good.md"),
        2,
        ("error: There is no setting VIDEO_GEN_THEEM.",),
        ("Did you mean VIDEO_GEN_THEME?",),
        (("VIDEO_GEN_THEEM", "dark"),),
    ),
    Case(
        "no TOML",
        ("--source", "broken/good.md"),
        2,
        ("error: broken/video-gen.toml is no TOML",),
        ("(at line 2, column",),
    ),
    Case(
        "a value in a file",
        ("--source", "docs/good.md"),
        2,
        ("error: accent in docs/video-gen.toml cannot be 'teal'.",),
        ("Choose blue",),
    ),
    Case(
        "unknown option", ("--source", "good.md", "--speed", "2"), 2, ("error: No such option: --speed",), ("--help`",)
    ),
    Case(
        "all at once",
        ("--source", "god.md", "--theme", "pink", "--engine", "espeak", "--voice", "nobody", "--output", "good.odt"),
        2,
        ("error: --theme", "error: The engine espeak", "error: god.md: There is", "error: The output folder good.odt"),
        ("light or dark", "male_warm", "Did you mean good.md?", "Choose another output folder."),
    ),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> FilmMaker:
    """Give a home with good and bad documents in it, in which Prefect cannot be loaded unseen."""
    home = tmp_path_factory.mktemp("input")
    (home / "guard" / "prefect").mkdir(parents=True)
    (home / "guard" / "prefect" / "__init__.py").write_text(_NO_PREFECT)
    for folder in (home, home / "docs", home / "broken"):
        folder.mkdir(exist_ok=True)
        (folder / "good.md").write_text(DOCUMENT)
    (home / "good.odt").write_text("%PDF-1.7\n")
    (home / "empty.md").write_text("")
    (home / "binary.md").write_bytes(b"\x7fELF\x02\x01\x01\x00\x00")
    (home / "latin.md").write_bytes("# A\n\nCaf\u00e9 society.\n".encode("latin-1"))
    (home / "docs" / "video-gen.toml").write_text('accent = "teal"\n')
    (home / "broken" / "video-gen.toml").write_text('theme = "dark"\naccent = \n')
    guarded = {"PYTHONPATH": f"{home / 'guard'}:{ROOT}"}
    return FilmMaker(home, home / "state", guarded)


def run(world: FilmMaker, case: Case) -> subprocess.CompletedProcess[str]:
    return world.run(*case.arguments, stdin=case.stdin, cwd=world.home, **dict(case.environment))


def list_tree(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


# Half a second of processor time each: one of a kind always, the others where there is time.
SLOW = {"folder", "empty", "no reader", "output in a folder that is not there", "voice", "misspelled variable"}
SLOW |= {"output below a file", "a value in a file"}
CHOSEN = [pytest.param(case, id=case.name, marks=[pytest.mark.slow] * (case.name in SLOW)) for case in CASES]


@pytest.mark.parametrize("case", CHOSEN)
def test_a_mistake_is_told_at_once(world: FilmMaker, case: Case) -> None:
    before = list_tree(world.home)
    done = run(world, case)
    lines = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert done.returncode == case.code, done.stderr
    assert done.stdout == ""
    assert len(lines) == len(case.says), done.stderr
    for line, says, remedy in zip(lines, case.says, case.remedies, strict=True):
        assert line.startswith(says)
        assert remedy in line
    assert "Traceback" not in done.stderr
    assert list_tree(world.home) == before


def test_the_guard_sees_prefect(world: FilmMaker) -> None:
    """What the table proves by silence is heard when it happens."""
    done = world.run("--source", "good.md", "--dry-run", cwd=world.home)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (99, "PREFECT WAS IMPORTED")


def test_an_error_of_the_document_shows_its_line(world: FilmMaker) -> None:
    done = world.run("--source", "latin.md", "--quiet", cwd=world.home)
    assert done.stderr.splitlines()[1:] == ["  | Caf\N{REPLACEMENT CHARACTER} society.", "  |    ^"]


@pytest.mark.slow
def test_debug_adds_the_traceback(world: FilmMaker) -> None:
    done = world.run("--source", "god.md", "--debug", cwd=world.home)
    assert done.returncode == 3
    assert "Traceback (most recent call last)" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_what_may_not_be_read_or_written(world: FilmMaker) -> None:
    closed = world.home / "closed"
    closed.mkdir()
    (closed / "secret.md").write_text(DOCUMENT)
    (closed / "secret.md").chmod(0)
    closed.chmod(0o500)
    try:
        unread = world.run("--source", "closed/secret.md", cwd=world.home)
        unwritten = world.run("--source", "good.md", "--output", "closed", cwd=world.home)
    finally:
        closed.chmod(0o700)
    assert (unread.returncode, unwritten.returncode) == (3, 6)
    assert "Check its permissions." in unread.stderr
    assert "cannot be written" in unwritten.stderr
