"""argv -> the films of a set: those that are there are told at once, the rest is one flow run; what `video-gen set` does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import typer

from deployments.display import Console
from deployments.viewing import share_options

OneFilmPer = Literal["file", "source"]
OWN_OF_FILMS = {
    "source", "only", "multi_track", "review", "resume", "rerun", "dry_run", "as_json", "quiet", "verbose", "debug",
}  # fmt: skip
"""Parameters of `create` that a set has not, or has as its own."""
Sources = Annotated[
    list[str],
    typer.Option(
        "--source",
        "--from",
        help="A folder, a pattern ('docs/**/*.md'), a document, a course file, an address, list:FILE with one of these"
        " a line, or - for such a list on standard input. May be repeated.",
    ),
]

FilmPer = Annotated[
    OneFilmPer, typer.Option(help="file: a film for each document of a folder; source: one film with chapters.")
]
MaxParallel = Annotated[str | None, typer.Option(help="Films that are made at the same time, 1 to 64.  [default: 4]")]
Rerun = Annotated[bool, typer.Option("--rerun", help="Make also films that are there and unchanged.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but warnings and errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show what Prefect logs, too.")]


class SetChoices(NamedTuple):
    """What the user chose on the command line."""

    sources: tuple[str, ...]
    options: dict[str, str]
    """Those of the films, by the names of the settings."""
    one_film_per: OneFilmPer
    multi_track: bool
    rerun: bool
    dry_run: bool
    as_json: bool


def add_sets(app: typer.Typer, create: Callable[..., None]) -> None:
    """Add the command to the application, with the options of `create`."""
    app.command("set")(share_options(create, _set, OWN_OF_FILMS))


def _set(
    sources: Sources,
    options: dict[str, str],
    one_film_per: FilmPer = "file",
    max_parallel: MaxParallel = None,
    deployment: Annotated[
        str | None, typer.Option(help="Make them by runs of this deployment: make-video/on-demand.")
    ] = None,
    multi_track: Annotated[
        bool, typer.Option("--multi-track", help="Films with a track of sound and captions for each language.")
    ] = False,
    rerun: Rerun = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Say what would be made, and make nothing.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make many films: of a folder, a pattern, a list, a course. What fails stops no other; exit code 1 if any did."""
    own = {"max_parallel": max_parallel, "deployment": deployment}
    options = options | {name: value for name, value in own.items() if value is not None}
    console = Console(quiet=quiet, verbose=verbose)
    console.say(f"Reading {', '.join(sources)}")
    choices = SetChoices(
        tuple(sources), options, one_film_per, multi_track, rerun=rerun, dry_run=dry_run, as_json=as_json
    )
    make_films(choices, console)


def make_films(choices: SetChoices, console: Console) -> None:
    """Make the films, or say what there is to do; leave by exit code 1 when one is missing.

    Raises ConfigError for an option that cannot be meant.
    """
    from adapters.sets.sources import expand_sources
    from adapters.settings import Settings, find_source_folder, load_settings
    from model.sets import sum_up

    began = time.monotonic()
    settings: Settings = load_settings(find_source_folder(choices.sources[0]), choices.options)
    planned = look_at_films(choices, expand_sources(choices.sources, choices.one_film_per), settings, console)
    if any(film.config for film in planned) and not choices.dry_run:
        from deployments.set_runs import run_set

        report = run_set(choices, planned, settings, console)
    else:
        output = str(Path(settings.output).absolute())
        report = sum_up(tuple(film.report for film in planned), output, time.monotonic() - began)
    show_report(report, choices, console)


def look_at_films(choices: SetChoices, named: Any, settings: Any, console: Console) -> tuple[Any, ...]:
    """Look at every film; say how far that is where it takes its time."""
    from adapters.sets.planning import plan_films

    read, told, films = _read_requests(choices), time.monotonic(), []
    for film in plan_films(named, read, settings.state_path, rerun=choices.rerun):
        films.append(film)
        if time.monotonic() - told > _SILENCE:
            told = time.monotonic()
            console.say(f"Looking at what there is: {len(films)} films so far")
    return tuple(films)


_SILENCE = 3.0
"""Seconds."""


def _read_requests(choices: SetChoices) -> Callable[[str, Path | None], Iterator[Any]]:
    """Return what reads each source as `create` would, with the settings that lie beside it."""
    from adapters.input import list_videos
    from adapters.script_writer import describe_writer
    from adapters.sets.planning import AskedFilm
    from adapters.sets.settled import find_nearest
    from deployments.creating import spread_languages
    from deployments.request import read_request

    options = {name: value for name, value in choices.options.items() if name not in ("max_parallel", "deployment")}
    load = _load_once(options)

    def read(source: str, folder: Path | None) -> Iterator[AskedFilm]:
        def load_near(beside: Path | None, _options: Mapping[str, Any]) -> Any:
            return load(find_nearest(beside, folder))

        config, settings = read_request(source, options, load_near)
        names = list_videos(config)
        for name in names:
            one = config if len(names) == 1 else config.model_copy(update={"only": name})
            for each in spread_languages(one, settings, multi_track=choices.multi_track):
                yield AskedFilm(each, describe_writer(each, settings))

    return read


def _load_once(options: Mapping[str, Any]) -> Callable[[Path | None], Any]:
    from adapters.settings import load_settings

    @cache
    def load(folder: Path | None) -> Any:
        return load_settings(folder, options)

    return load


def show_report(report: Any, choices: SetChoices, console: Console) -> None:
    """Print what became of the films; leave by exit code 1 when one is missing."""
    from adapters.files import write_atomically
    from model.sets import REPORT_FILE
    from render.set_summary import say_failures, say_film, say_set

    written = report.model_dump_json(indent=2)
    if choices.dry_run:
        for film in report.films:
            state = {"stopped": "to make", "reused": "unchanged"}.get(film.state)
            console.give(f"{state:<10} {film.video_id:<40} {film.name}" if state else say_film(film))
        console.say(f"{report.stopped} to make, {report.reused} unchanged, {report.failed} cannot be made.")
        raise SystemExit(1 if report.failed else 0)
    if not report.flow_run_id:
        write_atomically(Path(report.output) / REPORT_FILE, f"{written}\n".encode())
    for line in say_failures(report):
        console.complain(line)
    if warned := sum(bool(film.warnings) for film in report.films):
        console.warn(f"There is something to know of {warned} of these films: see `warnings` in the report.")
    console.say(f"{say_set(report)} Report: {Path(report.output) / REPORT_FILE}")
    there = (film.video for film in report.films if film.state in ("made", "reused"))
    console.give(written if choices.as_json else "\n".join(there))
    if not report.success:
        raise SystemExit(1)
