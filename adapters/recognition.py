"""InputConfig -> the finished result, if it is there and whole: decided by content, before Prefect is imported."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic_core import to_json

from adapters.casting import check_cast, list_versions
from adapters.delivery import find_result, verify_result
from adapters.files import digest_bytes
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
from model.making import MadeWith
from model.result import PipelineResult

_SOURCES = ("model", "adapters", "writing", "render", "tasks", "flows")
_LIBRARIES = (
    "av", "budoux", "docutils", "edge-tts", "espeakng-loader", "ffmpeg-python", "fonttools", "imageio-ffmpeg", "markdown-it-py",
    "mdit-py-plugins", "num2words", "pillow", "pydantic", "pygments", "pypdfium2", "pysubs2", "pyyaml", "rich", "uniseg",
    "youtube-transcript-api",
)  # fmt: skip
_ELSEWHERE = {
    "source", "input_type", "output", "cache_dir", "text", "stored", "stated", "fetched", "ai", "model", "max_cost",
    "voices_lock", "video_id", "review", "anew_from",
}  # fmt: skip
"""Fields that say where things go, or that the digest of the input or the writer's description covers."""


_PLAIN = re.compile(r"[\w.:#+ -]{1,60}")
"""A value that can be shown: no path, no address, no table."""


def find_problems(config: InputConfig, failure: VideoGenError | None = None) -> tuple[VideoGenError, ...]:
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
            found.append(check_film_folder(Path(config.output).absolute() / (config.video_id or name)))
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


def describe_making(config: InputConfig, writer: str = "") -> MadeWith:
    """Name what decides the delivered bytes beside the input, part for part of what `digest_request` digests."""
    options = config.model_copy(update=_hide_places(config)).model_dump(mode="json", exclude=_ELSEWHERE)
    chosen = {name: _say_value(value) for name, value in options.items()}
    more = {"writer": writer, "voices": " ".join(list_versions(config)), "voices_lock": digest_lock(config)}
    chosen |= {name: _say_digest(value) for name, value in more.items() if value}
    libraries = [tuple(one.split("==")) for one in library_versions(*_LIBRARIES).split()]
    return MadeWith(
        settings=tuple(sorted((name, value) for name, value in chosen.items() if value)),
        code=tuple((name, digest_sources(name)[:12]) for name in _SOURCES),
        tools=(*((name, version) for name, version in libraries), ("platform", PLATFORM)),
    )


def _say_value(value: object) -> str:
    """Write a chosen value: what is long, or may be a place, by its digest; nothing for what was not chosen."""
    if value is None or value == [] or value == "":
        return ""
    text = value if isinstance(value, str) else to_json(value).decode()
    return text if _PLAIN.fullmatch(text) else _say_digest(text)


def _say_digest(text: str) -> str:
    return f"sha256 {digest_bytes(text.encode('utf-8', 'surrogateescape'))[:12]}"


def _hide_places(config: InputConfig) -> dict[str, object]:
    """Return the translations by language alone: where their files lie decides nothing, and what they say is an input."""
    hidden = {"file": "-"}
    one = config.translation.model_copy(update=hidden) if config.translation else None
    return {"translation": one, "tracks": tuple(track.model_copy(update=hidden) for track in config.tracks)}


def recognise(config: InputConfig, writer: str = "") -> PipelineResult | None:
    """Return the delivered result when the same request made it and every file of it is whole."""
    if config.voices_lock in ("write", "prune") or config.review or config.anew_from is not None:
        return None  # the flow writes it, asks, or makes it, whatever else is there
    folder = Path(config.output) / name_video(config)
    result = find_result(folder)
    if (
        result is None
        or result.video_id != folder.name
        or result.request != digest_request(config, list_inputs(config), writer)
    ):
        return None
    if result.fonts and result.fonts != digest_machine_fonts():
        return None
    return result if verify_result(folder, result) else None
