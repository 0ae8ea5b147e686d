"""The wizard on a real pseudo-terminal: it asks, goes back, outlines, is left and taken up, and writes a course file."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from adapters.videos.reading import read_course
from deployments.wizard_talk import resume
from model.inputs import InputConfig
from tests.course_reading import read_scripts
from tests.film_maker import ROOT, FilmMaker

_PATIENCE = 10.0


class Dialogue:
    """The wizard on a terminal of its own, told one line at a time."""

    def __init__(self, maker: FilmMaker, folder: Path, *arguments: str) -> None:
        self.shown = ""
        self.keyboard, screen = pty.openpty()
        termios.tcsetwinsize(screen, (30, 100))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deployments.command", *(arguments or ("wizard",))],
            cwd=folder, env=maker.world(TERM="xterm-256color", PYTHONPATH=str(ROOT)), stdin=screen, stderr=screen,
            stdout=subprocess.PIPE, text=True, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - one call, and no other way
        )  # fmt: skip
        os.close(screen)

    def expect(self, text: str) -> None:
        """Read until a text is shown; what stands before it is not looked at again."""
        deadline = time.monotonic() + _PATIENCE
        while text not in self.shown and time.monotonic() < deadline and self._read():
            pass
        assert text in self.shown, (text, self.shown)
        self.shown = self.shown.split(text, 1)[1]

    def _read(self) -> bool:
        if not select.select([self.keyboard], [], [], 1.0)[0]:
            return self.process.poll() is None
        try:
            data = os.read(self.keyboard, 65536)
        except OSError as error:
            assert error.errno == errno.EIO
            return False
        self.shown += data.decode()
        return bool(data)

    def type(self, line: str) -> None:
        os.write(self.keyboard, f"{line}\n".encode())

    def answer(self, question: str, line: str = "") -> None:
        self.expect(question)
        self.type(line)

    def leave(self) -> None:
        """End it, where a test failed in the middle."""
        if self.process.poll() is None:
            self.process.kill()
            self.end()

    def end(self) -> tuple[int, str]:
        """Wait for the end; return the exit code and what stands on stdout."""
        assert self.process.stdout is not None
        given = self.process.stdout.read()
        code = self.process.wait(_PATIENCE)
        self.process.stdout.close()
        os.close(self.keyboard)
        return code, given


def test_a_whole_talk_writes_a_course_file_that_is_a_film(
    maker: FilmMaker, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    talk = Dialogue(maker, folder)
    request.addfinalizer(talk.leave)
    talk.answer("called?", "Orbit")
    talk.answer("one sentence?", "A planner for small teams")
    talk.answer("colour", "bleu")
    talk.answer("Choose blue", "green")
    talk.answer("theme? [orbit]", "nonsense")
    talk.answer("There is no theme", "swiss")
    talk.answer("shape?")
    talk.answer("speaks?", "<")
    talk.answer("shape?", "9:16")
    talk.answer("speaks?")
    talk.expect("Orbit (green, swiss, 9:16, male)")
    talk.expect(" 1. title")
    talk.answer("next?")
    talk.answer("points about?", "What it gives you")
    talk.answer("Point 1?", "One page")
    talk.answer("Point 2", "Nothing els")
    talk.answer("Point 3", "<")
    talk.answer("Point 2", "Nothing else")
    talk.answer("Point 3")
    talk.expect(" 2. list       What it gives you, 2 entries")
    talk.answer("said over it?")
    talk.answer("next?", "code")
    talk.answer("code show?", "A loop")
    talk.answer("language", "python")
    talk.answer("Line 1?", "for day in week:")
    talk.answer("Line 2", "    plan(day)")
    talk.answer("Line 3", ".")
    talk.answer("said over it?", "Plan each day.")
    talk.answer("next?", "done")
    talk.answer("last picture? [Orbit]")
    talk.answer("below it", "orbit.example")
    talk.answer("written? [orbit.yaml]")
    code, given = talk.end()
    assert code == 0
    text = (folder / "orbit.yaml").read_text(encoding="utf-8")
    assert given == text
    assert text.startswith("# yaml-language-server: $schema=video-gen.schema.json\n")
    assert (folder / "video-gen.schema.json").is_file()
    (script,) = read_scripts(InputConfig(source=str(folder / "orbit.yaml")), tmp_path)
    assert (script.accent_color, script.theme, script.format.aspect) == ("green", "swiss", "9:16")
    assert [scene.scene_type for scene in script.scenes] == ["title", "list", "code", "outro"]
    assert script.scenes[2].code == "for day in week:\n    plan(day)"
    assert not (maker.state / "wizard.json").exists()


def test_ctrl_c_loses_nothing(maker: FilmMaker, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    talk = Dialogue(maker, tmp_path)
    request.addfinalizer(talk.leave)
    talk.answer("called?", "Orbit")
    talk.answer("one sentence?", "A planner")
    talk.expect("colour")
    os.write(talk.keyboard, b"\x03")
    talk.expect("goes on from there")
    assert talk.end()[0] == 130
    again = Dialogue(maker, tmp_path)
    request.addfinalizer(again.leave)
    again.expect("You left the wizard here:")
    again.expect("Orbit")
    again.answer("from there? (yes, no) [yes]")
    again.answer("colour", "<")
    again.answer("one sentence?", "A better planner")
    again.expect("colour")
    os.write(again.keyboard, b"\x04")
    assert again.end()[0] == 130
    fresh = Dialogue(maker, tmp_path)
    request.addfinalizer(fresh.leave)
    fresh.answer("from there?", "no")
    fresh.expect("called?")
    os.write(fresh.keyboard, b"\x03")
    assert fresh.end()[0] == 130


def test_without_a_terminal_it_says_so_in_one_line(maker: FilmMaker) -> None:
    for arguments in (("wizard",), ("create", "--from", "wizard")):
        done = maker.run(*arguments, module="deployments.command")
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = done.stderr.strip().split("\n")
        assert line.startswith("error: The wizard asks its questions in a terminal, and this is none. ")


@pytest.mark.parametrize(
    "kept", ["", "{}", "[]", '{"version": 1, "answers": 3}', '{"version": 9, "answers": ["a"]}', "\x00"]
)
def test_what_was_kept_and_cannot_be_read_is_no_obstacle(kept: str, tmp_path: Path) -> None:
    from deployments.wizard import _offer_kept

    (tmp_path / "wizard.json").write_text(kept)
    assert _offer_kept(tmp_path / "wizard.json") == []


def test_answers_that_do_not_fit_are_asked_for_again() -> None:
    course, question, taken = resume(["Orbit", "", "no colour", "orbit"])
    assert (taken, question is not None and question.default) == (2, "blue")
    assert course.fields == {"title": "Orbit"}


@pytest.mark.parametrize("kind", ["list", "steps", "command", "quote", "quiz", "section"])
def test_every_kind_of_scene_makes_a_film(kind: str) -> None:
    from adapters.videos.course_file import write_course

    answers = ["Orbit", "", "blue", "orbit", "16:9", "male"]
    while True:
        course, question, taken = resume(answers)
        assert taken == len(answers)
        if question is None:
            break
        kinds = [scene["scene_type"] for scene in course.scenes]
        asked = "What comes next?" in question.text
        many = "no more" in question.text
        answers.append(
            (kind if kind not in kinds else "done") if asked else "" if many else question.default or "Some words"
        )
    text = write_course(course.whole())
    found = read_course(text, "course.yaml", None)
    assert [one.scene.scene_type for one in found.videos[0].authored.scenes] == ["title", kind, "outro"]
