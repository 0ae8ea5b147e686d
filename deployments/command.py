"""argv -> exit code: the `video-gen` command.

Exit codes: 0 done, 1 unexpected, 2 usage, 3 input, 4 tool, 5 provider, 6 resources, 7 waits for approval, 8 cancelled from
elsewhere, 130 and 143 ended by a signal.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn, TextIO

import typer

from adapters.heaps import share_heaps
from deployments.authoring import add_authoring
from deployments.cache_commands import cache_app
from deployments.display import Console
from deployments.fleet.commands import fleet_app
from deployments.heard_signals import listen_to_signals, stop, stop_if_heard
from deployments.log_format import LogFormat
from deployments.metrics_command import add_metrics
from deployments.nightly.commands import add_nightly
from deployments.runs.commands import add_runs
from deployments.server_commands import add_server
from deployments.sets import add_sets
from deployments.viewing import add_viewing
from deployments.voices_command import add_voices

app = typer.Typer(
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turn what you have already written into finished, narrated video.",
)
app.add_typer(cache_app, name="cache")
app.add_typer(fleet_app, name="fleet")

_state = {"debug": False}


def main(before: Sequence[str] = ()) -> NoReturn:
    """Run the command; `before` are words put before the user's own arguments."""
    try:
        _run(before)
    finally:
        gc.freeze()  # a million objects of Prefect's are else looked through thrice at the end, for half a second


def _run(before: Sequence[str]) -> NoReturn:
    share_heaps()
    listen_to_signals()
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    try:
        code = app(args=[*before, *sys.argv[1:]], prog_name=_name(before), standalone_mode=False)
        if code == 128 + signal.SIGINT:  # typer turns Ctrl-C into this, and only returns it
            stop(signal.SIGINT)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        stop(signal.SIGINT)
    except SystemExit as ending:
        if ending.code == 128 + signal.SIGTERM:
            stop(signal.SIGTERM)
        sys.exit(ending.code)
    except BrokenPipeError:  # whoever read our results has read enough; what was made is there
        stop_if_heard()
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        stop_if_heard()
        from deployments.failing import fail

        fail(error, _name(before), debug=_state["debug"])
    sys.exit(code or 0)


def _name(before: Sequence[str]) -> str:
    return f"python -m flows.make_{'set' if 'set' in before else 'video'}" if before else "video-gen"


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _set_debug(wanted: bool) -> None:
    _state["debug"] = wanted


Debug = Annotated[bool, typer.Option("--debug", callback=_set_debug, help="Show a traceback when something fails.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("video-gen")
        except PackageNotFoundError:
            number = "(run from a checkout)"
        typer.echo(f"video-gen {number}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Turn what you have already written into finished, narrated video."""


@app.command()
def create(
    source: Annotated[
        str,
        typer.Option(
            "--source",
            "--from",
            help="A document, a folder of documents, an address, youtube:VIDEO, a course file, or -.",
            show_default=False,
        ),
    ] = "",
    output: Annotated[
        str | None, typer.Option(help="Folder that receives a folder for the video.  [default: videos]")
    ] = None,
    engine: Annotated[
        str | None, typer.Option(help="Who speaks: auto, edge, espeak, or one of `video-gen voices`.  [default: auto]")
    ] = None,
    voice: Annotated[
        str | None,
        typer.Option(help="male, male_warm, female, female_friendly, an id, or engine:id.  [default: male]"),
    ] = None,
    rate: Annotated[
        str | None, typer.Option(help="How much faster the voice speaks, in per cent: -50 to 100.  [default: 0]")
    ] = None,
    pitch: Annotated[
        str | None, typer.Option(help="How much higher it speaks, in semitones: -6 to 6.  [default: 0]")
    ] = None,
    voices_lock: Annotated[
        str | None,
        typer.Option(help="voices.lock beside the document: use, write, prune, require or off.  [default: use]"),
    ] = None,
    accent: Annotated[
        str | None, typer.Option("--accent", "--color", help="blue, purple, orange, green, pink or cyan.")
    ] = None,
    theme: Annotated[str | None, typer.Option(help="A theme's name, light, dark, or a brand's YAML file.")] = None,
    target_duration: Annotated[
        str | None, typer.Option(help="Seconds that the film should last, or all.  [default: 180]")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Language of the document, as en or pt-BR.")] = None,
    ai: Annotated[
        str | None,
        typer.Option(help="auto has a language model write where there is a key; on, off.  [default: auto]"),
    ] = None,
    model: Annotated[str | None, typer.Option(help="Which language model.  [default: claude-sonnet-5-5]")] = None,
    ai_url: Annotated[
        str | None, typer.Option(help="A server with chat completions, as http://localhost:11434/v1.")
    ] = None,
    max_cost: Annotated[
        str | None, typer.Option(help="US dollars that models may cost in all, or none.  [default: 1]")
    ] = None,
    languages: Annotated[
        str | None, typer.Option(help="Languages to make the film in, as en,es,fr: each from its script.LANGUAGE.yaml.")
    ] = None,
    glossary: Annotated[str | None, typer.Option(help="A YAML file of names and terms for translations.")] = None,
    multi_track: Annotated[
        bool, typer.Option("--multi-track", help="One film with a track of sound and of captions for each language.")
    ] = False,
    resolution: Annotated[
        str | None, typer.Option(help="The shorter side: 720p, 1080p, 1440p or 2160p.  [default: 1080p]")
    ] = None,
    aspect: Annotated[str | None, typer.Option(help="16:9, 9:16, 1:1 or 4:5.  [default: 16:9]")] = None,
    fps: Annotated[str | None, typer.Option(help="Frames a second: 24, 25, 30, 50 or 60.  [default: 30]")] = None,
    quality: Annotated[str | None, typer.Option(help="draft, standard or high.  [default: standard]")] = None,
    motion: Annotated[
        str | None, typer.Option(help="full, reduced (fades alone) or none: how much moves.  [default: full]")
    ] = None,
    captions: Annotated[
        str | None, typer.Option(help="burned or karaoke: captions in the pictures; or off.  [default: off]")
    ] = None,
    music: Annotated[str | None, typer.Option(help="A music file, to be heard under the voice.")] = None,
    music_volume: Annotated[
        str | None, typer.Option(help="Its loudness under speech, in LU from the voice's.  [default: -24]")
    ] = None,
    hardware: Annotated[
        str | None, typer.Option(help="auto to encode by hardware where it works, or off.  [default: off]")
    ] = None,
    youtube_mode: Annotated[
        str | None, typer.Option(help="What is told of a YouTube video: moments, summary or full.  [default: moments]")
    ] = None,
    youtube_languages: Annotated[
        str | None, typer.Option(help="Languages of its transcript, the dearest first, as de,en.")
    ] = None,
    youtube_translate: Annotated[
        str | None, typer.Option(help="Language into which YouTube shall translate it, where there is none in it.")
    ] = None,
    cache_dir: Annotated[str | None, typer.Option(help="Folder of what is kept between runs.")] = None,
    server: Annotated[
        str | None, typer.Option(help="keep the embedded server for the next command, or run it once.")
    ] = None,
    only: Annotated[str | None, typer.Option(help="Of a set of films, the one to make, by its name.")] = None,
    review: Annotated[
        bool,
        typer.Option("--review", help="Stop after the script, until it is approved as it is or as you changed it."),
    ] = False,
    resume: Annotated[
        str | None, typer.Option(help="Go on with an earlier run of it: its id, its name, or last.")
    ] = None,
    rerun: Annotated[bool, typer.Option("--rerun", help="Run the flow even when nothing changed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Show the plan, and make nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but warnings and errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show what Prefect logs, too.")] = False,
    log_format: LogFormat = None,
    debug: Debug = False,
) -> None:
    """Make a finished, narrated video from a document."""
    console = Console(quiet=quiet, verbose=verbose)
    if not source and resume is None:
        raise typer.BadParameter("a source is missing: name one with --from, or a run with --resume")
    if source == "wizard":
        from deployments.wizard import run_wizard

        source = str(run_wizard(console))
    if source:
        console.say(f"Reading {'standard input' if source == '-' else source}")  # at once: what follows takes its time
    from deployments.creating import Choices, create_video

    given = {
        "output": output, "engine": engine, "voice": voice, "accent": accent, "theme": theme,
        "target_duration": target_duration, "language": language, "cache_dir": cache_dir, "server": server,
        "resolution": resolution, "aspect": aspect, "fps": fps, "quality": quality, "hardware": hardware,
        "languages": languages, "glossary": glossary, "rate": rate, "pitch": pitch, "voices_lock": voices_lock,
        "ai": ai, "model": model, "ai_url": ai_url, "max_cost": max_cost,
        "motion": motion, "captions": captions, "music": music, "music_volume": music_volume, "only": only,
        "youtube_mode": youtube_mode, "youtube_languages": youtube_languages,
        "youtube_translate": youtube_translate, "log_format": log_format,
    }  # fmt: skip
    options = {name: value for name, value in given.items() if value is not None}
    choices = Choices(
        source, options, rerun=rerun, dry_run=dry_run, as_json=as_json, multi_track=multi_track, review=review
    )  # fmt: skip
    if resume is not None:
        from deployments.runs.doing import resume_request

        resume_request(resume, choices, console)
    else:
        create_video(choices, console)


add_metrics(app, create)
add_viewing(app, create)
add_authoring(app, create)
add_sets(app, create)
add_nightly(app, create)
add_runs(app, create)
add_server(app, create)
add_voices(app, create)


if __name__ == "__main__":
    main()
