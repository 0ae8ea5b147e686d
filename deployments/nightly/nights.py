"""Choices -> the films of a night, made now; and what changed, on the terminal and beside the films"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from adapters.sets.planning import PlannedFilm
from adapters.sets.sources import expand_sources
from adapters.settings import Settings, find_source_folder, load_settings
from deployments.display import Console
from deployments.running import Job
from deployments.sets import SetChoices, look_at_films
from model.changes import NightFilm, NightReport


def make_night(choices: SetChoices, console: Console) -> None:
    """Make what changed, and tell; leave by exit code 1 when a film is missing."""
    console.say(f"Reading {', '.join(choices.sources)}")
    began = time.monotonic()
    settings = load_settings(find_source_folder(choices.sources[0]), choices.options)
    planned = look_at_films(choices, expand_sources(choices.sources, choices.one_film_per), settings, console)
    report = _run(choices, planned, settings, console) if _any_to_make(planned) else _tell(planned, settings, began)
    show_night(report, report.model_dump_json(indent=2) if choices.as_json else str(_page_of(settings)), console)


def show_night(report: NightReport, given: str, console: Console) -> None:
    """Tell what became of a night, and give `given` on stdout; leave by exit code 1 when a film is missing."""
    from render.changes.page import list_lines

    for line in list_lines(report):
        console.say(line)
    console.give(given)
    if not report.success:
        raise SystemExit(1)


def _any_to_make(planned: tuple[PlannedFilm, ...]) -> bool:
    return any(film.config is not None for film in planned)


def _tell(planned: tuple[PlannedFilm, ...], settings: Settings, began: float) -> NightReport:
    """Write the report of a night in which nothing was to be made: no server is needed for that."""
    from adapters.finished_films import write_night
    from render.changes.page import write_page

    films = tuple(
        NightFilm(
            source=film.report.name, state=film.report.state, problem=film.report.problem, remedy=film.report.remedy,
            video=film.report.video if film.report.state == "reused" else "",
        )
        for film in planned
    )  # fmt: skip
    success = all(film.state == "reused" for film in films)
    report = NightReport(success=success, films=films, seconds=round(time.monotonic() - began, 3))
    write_night(report, write_page(report), Path(settings.output).absolute())
    return report


def _run(choices: SetChoices, planned: tuple[PlannedFilm, ...], settings: Settings, console: Console) -> NightReport:
    from deployments.set_runs import configure_set, run_films

    config: Any = configure_set(choices, settings)

    def load() -> Job[NightReport]:
        from flows.make_nightly import make_nightly

        return lambda: make_nightly(config)

    return run_films(planned, settings, console, load)


def _page_of(settings: Settings) -> Path:
    from adapters.finished_films import NIGHT_PAGE

    return Path(settings.output).absolute() / NIGHT_PAGE
