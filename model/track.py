"""A further language of a film: what is said over the same pictures."""

from __future__ import annotations

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


class SoundTrack(Frozen):
    """One language, as the film's file carries it."""

    language: str
    """BCP 47 code."""
    sound: Sound
    """As long as the film."""
    captions: str
    """SRT."""


class HeardTrack(Frozen):
    """One language, with its sound and captions on the film's timeline."""

    track: Track
    """What is said."""
    sound: Sound
    """As long as the film."""
    captions: str
    """SRT."""

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
