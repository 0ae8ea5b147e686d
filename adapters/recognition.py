"""InputConfig -> the finished result, if it is there and whole: decided by content, before Prefect is imported."""

from __future__ import annotations

import platform
from pathlib import Path

from pydantic_core import to_json

from adapters.delivery import find_result, verify_result
from adapters.documents.adapting import check_input, input_files, name_video
from adapters.files import digest_bytes, digest_file
from adapters.versions import digest_sources, library_versions
from adapters.voice import check_voice
from model.errors import ValidationError
from model.inputs import InputConfig
from model.result import DeliveredFile, PipelineResult

_SOURCES = ("model", "adapters", "writing", "render", "tasks", "flows")
_LIBRARIES = (
    "av", "edge-tts", "espeakng-loader", "ffmpeg-python", "fonttools", "imageio-ffmpeg", "markdown-it-py",
    "mdit-py-plugins", "num2words", "pillow", "pydantic", "pygments", "pysubs2", "pyyaml", "rich", "uniseg",
)  # fmt: skip
_ELSEWHERE = {"output", "cache_dir", "text"}
"""Fields that say where things go, or that the digest of the input covers."""


def check_request(config: InputConfig) -> None:
    """Find everything that can be known to be wrong without a network, at once.

    Raises ValidationError with every problem.
    """
    problems = list(check_voice(config.engine, config.voice))
    try:
        check_input(config)
    except ValidationError as error:
        problems = [*error.problems, *problems]
    if problems:
        raise ValidationError(tuple(problems))


def list_inputs(config: InputConfig) -> tuple[DeliveredFile, ...]:
    """Return every file that the film depends on, by name relative to the document's folder, with its digest."""
    if config.source == "-":
        data = (config.text or "").encode()
        return (DeliveredFile(name="-", sha256=digest_bytes(data), size=len(data)),)
    return tuple(
        DeliveredFile(name=name, sha256=digest_file(path), size=path.stat().st_size)
        for name, path in input_files(config)
    )


def digest_request(config: InputConfig, inputs: tuple[DeliveredFile, ...]) -> str:
    """Digest all that decides the delivered bytes: input, options, code, fonts, tools."""
    parts = {
        "options": config.model_dump(exclude=_ELSEWHERE),
        "inputs": inputs,
        "code": digest_sources(*_SOURCES),
        "libraries": library_versions(*_LIBRARIES),
        "machine": f"{platform.system()} {platform.machine()}",
    }
    return digest_bytes(to_json(parts))


def recognise(config: InputConfig) -> PipelineResult | None:
    """Return the delivered result when the same request made it and every file of it is whole."""
    folder = Path(config.output) / name_video(config)
    result = find_result(folder)
    if result is None or result.request != digest_request(config, list_inputs(config)):
        return None
    return result if verify_result(folder, result) else None
