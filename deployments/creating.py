"""Choices -> a finished video, or a plan: what `video-gen create` does, cheapest first.

Everything that can be known to be wrong is said before Prefect is imported, and so is that nothing changed; then the
server boots while Prefect is imported.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError as PydanticError

from deployments.display import Console, open_display
from model.errors import ConfigError, Problem, ValidationError
from model.inputs import InputConfig
from model.result import PipelineResult, RunFacts


class Choices(NamedTuple):
    """What the user chose on the command line."""

    source: str
    options: dict[str, str]
    """Those given, by the names of the settings."""
    rerun: bool = False
    dry_run: bool = False
    as_json: bool = False


def create_video(choices: Choices, console: Console) -> None:
    """Make the video, or say why not; print where it is."""
    began = time.monotonic()
    console.say(f"Reading {'standard input' if choices.source == '-' else choices.source}")
    from adapters.recognition import check_request, recognise

    config, settings = read_config(choices)
    check_request(config)
    if choices.dry_run:
        from deployments.plan import print_plan

        print_plan(config, settings, as_json=choices.as_json)
        return
    result = None if choices.rerun else recognise(config)
    if result is None:
        result = _run_flow(config, settings, console)
    else:
        facts = RunFacts(
            folder=str(_folder(config, result)), unchanged=True, seconds=round(time.monotonic() - began, 3)
        )
        result = result.model_copy(update={"run": facts})
    show_result(result, choices.as_json, console)


def read_config(choices: Choices) -> tuple[InputConfig, Any]:
    """Join the options with the environment and the configuration files.

    Raises ConfigError or ValidationError.
    """
    from adapters.settings import describe, load_settings

    source = choices.source.removeprefix("document:")
    path = Path(source)
    folder = path.parent if source != "-" and path.parent.is_dir() else None
    settings = load_settings(folder, choices.options)
    try:
        config = InputConfig(
            source=source, text=_read_stdin() if source == "-" else None, output=settings.output,
            cache_dir=str(settings.cache_path), engine=settings.engine, voice=settings.voice,
            accent_color=settings.accent, theme=settings.theme, target_duration=settings.target_duration,
            language=settings.language or None, pronunciation=tuple(sorted(settings.pronunciation.items())),
        )  # fmt: skip
    except PydanticError as error:
        raise ConfigError(*describe(error)) from error
    return config, settings


def _read_stdin() -> str:
    from adapters.documents.decoding import decode_document

    if sys.stdin is None or sys.stdin.isatty():
        problem = Problem(
            message="No document on standard input.", remedy="Pipe one in: cat README.md | video-gen create --from -."
        )
        raise ValidationError((problem,))
    return decode_document(sys.stdin.buffer.read(), "-")


def _run_flow(config: InputConfig, settings: Any, console: Console) -> PipelineResult:
    from adapters.server import client_environment, configured_server, launch_server, wait_ready

    server = configured_server() or launch_server(settings.state_path, once=settings.server == "once")
    os.environ.update(client_environment(server, verbose=console.verbose))
    os.environ["PREFECT_LOCAL_STORAGE_PATH"] = str(settings.cache_path / "results")
    os.environ["VIDEO_GEN_STATE_DIR"] = str(settings.state_path)
    with open_display(console) as display:
        from flows.make_video import make_video
        from tasks.reporting import listening

        wait_ready(server)
        console.say(f"Runs are shown at {server.ui_url}")
        with listening(display.show):
            result = asyncio.run(make_video(config))
    facts = result.run.model_copy(update={"server": server.ui_url}) if result.run else None
    return result.model_copy(update={"run": facts})


def _folder(config: InputConfig, result: PipelineResult) -> Path:
    return Path(config.output).absolute() / result.video_id


def show_result(result: PipelineResult, as_json: bool, console: Console) -> None:
    """Print the film's path, or the whole result as JSON, on stdout; the rest is for people, on stderr."""
    run = result.run
    assert run is not None
    for warning in result.warnings:
        console.warn(warning)
    minutes, seconds = divmod(round(result.total_duration), 60)
    film = f"{result.title}: {minutes}:{seconds:02d}, {len(result.scenes)} scenes, voice {result.voice.voice}"
    if run.unchanged:
        console.say(
            f"Nothing changed: {film}. It is there and whole, so nothing was made. (--rerun runs the flow anyway.)"
        )
    else:
        console.say(f"{film}. {run.spoken} spoken, {run.drawn} drawn, {run.reused} reused, in {run.seconds:.1f} s.")
    sys.stdout.write(result.model_dump_json(indent=2) if as_json else str(Path(run.folder) / result.video))
    sys.stdout.write("\n")
