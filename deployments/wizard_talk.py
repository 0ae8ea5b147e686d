"""Answers -> the next question, or a whole course: what the wizard asks, without a terminal.

The talk is a generator that is told each answer. Whatever the wizard does - go back, go on after Ctrl-C - is to tell it the
answers so far once more: they are all that is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, get_args

from model.format import Aspect
from model.inputs import Accent
from model.theme_choice import split_choice

Check = Callable[[str], str]
"""Returns what is wrong with an answer; nothing where it is well."""


class Question(NamedTuple):
    """One question."""

    text: str
    default: str = ""
    choices: tuple[str, ...] = ()
    check: Check | None = None
    needed: bool = False
    """It has no default, and cannot be left empty."""
    verbatim: bool = False
    """The answer is taken with its spaces: a line of code."""

    def judge(self, answer: str) -> str:
        """Return what is wrong with an answer; nothing where it is well."""
        if self.needed and not answer.strip():
            return "Please answer this one."
        if self.choices and answer and answer not in self.choices:
            return f"Choose {', '.join(self.choices)}."
        return self.check(answer) if self.check and answer else ""


@dataclass
class Course:
    """The course, as far as it is known."""

    fields: dict[str, Any] = field(default_factory=dict)
    scenes: list[dict[str, Any]] = field(default_factory=list)

    def whole(self) -> dict[str, Any]:
        """Return it as a course file has it."""
        return {**self.fields, "scenes": self.scenes}

    def outline(self) -> list[str]:
        """Return a line for the film and for each scene so far."""
        title = self.fields.get("title", "")
        head = (
            [f"{title} ({', '.join(str(value) for name, value in self.fields.items() if name in _SHOWN)})"]
            if title
            else []
        )
        return head + [f"{number:2}. {_describe(scene)}" for number, scene in enumerate(self.scenes, start=1)]


_SHOWN = ("accent_color", "theme", "aspect", "voice")
_VOICES = ("male", "male_warm", "female", "female_friendly")
Talk = Generator[Question, str, None]


def _describe(scene: dict[str, Any]) -> str:
    words = next((str(scene[name]) for name in ("title", "header", "question", "text") if scene.get(name)), "")
    parts: list[str] = next(
        (scene[name] for name in ("items", "steps", "commands", "options", "lines") if scene.get(name)), []
    )
    more = f", {len(parts)} entr{'y' if len(parts) == 1 else 'ies'}" if parts else ""
    return f"{scene['scene_type']:<10} {words}{more}"


def _judge_theme(answer: str) -> str:
    try:
        split_choice(answer)
    except ValueError as error:
        return f"{str(error)[:1].upper()}{str(error)[1:]}."
    return ""


def talk(course: Course) -> Talk:
    """Ask everything, and fill the course."""
    course.fields["title"] = yield Question("What is the film called?", needed=True)
    told = yield Question("What is it, in one sentence?")
    if told:
        course.fields["description"] = told
    accent = yield Question("Which colour stands out?", "blue", get_args(Accent))
    theme = yield Question("Which theme?", "orbit", check=_judge_theme)
    aspect = yield Question("Which shape?", "16:9", get_args(Aspect))
    voice = yield Question("Who speaks?", "male", _VOICES)
    course.fields |= {"accent_color": accent, "theme": theme, "aspect": aspect, "voice": voice}
    opening = {"scene_type": "title", "title": course.fields["title"], **({"subtitle": told} if told else {})}
    course.scenes.append(opening)
    kind = "list"
    while True:
        kind = yield Question("What comes next?", kind, (*_SCENES, "done"))
        if kind == "done":
            break
        scene: dict[str, Any] = {"scene_type": kind}
        course.scenes.append(scene)
        yield from _SCENES[kind](scene)
        said = yield Question("What is said over it? Leave it empty to have it written.")
        if said:
            scene["narration"] = said
        kind = "done" if len(course.scenes) > 3 else "list"
    last = yield Question("What should stand on the last picture?", course.fields["title"])
    line = yield Question("And below it: what to do next, or an address?")
    course.scenes.append({"scene_type": "outro", "title": last, **({"lines": [line]} if line else {})})


def _ask_many(what: str, least: int = 1) -> Generator[Question, str, list[str]]:
    """Ask for entries until one is left empty."""
    entries: list[str] = []
    while True:
        more = "" if len(entries) < least else " (empty: no more)"
        answer = yield Question(f"{what} {len(entries) + 1}{more}?", needed=len(entries) < least)
        if not answer:
            return entries
        entries.append(answer)


def _ask_list(scene: dict[str, Any]) -> Talk:
    scene["header"] = yield Question("What are the points about?", needed=True)
    scene["items"] = yield from _ask_many("Point")


def _ask_steps(scene: dict[str, Any]) -> Talk:
    scene["header"] = yield Question("What do the steps lead to?", needed=True)
    scene["steps"] = yield from _ask_many("Step")


def _ask_command(scene: dict[str, Any]) -> Talk:
    scene["header"] = yield Question("What do the commands do?", needed=True)
    scene["commands"] = [f"$ {line}" for line in (yield from _ask_many("Command"))]


def _ask_code(scene: dict[str, Any]) -> Talk:
    scene["header"] = yield Question("What does the code show?", needed=True)
    scene["language"] = yield Question("In which language is it?", "python")
    lines: list[str] = []
    while True:
        hint = " (a full stop alone: no more)" if lines else ""
        line = yield Question(f"Line {len(lines) + 1}{hint}?", needed=not lines, verbatim=True)
        if line.strip() == "." and lines:
            break
        lines.append(line)
    scene["code"] = "\n".join(lines) + "\n"


def _ask_quote(scene: dict[str, Any]) -> Talk:
    scene["text"] = yield Question("What are the words?", needed=True)
    who = yield Question("Whose are they?")
    if who:
        scene["attribution"] = who


def _ask_quiz(scene: dict[str, Any]) -> Talk:
    scene["question"] = yield Question("What is asked?", needed=True)
    options = yield from _ask_many("Option", least=2)
    scene["options"] = options[:8]
    letters = tuple("ABCDEFGH"[: len(scene["options"])])
    scene["answers"] = yield Question("Which one is right?", "A", letters)


def _ask_section(scene: dict[str, Any]) -> Talk:
    scene["title"] = yield Question("What is the chapter called?", needed=True)


_SCENES: dict[str, Callable[[dict[str, Any]], Talk]] = {
    "list": _ask_list, "steps": _ask_steps, "command": _ask_command, "code": _ask_code, "quote": _ask_quote,
    "quiz": _ask_quiz, "section": _ask_section,
}  # fmt: skip


def resume(answers: Sequence[str]) -> tuple[Course, Question | None, int]:
    """Tell a talk the answers so far; return the course, the next question, and how many answers were taken.

    The question is None when all was asked. An answer that does not fit its question, as an older version kept it, and
    those after it are not taken.
    """
    course = Course()
    running = talk(course)
    question = next(running)
    for taken, answer in enumerate(answers):
        if question.judge(answer):
            return course, question, taken
        try:
            question = running.send(answer)
        except StopIteration:
            return course, None, taken + 1
    return course, question, len(answers)
