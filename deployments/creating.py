"""Choices -> a finished video, or a plan: what `video-gen create` does, cheapest first.

Everything that can be known to be wrong is said before Prefect is imported, and so is that nothing changed; then the
server boots while Prefect is imported.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import typer

from adapters.log_place import note_place
from deployments.cache_commands import tidy_cache
from deployments.display import Console, Display, open_display
from deployments.reviewing import Reviewer
from deployments.running import Job, imports_uncollected, run_apart
from deployments.serving import await_server, naming_server, open_server
from model.errors import ConfigError, RunWaitsError
from model.inputs import InputConfig
from model.result import PipelineResult, RunFacts

if TYPE_CHECKING:
    from adapters.settings import Settings

T = TypeVar("T")
Beside = Callable[[Console, Display], AbstractContextManager[None]]
"""Called when all that a run needs is imported."""


class Choices(NamedTuple):
    """What the user chose on the command line."""

    source: str
    options: dict[str, str]
    """Those given, by the names of the settings."""
    rerun: bool = False
    dry_run: bool = False
    as_json: bool = False
    multi_track: bool = False
    """All languages in one film."""
    review: bool = False
    """Whether each script waits for its approval."""


def create_video(choices: Choices, console: Console) -> None:
    """Make the video, or one for each language, or say why not; print where they are."""
    from adapters.input import name_video
    from deployments.request import read_request
    from deployments.spending import telling_cost

    config, settings = read_request(choices.source, choices.options)
    config, waiting = config.model_copy(update={"review": choices.review}), 0
    with telling_cost(config.max_cost, console) as count_film:
        for each in _list_films(config, settings, choices, console):
            with count_film(name_video(each)):
                waiting += not _make_or_plan(each, settings, choices, console)
    if waiting:
        raise typer.Exit(RunWaitsError.exit_code)


def _list_films(config: InputConfig, settings: Settings, choices: Choices, console: Console) -> Iterator[InputConfig]:
    """Yield one request after the other: each film that is asked for, in each language."""
    from adapters.input import list_videos

    names = list_videos(config)
    for number, name in enumerate(names, start=1):
        one = config if len(names) == 1 else config.model_copy(update={"only": name})
        if len(names) > 1:
            console.say(f"Film {number} of {len(names)}: {name}")
        yield from spread_languages(one, settings, multi_track=choices.multi_track)


def spread_languages(config: InputConfig, settings: Settings, *, multi_track: bool) -> tuple[InputConfig, ...]:
    """Return one request for each language that is named, or the one that there is."""
    if settings.languages:
        from deployments.languages import spread_request

        return spread_request(config, settings, multi_track=multi_track)
    if multi_track:
        raise ConfigError("--multi-track needs the languages of its tracks.", "Name them: --languages en,es.")
    return (config,)


def _make_or_plan(config: InputConfig, settings: Settings, choices: Choices, console: Console) -> bool:
    """Return False when the film is not made yet, because its script waits for somebody."""
    if choices.dry_run:
        from deployments.plan import print_plan

        print_plan(config, settings, console, as_json=choices.as_json)
        return True
    try:
        show_result(_make_one(config, settings, choices, console), choices.as_json, console)
    except RunWaitsError as wait:
        show_waiting(wait, choices.as_json, console)
        return False
    return True


def _make_one(config: InputConfig, settings: Settings, choices: Choices, console: Console) -> PipelineResult:
    """Recognise one film, or make it."""
    began = time.monotonic()
    from adapters.cache_care import clear_after_killed
    from adapters.film_names import settle_name
    from adapters.recognition import recognise
    from adapters.script_writer import describe_writer

    config = settle_name(config, settings.state_path)

    result = None if choices.rerun else recognise(config, describe_writer(config, settings))
    if result is None:
        _tell_of_changes(config, console)
        return _run_flow(config, settings, console)
    clear_after_killed(settings.cache_path)
    seconds = round(time.monotonic() - began, 3)
    facts = RunFacts(folder=str(_folder(config, result)), unchanged=True, seconds=seconds)
    return result.model_copy(update={"run": facts})


def _tell_of_changes(config: InputConfig, console: Console) -> None:
    """Say that the film there was made of a script that somebody changed, and that this one is not."""
    from adapters.delivery import find_result
    from adapters.input import name_video
    from adapters.review_file import REVIEWED, review_path

    name = name_video(config)
    before = find_result(Path(config.output) / name)
    if before is not None and not config.review and any(file.name == REVIEWED for file in before.inputs[1:]):
        script = review_path(config.output, name)
        console.warn(
            f"The film that is there was made of a script that was changed in a review; this one is made without these"
            f" changes. To make it of them: video-gen create --from {script}"
        )


def _run_flow(config: InputConfig, settings: Settings, console: Console) -> PipelineResult:
    def load() -> Job[PipelineResult]:
        from flows.make_video import make_video

        return lambda: make_video(config)

    result = run_film(settings, console, load)
    assert result is not None
    return result


def nothing_beside(_console: Console, _display: Display) -> AbstractContextManager[None]:
    """Add nothing."""
    return nullcontext()


def run_film(settings: Settings, console: Console, load: Callable[[], Job[T]], beside: Beside = nothing_beside) -> T:
    """Run what makes a film, with its progress shown and its script asked about here; `load` imports it meanwhile.

    `beside` is what else is there for the run, beside the display.
    """
    server = open_server(settings, console)
    with open_display(console) as display:
        with imports_uncollected():
            job = load()
            from adapters.server_watch import keeping_server
            from tasks.reporting import listening
            from tasks.runs.asking import asking

        await_server(server)
        keeping = keeping_server(server, once=settings.server_once)
        asked = asking(Reviewer(console, display).ask)
        with listening(display.show), asked, beside(console, display), naming_server(server), keeping:
            result = run_apart(job)
    tidy_cache(settings.cache_path, settings.cache_limit, console)
    if isinstance(result, PipelineResult) and result.run is not None:
        return result.model_copy(update={"run": result.run.model_copy(update={"server": server.ui_url})})
    return result


def _folder(config: InputConfig, result: PipelineResult) -> Path:
    return Path(config.output).absolute() / result.video_id


def show_result(result: PipelineResult, as_json: bool, console: Console) -> None:
    """Print the film's path, or the whole result as JSON, on stdout; the rest is for people, on stderr."""
    run = result.run
    assert run is not None
    note_place(run=run.flow_run_id, video=result.video_id)
    for warning in result.warnings:
        console.warn(warning)
    minutes, seconds = divmod(round(result.total_duration), 60)
    voices = dict.fromkeys((result.voice.voice, *(role.voice.voice for role in result.roles)))
    spoken = f"voice{'s' * (len(voices) > 1)} {', '.join(voices)}"
    film = f"{result.title}: {minutes}:{seconds:02d}, {len(result.scenes)} scenes, {spoken}"
    if run.unchanged:
        console.say(f"Nothing changed, and all is there and whole. {film}. (--rerun runs the flow all the same.)")
    else:
        console.say(f"{film}. {run.spoken} spoken, {run.drawn} drawn, {run.reused} reused, in {run.seconds:.1f} s.")
    if run.published:
        console.say(f"It is at {run.published}, too.")
    if run.model or run.translator:
        paid = f"${run.cost:.4f} for {run.asked} answers" if run.asked else "nothing: every answer was kept"
        wrote = [f"{run.model} wrote the script."] if run.model else []
        wrote += [f"{run.translator} translated {run.translated} texts."] if run.translator else []
        console.say(f"{' '.join(wrote)} It cost {paid}.")
    console.give(result.model_dump_json(indent=2) if as_json else str(Path(run.folder) / result.video))


def show_waiting(wait: RunWaitsError, as_json: bool, console: Console) -> None:
    """Print the path of the script that waits on stdout; what to do with it is for people, on stderr."""
    how = f"Change it, then: video-gen approve {wait.flow_run_id}"
    console.say(
        f"The script waits for you in {wait.script}. {how}  (or give it up: video-gen cancel {wait.flow_run_id})"
    )
    plain = {"waiting": True, "flow_run_id": wait.flow_run_id, "script": wait.script}
    console.give(json.dumps(plain, indent=2) if as_json else wait.script)
