"""InputConfig -> the finished result, if it is there and whole: decided by content, before Prefect is imported."""

from __future__ import annotations

from pathlib import Path

from pydantic_core import to_json

from adapters.delivery import find_result, verify_result
from adapters.files import digest_bytes
from adapters.film_sources import check_source
from adapters.folders import check_film_folder, check_folder
from adapters.input import check_input, list_inputs, name_video
from adapters.versions import PLATFORM, digest_machine_fonts, digest_sources, library_versions
from adapters.voice import check_voice
from model.assets import DeliveredFile
from model.errors import ConfigError, VideoGenError
from model.inputs import InputConfig
from model.result import PipelineResult

_SOURCES = ("model", "adapters", "writing", "render", "tasks", "flows")
_LIBRARIES = (
    "av", "budoux", "docutils", "edge-tts", "espeakng-loader", "ffmpeg-python", "fonttools", "imageio-ffmpeg", "markdown-it-py",
    "mdit-py-plugins", "num2words", "pillow", "pydantic", "pygments", "pypdfium2", "pysubs2", "pyyaml", "rich", "uniseg",
)  # fmt: skip
_ELSEWHERE = {"source", "output", "cache_dir", "text", "stored"}
"""Fields that say where things go, or that the digest of the input covers."""


def find_problems(config: InputConfig, state_dir: Path) -> tuple[VideoGenError, ...]:
    """Find everything that can be known to be wrong without a network, at once: options first, input, folders."""
    found: list[VideoGenError | None] = [
        ConfigError(problem.message, problem.remedy) for problem in check_voice(config.engine, config.voice)
    ]
    try:
        check_input(config)
    except VideoGenError as error:
        found += [error, check_folder(config.output, "output folder")]
    else:
        folder = Path(config.output).absolute() / name_video(config)
        found += [check_film_folder(folder), check_source(lambda: list_inputs(config)[0].sha256, folder, state_dir)]
    if config.cache_dir is not None:
        found.append(check_folder(config.cache_dir, "cache folder"))
    return tuple(problem for problem in found if problem is not None)


def digest_request(config: InputConfig, inputs: tuple[DeliveredFile, ...]) -> str:
    """Digest all that decides the delivered bytes but the machine's fonts: input, options, code, tools."""
    parts = {
        "options": config.model_dump(exclude=_ELSEWHERE),
        "inputs": inputs,
        "code": digest_sources(*_SOURCES),
        "libraries": library_versions(*_LIBRARIES),
        "platform": PLATFORM,
    }
    return digest_bytes(to_json(parts))


def recognise(config: InputConfig) -> PipelineResult | None:
    """Return the delivered result when the same request made it and every file of it is whole."""
    folder = Path(config.output) / name_video(config)
    result = find_result(folder)
    if result is None or result.request != digest_request(config, list_inputs(config)):
        return None
    if result.fonts and result.fonts != digest_machine_fonts():
        return None
    return result if verify_result(folder, result) else None
