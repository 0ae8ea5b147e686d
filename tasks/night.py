"""SetConfig -> NightReport: what there was, what a set made of it, what changed and why"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from prefect.artifacts import acreate_markdown_artifact

from adapters.finished_films import read_finished, write_night
from adapters.sets.planning import PlannedFilm, plan_films
from adapters.sets.settled import read_settled
from adapters.sets.sources import expand_sources
from model.changes import Finished, NightFilm, NightReport
from model.errors import IncompleteNightError, IncompleteSetError
from model.sets import FilmReport, SetConfig, SetReport
from render.changes.comparing import Remade, compare_films
from render.changes.page import list_lines, write_page
from tasks.films import MakeSet, as_planned, given_plan
from tasks.run import settings_of

Before = Mapping[Path, Finished | None]
"""The films that lie in the folders of those to be made."""


async def plan_night(config: SetConfig) -> tuple[PlannedFilm, ...]:
    """Find the films, and which of them are there as their documents, settings and tools have them now."""
    planned = given_plan()
    return planned if planned is not None else await asyncio.to_thread(_plan, config)


def _plan(config: SetConfig) -> tuple[PlannedFilm, ...]:
    named = expand_sources(config.all_sources, config.one_film_per)
    return tuple(plan_films(named, read_settled(config), settings_of(config).state_path, rerun=config.rerun))


async def remember_films(planned: tuple[PlannedFilm, ...]) -> Before:
    """Read the last good film of each that is to be made."""
    folders = [Path(film.report.video).parent for film in planned if film.config is not None]
    return {folder: await asyncio.to_thread(read_finished, folder) for folder in folders}


async def make_planned(planned: tuple[PlannedFilm, ...], make_set: MakeSet, config: SetConfig) -> SetReport:
    """Make what is to be made; a report that lacks films is a report."""
    with as_planned(planned):
        try:
            return await make_set(config)
        except IncompleteSetError as error:
            return error.report


async def deliver_night(before: Before, made: SetReport) -> NightReport:
    """Say what changed and why: beside the films, as a page in the UI, and to whoever watches.

    Raises IncompleteNightError, with the report, when a film is missing.
    """
    films = [await asyncio.to_thread(_compare, film, before) for film in made.films]
    report = NightReport(
        success=made.success, films=tuple(films), seconds=made.seconds, cost=made.cost, flow_run_id=made.flow_run_id
    )
    page = write_page(report)
    await asyncio.to_thread(write_night, report, page, Path(made.output))
    await acreate_markdown_artifact(page, key="nightly-report", description="What changed, what was reused, and why.")
    print("\n".join(list_lines(report)), flush=True)  # noqa: T201 - the flow logs what is printed
    if not report.success:
        raise IncompleteNightError(report)
    return report


def _compare(film: FilmReport, before: Before) -> NightFilm:
    night = NightFilm(
        source=film.name, state=film.state, video=film.video if film.state in ("made", "reused") else "",
        problem=film.problem, remedy=film.remedy, cost=film.cost,
    )  # fmt: skip
    folder = Path(film.video).parent
    after = read_finished(folder) if film.state == "made" else None
    if after is None:
        return night
    remade = Remade(frozenset(film.spoken_scenes), frozenset(film.drawn_scenes))
    return night.model_copy(update={"changes": compare_films(before.get(folder), after, remade)})
