"""Sound: which voice speaks, and what it said, word by word. Time is integer samples at 48 kHz."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.assets import Asset
from model.frozen import Frozen

SAMPLE_RATE = 48_000
"""Samples a second, everywhere after a voice's own output."""
AAC_BLOCK = 1024
"""Samples of one AAC frame: the grid on which a film's speech begins."""


class VoiceChoice(Frozen):
    """The one voice of a film. A part of each take's cache key."""

    engine: Literal["edge", "espeak", "silent"]
    """Which engine."""
    voice: str
    """The engine's own id: `en-US-GuyNeural`, `en-us+m3`."""
    version: str
    """Version of the engine's package."""


class WordTime(Frozen):
    """When a word is heard."""

    start: Annotated[int, Field(ge=0)]
    """First sample, from the beginning of the take."""
    end: Annotated[int, Field(ge=0)]
    """One past the last sample; at least `start`."""


class Take(Frozen):
    """One scene, spoken. Speech begins at sample 0: a voice's leading silence is trimmed."""

    scene_id: str
    """The scene."""
    audio: Asset
    """WAV: 48 kHz, mono, signed 16 bit."""
    samples: Annotated[int, Field(ge=1)]
    """Length: speech from its first sound to its last."""
    words: tuple[WordTime, ...]
    """One for each word of the narration in order, spoken or not; starts never decrease."""


class CodedTake(Frozen):
    """A take as the film carries it: at its loudness, encoded, silent at both ends."""

    stream: Asset
    """AAC-LC in ADTS. The second frame's block ends where the take begins; the last two hold nothing of it."""
    frames: Annotated[int, Field(ge=1)]
    """How many AAC frames."""
    momentary: tuple[float, ...]
    """Momentary loudness after each 100 ms, in LUFS, of the coded sound."""
    true_peak: float
    """dBTP, of the coded sound."""


class AudioAssets(Frozen):
    """A film, spoken by one voice."""

    voice: VoiceChoice
    """Who spoke."""
    takes: tuple[Take, ...]
    """One a scene, in order."""
    notices: tuple[str, ...] = ()
    """What the user should be told: a fallback, and why."""
