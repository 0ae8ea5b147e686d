"""argv -> the command that lists voices: voices"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated

import typer

from deployments.authoring import with_debug
from deployments.display import Console


def add_voices(app: typer.Typer, create: Callable[..., None]) -> None:
    """Add the command, with the `--debug` of `create`."""
    debug = inspect.signature(create, eval_str=True).parameters["debug"]
    app.command("voices")(with_debug(_list_voices, debug))


def _list_voices(
    language: Annotated[str, typer.Option(help="Whose voices are listed, as en or pt-BR.")] = "en",
    voice: Annotated[
        list[str] | None, typer.Option(help="A voice of yours to look at too: engine:voice. May be repeated.")
    ] = None,
    sample: Annotated[str | None, typer.Option(help="Folder that receives a short WAV of each usable voice.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """List the engines and voices that are usable now, what the others lack, and the remedy."""
    from deployments.voices import print_voices

    print_voices(language, tuple(voice or ()), sample, Console(), as_json=as_json)
