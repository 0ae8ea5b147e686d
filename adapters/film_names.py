"""InputConfig -> the name of its film's folder: its own, or one near it where that folder is another source's."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from adapters.documents.slugs import MAX_SLUG, make_slug
from adapters.files import digest_bytes
from adapters.film_sources import find_other, holds_own
from adapters.input import list_inputs, list_videos, name_video
from model.assets import DeliveredFile
from model.inputs import InputConfig

_AROUND = 3
"""Folders around a document that its name may be told apart by."""
_ENDING = 40


def settle_name(config: InputConfig, state_dir: Path, taken: Container[Path] = ()) -> InputConfig:
    """Return the job with a name whose folder does not hold another source's film, and is not `taken` by one to come.

    The same names are tried in the same order each time, those first whose folders hold this source's film already. What
    asks for several films at once is returned as it is.
    """
    if config.video_id is not None or len(list_videos(config)) > 1:
        return config
    own, output = name_video(config), Path(config.output).absolute()

    def inputs() -> tuple[DeliveredFile, ...]:
        return list_inputs(config)

    names = tuple(dict.fromkeys(_list_names(own, config)))
    free = [name for name in names if output / name not in taken]
    known = [name for name in free if holds_own(config.source, inputs, output / name, state_dir)]
    for name in (*known, *free):
        if find_other(config.source, inputs, output / name, state_dir) is None:
            return config if name == own else config.model_copy(update={"video_id": name})
    return config.model_copy(update={"video_id": names[-1]})  # whose delivery says whose it is


def folder_of(config: InputConfig) -> Path:
    """Return where the film goes."""
    return Path(config.output).absolute() / name_video(config)


def _list_names(own: str, config: InputConfig) -> Iterator[str]:
    yield own
    for around in _list_surroundings(config):
        yield _join(own, make_slug(around))
    yield _join(own, digest_bytes(f"{config.source}\0{config.only}".encode("utf-8", "surrogateescape"))[:8])


def _list_surroundings(config: InputConfig) -> Iterator[str]:
    """Yield what tells a source from others of its name: the course that it is of, its host, the folders around it."""
    if config.only is not None:
        yield Path(config.source).stem
    if config.source == "-":
        yield "standard input"
    elif "://" in config.source:
        address = urlsplit(config.source)
        yield address.hostname or ""
        yield f"{address.hostname} {address.path.rpartition('/')[0]} {address.query}"
    else:
        folders = Path(config.source).absolute().parent.parts[1:]
        yield from (" ".join(folders[-depth:]) for depth in range(1, min(_AROUND, len(folders)) + 1))


def _join(own: str, ending: str) -> str:
    ending = ending[:_ENDING].strip("-")
    return f"{own[: MAX_SLUG - 1 - len(ending)].rstrip('-')}-{ending}"
