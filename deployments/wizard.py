"""A person at a terminal -> a course file: questions with defaults, going back, an outline that grows."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from deployments.authoring import write_schema
from deployments.display import Console, printable
from deployments.wizard_talk import Course, Question, resume
from model.errors import ConfigError

BACK = "<"
_KEPT = "wizard.json"
_VERSION = 1
_MOST_BYTES = 1_000_000


def run_wizard(console: Console, output: str = "") -> Path:
    """Ask, and write the course file; return its path.

    What was answered is kept until the file is written, and offered next time. Raises ConfigError where there is no
    terminal, KeyboardInterrupt when it is left.
    """
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        remedy = "Run it in one, or begin with a template: video-gen new --template intro"
        raise ConfigError("The wizard asks its questions in a terminal, and this is none.", remedy)
    kept = _kept_file()
    answers = _offer_kept(kept)
    _say(f"Enter takes what stands in [brackets]; {BACK} goes back; Ctrl-C stops, and nothing is lost.")
    answers, course = _ask_all(answers, kept)
    path = _write(course, _ask_name(course, output))
    kept.unlink(missing_ok=True)
    console.say(f"Written. To make the film, now and whenever you have changed it: video-gen create --from {path}")
    console.give(path.read_text(encoding="utf-8").rstrip("\n"))
    return path


def _kept_file() -> Path:
    from adapters.settings import load_settings

    return load_settings().state_path / _KEPT


def _offer_kept(kept: Path) -> list[str]:
    """Return the answers of a wizard that was left, if they are still wanted."""
    try:
        found = json.loads(kept.read_bytes()[:_MOST_BYTES])
        answers = [str(answer) for answer in found["answers"]] if found["version"] == _VERSION else []
    except (OSError, ValueError, TypeError, KeyError):
        return []
    course, _, taken = resume(answers)
    answers = answers[:taken]
    if not answers:
        return []
    _say("You left the wizard here:")
    _show_outline(course)
    again = _ask(Question("Go on from there?", "yes", ("yes", "no")))
    return answers if again == "yes" else []


def _keep(kept: Path, answers: list[str]) -> None:
    from adapters.files import write_atomically

    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_atomically(kept, json.dumps({"version": _VERSION, "answers": answers}).encode(), mode=0o600)


def _ask_all(answers: list[str], kept: Path) -> tuple[list[str], Course]:
    shown: list[str] = []
    while True:
        course, question, taken = resume(answers)
        answers = answers[:taken]
        if course.outline() != shown:
            shown = course.outline()
            _show_outline(course)
        if question is None:
            return answers, course
        answer = _ask(question)
        answers = answers[:-1] if answer is None else [*answers, answer]
        _keep(kept, answers)


def _ask(question: Question) -> str | None:
    """Return the answer, or None to go back."""
    choices = f" ({', '.join(question.choices)})" if question.choices else ""
    default = f" [{question.default}]" if question.default else ""
    while True:
        sys.stderr.write(f"{printable(f'{question.text}{choices}{default}')} ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:  # Ctrl-D
            raise KeyboardInterrupt
        answer = line.rstrip("\r\n") if question.verbatim else " ".join(line.split())
        if answer.strip() == BACK:
            return None
        answer = answer if answer.strip() or question.verbatim else question.default
        trouble = question.judge(answer)
        if not trouble:
            return answer
        _say(trouble)


def _ask_name(course: Course, output: str) -> Path:
    """Ask for the file's name until it is one that is not there."""
    from adapters.documents.slugs import make_slug

    named = output
    while True:
        if not named:
            usual = f"{make_slug(course.fields['title'])}.yaml"
            named = _ask(Question("Where should it be written?", usual)) or usual
        path = Path(named).expanduser()
        trouble = _judge_path(path)
        if not trouble:
            return path
        _say(trouble)
        named = ""


def _judge_path(path: Path) -> str:
    if path.suffix.lower() not in (".yaml", ".yml"):
        return "Let its name end in .yaml."
    if not path.parent.is_dir():
        return f"There is no folder {path.parent}."
    return f"{path} is there already: choose another name." if path.exists() else ""


def _write(course: Course, path: Path) -> Path:
    from adapters.files import write_atomically
    from adapters.videos.course_file import write_course
    from adapters.videos.reading import read_course

    text = write_course(_tidy(course.whole()))
    read_course(text, str(path), path.parent)
    write_atomically(path, text.encode())
    write_schema(path.parent)
    return path


def _tidy(course: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is as usual."""
    usual = {"accent_color": "blue", "theme": "orbit", "aspect": "16:9", "voice": "male"}
    return {name: value for name, value in course.items() if usual.get(name) != value}


def _show_outline(course: Course) -> None:
    lines = course.outline()
    if lines:
        width = min(max(map(len, lines)), 76)
        _say("\n".join(["─" * width, *lines, "─" * width]))


def _say(text: str) -> None:
    for line in text.split("\n"):
        sys.stderr.write(f"{printable(line)}\n")
    sys.stderr.flush()
