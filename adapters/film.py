"""Segments, sound, captions and chapters on disk -> one MP4, made by ffmpeg and proven by decoding"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from adapters.ffmpeg import ffmpeg_path
from adapters.files import disk_error
from adapters.film_command import TrackFiles, chapters_metadata, close_captions, film_argv, protect_captions
from adapters.film_languages import name_language
from adapters.probing import FilmFacts, count_samples, decode_ends, probe_film
from adapters.processes import run_tool
from model.audio import SAMPLE_RATE
from model.errors import StateError, VideoGenerationError
from model.timeline import VideoFormat

_AAC_FRAME = 1024 / SAMPLE_RATE
_DEADLINE = 1800.0


class FilmTrack(NamedTuple):
    """A further language of a film."""

    sound: Path
    """AAC in MP4, as long as the first."""
    captions: str
    """SRT; empty for none."""
    language: str
    """BCP 47 code."""


async def make_film(
    parts: Iterable[Path], sound: Path, captions: str, title: str, language: str,
    chapters: Sequence[tuple[int, int, str]],
    format: VideoFormat,  # noqa: A002 - what the model calls it
    output: Path,
    others: Sequence[FilmTrack] = (),
) -> FilmFacts:  # fmt: skip
    """Join the parts' pictures with the sound, AAC in MP4; `captions` is SRT, empty for none; chapters are in frames.
    `others` are further languages, in tracks of their own.

    The file is written elsewhere in its folder and appears when it is whole and proven.
    Raises VideoGenerationError when the film is not what it should be, ToolError when ffmpeg fails, ResourceError when
    the disk is full.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".film.", dir=output.parent) as folder:
            files = _Work(Path(folder), bool(captions.strip()))
            files.metadata.write_text(
                chapters_metadata(title, language, chapters, format.fps), encoding="utf-8", newline="\n"
            )
            samples = await asyncio.to_thread(count_samples, sound)
            frames = samples * format.fps // SAMPLE_RATE
            if files.captions:
                _write_captions(captions, files.captions, frames, format)
            further = tuple(_write_track(track, files.film, at, frames, format) for at, track in enumerate(others))
            await asyncio.to_thread(_join_parts, parts, files.pictures)
            argv = film_argv(
                ffmpeg_path(), stream=files.pictures, sound=sound, captions=files.captions, metadata=files.metadata,
                language=language, fps=format.fps, output=files.film, others=further,
            )  # fmt: skip
            await run_tool(argv, deadline=_DEADLINE)
            spoken = tuple(name_language(one) for one in (language, *(track.language for track in others)))
            read = [files.captions, *(track.captions for track in further)]
            written = tuple(one for one, text in zip(spoken, read, strict=True) if text)
            facts = await asyncio.to_thread(_prove, files, format, samples, len(chapters))
            _prove_languages(facts, spoken, written)
            files.film.replace(output)
            return facts
    except OSError as error:
        raise disk_error(error, output) from error


def _write_captions(captions: str, path: Path, frames: int, video: VideoFormat) -> None:
    text = close_captions(protect_captions(captions), frames, video.fps)
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")


def _write_track(track: FilmTrack, beside: Path, at: int, frames: int, video: VideoFormat) -> TrackFiles:
    path = beside.with_name(f"captions-{at}.srt") if track.captions.strip() else None
    if path:
        _write_captions(track.captions, path, frames, video)
    return TrackFiles(track.sound, path, track.language)


def _prove_languages(facts: FilmFacts, spoken: tuple[str, ...], written: tuple[str, ...]) -> None:
    """Find every language where it should be, and the first alone taken for granted."""
    _require(facts.sounds == spoken, "languages heard", facts.sounds, spoken)
    _require(facts.subtitles == written, "languages read", facts.subtitles, written)
    if len(spoken) > 1:
        first = (*spoken[:1], *written[:1])
        _require(facts.shown_first == first, "tracks taken by default", facts.shown_first, first)


class _Work:
    """The files of one film in the making, under names of ours."""

    def __init__(self, folder: Path, has_captions: bool) -> None:
        self.pictures, self.metadata = folder / "pictures.h264", folder / "film.ffmeta"
        self.captions = folder / "captions.srt" if has_captions else None
        self.film = folder / "film.mp4"


def _join_parts(parts: Iterable[Path], stream: Path) -> None:
    with stream.open("wb") as joined:
        for part in parts:
            try:
                segment = part.open("rb")
            except OSError as error:
                raise StateError(
                    f"Cannot read the segment {part}: {error.strerror}.", "Run the command again."
                ) from error
            with segment:
                shutil.copyfileobj(segment, joined, 1 << 20)


def _prove(files: _Work, video: VideoFormat, sound_samples: int, chapters: int) -> FilmFacts:
    """Compare the film with what it was to be; its length is that of the sound, to a frame."""
    facts = probe_film(files.film)
    per_frame = video.samples_per_frame
    wanted = {
        "size": ((facts.width, facts.height), (video.width, video.height)),
        "frame rate": (facts.fps, video.fps),
        "codecs": ((facts.video_codec, facts.pixel_format, facts.audio_codec), ("h264", "yuv420p", "aac")),
        "colours": (facts.colour, (1, 1, 1, 1)),
        "sound rate": (facts.audio_rate, SAMPLE_RATE),
        "chapters": (len(facts.chapters), chapters),
        "whole pictures at both ends": (_whole_ends(files.film, video), 2),
    }
    for what, (found, expected) in wanted.items():
        _require(found == expected, what, found, expected)
    _require(
        abs(facts.frames * per_frame - sound_samples) <= per_frame, "frames", facts.frames, sound_samples / per_frame
    )
    seconds = sound_samples / SAMPLE_RATE
    _require(
        abs(facts.video_duration - facts.frames / video.fps) < 1e-3, "picture length", facts.video_duration, seconds
    )
    _require(abs(facts.audio_duration - seconds) <= 2 * _AAC_FRAME, "sound length", facts.audio_duration, seconds)
    return facts


def _whole_ends(film: Path, video: VideoFormat) -> int:
    ends = decode_ends(film)
    return sum((end.width, end.height) == (video.width, video.height) and not end.is_corrupt for end in ends)


def _require(holds: bool, what: str, found: object, expected: object) -> None:
    if not holds:
        raise VideoGenerationError(
            f"The film's {what}: {found}, expected {expected}.", "Clear the cache and try again."
        )
