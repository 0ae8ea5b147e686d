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
    """H.264 Annex B, one access unit a frame; every segment of a film has the same SPS and PPS."""
    frames: Annotated[int, Field(ge=1)]
    """How many."""


class Pattern(Frozen):
    """A segment, as the same pictures for other times can be made of it."""

    stream: Asset
    """The segment's."""
    held: tuple[int, ...]
    """How many frames repeat each that was encoded."""


class Picture(Frozen):
    """A still."""

    image: Asset
    """PNG."""


class Sound(Frozen):
    """A film's whole sound."""

    audio: Asset
    """AAC-LC in MP4: 48 kHz, mono; to the sample as long as the film, which copies it."""
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
