"""A film's head and the media that follow it -> one MP4, proven by reading it with another library"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from av.video.frame import VideoFrame

from adapters.files import discard, disk_error
from adapters.probing import FilmFacts, prove_film
from model.assets import Asset
from model.audio import SAMPLE_RATE
from model.errors import StateError, VideoGenerationError
from model.timeline import VideoFormat

_AAC_FRAME = 1024 / SAMPLE_RATE
_PIECE = 1 << 20

_ANEW = "Have its parts made anew: video-gen retry last --from render."

Span = tuple[Asset | bytes, int, int]
"""What is copied, where in it that begins, and how many bytes of it."""


class Expected(NamedTuple):
    """What a film has to be."""

    format: VideoFormat
    samples: int
    """Its length, at 48 kHz."""
    chapters: int
    sounds: tuple[str, ...]
    """Languages of the sound tracks, three letters each."""
    subtitles: tuple[str, ...]
    """Languages of the captions tracks."""


def write_film(
    head: bytes,
    order: Iterable[tuple[int, int]],
    media: Sequence[Iterable[Span]],
    find: Callable[[Asset], Path],
    expected: Expected,
    output: Path,
) -> FilmFacts:
    """Write the head, then bytes of each track's `media` by turns as `order` has them: (track, bytes).

    The file is written beside and appears when it is whole and proven. Raises VideoGenerationError when the film is not
    what was expected, StateError when a part is gone, ResourceError when the disk is full.
    """
    written = output.with_name(f".{output.name}")
    try:
        with written.open("wb") as file:
            file.write(head)
            _copy_media(order, [_Reader(spans, find) for spans in media], file)
        facts = _prove(written, expected)
        written.replace(output)
        return facts
    except OSError as error:
        raise disk_error(error, output) from error
    finally:
        discard(written)


class _Reader:
    """Hands out a track's bytes, as many as are asked for, wherever they lie."""

    def __init__(self, spans: Iterable[Span], find: Callable[[Asset], Path]) -> None:
        self._pieces, self._left = self._read_all(spans, find), b""

    def read(self, size: int) -> Iterator[bytes]:
        """Yield the next `size` bytes in pieces."""
        while size:
            piece = self._left or next(self._pieces, b"")
            if not piece:
                raise VideoGenerationError(f"The film's parts are {size} bytes too short.", _ANEW)
            yield piece[:size]
            self._left, size = piece[size:], size - len(piece[:size])

    def is_empty(self) -> bool:
        """Tell whether all has been handed out."""
        return not (self._left or next(self._pieces, b""))

    def _read_all(self, spans: Iterable[Span], find: Callable[[Asset], Path]) -> Iterator[bytes]:
        for source, offset, size in spans:
            if isinstance(source, bytes):
                yield source[offset : offset + size]
                continue
            with _open_part(find(source)) as file:
                file.seek(offset)
                left = size
                while left and (piece := file.read(min(left, _PIECE))):
                    yield piece
                    left -= len(piece)


def _open_part(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        message = f"Cannot read the segment {path}: {error.strerror}."
        raise StateError(message, "Run the command again.", transient=True) from error


def _copy_media(order: Iterable[tuple[int, int]], readers: Sequence[_Reader], file: BinaryIO) -> None:
    for track, size in order:
        file.writelines(readers[track].read(size))
    if not all(reader.is_empty() for reader in readers):  # then every sample behind lies elsewhere than the index says
        raise VideoGenerationError("The film's parts are longer than they should be.", _ANEW)


def _prove(film: Path, expected: Expected) -> FilmFacts:
    """Compare the film with what it was to be; its length is that of the sound, to a frame."""
    (facts, ends), video, samples = prove_film(film), expected.format, expected.samples
    seconds = samples / SAMPLE_RATE
    first = (*expected.sounds[:1], *expected.subtitles[:1])
    wanted = {
        "size": ((facts.width, facts.height), (video.width, video.height)),
        "frame rate": (facts.fps, video.fps),
        "codecs": ((facts.video_codec, facts.pixel_format, facts.audio_codec), ("h264", "yuv420p", "aac")),
        "colours": (facts.colour, (1, 1, 1, 1)),
        "sound rate": (facts.audio_rate, SAMPLE_RATE),
        "frames": (facts.frames * video.samples_per_frame, samples),
        "chapters": (len(facts.chapters), expected.chapters),
        "languages heard": (facts.sounds, expected.sounds),
        "languages read": (facts.subtitles, expected.subtitles),
        "tracks taken by default": (facts.shown_first, first),
        "whole pictures at both ends": (_count_whole(ends, video), 2),
    }
    for what, (found, expectation) in wanted.items():
        _require(found == expectation, what, found, expectation)
    _require(abs(facts.video_duration - seconds) < 1e-3, "picture length", facts.video_duration, seconds)
    _require(abs(facts.audio_duration - seconds) <= 2 * _AAC_FRAME, "sound length", facts.audio_duration, seconds)
    return facts


def _count_whole(frames: Iterable[VideoFrame], video: VideoFormat) -> int:
    return sum((one.width, one.height) == (video.width, video.height) and not one.is_corrupt for one in frames)


def _require(holds: bool, what: str, found: object, expected: object) -> None:
    if not holds:
        raise VideoGenerationError(
            f"The film's {what}: {found}, expected {expected}.", "Clear the cache and try again."
        )
