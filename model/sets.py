"""Many films as their user asks for them (SetConfig), and what became of each (SetReport)."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from model.frozen import Frozen
from model.inputs import InputConfig

DEFAULT_PARALLEL = 4
MOST_PARALLEL = 64
Parallel = Annotated[int, Field(ge=1, le=MOST_PARALLEL)]
OneFilmPer = Literal["file", "source"]
FilmState = Literal["made", "reused", "failed", "stopped"]
REPORT_FILE = "set-report.json"
MOST_FILMS = 5_000
_LONGEST_NAME = 200
"""Characters of a flow's, and of a deployment's."""


def check_deployment(name: str) -> str:
    """Return it, where both of its names are of a length that one may have."""
    if any(len(part) > _LONGEST_NAME for part in name.split("/")):
        raise ValueError(f"a name in it is longer than {_LONGEST_NAME} characters")
    return name


Deployment = Annotated[str, Field(pattern=r"^[^/\s]+/[^/\s]+$"), AfterValidator(check_deployment)]


_OF_ONE = frozenset({"text", "stored", "fetched", "only", "video_id"})
"""Fields that cannot hold for every film."""


class SetConfig(InputConfig):
    """Many films in one run. What it states beside its sources holds for every film."""

    sources: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """Further sources. Each is a document, a folder, a pattern such as `docs/**/*.md`, a course file, an address, or
    `list:FILE` for a file that names one source a line."""
    one_film_per: OneFilmPer = "file"
    """`file` makes a film of each document of a folder, `source` one film with chapters."""
    max_parallel: Parallel = DEFAULT_PARALLEL
    """Films that are made at the same time."""
    deployment: Deployment | None = None
    """`flow/name` of the deployment whose runs make the films; None to make them in the set's own process."""
    rerun: bool = False
    """Make also what is there already."""

    @property
    def all_sources(self) -> tuple[str, ...]:
        """Return every source, as the command takes it."""
        own = self.source if self.input_type == "auto" else f"{self.input_type}:{self.source}"
        return (own, *self.sources)

    def film(self, input_type: str, source: str) -> InputConfig:
        """Return the job of one film."""
        shared = {name: getattr(self, name) for name in InputConfig.model_fields if name not in _OF_ONE}
        return InputConfig(**shared | {"source": source, "input_type": input_type})


class FilmReport(Frozen):
    """What became of one film."""

    source: str
    """What it was made of, as the user named it or as it was found."""
    only: str = ""
    """Which of the films that the source asks for; empty where it is one."""
    language: str = ""
    """The language that was asked for, where it is not the source's own."""
    state: FilmState
    """made in this run; reused, whole and unchanged; failed; stopped, or not begun, when the run was ended."""
    video_id: str = ""
    """The film's name; empty when it is not known."""
    title: str = ""
    """The film's title."""
    video: str = ""
    """Path of the film's file; empty when there is none."""
    duration: float = 0.0
    """Seconds of film."""
    scenes: int = 0
    """How many it has."""
    cost: float = 0.0
    """What was paid for it in this run, in US dollars."""
    seconds: float = 0.0
    """How long the run took."""
    warnings: tuple[str, ...] = ()
    """What its maker should know of it."""
    problem: str = ""
    """Why it failed, in one line."""
    remedy: str = ""
    """What to do about that."""
    flow_run_id: str = ""
    """Prefect's id of the run that made it, or failed to."""
    spoken_scenes: Annotated[tuple[str, ...], Field(exclude_if=lambda scenes: not scenes)] = ()
    """Scenes that were spoken in this run."""
    drawn_scenes: Annotated[tuple[str, ...], Field(exclude_if=lambda scenes: not scenes)] = ()
    """Scenes that were drawn in this run."""

    @property
    def name(self) -> str:
        """Return what the film is called in messages."""
        return f"{self.source}#{self.only}" if self.only else self.source


class SetReport(Frozen):
    """What became of a set. `set-report.json` is this."""

    schema_version: Literal[1] = 1
    """Of this file."""
    success: bool
    """Whether every film is there."""
    output: str
    """Folder of the films."""
    made: int
    """Films that were made in this run."""
    reused: int
    """Films that were there, whole and unchanged."""
    failed: int
    """Films that could not be made."""
    stopped: int
    """Films that are still to be made, for the run was ended."""
    film_minutes: float
    """Minutes of all films that are there."""
    cost: float
    """What was paid in this run, in US dollars."""
    seconds: float
    """How long the run took."""
    flow_run_id: str = ""
    """Prefect's id of the set's run; empty when nothing was to be made."""
    films: tuple[FilmReport, ...]
    """In the order in which they were asked for."""


def sum_up(films: tuple[FilmReport, ...], output: str, seconds: float, flow_run_id: str = "") -> SetReport:
    """Make the report of a set."""
    counts = Counter(film.state for film in films)
    return SetReport(
        success=not counts["failed"] and not counts["stopped"], output=output, made=counts["made"],
        reused=counts["reused"], failed=counts["failed"], stopped=counts["stopped"],
        film_minutes=round(sum(film.duration for film in films) / 60, 2),
        cost=round(sum(film.cost for film in films), 6), seconds=round(seconds, 3), flow_run_id=flow_run_id, films=films,
    )  # fmt: skip
