"""Progress -> the terminal: messages on stderr, a live display where there is one, a line an event elsewhere."""

from __future__ import annotations

import contextlib
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, Self

from adapters.json_lines import json_lines_wanted, write_line

if TYPE_CHECKING:  # a first word within 0.3 s: pydantic takes half of that to import
    from rich.console import Console as RichConsole
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from model.errors import VideoGenError
    from model.progress import Progress, Stage
    from tasks.telling.headway import Headway

_DOING: dict[Stage, str] = {
    "adapt": "Reading",
    "parse": "Understanding",
    "script": "Writing the script",
    "narrate": "Narrating",
    "render": "Drawing",
    "sound": "Mastering",
    "deliver": "Finishing",
}
_BAR = 30
_JOINERS = "\u200c\u200d"
"""Not printable by themselves, and part of Persian words and of emoji."""
_SETTLED = 8.0
"""Percent after which the pace tells how long the rest takes."""


class Console:
    """Where messages for people go: stderr. Results go to stdout, as UTF-8 whatever the locale says."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.json = json_lines_wanted()
        """Whether every line is a JSON object."""
        self.quiet = quiet
        self.verbose = verbose
        self._rich: RichConsole | None = None

    @property
    def rich(self) -> RichConsole:
        """Return the rich console on stderr; it honours NO_COLOR and TERM."""
        if self._rich is None:
            from rich.console import Console as RichConsole

            self._rich = RichConsole(stderr=True, highlight=False, soft_wrap=True)
        return self._rich

    def give(self, result: str) -> None:
        """Write a result for whoever called us."""
        sys.stdout.flush()
        sys.stdout.buffer.write(f"{result}\n".encode(errors="surrogateescape"))
        sys.stdout.buffer.flush()

    def say(self, message: str) -> None:
        """Tell something that is good to know."""
        if self.quiet:
            return
        if self.json:
            write_line("info", "video-gen", message)
            return
        sys.stderr.write(f"{printable(message)}\n")
        sys.stderr.flush()

    def prompt(self, message: str) -> None:
        """Ask something, whatever else is not to be said; the answer follows on its line."""
        sys.stderr.write(f"{printable(message)} ")
        sys.stderr.flush()

    def note(self, step: Progress) -> None:
        """Tell what comes with a step: as a warning, or calmly."""
        if step.notice and step.calm:
            self._calmly(step.notice)
        elif step.notice:
            self.warn(step.notice)

    def _calmly(self, message: str) -> None:
        if self.quiet:
            return
        if sys.stderr.isatty():  # by rich, which knows of the bars below
            self.rich.print(printable(message), markup=False)
        else:
            self.say(message)

    def warn(self, message: str) -> None:
        """Tell something that matters even when asked to be quiet."""
        self._coloured("warning:", "yellow", message)

    def complain(self, message: str) -> None:
        """Say what is wrong, in one line."""
        self._coloured("error:", "red", message)

    def show_error(self, error: VideoGenError) -> None:
        """Say what failed and what to do, one line a problem, with the user's own line and a caret where it is known."""
        from model.errors import ValidationError

        if not isinstance(error, ValidationError):
            self.complain(str(error))
            return
        for problem in error.problems:
            if self.json:
                where = problem.model_dump(exclude={"message"})
                write_line(
                    "error", "video-gen", problem.message, **{name: value for name, value in where.items() if value}
                )
                continue
            self.complain(str(problem))
            if problem.excerpt:
                line, column = printable(problem.excerpt), " " * max(problem.column - 1, 0)
                sys.stderr.write(f"  | {line}\n  | {column}^\n")

    def show_traceback(self, error: BaseException) -> None:
        """Show where in our code it happened."""
        lines = "".join(traceback.format_exception(error))
        if self.json:
            write_line("debug", "video-gen", f"{type(error).__name__}: {error}", exception=lines)
        else:
            sys.stderr.write(lines)

    def _coloured(self, head: str, colour: str, message: str) -> None:
        if self.json:
            write_line(head.rstrip(":"), "video-gen", message)
            return
        message = printable(message)
        if sys.stderr.isatty():
            from rich.text import Text

            self.rich.print(Text.assemble((head, f"bold {colour}"), " ", message))
        else:
            sys.stderr.write(f"{head} {message}\n")


def printable(text: str) -> str:
    """Keep a document's or a file name's control characters from steering the terminal, and a message on its line."""
    return "".join(
        letter
        if letter.isprintable() or letter in _JOINERS
        else " "
        if letter.isspace()
        else "\N{REPLACEMENT CHARACTER}"
        for letter in text
    )


class EventDisplay:
    """Writes when it is told of something, and holds nothing of the terminal in between."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    @contextlib.contextmanager
    def resting(self) -> Iterator[None]:
        """Write nothing meanwhile: as ever, between two events."""
        yield


class LineDisplay(EventDisplay):
    """One line an event: for logs and pipes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._began = time.monotonic()

    def show(self, step: Progress) -> None:
        """Write the step."""
        self._console.note(step)
        if step.calm:
            return
        if step.done or not step.scene_id:
            scene = f" {step.scene_id}" if step.scene_id else ""
            kept = " (kept)" if step.reused else ""
            seconds = time.monotonic() - self._began
            self._console.say(f"[{seconds:5.1f} s] {_DOING[step.stage].lower()} {step.done}/{step.total}{scene}{kept}")


class LiveDisplay:
    """A bar for each stage that works scene by scene, and one for the whole film with the time that is left."""

    def __init__(self, console: Console) -> None:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        self._console = console
        self._bars: dict[Stage, TaskID] = {}
        self._began = 0.0
        columns = (
            SpinnerColumn(finished_text=" "),
            TextColumn("{task.description:<18}"),
            BarColumn(_BAR),
            TextColumn("{task.fields[said]}"),
        )
        self._progress: RichProgress = Progress(*columns, console=console.rich, transient=True)
        self._film = self._progress.add_task("Starting", total=None, said="")
        self._headway: Headway | None = None

    def __enter__(self) -> LiveDisplay:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    @contextlib.contextmanager
    def resting(self) -> Iterator[None]:
        """Take the bars away, for somebody is asked something; bring them back. The time that passes is nobody's pace."""
        self._progress.stop()
        began = time.monotonic()
        try:
            yield
        finally:
            self._began += time.monotonic() - began
            self._progress.start()

    def show(self, step: Progress) -> None:
        """Move the stage's bar, and the film's."""
        self._console.note(step)
        if step.calm:
            return
        if step.stage in ("narrate", "render"):
            self._show_scenes(step)
        self._show_film(step)

    def _show_scenes(self, step: Progress) -> None:
        if step.stage not in self._bars:
            self._bars[step.stage] = self._progress.add_task(_DOING[step.stage], said="", total=step.total)
        said = f"{step.done}/{step.total} scenes"
        self._progress.update(self._bars[step.stage], completed=step.done, total=step.total, said=said)

    def _show_film(self, step: Progress) -> None:
        if self._headway is None:
            from tasks.telling.headway import Headway  # loaded long since: it is what tells of the step

            self._headway = Headway()
        now, percent = time.monotonic(), self._headway.count(step)
        self._began = self._began or now
        left = f", {_clock((now - self._began) * (100 - percent) / percent)} left" if percent >= _SETTLED else ""
        doing = "Film" if step.stage in ("narrate", "render", "sound") else _DOING[step.stage]
        self._progress.update(
            self._film, description=doing, completed=percent, total=100, said=f"{percent:.0f} %{left}"
        )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


class Display(Protocol):
    """Whoever shows how a film goes on."""

    def __enter__(self) -> Display:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """End."""

    def show(self, step: Progress) -> None:
        """Show a step."""

    def resting(self) -> AbstractContextManager[None]:
        """Show nothing meanwhile: somebody is asked something."""


def open_display(console: Console) -> Display:
    """Return the display that suits where stderr goes."""
    if console.json:
        from deployments.json_display import JsonDisplay

        return JsonDisplay(quiet=console.quiet)
    live = sys.stderr.isatty() and not console.quiet and not console.verbose and not console.rich.is_dumb_terminal
    return LiveDisplay(console) if live else LineDisplay(console)
