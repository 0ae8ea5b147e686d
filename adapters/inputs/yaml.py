"""Course files: scenes in YAML, one film or a set of them; and the `script.yaml` of any run, which goes back in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from model.assets import DeliveredFile
from model.inputs import InputConfig, VideoSetConfig

if TYPE_CHECKING:
    from adapters.store import Store
    from adapters.videos.reading import ReadSet
    from model.script import VideoScript

ANSWERS = True
"""What a film says of itself decides where the user asked for nothing else."""
_SUFFIXES = (".yaml", ".yml")


def recognises(source: str) -> bool:
    """Tell whether a source ends as YAML does."""
    return PurePath(source).suffix.lower() in _SUFFIXES


def check_input(config: InputConfig) -> None:
    """Find everything that is wrong with the file.

    Raises ValidationError.
    """
    from adapters.input_choices import check_all
    from adapters.videos.adapting import check_videos, choose_videos

    check_all(
        config, lambda: check_videos(config, choose_videos(config, _read(config, None)[0])), lambda: _beside(config)
    )


def list_inputs(config: InputConfig) -> tuple[DeliveredFile, ...]:
    """Return the file, what it includes and shows, and the brand and music of its films."""
    from adapters.documents.pronunciations import PRONUNCIATION_FILE
    from adapters.files import digest_bytes
    from adapters.videos.adapting import choose_videos, list_read

    found, _, data = _read(config, None)
    folder = _folder_of(config)
    files: list[tuple[str, Path]] = []
    if folder is not None:
        root = folder.resolve()
        files += [(name, path) for name, path in sorted(found.files.items())]
        files += [(path.relative_to(root).as_posix(), path) for path in found.pictures]
        beside = folder / PRONUNCIATION_FILE
        files += [(PRONUNCIATION_FILE, beside)] if beside.is_file() else []
    main = DeliveredFile(name=Path(config.source).name, sha256=digest_bytes(data), size=len(data))
    return (main, *list_read(config, choose_videos(config, found), files))


def name_video(config: InputConfig) -> str:
    """Return the slug of the one film that is meant, or of the set."""
    from adapters.videos.adapting import choose_videos

    found = _read(config, None)[0]
    chosen = choose_videos(config, found)
    return chosen[0].video_id if len(chosen) == 1 else found.set_id


def list_videos(config: InputConfig) -> tuple[str, ...]:
    """Return the slugs of the films, in order."""
    from adapters.videos.adapting import choose_videos

    return tuple(video.video_id for video in choose_videos(config, _read(config, None)[0]))


def adapt(config: InputConfig, store: Store) -> VideoSetConfig:
    """Take the films into the store.

    Raises ValidationError when the file is wrong.
    """
    from adapters.videos.adapting import adapt_script, adapt_videos

    inputs = list_inputs(config)
    found, script, _ = _read(config, store)
    if script is not None:
        return adapt_script(config, script, found.videos[0], inputs, store)
    return adapt_videos(config, found, inputs, store, _beside(config))


def _read(config: InputConfig, store: Store | None) -> tuple[ReadSet, VideoScript | None, bytes]:
    """Read the file; with a store its pictures go there, without one what was read before is remembered."""
    from adapters.videos.script_reading import MOST_BYTES

    if config.source == "-":
        data = (config.text or "").encode("utf-8", "surrogateescape")
    else:
        from adapters.files import read_bounded

        data = read_bounded(Path(config.source), MOST_BYTES, "course file")
    if store is not None:
        return (*_interpret(data, config.source, store), data)
    return (*_remember(data, config.source), data)


@lru_cache(maxsize=8)
def _remember(data: bytes, name: str) -> tuple[ReadSet, VideoScript | None]:
    return _interpret(data, name, None)


def _interpret(data: bytes, name: str, store: Store | None) -> tuple[ReadSet, VideoScript | None]:
    from adapters.documents.decoding import decode_document
    from adapters.videos.adapting import read_script_film
    from adapters.videos.reading import ReadSet, looks_like_script, read_course
    from adapters.videos.script_reading import read_delivered

    head = data[:20_000].decode("utf-8", "replace")
    if looks_like_script(head):
        script, options = read_delivered(data, name)
        return ReadSet(script.video_id, (read_script_film(script, options),)), script
    folder = None if name == "-" else Path(name).parent
    return read_course(decode_document(data, name), name, folder, store), None


def _folder_of(config: InputConfig) -> Path | None:
    return None if config.source == "-" else Path(config.source).parent


def _beside(config: InputConfig) -> tuple[tuple[str, str], ...]:
    """Return the pronunciations beside the file."""
    from adapters.documents.pronunciations import PRONUNCIATION_FILE, load_pronunciations

    folder = _folder_of(config)
    return () if folder is None else load_pronunciations(folder, (folder / PRONUNCIATION_FILE).as_posix())
