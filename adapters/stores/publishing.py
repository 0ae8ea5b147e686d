"""A delivered film's folder -> a place that all can reach, `result.json` last: whoever finds it there finds the film whole."""

from __future__ import annotations

from pathlib import Path

from adapters.delivery import RESULT
from adapters.files import digest_bytes
from adapters.stores.shared import SharedStore
from model.result import PipelineResult


def publish_film(folder: Path, result: PipelineResult, place: SharedStore) -> str:
    """Copy what was delivered, unless it is there already; return where it is.

    Raises StateError when the place does not answer.
    """
    name, told = result.video_id, (folder / RESULT).read_bytes()
    there = place.read(f"{name}/{RESULT}")
    if there is not None and digest_bytes(there) == digest_bytes(told) and _is_whole(result, place):
        return f"{place.url.rstrip('/')}/{name}"
    place.remove(f"{name}/{RESULT}")
    for file in result.files:
        place.send(f"{name}/{file.name}", folder / file.name)
    place.write(f"{name}/{RESULT}", told)
    return f"{place.url.rstrip('/')}/{name}"


def _is_whole(result: PipelineResult, place: SharedStore) -> bool:
    return all(place.size(f"{result.video_id}/{file.name}") == file.size for file in result.files)
