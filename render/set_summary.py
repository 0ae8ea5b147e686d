"""SetReport -> what became of its films: a page of Markdown, and lines for a terminal"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from model.sets import FilmReport, SetReport

_MOST_ROWS = 1_000
_MOST_NAMED = 3


def say_film(film: FilmReport) -> str:
    """Say in one line what became of a film."""
    paid = f", ${film.cost:.4f}" if film.cost else ""
    if film.state == "failed":
        all_the_same = f" ${film.cost:.4f} were paid." if film.cost else ""
        return f"failed  {_say_reason([film], _strip_source(film))} {film.remedy}".rstrip() + all_the_same
    if film.state == "stopped":
        return f"stopped {film.name}{paid}"
    run = f", in {film.seconds:.1f} s" if film.state == "made" else ""
    return f"{film.state:<7} {film.video_id}: {clock(film.duration)}, {film.scenes} scenes{run}{paid}"


def say_set(report: SetReport) -> str:
    """Say in one line what became of a set."""
    counts = (
        (report.made, "made"),
        (report.reused, "unchanged"),
        (report.failed, "failed"),
        (report.stopped, "not made"),
    )
    said = ", ".join(f"{count} {what}" for count, what in counts if count) or "none"
    films = "1 film" if len(report.films) == 1 else f"{len(report.films)} films"
    paid = f", ${report.cost:.4f}" if report.cost else ""
    return f"{films}: {said}. {report.film_minutes:.1f} minutes of film{paid}, in {report.seconds:.1f} s."


def say_failures(report: SetReport) -> tuple[str, ...]:
    """Say why films failed, a line a reason; what has the same reason stands together."""
    reasons: dict[tuple[str, str], list[FilmReport]] = {}
    for film in report.films:
        if film.state == "failed":
            reasons.setdefault((_strip_source(film), film.remedy), []).append(film)
    return tuple(f"{_say_reason(films, problem)} {remedy}".rstrip() for (problem, remedy), films in reasons.items())


def _strip_source(film: FilmReport) -> str:
    return film.problem.removeprefix(film.source).removeprefix(": ")


def _say_reason(films: list[FilmReport], problem: str) -> str:
    """Name the films in front of their problem, which may begin with a line: `guide.md:7: …`."""
    named, more = ", ".join(film.name for film in films[:_MOST_NAMED]), len(films) - _MOST_NAMED
    who = f"{named} and {more} more" if more > 0 else named
    return f"{who}{problem}" if problem.startswith(":") else f"{who}: {problem}"


def summarise_set(report: SetReport) -> str:
    """Write the page: failed films first, then all of them."""
    return "\n".join([f"# {say_set(report)}", "", *_list_failures(report), *_list_films(report), ""])


def _list_failures(report: SetReport) -> Iterator[str]:
    for line in say_failures(report):
        yield f"- {_plain(line)}"
    yield ""


def _list_films(report: SetReport) -> Iterator[str]:
    yield "| | film | length | scenes | took | cost | source |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for film in report.films[:_MOST_ROWS]:
        name = film.video_id or "-"
        link = f"[{name}]({PurePath(film.video).as_uri()})" if film.duration and film.video else name
        length, took = clock(film.duration) if film.duration else "", f"{film.seconds:.1f} s" if film.seconds else ""
        cost = f"${film.cost:.4f}" if film.cost else ""
        yield f"| {film.state} | {link} | {length} | {film.scenes or ''} | {took} | {cost} | {_plain(film.name)} |"
    if len(report.films) > _MOST_ROWS:
        yield f"\n{len(report.films) - _MOST_ROWS} more are in the report's file."


def clock(seconds: float) -> str:
    """Write seconds as 1:05 or 1:02:03."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
