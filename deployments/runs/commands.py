"""argv -> the commands that tell of runs and of what may be done with them: runs, resume, retry, cancel, pause, approve"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated

import typer

from deployments.authoring import with_debug
from deployments.display import Console

Which = Annotated[str, typer.Argument(help="A run: its id or the beginning of it, its name, or last.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but warnings and errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show what Prefect logs, too.")]

runs_app = typer.Typer(help="The runs of films: listed, shown, watched.")


def add_runs(app: typer.Typer, create: Callable[..., None]) -> None:
    """Add the commands to the application, each with the `--debug` of `create`."""
    debug = inspect.signature(create, eval_str=True).parameters["debug"]
    runs_app.callback(invoke_without_command=True)(with_debug(_list, debug))
    told: tuple[tuple[str, Callable[..., None]], ...] = (("show", _show), ("watch", _watch))
    for name, run in told:
        runs_app.command(name)(with_debug(run, debug))
    app.add_typer(runs_app, name="runs")
    own: tuple[tuple[str, Callable[..., None]], ...] = (
        ("resume", _resume), ("retry", _retry), ("cancel", _cancel), ("pause", _pause), ("approve", _approve),
    )  # fmt: skip
    for name, run in own:
        app.command(name)(with_debug(run, debug))


def _list(
    context: typer.Context,
    state: Annotated[
        list[str] | None, typer.Option("--state", help="Only these: failed, crashed, waiting, … May be repeated.")
    ] = None,
    since: Annotated[str, typer.Option("--since", "--age", help="Only runs begun since: 90m, 6h, 2d, or a date.")] = "",
    source: Annotated[str, typer.Option("--source", help="Only runs of a source whose name holds or fits this.")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", help="At most so many.", min=1, max=1000)] = 20,
    as_json: AsJson = False,
) -> None:
    """List the runs of films, the newest first."""
    if context.invoked_subcommand is None:
        from deployments.runs.telling import print_runs

        print_runs(state or [], since, source, limit, Console(), as_json=as_json)


def _show(which: Which, as_json: AsJson = False) -> None:
    """Show all that is known of a run: stages, scenes, errors, files, what was reused."""
    from deployments.runs.telling import print_run

    print_run(which, Console(), as_json=as_json)


def _watch(which: Which, as_json: AsJson = False, quiet: Quiet = False) -> None:
    """Follow a run that another process makes, to its end; the exit code is the run's own."""
    from deployments.runs.telling import watch

    watch(which, Console(quiet=quiet), as_json=as_json)


def _resume(which: Which, as_json: AsJson = False, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Go on with a run that did not come to its end, or that is paused: with its own source and options."""
    from deployments.runs.doing import go_on

    go_on("resume_run", (which,), Console(quiet=quiet, verbose=verbose), as_json=as_json)


def _retry(
    which: Which,
    from_stage: Annotated[str, typer.Option("--from", help="adapt, parse, script, narrate, render, sound or deliver.")],
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make a run's film again: stages before the named one are reused, it and all after it are made anew."""
    from deployments.runs.doing import go_on
    from deployments.runs.parsing import parse_stage

    go_on("retry_run", (which, parse_stage(from_stage)), Console(quiet=quiet, verbose=verbose), as_json=as_json)


def _approve(which: Which, as_json: AsJson = False, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Approve the script that a run waits with, as its file is now, and have the film made."""
    from deployments.runs.doing import go_on

    go_on("approve_run", (which,), Console(quiet=quiet, verbose=verbose), as_json=as_json)


def _cancel(which: Which, as_json: AsJson = False, quiet: Quiet = False) -> None:
    """End a run, wherever it runs. What it has finished is kept."""
    from deployments.runs.doing import tell_to

    tell_to("cancel_run", which, Console(quiet=quiet), as_json=as_json)


def _pause(which: Which, as_json: AsJson = False, quiet: Quiet = False) -> None:
    """Have a run finish the scenes that are going on, and wait until it is resumed."""
    from deployments.runs.doing import tell_to

    tell_to("pause_run", which, Console(quiet=quiet), as_json=as_json)
