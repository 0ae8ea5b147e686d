"""Parts of films, as the stages make them, for tests of what comes after."""

from __future__ import annotations

import array
import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from adapters.probing import FilmFacts
from adapters.soundtrack import encode_sound, write_frames
from adapters.store import Store
from model.timeline import Motion, VideoFormat
from model.track import Caption, SoundTrack
from model.video import Segment, Sound, SoundPiece
from render.chapters import Chapter
from render.encoding import encode_segment
from tasks.compose import make_film
from tasks.render import keep_segment


def encode_parts(
    pictures: Sequence[Image.Image], scenes: Sequence[tuple[Motion, ...]], video: VideoFormat, store: Store
) -> tuple[Segment, ...]:
    """Encode a segment of each scene."""
    return tuple(keep_segment(encode_segment(pictures, motions, video), store) for motions in scenes)


def encode_tone(store: Store, folder: Path, samples: int) -> Sound:
    """Encode a tone that begins with every second, at the sample."""
    tone = array.array("h", (int(9000 * math.sin(at / 9)) if at % 48_000 < 9600 else 0 for at in range(48_000)))
    seconds, rest = divmod(samples, 48_000)
    pcm = folder / "tone.raw"
    pcm.write_bytes(tone.tobytes() * seconds + tone[:rest].tobytes())
    return encode_pcm(pcm, store)


def encode_pcm(pcm: Path, store: Store) -> Sound:
    """Encode a file of PCM as a film's sound of one piece."""
    coded, frames = pcm.with_suffix(".m4a"), pcm.with_suffix(".aac")
    encode_sound(pcm, coded)
    sizes = write_frames(coded, frames)
    piece = SoundPiece(stream=store.adopt(frames, ".aac"), sizes=sizes, first_frame=0)
    coded.unlink()
    pcm.unlink()
    return Sound(pieces=(piece,), loudness=-14.0, true_peak=-1.0)


def make_plain_film(
    segments: Sequence[Segment], sound: Sound, video: VideoFormat, store: Store, output: Path, *,
    samples: int | None = None, title: str = "Film", language: str = "en", captions: tuple[Caption, ...] = (),
    chapters: tuple[tuple[int, int, str], ...] = (),
) -> FilmFacts:  # fmt: skip
    """Make a film of one language, as long as its pictures where `samples` does not say otherwise."""
    named = tuple(Chapter(first_frame=first, end_frame=end, title=name) for first, end, name in chapters)
    length = samples or sum(segment.frames for segment in segments) * video.samples_per_frame
    track = SoundTrack(language=language, sound=sound, captions=captions)
    return make_film(title, segments, (track,), named, video, length, store, output)
