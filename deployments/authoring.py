"""argv -> the commands that help to write course files: schema, new, wizard"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from deployments.display import Console

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but warnings and errors.")]


def add_authoring(app: typer.Typer, create: Callable[..., None]) -> None:
    """Add the commands to the application, each with the `--debug` of `create`."""
    debug = inspect.signature(create, eval_str=True).parameters["debug"]
    for name, run in (("new", _new), ("schema", _schema), ("wizard", _wizard)):
        app.command(name)(with_debug(run, debug))


def with_debug(run: Callable[..., None], option: inspect.Parameter) -> Callable[..., None]:
    """Give a command the option, which has done its work when the command runs."""
    own = list(inspect.signature(run, eval_str=True).parameters.values())

    def command(debug: bool = False, **values: Any) -> None:
        run(**values)

    every = [*own, option]
    command.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in every}
    command.__doc__ = run.__doc__
    return command


def _schema() -> None:
    """Print the JSON Schema of course files, with all types of scenes that are installed."""
    Console().give(schema_json())


def _new(
    output: Annotated[str, typer.Argument(help="The file to write.  [default: named after the template]")] = "",
    template: Annotated[str, typer.Option(help="Its template; left out, all are listed.")] = "",
    values: Annotated[
        list[str] | None, typer.Option("--set", help="name=value of one of its variables; a; b; c is a list.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    quiet: Quiet = False,
) -> None:
    """Write a course file from a template, with the schema for your editor beside it."""
    write_new(template, output, values or [], Console(quiet=quiet), force=force)


def _wizard(
    output: Annotated[str, typer.Argument(help="The file to write; asked for when left out.")] = "",
) -> None:
    """Ask what a film should show and say, and write its course file."""
    from deployments.wizard import run_wizard

    run_wizard(Console(), output)


def schema_json() -> str:
    """Return the schema of course files with every known type of scene."""
    import json

    from adapters.videos.schema import course_schema
    from model.scenes.registry import known_types

    return json.dumps(course_schema(known_types()), indent=2, ensure_ascii=False)


def write_new(template: str, output: str, values: list[str], console: Console, *, force: bool) -> None:
    """Write a template's course file and the schema beside it.

    Raises ConfigError for a template or a variable that there is not, or a file that is there.
    """
    from adapters.files import write_atomically
    from adapters.videos.course_file import fill_template
    from adapters.videos.templating import normalise_name, read_template, template_names
    from adapters.videos.tree import suggest
    from model.errors import ConfigError

    if not template:
        console.give("\n".join(f"{name:<16} {_describe(name)}" for name in template_names()))
        return
    name = normalise_name(template)
    if name not in template_names():
        raise ConfigError(f"There is no template {template[:80]!r}.", suggest(name, template_names()))
    text = fill_template(read_template(name), _read_values(name, values))
    if output == "-":
        console.give(text.rstrip("\n"))
        return
    path = Path(output or f"{name}.yaml")
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise ConfigError(f"{path} is no name for a course file.", "Let it end in .yaml.")
    if path.exists() and not force:
        raise ConfigError(f"{path} is there already.", "Choose another name, or replace it with --force.")
    write_atomically(path, text.encode())
    write_schema(path.parent)
    console.say(f"Change what {path} says, and make it: video-gen create --from {path}")
    console.give(str(path))


def write_schema(folder: Path) -> None:
    """Write the schema beside a course file, where its modeline looks for it."""
    from adapters.files import write_atomically
    from adapters.videos.course_file import SCHEMA_FILE

    write_atomically(folder / SCHEMA_FILE, f"{schema_json()}\n".encode())


def _describe(name: str) -> str:
    from adapters.videos.templating import read_template

    return read_template(name).split("\n")[0].lstrip("# ")


def _read_values(template: str, values: list[str]) -> dict[str, str]:
    from adapters.videos.templating import load_template
    from adapters.videos.tree import suggest
    from model.errors import ConfigError

    known = load_template(template).entries["variables"].entries
    given: dict[str, str] = {}
    for value in values:
        name, equals, rest = value.partition("=")
        if not equals or name not in known:
            what = (
                f"--set {value[:80]!r} is no name=value."
                if not equals
                else f"{template} has no variable {name[:80]!r}."
            )
            raise ConfigError(what, suggest(name, known))
        given[name] = rest.strip()
    return given
