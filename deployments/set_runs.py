"""A plan -> one run of the flow `make-set`, shown on the terminal while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from adapters.film_jobs import configure_film
from adapters.server_watch import keeping_server
from adapters.sets.planning import PlannedFilm
from adapters.settings import Settings
from deployments.cache_commands import tidy_cache
from deployments.display import Console
from deployments.running import Job, imports_uncollected, run_apart
from deployments.serving import await_server, naming_server, open_server
from deployments.set_display import open_set_display
from deployments.sets import SetChoices
from model.errors import IncompleteNightError, IncompleteSetError
from model.inputs import InputConfig
from model.sets import SetConfig, SetReport

T = TypeVar("T")


def run_set(choices: SetChoices, planned: tuple[PlannedFilm, ...], settings: Settings, console: Console) -> SetReport:
    """Make the films that are not there, and return what became of all."""
    config = configure_set(choices, settings)

    def load() -> Job[SetReport]:
        from flows.make_set import make_set

        return lambda: make_set(config)

    return run_films(planned, settings, console, load)


def run_films(planned: tuple[PlannedFilm, ...], settings: Settings, console: Console, load: Callable[[], Job[T]]) -> T:
    """Run what makes many films, with the progress of each shown; `load` imports it while the server starts.

    Where films are missing, the report that the failure carries is what is returned.
    """
    server = open_server(settings, console)
    with open_set_display(console, planned) as display:
        with imports_uncollected():
            job = load()
            from tasks.films import following

        await_server(server)
        keeping = keeping_server(server, once=settings.server_once)
        with following(display.show, planned), naming_server(server), keeping:
            try:
                report = run_apart(job)
            except (IncompleteSetError, IncompleteNightError) as error:
                report = cast(T, error.report)
    tidy_cache(settings.cache_path, settings.cache_limit, console)
    return report


def configure_set(choices: SetChoices, settings: Settings) -> SetConfig:
    """Return the job as the flow's parameters show it."""
    first, *others = choices.sources
    film = configure_film("auto", first, None, settings)
    shared = {name: getattr(film, name) for name in InputConfig.model_fields if name != "stated"}
    return SetConfig(
        **shared, sources=tuple(others), one_film_per=choices.one_film_per, max_parallel=settings.max_parallel,
        deployment=settings.deployment or None, rerun=choices.rerun,
    )  # fmt: skip
