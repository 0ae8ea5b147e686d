"""What becomes of a set's films -> the terminal: a line for each that is done with, and below them those in the making."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from adapters.sets.planning import PlannedFilm
from deployments.display import Console, Display, printable
from model.progress import Progress
from model.sets import FilmReport
from render.set_summary import clock, say_film

if TYPE_CHECKING:
    from rich.text import Text

    from tasks.films import SetListener
    from tasks.telling.headway import Headway

_BAR = 24
_SETTLED = 0.5
"""Films after which the pace tells how long the rest takes."""


class SetLines:
    """A line for each film that is done with: for logs and pipes."""

    def __init__(self, console: Console, planned: Sequence[PlannedFilm]) -> None:
        self._console = console
        self._began = time.monotonic()
        self._total = len(planned)
        self._done = sum(film.config is None for film in planned)
        self._running: dict[str, float] = {}
        """Percents by the film's name."""
        self._headways: dict[str, Headway] = {}
        self._left = self._total - self._done
        states = [film.report.state for film in planned]
        if there := states.count("reused"):
            console.say(f"{there} of {self._total} films are there, whole and unchanged")
        if wrong := states.count("failed"):
            console.say(f"{wrong} of {self._total} cannot be made: why is told in the end")

    def __enter__(self) -> SetLines:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and issubclass(kind, KeyboardInterrupt | SystemExit):
            self._console.say(f"{self._done} of {self._total} films are done with.")

    def show(self, film: FilmReport, step: Progress | None) -> None:
        """Tell of a step, or that a film begins or is done with."""
        if step is not None:
            self._advance(film, step)
        elif film.state == "stopped":
            self._running[film.video_id] = 0.0
        else:
            self._running.pop(film.video_id, None)
            self._headways.pop(film.video_id, None)
            self._done += 1
            seconds = time.monotonic() - self._began
            self._console.say(f"[{seconds:6.1f} s] {self._done}/{self._total} {say_film(film)}")

    def _advance(self, film: FilmReport, step: Progress) -> None:
        if step.notice:
            tell = self._console.say if step.calm else self._console.warn
            tell(f"{film.video_id}: {step.notice}")
        if film.video_id not in self._headways:
            from tasks.telling.headway import Headway  # loaded long since: it is what tells of the step

            self._headways[film.video_id] = Headway()
        self._running[film.video_id] = self._headways[film.video_id].count(step)


class SetLive(SetLines):
    """The same lines, with a bar below them and the films that are in the making."""

    def __init__(self, console: Console, planned: Sequence[PlannedFilm]) -> None:
        from rich.live import Live

        super().__init__(console, planned)
        self._live = Live(get_renderable=self._draw, console=console.rich, transient=True, refresh_per_second=6)

    def __enter__(self) -> SetLive:
        self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._live.stop()
        super().__exit__(kind, *rest)

    def _draw(self) -> Text:
        from rich.text import Text

        begun = sum(self._running.values()) / 100
        filled = round(_BAR * (self._done + begun) / self._total)
        bar = f"{'━' * filled}{'╌' * (_BAR - filled)} {self._done}/{self._total} films{self._say_left()}"
        running = ", ".join(f"{name} {percent:.0f} %" for name, percent in self._running.items())
        width = max(self._console.rich.width - 1, 20)
        lines = (printable(line) for line in (bar, running or "Starting"))
        return Text("\n".join(line if len(line) <= width else f"{line[: width - 1]}…" for line in lines), no_wrap=True)

    def _say_left(self) -> str:
        done = self._done - (self._total - self._left) + sum(self._running.values()) / 100
        if done < _SETTLED:
            return ""
        return f", about {clock((time.monotonic() - self._began) / done * (self._left - done))} left"


def open_set_display(console: Console, planned: Sequence[PlannedFilm]) -> SetLines:
    """Return the display that suits where stderr goes."""
    plain = console.quiet or console.verbose or console.json or console.rich.is_dumb_terminal
    live = sys.stderr.isatty() and not plain
    return SetLive(console, planned) if live else SetLines(console, planned)


@contextlib.contextmanager
def showing_sets(console: Console, display: Display) -> Iterator[None]:
    """Show a set as one that is begun is shown, once a run that goes on turns out to be one; a film's display rests then."""
    from tasks.films import meeting_sets

    with contextlib.ExitStack() as shown:

        def open_for(planned: tuple[PlannedFilm, ...]) -> SetListener:
            shown.enter_context(display.resting())
            return shown.enter_context(open_set_display(console, planned)).show

        with meeting_sets(open_for):
            yield
