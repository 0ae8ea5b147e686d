"""Films that a program describes: what `model.building` makes of objects and dicts, as JSON in the job's `text`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from model.assets import DeliveredFile
from model.errors import Problem, ValidationError
from model.inputs import InputConfig, VideoSetConfig

if TYPE_CHECKING:
    from adapters.store import Store
    from adapters.videos.reading import ReadSet

ANSWERS = True
"""What a film says of itself decides where the user asked for nothing else."""


def recognises(source: str) -> bool:
    """Tell no source by its name: a program says what kind it is."""
    return False


def check_input(config: InputConfig) -> None:
    """Find everything that is wrong with the films.

    Raises ValidationError.
    """
    from adapters.input_choices import check_all
    from adapters.videos.adapting import check_videos, choose_videos

    check_all(config, lambda: check_videos(config, choose_videos(config, _read(config, None))))


def list_inputs(config: InputConfig) -> tuple[DeliveredFile, ...]:
    """Return the description itself, and the pictures, brand and music that it names."""
    from adapters.files import digest_bytes
    from adapters.videos.adapting import choose_videos, list_read

    found = _read(config, None)
    data = (config.text or "").encode("utf-8", "surrogateescape")
    main = DeliveredFile(name=Path(config.source).name or "-", sha256=digest_bytes(data), size=len(data))
    root = _folder_of(config).resolve()
    pictures = [(path.relative_to(root).as_posix(), path) for path in found.pictures]
    return (main, *list_read(config, choose_videos(config, found), pictures))


def name_video(config: InputConfig) -> str:
    """Return the slug of the one film that is meant, or of the set."""
    from adapters.videos.adapting import choose_videos

    found = _read(config, None)
    chosen = choose_videos(config, found)
    return chosen[0].video_id if len(chosen) == 1 else found.set_id


def list_videos(config: InputConfig) -> tuple[str, ...]:
    """Return the slugs of the films, in order."""
    from adapters.videos.adapting import choose_videos

    return tuple(video.video_id for video in choose_videos(config, _read(config, None)))


def adapt(config: InputConfig, store: Store) -> VideoSetConfig:
    """Take the films into the store.

    Raises ValidationError when they are wrong.
    """
    from adapters.videos.adapting import adapt_videos

    return adapt_videos(config, _read(config, store), list_inputs(config), store)


def _folder_of(config: InputConfig) -> Path:
    """Return where the pictures lie that the films name: beside the source, which need not be there."""
    return Path(config.source).parent


def _read(config: InputConfig, store: Store | None) -> ReadSet:
    from adapters.videos.reading import read_tree
    from adapters.videos.tree import plant

    try:
        described = json.loads(config.text or "null")
        tree = plant(described)
    except (ValueError, RecursionError) as error:
        message, remedy = "The films are not described as JSON.", "Make the job by model.building.describe_films."
        raise ValidationError((Problem(message=message, remedy=remedy, file=config.source),)) from error
    return read_tree(tree, config.source, _folder_of(config), store)
