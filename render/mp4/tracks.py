"""A film's parts -> its tracks: how long each sample is shown, how large it is, and where its bytes lie"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, groupby
from typing import NamedTuple

from model.assets import Asset
from model.audio import AAC_BLOCK, SAMPLE_RATE
from model.errors import VideoGenerationError
from model.timeline import VideoFormat
from model.track import Caption, SoundTrack
from model.video import Segment, Sound
from render.chapters import Chapter
from render.mp4.boxes import box, u16, u32
from render.mp4.entries import describe_captions, describe_chapters, describe_pictures, describe_sound
from render.soundtrack import SILENT_FRAME, count_frames

_TICKS_A_FRAME = 512
_MOST_TEXT = 60_000
_NOTHING = u16(0)


class Span(NamedTuple):
    """Bytes that are copied."""

    source: Asset | bytes
    """Where they lie, or they themselves."""
    offset: int
    """Where in the asset they begin."""
    size: int
    """How many."""


class Run(NamedTuple):
    """Samples that last equally long."""

    samples: int
    ticks: int
    """Of the track's clock, each."""


class Track(NamedTuple):
    """One stream of a film."""

    handler: str
    """Its kind: `vide`, `soun`, `sbtl`, `text`."""
    name: str
    """What players call it."""
    language: str
    """Three letters of ISO 639-2."""
    clock: int
    """Ticks a second."""
    entry: bytes
    """Its sample entry."""
    sizes: Sequence[int]
    """Bytes of each sample."""
    runs: tuple[Run, ...]
    """How long each is shown."""
    media: tuple[Span, ...]
    """The samples, end to end."""
    keys: Sequence[int] | None = None
    """Samples at which decoding can begin; None where it can at each."""
    skipped: int = 0
    """Ticks at its beginning that are decoded and not heard."""
    size: tuple[int, int] = (0, 0)
    """Width and height, of pictures."""
    is_default: bool = True
    """Taken when nobody chooses."""


class HeardAs(NamedTuple):
    """A language of a film, and what players call it."""

    code: str
    """Three letters of ISO 639-2."""
    name: str
    """Its own name where there are several; else empty."""
    track: SoundTrack
    """What is heard and read."""


def list_tracks(
    segments: Sequence[Segment], heard: Sequence[HeardAs], chapters: Sequence[Chapter], video: VideoFormat, samples: int
) -> tuple[Track, ...]:
    """List a film's tracks: pictures, every language's sound, every language's captions, the names of chapters.

    The first language's are those that a player takes when nobody chooses.
    """
    first, milliseconds = heard[0], samples * 1000 // SAMPLE_RATE
    captioned = [one for one in heard if one.track.captions]
    return (
        track_pictures(segments, video, first.code),
        *(track_sound(one.track.sound, samples, one.code, one.name, is_default=one is first) for one in heard),
        *(
            track_captions(one.track.captions, milliseconds, one.code, one.name, is_default=one is captioned[0])
            for one in captioned
        ),
        *([track_chapters(chapters, video.fps)] if chapters else []),
    )


def track_pictures(segments: Sequence[Segment], video: VideoFormat, language: str) -> Track:
    """Join segments end to end.

    Raises VideoGenerationError when they are not of one coding.
    """
    kinds = {segment.parameters for segment in segments}
    if len(kinds) != 1:
        raise VideoGenerationError(
            f"The film's pictures are coded in {len(kinds)} ways.", "Run the command again with --rerun."
        )
    (parameters,) = kinds
    sizes = tuple(chain.from_iterable(segment.sizes for segment in segments))
    keys: list[int] = []
    first = 0
    for segment in segments:
        keys.extend(first + key for key in segment.key_frames)
        first += segment.frames
    return Track(
        "vide", "VideoHandler", language, _TICKS_A_FRAME * video.fps,
        describe_pictures(video, *map(bytes.fromhex, parameters)), sizes, (Run(len(sizes), _TICKS_A_FRAME),),
        tuple(Span(segment.stream, 0, segment.stream.size) for segment in segments), keys,
        size=(video.width, video.height),
    )  # fmt: skip


def track_sound(sound: Sound, samples: int, language: str, name: str = "", *, is_default: bool = True) -> Track:
    """Lay coded sound on its grid, with silence between; the first frame is the encoder's delay, which nobody hears."""
    frames = count_frames(samples)
    sizes: list[int] = []
    media: list[Span] = []

    def be_silent(count: int) -> None:
        if count:
            sizes.extend([len(SILENT_FRAME)] * count)
            media.append(Span(SILENT_FRAME * count, 0, len(SILENT_FRAME) * count))

    for piece in sound.pieces:
        if piece.first_frame < len(sizes):
            raise VideoGenerationError("Two pieces of the film's sound overlap.", "Report this, with the document.")
        be_silent(piece.first_frame - len(sizes))
        sizes.extend(piece.sizes)
        media.append(Span(piece.stream, piece.offset, sum(piece.sizes)))
    if len(sizes) > frames:
        raise VideoGenerationError("The film's sound is longer than the film.", "Report this, with the document.")
    be_silent(frames - len(sizes))
    rest = samples + AAC_BLOCK - (frames - 1) * AAC_BLOCK
    runs = (Run(frames - 1, AAC_BLOCK), Run(1, rest))
    return Track(
        "soun", name or "SoundHandler", language, SAMPLE_RATE, describe_sound(), sizes, runs, tuple(media),
        skipped=AAC_BLOCK, is_default=is_default,
    )  # fmt: skip


def track_captions(
    captions: Sequence[Caption], milliseconds: int, language: str, name: str = "", *, is_default: bool = True
) -> Track:
    """Write captions as timed text, with empty samples where nothing is shown."""
    shown: list[tuple[int, bytes]] = []
    at = 0
    for caption in captions:
        start, end = max(caption.start, at), min(caption.end, milliseconds)
        if end <= start:
            continue
        if start > at:
            shown.append((start - at, _NOTHING))
        shown.append((end - start, _write_text(caption.text)))
        at = end
    if milliseconds > at:
        shown.append((milliseconds - at, _NOTHING))
    return _track_texts("sbtl", name or "SubtitleHandler", language, 1000, describe_captions(), shown, is_default)


def track_chapters(chapters: Sequence[Chapter], fps: int) -> Track:
    """Write the names of chapters as the text track that QuickTime knows them by."""
    in_utf8 = box("encd", u32(0x100))
    shown = [(one.end_frame - one.first_frame, _write_text(one.title) + in_utf8) for one in chapters]
    return _track_texts("text", "Chapters", "und", fps, describe_chapters(), shown, is_default=False)


def _write_text(text: str) -> bytes:
    written = text.encode("utf-8", "replace")[:_MOST_TEXT].decode("utf-8", "ignore").encode()
    return u16(len(written)) + written


def _track_texts(
    handler: str, name: str, language: str, clock: int, entry: bytes, shown: Sequence[tuple[int, bytes]], is_default: bool
) -> Track:  # fmt: skip
    runs = tuple(Run(len(list(group)), ticks) for ticks, group in groupby(ticks for ticks, _ in shown))
    media = b"".join(text for _, text in shown)
    sizes = tuple(len(text) for _, text in shown)
    return Track(
        handler, name, language, clock, entry, sizes, runs, (Span(media, 0, len(media)),), is_default=is_default
    )  # fmt: skip
