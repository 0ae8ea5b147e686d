"""Sound: which voice speaks, and what it said, word by word. Time is integer samples at 48 kHz."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from model.assets import Asset
from model.frozen import Frozen

SAMPLE_RATE = 48_000
"""Samples a second, everywhere after a voice's own output."""
AAC_BLOCK = 1024
"""Samples of one AAC frame: the grid on which a film's speech begins."""


LOWEST_RATE, HIGHEST_RATE = -50, 100
"""Per cent that a voice may speak slower and faster than it does by itself."""
LONGEST_SHIFT = 6
"""Semitones that a voice may be lowered and raised."""
Rate = Annotated[int, Field(ge=LOWEST_RATE, le=HIGHEST_RATE)]
Pitch = Annotated[int, Field(ge=-LONGEST_SHIFT, le=LONGEST_SHIFT)]


class VoiceChoice(Frozen):
    """A voice of a film. A part of each take's cache key."""

    engine: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    """Which engine."""
    voice: str
    """The engine's own id: `en-US-GuyNeural`, `en-us+m3`; of a voice that is a file, the file's name."""
    version: str
    """Version of the engine's package; of a voice that is a file, a digest of it too."""
    rate: Annotated[Rate, Field(exclude_if=lambda rate: rate == 0)] = 0
    """Per cent that it speaks faster; negative for slower."""
    pitch: Annotated[Pitch, Field(exclude_if=lambda pitch: pitch == 0)] = 0
    """Semitones that it speaks higher; negative for lower."""
    path: Annotated[str, Field(exclude=True, repr=False)] = ""
    """Where the file lies, of a voice that is one: a fact of the machine, in no key and no result."""


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
    """AAC-LC frames end to end. The second one's block ends where the take begins; the last two hold nothing of it."""
    sizes: Annotated[tuple[int, ...], Field(min_length=1)]
    """Bytes of each frame."""
    momentary: tuple[float, ...]
    """Momentary loudness after each 100 ms, in LUFS, of the coded sound."""
    true_peak: float
    """dBTP, of the coded sound."""


class Role(Frozen):
    """A voice of a film beside the narrator's."""

    name: str
    """As the script names it: a speaker, one of the four voices, or an engine's own id."""
    voice: VoiceChoice
    """Who speaks."""


class AudioAssets(Frozen):
    """A film, spoken by one engine."""

    voice: VoiceChoice
    """The narrator."""
    roles: tuple[Role, ...] = ()
    """The other voices, in order of their names."""
    takes: tuple[Take, ...]
    """One a scene, in order."""
    notices: tuple[str, ...] = ()
    """What the user should be told: a fallback, and why."""
