"""What a person wants of a run -> done, and said"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import typer

from deployments.creating import Choices, run_film, show_result, show_waiting
from deployments.display import Console, Display
from deployments.runs.telling import ask_runs
from model.changes import NightReport
from model.errors import IncompleteNightError, IncompleteSetError, RunWaitsError
from model.result import PipelineResult

if TYPE_CHECKING:
    from flows.runs import Film
    from model.inputs import InputConfig
    from model.runs import RunLine

_TOLD = {
    "resume_run": "The run goes on where it is.",
    "retry_run": "Its workers begin it again.",
    "approve_run": "Approved: the run goes on where it waits.",
}


def go_on(name: str, arguments: tuple[Any, ...], console: Console, *, as_json: bool, **more: Any) -> None:
    """Resume, retry or approve a run, by the function of `flows.runs`; show its film as `create` does."""
    from adapters.settings import load_settings

    def load() -> Callable[[], Coroutine[Any, Any, Film | None]]:
        from flows import runs

        return lambda: getattr(runs, name)(*arguments, **more)

    try:
        result = run_film(load_settings(), console, load, _show_sets)
    except RunWaitsError as wait:
        show_waiting(wait, as_json, console)
        raise typer.Exit(wait.exit_code) from None
    except (IncompleteSetError, IncompleteNightError) as error:
        result = error.report
    if result is not None:
        _show(result, console, as_json=as_json)
        return
    console.say(f"{_TOLD[name]} Watch it: video-gen runs watch {arguments[0]}")
    if as_json:
        console.give(json.dumps({"elsewhere": True}))


def _show_sets(console: Console, display: Display) -> AbstractContextManager[None]:
    # it brings the plans of sets, which the command needs for nothing else
    from deployments.set_display import showing_sets

    return showing_sets(console, display)


def _show(made: Film, console: Console, *, as_json: bool) -> None:
    """Show what a run made as the command does that begins such a run; leave by exit code 1 when a film is missing."""
    if isinstance(made, PipelineResult):
        show_result(made, as_json, console)
    elif isinstance(made, NightReport):
        from deployments.nightly.nights import show_night

        films = "\n".join(film.video for film in made.films if film.video)
        show_night(made, made.model_dump_json(indent=2) if as_json else films, console)
    else:
        from deployments.sets import SetChoices, show_report

        show_report(made, SetChoices((), {}, "file", False, False, False, as_json), console)


def tell_to(name: str, which: str, console: Console, *, as_json: bool) -> None:
    """Cancel or pause a run, and say how it stands then."""
    line: RunLine = ask_runs(lambda runs: getattr(runs, name)(which))
    if as_json:
        console.give(json.dumps(line.model_dump(mode="json"), indent=2, ensure_ascii=False))
        return
    wanted = {"cancel_run": ("cancelled",), "pause_run": ("paused",)}[name]
    head = f"{line.name} ({line.short_id}) is {line.state}."
    if line.state in wanted:
        console.say(f"{head} Go on with it: video-gen resume {line.short_id}")
    else:
        console.warn(f"{head} It was told to end, and has not yet." if name == "cancel_run" else head)


def resume_request(which: str, choices: Choices, console: Console) -> None:
    """Go on with a run as `create --resume` asks for it: of this source, if one is named, and with the run's own options.

    Raises ConfigError when it is a run of another source.
    """
    given: InputConfig | None = None
    if choices.source:
        from deployments.request import read_request

        given = read_request(choices.source, choices.options)[0]
    go_on("resume_run", (which,), console, as_json=choices.as_json, given=given)
