"""Pictures, encoded: the film's segments, each a cached asset of its own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from model.assets import Asset
from model.frozen import Frozen
from model.timeline import Timeline


class Segment(Frozen):
    """A run of frames that starts with an IDR and refers to nothing before it; film = segments, end to end."""

    stream: Asset
    """H.264 as an MP4 holds it: NAL units behind their lengths in four bytes, without parameter sets."""
    sizes: Annotated[tuple[int, ...], Field(min_length=1)]
    """Bytes of each frame."""
    key_frames: tuple[int, ...]
    """Frames that are IDR, the first among them."""
    parameters: tuple[str, str]
    """SPS and PPS in hexadecimal: every segment of a film has the same."""

    @property
    def frames(self) -> int:
        """Return how many frames it has."""
        return len(self.sizes)


class Picture(Frozen):
    """A still."""

    image: Asset
    """PNG."""


class SoundPiece(Frozen):
    """A run of AAC frames at its place in the film."""

    stream: Asset
    """AAC-LC, 48 kHz, mono: frames end to end, without headers."""
    offset: Annotated[int, Field(ge=0)] = 0
    """Where in the stream it begins."""
    sizes: tuple[int, ...]
    """Bytes of each frame."""
    first_frame: Annotated[int, Field(ge=0)]
    """Which frame of the film's sound is its first; frame 0 is the encoder's delay."""


class Sound(Frozen):
    """A film's whole sound: pieces in order, and silence where there is none."""

    pieces: tuple[SoundPiece, ...]
    """They do not overlap."""
    loudness: float
    """Integrated loudness in LUFS (ITU-R BS.1770) of the coded sound."""
    true_peak: float
    """dBTP, of the coded sound."""


class Film(Frozen):
    """The finished file."""

    film: Asset
    """MP4."""


class VideoAssets(Frozen):
    """A film's pictures."""

    timeline: Timeline
    """What is on screen when."""
    segments: tuple[Segment, ...]
    """In order: scene, transition, scene, … Their frames add up to the timeline's."""
    thumbnail: Asset
    """PNG, 1280×720, under 2 MB."""
    notices: tuple[str, ...] = ()
    """What the user should know of how they were made."""
