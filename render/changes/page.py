"""NightReport -> a page of Markdown for the UI and the folder, and the same in short for a terminal"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from model.changes import Cause, CauseKind, FilmChanges, NightFilm, NightReport, SceneChange, SceneState

_CAUSES: dict[CauseKind, str] = {
    "source": "{name} {is}",
    "setting": "the setting {name} {is}",
    "voice": "the voice of {name} {is}",
    "video-gen": "the code of video-gen ({name}) {is}",
    "tool": "{name} {is}",
    "fonts": "the fonts {name} {is}",
    "kept": "{name}: {is}",
}
_STATES: dict[SceneState, str] = {
    "new": "new",
    "words": "other words",
    "picture": "another picture",
    "words and picture": "other words, another picture",
    "time": "another length",
    "same": "as it was",
    "gone": "gone",
}
_MOST_ROWS = 200
_MOST_CAUSES = 12
_MOST_LINES = 20
"""Scenes of one film that a terminal is told of."""


def write_page(report: NightReport) -> str:
    """Write the whole page: films in a table, then each that changed, scene for scene."""
    made = [film for film in report.films if film.changes is not None]
    lines = [
        f"# {_sum_up(report)}", "",
        "| film | outcome | scenes made | scenes reused | why |", "| --- | --- | --- | --- | --- |",
        *(_film_row(film) for film in report.films), "",
    ]  # fmt: skip
    for film in made:
        lines += _tell_film(film)
    return "\n".join(lines)


def list_lines(report: NightReport) -> tuple[str, ...]:
    """Say the same in lines for a terminal: one for each film, and one for each scene that was made anew."""
    lines = [_sum_up(report)]
    for film in report.films:
        paid = f", ${film.cost:.4f}" if film.cost else ""
        lines.append(f"{film.state:<8} {film.source}: {_say_why(film)}{paid}")
        scenes = film.changes.scenes if film.changes and not film.changes.first else ()
        lines += [f"{'':<11}{_say_scene(scene)}" for scene in scenes[:_MOST_LINES]]
        if len(scenes) > _MOST_LINES:
            lines.append(f"{'':<11}and {len(scenes) - _MOST_LINES} more scenes, which the report names")
    return tuple(lines)


def _say_scene(scene: SceneChange) -> str:
    made = _say_made(scene)
    return f"{scene.scene_id}: {_STATES[scene.change]}{f'; {made}, because {scene.why}' if made else ''}"


def _sum_up(report: NightReport) -> str:
    counted = [
        f"{report.count(state)} {word}"
        for state, word in (("made", "made"), ("reused", "unchanged"), ("failed", "failed"), ("stopped", "not done"))
        if report.count(state)
    ]
    paid = f", ${report.cost:.4f}" if report.cost else ""
    return f"{len(report.films)} film{'s' * (len(report.films) != 1)}: {', '.join(counted) or 'none'}{paid}"


def _film_row(film: NightFilm) -> str:
    changes = film.changes
    made, reused = (str(changes.total - changes.reused), str(changes.reused)) if changes else ("", "")
    if film.state == "reused":
        made, reused = "0", "all"
    name = f"[{_plain(film.source)}]({PurePath(film.video).as_uri()})" if film.video else _plain(film.source)
    return f"| {name} | {film.state} | {made} | {reused} | {_plain(_say_why(film))} |"


def _say_why(film: NightFilm) -> str:
    if film.problem:
        return " ".join(part for part in (film.problem, film.remedy) if part)
    if film.state == "stopped":
        return "the run ended before it was done"
    if film.changes is None:
        return "nothing changed since it was made"
    if film.changes.first:
        return "it is the first film of this document"
    causes = film.changes.causes
    more = f", and {len(causes) - _MOST_CAUSES} more" if len(causes) > _MOST_CAUSES else ""
    return ", ".join(map(_say_cause, causes[:_MOST_CAUSES])) + more or "it was asked to be made again"


def _say_cause(cause: Cause) -> str:
    return _CAUSES[cause.kind].replace("{name}", cause.name).replace("{is}", _say_happened(cause))


def _say_happened(cause: Cause) -> str:
    if cause.kind == "kept":
        return cause.after
    if cause.kind not in ("setting", "voice", "tool"):  # known by their digests alone
        return {"new": "is new", "gone": "is gone"}.get(cause.after, "changed")
    if cause.before and cause.after:
        return f"changed from {cause.before} to {cause.after}"
    return f"is {cause.after} now" if cause.after else f"is no longer {cause.before}"


def _tell_film(film: NightFilm) -> Iterator[str]:
    changes = film.changes
    assert changes is not None
    yield f"## {_plain(changes.title)}"
    yield ""
    yield f"Why: {_plain(_say_why(film))}. {_say_sections(changes)}"
    yield ""
    if changes.scenes:
        yield "| scene | section | what changed | made anew | why |"
        yield "| --- | --- | --- | --- | --- |"
        yield from (_scene_row(scene) for scene in changes.scenes[:_MOST_ROWS])
        if len(changes.scenes) > _MOST_ROWS:
            yield f"| … | | {len(changes.scenes) - _MOST_ROWS} more scenes | | |"
        yield ""
    yield f"Reused as they were: {changes.reused} of {changes.total} scenes."
    yield ""


def _say_sections(changes: FilmChanges) -> str:
    named = [section or "the opening" for section in changes.sections]
    if changes.first:
        return "All of it is new."
    return f"Something is different in: {_plain(', '.join(named))}." if named else "No scene is different."


def _scene_row(scene: SceneChange) -> str:
    cells = (f"`{scene.scene_id}`", _plain(scene.section), _STATES[scene.change], _say_made(scene) or "—", scene.why)
    return f"| {' | '.join(cells)} |"


def _say_made(scene: SceneChange) -> str:
    return " and ".join(word for word, done in (("spoken", scene.spoken), ("drawn", scene.drawn)) if done)


def _plain(text: str) -> str:
    """Keep a name or a title from being Markdown of its own."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
