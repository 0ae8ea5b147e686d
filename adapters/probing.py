"""A finished film -> its facts, read with another library than the one that wrote it"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from model.audio import SAMPLE_RATE
from model.errors import VideoGenerationError


class ChapterFact(NamedTuple):
    """A chapter; times in seconds."""

    start: float
    end: float
    title: str


class FilmFacts(NamedTuple):
    """What a film holds, as a player sees it. Durations are in seconds."""

    width: int
    height: int
    fps: Fraction
    frames: int
    """Video frames in the file's index."""
    duration: float
    """Of the whole."""
    video_duration: float
    video_codec: str
    video_profile: str
    pixel_format: str
    colour: tuple[int, int, int, int]
    """Primaries, transfer, matrix (1 is BT.709) and range (1 is limited)."""
    audio_codec: str
    audio_profile: str
    audio_rate: int
    audio_channels: int
    audio_duration: float
    subtitles: tuple[str, ...]
    """Language of each captions track."""
    sounds: tuple[str, ...]
    """Language of each sound track."""
    shown_first: tuple[str, ...]
    """Languages of the sound and captions tracks that a player takes when nobody chooses."""
    chapters: tuple[ChapterFact, ...]
    metadata: dict[str, str]


def probe_film(path: Path) -> FilmFacts:
    """Read the facts of an MP4.

    Raises VideoGenerationError when it is no MP4 with one picture stream and at least one of sound.
    """
    with open_film(path) as film:
        return _read_facts(film, path)


def _read_facts(film: InputContainer, path: Path) -> FilmFacts:
    if len(film.streams.video) != 1 or not film.streams.audio:
        raise VideoGenerationError(
            f"{path} has {len(film.streams.video)} picture and {len(film.streams.audio)} sound streams.",
            "Make the film again.",
        )
    video, audio = film.streams.video[0], film.streams.audio[0]
    context, sound = video.codec_context, audio.codec_context
    return FilmFacts(
        context.width, context.height, video.average_rate or Fraction(0), video.frames,
        (film.duration or 0) / av.time_base, _seconds(video), context.name, video.profile or "",
        context.pix_fmt or "", _colour(video), sound.name, audio.profile or "", sound.sample_rate or 0,
        sound.channels, _seconds(audio),
        tuple(map(_language, film.streams.subtitles)), tuple(map(_language, film.streams.audio)),
        tuple(_language(track) for track in film.streams if track.type != "video" and _is_default(track)),
        tuple(_chapter(chapter) for chapter in film.chapters()), dict(film.metadata),
    )  # fmt: skip


def count_samples(path: Path) -> int:
    """Return how many samples at 48 kHz the sound of an MP4 lasts, as players hear it: without the encoder's delay.

    Raises VideoGenerationError when it is no MP4 with one sound stream.
    """
    with open_film(path) as film:
        if len(film.streams.audio) != 1:
            raise VideoGenerationError(f"{path} has {len(film.streams.audio)} sound streams.", "Make the film again.")
        return round(_seconds(film.streams.audio[0]) * SAMPLE_RATE)


def prove_film(path: Path) -> tuple[FilmFacts, tuple[VideoFrame, VideoFrame]]:
    """Read the facts of an MP4, and decode its first and its last frame.

    Raises VideoGenerationError when it is no such MP4, or either frame cannot be decoded.
    """
    with open_film(path) as film:  # once: an hour's index is 18 MB
        return _read_facts(film, path), _decode_ends(film, path)


def _decode_ends(film: InputContainer, path: Path) -> tuple[VideoFrame, VideoFrame]:
    try:
        stream = film.streams.video[0]
        stream.thread_type = "AUTO"
        first = next(film.decode(stream))
        # The last IDR before the end, and all frames from there on: ten seconds at most, nearly all of them skipped.
        film.seek(stream.duration or 0, stream=stream, backward=True)
        last = first
        for frame in film.decode(stream):
            last = frame
        return first, last
    except (FFmpegError, StopIteration) as error:
        raise VideoGenerationError(f"{path} cannot be decoded: {error}.", "Make the film again.") from error


def open_film(path: Path) -> InputContainer:
    """Open an MP4, and nothing else that calls itself one.

    Raises VideoGenerationError when it is none.
    """
    try:
        return av.open(f"file:{path}", format="mp4", container_options={"protocol_whitelist": "file"})
    except (FFmpegError, OSError) as error:
        raise VideoGenerationError(f"{path} is no MP4: {error}.", "Make the film again.") from error


def _language(track: av.stream.Stream) -> str:
    return str(track.metadata.get("language", "und"))


def _is_default(track: av.stream.Stream) -> bool:
    return bool(track.disposition & av.stream.Disposition.default)


def _seconds(stream: av.stream.Stream) -> float:
    return float((stream.duration or 0) * (stream.time_base or 0))


def _colour(video: VideoStream) -> tuple[int, int, int, int]:
    context = video.codec_context
    return (
        int(context.color_primaries), int(context.color_trc), int(context.colorspace), int(context.color_range)
    )  # fmt: skip


def _chapter(chapter: av.container.core.Chapter) -> ChapterFact:
    base = chapter["time_base"] or Fraction(1)
    return ChapterFact(
        float(chapter["start"] * base), float(chapter["end"] * base), str(chapter["metadata"].get("title", ""))
    )
