"""argv -> the commands that look at a film without making it, or while it is made: check, still, sheet, preview"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Annotated, Any

import typer

from deployments.display import Console

_NOT_SHARED = {
    "source",
    "output",
    "server",
    "languages",
    "multi_track",
    "review",
    "resume",
    "rerun",
    "dry_run",
    "as_json",
    "quiet",
    "verbose",
    "debug",
    "log_format",
}
"""Parameters of `create` that say where its film goes and what it prints, not what the film is."""

Source = Annotated[
    str, typer.Argument(help="A document, a folder of documents, an address, youtube:VIDEO, a course file, or -.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but warnings and errors.")]


def add_viewing(app: typer.Typer, create: Callable[..., None]) -> None:
    """Add the commands to the application, each with the options of `create` that decide what the film is."""
    own = (("check", _check), ("still", _still), ("sheet", _sheet), ("preview", _preview), ("translate", _translate))
    for name, run in own:
        app.command(name)(share_options(create, run, _NOT_SHARED))


def share_options(
    create: Callable[..., None], run: Callable[..., None], without: AbstractSet[str]
) -> Callable[..., None]:
    """Give a command the film's options but those `without`, handed to it together as `options`, and `--debug`."""
    theirs = inspect.signature(create, eval_str=True).parameters
    shared = [parameter for name, parameter in theirs.items() if name not in without]
    own = [one for one in inspect.signature(run, eval_str=True).parameters.values() if one.name != "options"]

    def command(debug: bool = False, **values: Any) -> None:
        options = {one.name: values.pop(one.name) for one in shared}
        run(**values, options={name: value for name, value in options.items() if value is not None})

    everything = [*own, *shared, theirs["debug"]]
    every = sorted(everything, key=lambda one: one.default is not inspect.Parameter.empty)
    command.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in every}
    command.__doc__ = run.__doc__
    return command


def _check(
    source: Source,
    options: dict[str, str],
    strict: Annotated[bool, typer.Option("--strict", help="Take findings for errors: exit code 3.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Draw every scene without making the film, and say what a viewer would stumble over."""
    from deployments.checking import print_findings

    print_findings(source, options, Console(quiet=quiet), strict=strict, as_json=as_json)


def _still(
    source: Source,
    options: dict[str, str],
    scene: Annotated[str, typer.Option("--scene", help="Number of the scene, from 1, or its name.")] = "1",
    at: Annotated[
        str, typer.Option("--at", help="start, end, or step N: after how many things have come.  [default: end]")
    ] = "end",
    output: Annotated[
        str, typer.Option("--output", "-o", help="The PNG file to write.  [default: still.png]")
    ] = "still.png",
    quiet: Quiet = False,
) -> None:
    """Draw one scene as a PNG."""
    from deployments.stills import draw_still

    draw_still(source, options, scene, at, output, Console(quiet=quiet))


def _sheet(
    source: Source,
    options: dict[str, str],
    output: Annotated[
        str, typer.Option("--output", "-o", help="The PNG file to write; further pages get a number.")
    ] = "sheet.png",
    quiet: Quiet = False,
) -> None:
    """Draw a contact sheet of all scenes, with their numbers and names."""
    from deployments.stills import draw_sheet

    draw_sheet(source, options, output, Console(quiet=quiet))


def _translate(
    source: Source,
    options: dict[str, str],
    to: Annotated[str, typer.Option("--to", help="Language to translate to, as es or pt-BR.")],
    template: Annotated[
        bool, typer.Option("--template", help="Only write the texts, for a translator to fill in.")
    ] = False,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", help="The file.  [default: script.LANGUAGE.yaml beside the document]"),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write all that a film says and shows to a file, for a translation of it; what was translated already stays."""
    from deployments.translating import translate

    translate(source, options, to, Console(quiet=quiet), output=output, template=template)


def _preview(
    source: Source,
    options: dict[str, str],
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 for any that is free.", min=0, max=65535)] = 0,
    quiet: Quiet = False,
) -> None:
    """Show the film on a local page that follows the document: saving it rebuilds what changed. Ctrl-C ends it."""
    from deployments.previewing import preview

    preview(source, options, Console(quiet=quiet), port)
