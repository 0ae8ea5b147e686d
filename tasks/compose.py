"""Segments, sound, captions and chapters -> Film: copied into one file where they belong, and looked at"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from adapters.files import work_folder
from adapters.film import Expected, write_film
from adapters.film_languages import name_language
from adapters.probing import FilmFacts
from adapters.store import Store
from model.language import find_language
from model.timeline import Timeline, VideoFormat
from model.track import Caption, SoundTrack
from model.video import Film, Segment, Sound
from render.chapters import Chapter
from render.mp4.movie import plan_movie
from render.mp4.tracks import HeardAs, list_tracks
from tasks.stage import stage
from tasks.workplace import Workplace


@stage(
    name="compose-film",
    part_of="deliver",
    sources=(
        "adapters/film.py",
        "adapters/film_languages.py",
        "adapters/probing.py",
        "render/mp4",
        "render/soundtrack.py",
    ),
    libraries=("av",),
)
async def compose_film(
    title: str,
    language: str,
    segments: tuple[Segment, ...],
    sound: Sound,
    captions: tuple[Caption, ...],
    chapters: tuple[Chapter, ...],
    timeline: Timeline,
    others: tuple[SoundTrack, ...],
    place: Workplace,
) -> Film:
    """Put segments, sound, captions and chapters into one file, and look at what came out."""
    heard = (SoundTrack(language=language, sound=sound, captions=captions), *others)

    def compose() -> Film:
        with work_folder(Path(place.cache_dir) / "work") as folder:
            output = folder / "film.mp4"
            make_film(title, segments, heard, chapters, timeline.format, timeline.samples, place.store, output)
            return Film(film=place.store.adopt(output, ".mp4"))

    return await asyncio.to_thread(compose)


def make_film(
    title: str,
    segments: Sequence[Segment],
    heard: Sequence[SoundTrack],
    chapters: Sequence[Chapter],
    video: VideoFormat,
    samples: int,
    store: Store,
    output: Path,
) -> FilmFacts:
    """Write a film of `samples` at 48 kHz, whose first language is the one that it is in.

    Raises VideoGenerationError when the parts do not make the film that they should, StateError when one is gone.
    """
    named = tuple(_name(one, is_only=len(heard) == 1) for one in heard)
    movie = plan_movie(title, list_tracks(segments, named, chapters, video, samples), chapters, video.fps, samples)
    read = tuple(one.code for one in named if one.track.captions)
    expected = Expected(video, samples, len(chapters), tuple(one.code for one in named), read)
    return write_film(*movie, store.locate, expected, output)


def _name(track: SoundTrack, *, is_only: bool) -> HeardAs:
    return HeardAs(name_language(track.language), "" if is_only else find_language(track.language).own_name, track)
