"""What was read of a course file, a delivered script or a program -> VideoSetConfig: each film with what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from adapters.casting import check_cast
from adapters.documents.pronunciations import Pronunciations, merge_pronunciations
from adapters.input_choices import check_all, list_files, make_video
from adapters.store import Store
from adapters.videos.film_options import OPTIONS
from adapters.videos.reading import ReadSet, ReadVideo
from adapters.videos.tree import suggest
from model.assets import DeliveredFile, find_assets
from model.authored import AuthoredScene, AuthoredVideo
from model.errors import Problem, ValidationError
from model.inputs import InputConfig, VideoConfig, VideoSetConfig
from model.script import VideoScript

SOURCE_KIND = "authored"


def resolve(config: InputConfig, own: Mapping[str, Any]) -> InputConfig:
    """Return the job as one film states it: what the user asked for on purpose wins over what the film says of itself."""
    return config.model_copy(update={name: value for name, value in own.items() if name not in config.stated})


def choose_videos(config: InputConfig, found: ReadSet) -> tuple[ReadVideo, ...]:
    """Return the films that are asked for.

    Raises ValidationError when there is none of that name.
    """
    if config.only is None:
        return found.videos
    chosen = tuple(video for video in found.videos if video.video_id == config.only)
    if not chosen:
        message = f"There is no film {config.only[:80]!r} here."
        remedy = suggest(config.only, [video.video_id for video in found.videos])
        raise ValidationError((Problem(message=message, remedy=remedy, file=config.source),))
    return chosen


def check_videos(config: InputConfig, videos: Iterable[ReadVideo]) -> None:
    """Find what is wrong with what films say of themselves: voices, music, brands.

    Raises ValidationError.
    """
    problems: list[Problem] = []
    for video in videos:
        own = resolve(config, video.options)
        if {"voice", "engine", "rate", "pitch"} & video.options.keys():
            problems += (one.model_copy(update={"file": config.source}) for one in check_cast(own))
        try:
            check_all(own)
        except ValidationError as error:
            problems += error.problems
    if problems:
        raise ValidationError(tuple(dict.fromkeys(problems)))


def list_read(
    config: InputConfig, videos: Iterable[ReadVideo], files: Iterable[tuple[str, Path]]
) -> tuple[DeliveredFile, ...]:
    """Return the files, and those of the brands and music that the films name, each once."""
    named = [entry for video in videos for entry in list_files(resolve(config, video.options), ())]
    return tuple(dict.fromkeys((*list_files(config.model_copy(update=_BARE), files), *named)))


_BARE = {"theme": "dark", "music": None, "glossary": None}


def adapt_videos(
    config: InputConfig, found: ReadSet, inputs: tuple[DeliveredFile, ...], store: Store, own: Pronunciations = ()
) -> VideoSetConfig:
    """Store each film that is asked for."""
    videos = tuple(_adapt_video(config, video, store, own) for video in choose_videos(config, found))
    return VideoSetConfig(set_id=found.set_id or videos[0].video_id, videos=videos, inputs=inputs)


def _adapt_video(config: InputConfig, video: ReadVideo, store: Store, beside: Pronunciations) -> VideoConfig:
    stated = resolve(config, video.options)
    return make_video(
        stated, store, merge_pronunciations(beside, video.pronunciation), video_id=video.video_id,
        source_name=Path(config.source).name, source_kind=SOURCE_KIND, engine=stated.engine, voice=stated.voice,
        rate=stated.rate, pitch=stated.pitch, source=store.put(video.authored.model_dump_json().encode(), ".json"),
    )  # fmt: skip


def read_script_film(script: VideoScript, options: Mapping[str, Any]) -> ReadVideo:
    """Take a delivered script as a film whose every word is given."""
    scenes = tuple(AuthoredScene(scene=scene, worded=True) for scene in script.scenes)
    authored = AuthoredVideo(
        title=script.title, description=script.description, scenes=scenes, coverage=script.coverage,
        warnings=script.warnings, speakers=script.speakers, tunings=script.tunings,
    )  # fmt: skip
    said = {
        "accent_color": script.accent_color, "theme": script.theme, "language": script.language,
        **script.format.model_dump(), **script.staging.model_dump(),
        **{name: value for name, value in options.items() if name in ("engine", "voice", "rate", "pitch")},
    }  # fmt: skip
    return ReadVideo(script.video_id, authored, {name: said[name] for name in OPTIONS if name in said})


def adapt_script(
    config: InputConfig, script: VideoScript, film: ReadVideo, inputs: tuple[DeliveredFile, ...], store: Store
) -> VideoSetConfig:
    """Store a delivered script: its film is called as it was, and its brand is its own unless another theme is asked for.

    Raises ValidationError when the pictures that it shows are no longer kept.
    """
    lost = [asset for asset in find_assets((script.scenes, script.brand)) if not store.intact(asset)]
    if lost:
        message = f"{len(lost)} picture(s) or fonts of this script are no longer kept in the cache."
        remedy = "Make the film of its document once more, and then this script."
        raise ValidationError((Problem(message=message, remedy=remedy, file=config.source),))
    video = _adapt_video(config, film, store, ()).model_copy(update={"source_name": script.source_name})
    if script.brand is not None and "theme" not in config.stated:
        video = video.model_copy(update={"brand": script.brand})
    return VideoSetConfig(set_id=script.video_id, videos=(video,), inputs=inputs)
