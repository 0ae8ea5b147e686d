"""InputConfig -> the finished result, if it is there and whole: decided by content, before Prefect is imported."""

from __future__ import annotations

from pathlib import Path

from pydantic_core import to_json

from adapters.delivery import find_result, verify_result
from adapters.documents.adapting import check_input, list_inputs, name_video
from adapters.documents.sources import read_source
from adapters.files import digest_bytes, digest_file
from adapters.film_sources import check_source
from adapters.folders import check_film_folder, check_folder
from adapters.versions import PLATFORM, digest_fonts, digest_sources, library_versions
from adapters.voice import check_voice
from model.assets import DeliveredFile
from model.errors import ConfigError, ValidationError, VideoGenError
from model.inputs import InputConfig
from model.result import PipelineResult

_SOURCES = ("model", "adapters", "writing", "render", "tasks", "flows")
_LIBRARIES = (
    "av", "budoux", "edge-tts", "espeakng-loader", "ffmpeg-python", "fonttools", "imageio-ffmpeg", "markdown-it-py",
    "mdit-py-plugins", "num2words", "pillow", "pydantic", "pygments", "pysubs2", "pyyaml", "rich", "uniseg",
)  # fmt: skip
_ELSEWHERE = {"source", "output", "cache_dir", "text", "stored", "ai", "model", "max_cost"}
"""Fields that say where things go, or that the digest of the input or the writer's description covers."""


def find_problems(config: InputConfig, state_dir: Path) -> tuple[VideoGenError, ...]:
    """Find everything that can be known to be wrong without a network, at once: options first, input, folders."""
    found: list[VideoGenError | None] = [
        ConfigError(problem.message, problem.remedy) for problem in check_voice(config.engine, config.voice)
    ]
    try:
        check_input(config)
    except ValidationError as error:
        found += [error, check_folder(config.output, "output folder")]
    else:
        folder = Path(config.output).absolute() / name_video(config)
        found += [check_film_folder(folder), check_source(_digest_document(config), folder, state_dir)]
    if config.cache_dir is not None:
        found.append(check_folder(config.cache_dir, "cache folder"))
    return tuple(problem for problem in found if problem is not None)


def _digest_document(config: InputConfig) -> str:
    given = (config.text or "").encode("utf-8", "surrogateescape")
    return digest_bytes(given) if config.source == "-" else digest_file(Path(config.source))


def digest_request(config: InputConfig, inputs: tuple[DeliveredFile, ...], fonts: str, writer: str = "") -> str:
    """Digest all that decides the delivered bytes: input, options, code, tools.

    `fonts` is `digest_fonts` of the text, `writer` is `describe_writer` of the job.
    """
    parts = {
        "options": config.model_dump(exclude=_ELSEWHERE),
        "inputs": inputs,
        "code": digest_sources(*_SOURCES),
        "libraries": library_versions(*_LIBRARIES),
        "platform": PLATFORM,
        "fonts": fonts,
        "writer": writer,
    }
    return digest_bytes(to_json(parts))


def recognise(config: InputConfig, writer: str = "") -> PipelineResult | None:
    """Return the delivered result when the same request made it and every file of it is whole."""
    folder = Path(config.output) / name_video(config)
    result = find_result(folder)
    if result is None:
        return None
    fonts = digest_fonts(read_source(config).text)
    if result.request != digest_request(config, list_inputs(config), fonts, writer):
        return None
    return result if verify_result(folder, result) else None
