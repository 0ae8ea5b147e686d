"""The sources of a set -> its films: those that are there already, those to be made, and those that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from adapters.files import tell_full_disk
from adapters.film_names import folder_of, settle_name
from adapters.input import fetch_input, list_videos, split_source
from adapters.recognition import find_problems, recognise
from adapters.script_writer import describe_writer
from adapters.sets.sources import NamedSource
from adapters.settings import Settings
from model.errors import Problem, ValidationError, VideoGenError
from model.inputs import InputConfig
from model.result import PipelineResult
from model.sets import FilmReport, SetConfig


class AskedFilm(NamedTuple):
    """One film that somebody wants, looked through."""

    config: InputConfig
    writer: str
    """Who writes it, as `describe_writer` says."""


class PlannedFilm(NamedTuple):
    """One film of a set, and what there is to do for it."""

    report: FilmReport
    """What became of it already, or what is known of it."""
    config: InputConfig | None
    """How to make it; None where there is nothing to do."""


ReadSource = Callable[[str, Path | None], Iterable[AskedFilm]]
"""(source, the folder that it was found in) -> the films that it asks for. Raises VideoGenError, or a group of them."""


def plan_films(
    named: Iterable[NamedSource], read: ReadSource, state_dir: Path, *, rerun: bool = False
) -> Iterator[PlannedFilm]:
    """Yield each film of a set, with a folder of its own."""
    taken: set[Path] = set()
    for one in named:
        try:
            if one.problem is not None:
                raise one.problem
            for asked in read(one.source, one.folder):
                film = _plan_film(one.source, asked, state_dir, taken, rerun=rerun)
                taken.add(Path(film.report.video).parent)
                yield film
        except (VideoGenError, ExceptionGroup) as error:
            yield PlannedFilm(report_failure(FilmReport(source=one.source, state="failed"), error), None)


def _plan_film(source: str, asked: AskedFilm, state_dir: Path, taken: set[Path], *, rerun: bool) -> PlannedFilm:
    config = settle_name(asked.config, state_dir, taken)
    folder = folder_of(config)
    translation = config.translation
    waiting = FilmReport(
        source=source, only=config.only or "", language=translation.language if translation else "", state="stopped",
        video_id=folder.name, video=str(folder / f"{folder.name}.mp4"),
    )  # fmt: skip
    result = None if rerun else recognise(config, asked.writer)
    if result is None:
        return PlannedFilm(waiting, config)
    return PlannedFilm(report_result(waiting, result, "reused"), None)


def read_stated(config: SetConfig, settings: Settings) -> ReadSource:
    """Return what makes films of sources as the set's own fields state them: for flows, which have no options to join."""

    def read(source: str, _folder: Path | None) -> Iterator[AskedFilm]:
        film = fetch_input(config.film(*split_source(source)))
        problems = find_problems(film)
        if len(problems) == 1:
            raise problems[0]
        if problems:
            raise ExceptionGroup("The request cannot be met.", problems)
        names = list_videos(film)
        for name in names:
            one = film if len(names) == 1 else film.model_copy(update={"only": name})
            yield AskedFilm(one, describe_writer(one, settings))

    return read


def report_result(film: FilmReport, result: PipelineResult, state: str) -> FilmReport:
    """Tell of a film that is there."""
    run = result.run
    facts = {
        "state": state, "title": result.title, "duration": round(result.total_duration, 3), "scenes": len(result.scenes),
        "video_id": result.video_id, "warnings": result.warnings,
    }  # fmt: skip
    if run is not None:
        facts |= {
            "cost": run.cost, "seconds": run.seconds, "flow_run_id": run.flow_run_id,
            "video": str(Path(run.folder) / result.video),
            "spoken_scenes": run.spoken_scenes, "drawn_scenes": run.drawn_scenes,
        }  # fmt: skip
    return film.model_copy(update=facts)


def report_failure(film: FilmReport, error: BaseException) -> FilmReport:
    """Tell why a film is not there: the first problem in one line, and how many more there are."""
    problems = tuple(_list_problems(error))
    first, more = problems[0], len(problems) - 1
    message = str(first.model_copy(update={"remedy": ""}))
    if more:
        message += f" (and {more} more problem{'s' * (more > 1)})"
    return film.model_copy(
        update={"state": "failed", "video": "", "problem": _one_line(message), "remedy": _one_line(first.remedy)}
    )


def _list_problems(error: BaseException) -> Iterator[Problem]:
    error = tell_full_disk(error) if isinstance(error, Exception) else error
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _list_problems(one)
    elif isinstance(error, ValidationError):
        yield from error.problems
    elif isinstance(error, VideoGenError):
        yield Problem(message=error.message, remedy=error.remedy)
    else:
        what = f"{type(error).__name__}: {error}".rstrip(".: ")
        yield Problem(message=f"{what}. This is a defect of ours.", remedy="Report it with this line.")


def _one_line(text: str) -> str:
    return " ".join(text.split())[:600]
