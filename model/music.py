"""Music under the voice: what the user chose, and what became of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from model.assets import Asset
from model.frozen import Frozen

MusicVolume = Annotated[float, Field(ge=-60, le=0, allow_inf_nan=False)]


class MusicChoice(Frozen):
    """The user's file."""

    name: str
    """As the user named it, for errors."""
    file: Asset
    """Its bytes; the suffix says how to read them."""
    volume: MusicVolume
    """Loudness while somebody speaks, in LU relative to the voice."""


class Music(Frozen):
    """The file, decoded."""

    pcm: Asset
    """48 kHz, mono, signed 16 bit, little endian, without a header."""
    loudness: float
    """Integrated, in LUFS."""


class Underscore(Frozen):
    """What is laid under the voice, and how loud."""

    music: Music
    """The piece."""
    volume: MusicVolume
    """LU relative to the voice, while somebody speaks."""
