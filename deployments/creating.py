"""Choices -> a finished video, or a plan: what `video-gen create` does, cheapest first.

Everything that can be known to be wrong is said before Prefect is imported, and so is that nothing changed; then the
server boots while Prefect is imported.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from deployments.cache_commands import tidy_cache
from deployments.display import Console, open_display
from deployments.running import run_apart
from model.errors import ConfigError, StateError
from model.inputs import InputConfig
from model.result import PipelineResult, RunFacts

if TYPE_CHECKING:
    from adapters.server import ServerAddress
    from adapters.settings import Settings

_PATIENCE = 3.0
"""Seconds that a server which the user has named gets to answer: it is not ours to boot."""


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


def create_video(choices: Choices, console: Console) -> None:
    """Make the video, or one for each language, or say why not; print where they are."""
    from adapters.input import list_videos
    from deployments.request import read_request

    config, settings = read_request(choices.source, choices.options)
    names = list_videos(config)
    for number, name in enumerate(names, start=1):
        one = config if len(names) == 1 else config.model_copy(update={"only": name})
        if len(names) > 1:
            console.say(f"Film {number} of {len(names)}: {name}")
        for each in _spread_languages(one, settings, choices):
            _make_or_plan(each, settings, choices, console)


def _spread_languages(config: InputConfig, settings: Settings, choices: Choices) -> tuple[InputConfig, ...]:
    """Return one request for each language that is named, or the one that there is."""
    if settings.languages:
        from deployments.languages import spread_request

        return spread_request(config, settings, multi_track=choices.multi_track)
    if choices.multi_track:
        raise ConfigError("--multi-track needs the languages of its tracks.", "Name them: --languages en,es.")
    return (config,)


def _make_or_plan(config: InputConfig, settings: Settings, choices: Choices, console: Console) -> None:
    if choices.dry_run:
        from deployments.plan import print_plan

        print_plan(config, settings, console, as_json=choices.as_json)
    else:
        show_result(_make_one(config, settings, choices, console), choices.as_json, console)


def _make_one(config: InputConfig, settings: Settings, choices: Choices, console: Console) -> PipelineResult:
    """Recognise one film, or make it."""
    began = time.monotonic()
    from adapters.recognition import recognise
    from adapters.script_writer import describe_writer

    result = None if choices.rerun else recognise(config, describe_writer(config, settings))
    if result is None:
        return _run_flow(config, settings, console)
    seconds = round(time.monotonic() - began, 3)
    facts = RunFacts(folder=str(_folder(config, result)), unchanged=True, seconds=seconds)
    return result.model_copy(update={"run": facts})


def _run_flow(config: InputConfig, settings: Settings, console: Console) -> PipelineResult:
    server = _open_server(settings, console)
    with open_display(console) as display:
        from deployments.server_watch import keeping_server
        from flows.make_video import make_video
        from tasks.reporting import listening

        _await_server(server)
        keeping = keeping_server(server, once=settings.server == "once")
        with listening(display.show), _naming_server(server), keeping:
            result: PipelineResult = run_apart(lambda: make_video(config))
    tidy_cache(settings.cache_path, settings.cache_limit, console)
    facts = result.run.model_copy(update={"server": server.ui_url}) if result.run else None
    return result.model_copy(update={"run": facts})


@contextlib.contextmanager
def _naming_server(server: ServerAddress) -> Iterator[None]:
    """Turn what Prefect's client raises into an error that names the server: it refused us, or went away."""
    from httpx import HTTPError
    from prefect.exceptions import PrefectHTTPStatusError

    remedy = "See `video-gen server status`, and run the command again."
    if not server.embedded:
        remedy = "See that it runs and what it asks for (PREFECT_API_KEY, PREFECT_API_AUTH_STRING), or name none."
    try:
        yield
    except (HTTPError, PrefectHTTPStatusError, RuntimeError) as error:
        if type(error) is RuntimeError and "reach API" not in str(error):
            raise
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise StateError(f"The Prefect server at {server.api_url} failed us: {reason}.", remedy) from error


def _open_server(settings: Settings, console: Console) -> ServerAddress:
    """Find or start the server, and tell Prefect, which is not imported yet, to use it and our cache."""
    from adapters.server import client_environment, configured_server, launch_server

    server = configured_server() or launch_server(settings.state_path, once=settings.server == "once")
    os.environ.update(client_environment(server, verbose=console.verbose))
    os.environ["PREFECT_LOCAL_STORAGE_PATH"] = str(settings.cache_path / "results")
    os.environ["VIDEO_GEN_STATE_DIR"] = str(settings.state_path)
    if settings.ai_url:  # no parameter of the flow: who may start runs does not decide where our key is sent
        os.environ["VIDEO_GEN_AI_URL"] = settings.ai_url
    console.say(f"Runs are shown at {server.ui_url}")
    if not server.embedded:
        _await_server(server)
    return server


def _await_server(server: ServerAddress) -> None:
    from adapters.server import wait_ready

    if server.embedded:
        wait_ready(server)
    else:
        wait_ready(server, deadline=_PATIENCE)


def _folder(config: InputConfig, result: PipelineResult) -> Path:
    return Path(config.output).absolute() / result.video_id


def show_result(result: PipelineResult, as_json: bool, console: Console) -> None:
    """Print the film's path, or the whole result as JSON, on stdout; the rest is for people, on stderr."""
    run = result.run
    assert run is not None
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
    if run.model:
        paid = f"${run.cost:.4f} for {run.asked} answers" if run.asked else "nothing: every answer was kept"
        console.say(f"{run.model} wrote the script. It cost {paid}.")
    console.give(result.model_dump_json(indent=2) if as_json else str(Path(run.folder) / result.video))
