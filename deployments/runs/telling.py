"""Runs -> what a person reads of them: a list, one in full, one as it goes on"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from deployments.display import Console, Display, open_display, printable
from deployments.runs.parsing import parse_since, parse_states
from deployments.runs.rendering import as_json as to_json
from deployments.runs.rendering import list_lines, report_lines
from deployments.serving import call_on_server
from model.progress import Progress

if TYPE_CHECKING:
    from model.runs import RunReport, RunState

EXIT_CODES: dict[RunState, int] = {"failed": 1, "crashed": 1, "waiting": 7, "cancelled": 8}
"""With which watching a run ends; 0 when it is completed."""


class Wanted(NamedTuple):
    """Which runs are to be listed."""

    states: tuple[RunState, ...]
    since: datetime | None
    source: str
    limit: int


def print_runs(states: Sequence[str], since: str, source: str, limit: int, console: Console, *, as_json: bool) -> None:
    """Print the runs that fit.

    Raises ConfigError for a state or an age that cannot be meant.
    """
    now = datetime.now().astimezone()
    wanted = Wanted(parse_states(states), parse_since(since, now) if since else None, source, limit)
    lines = ask_runs(lambda runs: runs.list_runs(**wanted._asdict()))
    if as_json:
        console.give(to_json(lines))
    elif lines:
        for text in list_lines(lines, now, Path.cwd()):
            console.give(printable(text))
    else:
        asked = any((states, since, source))
        console.say("No run fits." if asked else "There is no run yet: `video-gen create --from README.md` makes one.")


def print_run(which: str, console: Console, *, as_json: bool) -> None:
    """Print all of one run."""
    told: RunReport = ask_runs(lambda runs: runs.read_run(which))
    if as_json:
        console.give(to_json(told))
        return
    for text in report_lines(told, datetime.now().astimezone(), Path.cwd()):
        console.give(printable(text))


def watch(which: str, console: Console, *, as_json: bool) -> None:
    """Show how a run goes on until it is over, then print it; with JSON, a line for each change."""
    last: RunReport | None = None
    with open_display(Console(quiet=console.quiet or as_json)) as display:
        follower = Follower(display)

        async def follow(runs: Any) -> RunReport:
            found: RunReport | None = None
            async for told in runs.watch_run(which):
                found = told
                if as_json:
                    console.give(told.model_dump_json())
                else:
                    follower.show(told)
            assert found is not None
            return found

        last = ask_runs(follow)
    if not as_json:
        for text in report_lines(last, datetime.now().astimezone(), Path.cwd()):
            console.give(printable(text))
    if code := EXIT_CODES.get(last.run.state, 0):
        raise typer.Exit(code)


class Follower:
    """Turns reports of a run into steps, as the process that makes it shows them."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._shown: dict[str, tuple[int, int]] = {}
        self._state = ""

    def show(self, told: RunReport) -> None:
        """Show what is new."""
        if told.run.state != self._state:
            self._state = told.run.state
            what = f"{told.run.name} ({told.run.short_id}) is {told.run.state}."
            self._display.show(Progress(stage="adapt", done=0, total=1, notice=what, calm=True))
        for line in told.stages:
            now = (line.done, line.total)
            if self._shown.get(line.stage) != now:
                self._shown[line.stage] = now
                self._display.show(Progress(stage=line.stage, done=line.done, total=line.total))


def ask_runs(job: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
    """Ask the server something, by the module that other programs use."""
    from adapters.settings import load_settings

    def load() -> Callable[[], Coroutine[Any, Any, Any]]:
        from flows import runs

        return lambda: job(runs)

    return call_on_server(load_settings(), load)
