"""Progress -> the terminal: messages on stderr, a live display where there is one, a line an event elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from model.errors import ValidationError, VideoGenError
from model.progress import STAGES, Progress, Stage

if TYPE_CHECKING:
    from rich.console import Console as RichConsole
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

_DOING: dict[Stage, str] = {
    "adapt": "Reading",
    "parse": "Understanding",
    "script": "Writing the script",
    "narrate": "Narrating",
    "render": "Drawing",
    "deliver": "Finishing",
}


class Console:
    """Where messages for people go. Results go to stdout, and not through here."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
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

    def say(self, message: str) -> None:
        """Tell something that is good to know."""
        if not self.quiet:
            sys.stderr.write(f"{message}\n")
            sys.stderr.flush()

    def warn(self, message: str) -> None:
        """Tell something that matters even when asked to be quiet."""
        self._coloured("warning:", "yellow", message)

    def show_error(self, error: VideoGenError) -> None:
        """Say what failed and what to do, one line a problem, with the user's own line and a caret where it is known."""
        if not isinstance(error, ValidationError):
            self._coloured("error:", "red", str(error))
            return
        for problem in error.problems:
            self._coloured("error:", "red", str(problem))
            if problem.excerpt:
                sys.stderr.write(f"  | {problem.excerpt}\n  | {' ' * max(problem.column - 1, 0)}^\n")

    def _coloured(self, head: str, colour: str, message: str) -> None:
        if sys.stderr.isatty():
            from rich.text import Text

            self.rich.print(Text.assemble((head, f"bold {colour}"), " ", message))
        else:
            sys.stderr.write(f"{head} {message}\n")


class LineDisplay:
    """One line an event: for logs and pipes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._began = time.monotonic()

    def __enter__(self) -> LineDisplay:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def show(self, step: Progress) -> None:
        """Write the step."""
        if step.notice:
            self._console.warn(step.notice)
        if step.done or not step.scene_id:
            reused = " (kept)" if step.reused else ""
            scene = f" {step.scene_id}{reused}" if step.scene_id else ""
            seconds = time.monotonic() - self._began
            self._console.say(f"[{seconds:5.1f} s] {_DOING[step.stage].lower()} {step.done}/{step.total}{scene}")


class LiveDisplay:
    """One moving bar a stage, with the scenes and the time left."""

    def __init__(self, console: Console) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._console = console
        self._bars: dict[Stage, TaskID] = {}
        columns = (TextColumn("{task.description:<20}"), BarColumn(32), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress: RichProgress = Progress(*columns, console=console.rich, transient=True)

    def __enter__(self) -> LiveDisplay:
        self._progress.start()
        for stage in STAGES:
            self._bars[stage] = self._progress.add_task(_DOING[stage], total=None, start=False, visible=False)
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, step: Progress) -> None:
        """Move the stage's bar."""
        if step.notice:
            self._console.warn(step.notice)
        bar = self._bars[step.stage]
        self._progress.start_task(bar)
        self._progress.update(bar, completed=step.done, total=step.total, visible=True)


def open_display(console: Console) -> LineDisplay | LiveDisplay:
    """Return the display that suits where stderr goes."""
    live = sys.stderr.isatty() and not console.quiet and not console.verbose
    return LiveDisplay(console) if live else LineDisplay(console)
