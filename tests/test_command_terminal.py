"""A real terminal -> a display that lives, and Ctrl-C; no colour where none is wanted."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pty
import re
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.film_maker import ROOT, FilmMaker
from tests.shared_film import SharedFilm, write_document
from tests.test_command_killed import await_end_of_session, delivered_names

_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """The command on a pseudo-terminal of its own, 100 columns wide."""

    def __init__(self, maker: FilmMaker, *arguments: str, **more: str) -> None:
        self.shown, self.keyboard = "", -1
        self.keyboard, screen = pty.openpty()
        termios.tcsetwinsize(screen, (30, 100))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flows.make_video", *arguments],
            cwd=ROOT, env=maker.world(TERM="xterm-256color", **more), stdin=screen, stderr=screen,
            stdout=subprocess.PIPE, text=True, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - one call, and no other way
        )  # fmt: skip
        os.close(screen)

    def read_until(self, expected: str) -> None:
        """Read what is shown until something is; to the end, when it never is."""
        while expected not in self.text:
            try:
                data = os.read(self.keyboard, 65536)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                return
            if not data:
                return
            self.shown += data.decode("utf-8", "replace")

    @property
    def text(self) -> str:
        """Return what was shown, without its escape sequences."""
        return _SEQUENCE.sub("", self.shown)

    def end(self) -> tuple[int, str]:
        """Wait for the end, and return the exit code and the results."""
        self.read_until("\0never")
        stdout, _ = self.process.communicate(timeout=30)
        os.close(self.keyboard)
        return self.process.returncode, stdout


@contextlib.contextmanager
def on_terminal(maker: FilmMaker, *arguments: str, **more: str) -> Iterator[Terminal]:
    terminal = Terminal(maker, *arguments, **more)
    try:
        yield terminal
    finally:
        if terminal.process.poll() is None:
            terminal.process.kill()


@pytest.mark.slow
def test_a_display_that_lives_and_ctrl_c(shared_film: SharedFilm, tmp_path: Path) -> None:
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    source = write_document(tmp_path / "documents")
    with on_terminal(maker, "--source", str(source)) as terminal:
        terminal.read_until("8/8 scenes")
        os.write(terminal.keyboard, b"\x03")
        code, stdout = terminal.end()
    assert (code, stdout) == (130, "")
    assert "Narrating" in terminal.text
    assert re.search(r"\d+ %", terminal.text)
    assert "\x1b[?25l" in terminal.shown  # the cursor is hidden, and comes back
    assert terminal.shown.rindex("\x1b[?25h") > terminal.shown.rindex("\x1b[?25l")
    assert terminal.text.rstrip().endswith("Stopped. What is finished is kept: the same command goes on from there.")
    assert "[  " not in terminal.text  # no line an event beside it
    await_end_of_session(terminal.process.pid)
    assert delivered_names(maker.output) == []


def test_nothing_is_typed_into_standard_input(shared_film: SharedFilm) -> None:
    with on_terminal(shared_film.maker, "--source", "-") as terminal:
        code, _ = terminal.end()
    assert code == 3
    assert "error: No document on standard input. Pipe one in: cat README.md | video-gen create" in terminal.text
    assert _COLOUR.search(terminal.shown)


@pytest.mark.slow
def test_no_colour_where_none_is_wanted(shared_film: SharedFilm) -> None:
    with on_terminal(shared_film.maker, "--source", "-", NO_COLOR="1") as terminal:
        code, _ = terminal.end()
    assert code == 3
    assert not re.search(r"\x1b\[(3\d|9\d|38;\S*)m", terminal.shown)


@pytest.mark.slow
def test_quiet_on_a_terminal_shows_nothing(shared_film: SharedFilm) -> None:
    arguments = ("--source", str(shared_film.source), "--rerun", "--quiet")
    with on_terminal(shared_film.maker, *arguments) as terminal:
        code, stdout = terminal.end()
    assert (code, terminal.shown) == (0, "")
    assert Path(stdout.strip()) == shared_film.folder / "lighthouse.mp4"
