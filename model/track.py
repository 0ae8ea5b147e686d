"""A further language of a film: what is said over the same pictures."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from model.audio import AudioAssets, VoiceChoice
from model.frozen import Frozen
from model.script import VideoScript
from model.video import Sound


class Track(Frozen):
    """One language, spoken."""

    script: VideoScript
    """The film's script, its sentences translated."""
    audio: AudioAssets
    """Its takes, scene by scene."""


class Caption(Frozen):
    """What stands under the picture for a while, as the film's file carries it."""

    start: Annotated[int, Field(ge=0)]
    """Milliseconds."""
    end: Annotated[int, Field(ge=0)]
    """Milliseconds; where it is gone."""
    text: str
    """One line or two."""


class SoundTrack(Frozen):
    """One language, as the film's file carries it."""

    language: str
    """BCP 47 code."""
    sound: Sound
    """As long as the film."""
    captions: tuple[Caption, ...]
    """In order; none overlaps another."""


class HeardTrack(Frozen):
    """One language, with its sound and captions on the film's timeline."""

    track: Track
    """What is said."""
    sound: Sound
    """As long as the film."""
    captions: tuple[Caption, ...]
    """In order; none overlaps another."""

    def on_file(self) -> SoundTrack:
        """Return what the film's file carries of it."""
        return SoundTrack(language=self.track.script.language, sound=self.sound, captions=self.captions)


class TrackFacts(Frozen):
    """One language, as it came out."""

    language: str
    """BCP 47 code."""
    voice: VoiceChoice
    """Who speaks."""
    loudness: float
    """Integrated loudness in LUFS (ITU-R BS.1770)."""
    true_peak: float
    """dBTP."""
