"""InputConfig -> the finished result, if it is there and whole: decided by content, before Prefect is imported."""

from __future__ import annotations

from pathlib import Path

from pydantic_core import to_json

from adapters.casting import check_cast, list_versions
from adapters.delivery import find_result, verify_result
from adapters.files import digest_bytes
from adapters.film_sources import check_source
from adapters.folders import check_film_folder, check_folder
from adapters.input import (
    answers_for_itself,
    check_input,
    find_kind_name,
    list_inputs,
    list_videos,
    name_video,
)
from adapters.versions import PLATFORM, digest_machine_fonts, digest_sources, library_versions
from adapters.voices_lock import check_lock, digest_lock
from model.assets import DeliveredFile
from model.errors import ConfigError, VideoGenError
from model.inputs import InputConfig
from model.result import PipelineResult

_SOURCES = ("model", "adapters", "writing", "render", "tasks", "flows")
_LIBRARIES = (
    "av", "budoux", "docutils", "edge-tts", "espeakng-loader", "ffmpeg-python", "fonttools", "imageio-ffmpeg", "markdown-it-py",
    "mdit-py-plugins", "num2words", "pillow", "pydantic", "pygments", "pypdfium2", "pysubs2", "pyyaml", "rich", "uniseg",
    "youtube-transcript-api",
)  # fmt: skip
_ELSEWHERE = {
    "source", "input_type", "output", "cache_dir", "text", "stored", "stated", "fetched", "ai", "model", "max_cost",
    "voices_lock", "glossary",
}  # fmt: skip
"""Fields that say where things go, or that the digest of the input or the writer's description covers."""


def find_problems(
    config: InputConfig, state_dir: Path, failure: VideoGenError | None = None
) -> tuple[VideoGenError, ...]:
    """Find everything that can be known to be wrong without a network, at once: options first, input, folders.

    `failure` is why what the input names on the network could not be fetched: then no more can be known of it.
    """
    found: list[VideoGenError | None] = [ConfigError(problem.message, problem.remedy) for problem in check_cast(config)]
    found += check_lock(config)
    try:
        if failure is not None:
            raise failure
        check_input(config)
    except VideoGenError as error:
        found += [error, check_folder(config.output, "output folder")]
    else:
        for name in list_videos(config):
            folder = Path(config.output).absolute() / name
            found += [check_film_folder(folder), check_source(lambda: list_inputs(config)[0].sha256, folder, state_dir)]
    if config.cache_dir is not None:
        found.append(check_folder(config.cache_dir, "cache folder"))
    return tuple(problem for problem in found if problem is not None)


def digest_request(config: InputConfig, inputs: tuple[DeliveredFile, ...], writer: str = "") -> str:
    """Digest all that decides the delivered bytes but the machine's fonts: input, options, code, tools.

    `writer` is `describe_writer` of the job.
    """
    parts = {
        "options": config.model_copy(update=_hide_places(config)).model_dump(exclude=_ELSEWHERE),
        "kind": find_kind_name(config),
        "inputs": inputs,
        "code": digest_sources(*_SOURCES),
        "libraries": library_versions(*_LIBRARIES),
        "platform": PLATFORM,
        "writer": writer,
        "voices": list_versions(config),
        "lock": digest_lock(config),
    }
    if answers_for_itself(config):
        parts["stated"] = config.stated
    return digest_bytes(to_json(parts))


def _hide_places(config: InputConfig) -> dict[str, object]:
    """Return the translations by language alone: where their files lie decides nothing, and what they say is an input."""
    hidden = {"file": "-"}
    one = config.translation.model_copy(update=hidden) if config.translation else None
    return {"translation": one, "tracks": tuple(track.model_copy(update=hidden) for track in config.tracks)}


def recognise(config: InputConfig, writer: str = "") -> PipelineResult | None:
    """Return the delivered result when the same request made it and every file of it is whole."""
    if config.voices_lock in ("write", "prune"):
        return None  # the flow writes it, whatever else is there
    folder = Path(config.output) / name_video(config)
    result = find_result(folder)
    if result is None or result.request != digest_request(config, list_inputs(config), writer):
        return None
    if result.fonts and result.fonts != digest_machine_fonts():
        return None
    return result if verify_result(folder, result) else None
