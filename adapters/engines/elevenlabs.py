"""ElevenLabs' voices: `elevenlabs:VOICE_ID`, a model of theirs behind `#`; the key is ELEVENLABS_API_KEY, and nowhere else."""

from __future__ import annotations

import re
from importlib.util import find_spec

from adapters.settings import elevenlabs_key
from adapters.voice_engine import Survey, Voice, package_version
from model.audio import VoiceChoice
from model.errors import ConfigError, Problem

RATES = (-30, 20)
"""The service takes a speed from 0.7 to 1.2."""
PITCHES = (0, 0)
MODEL = "eleven_multilingual_v2"
_ID = re.compile(r"[A-Za-z0-9]{10,40}(?:#[a-z0-9_]{3,60})?")
_EXAMPLE = "--voice elevenlabs:21m00Tcm4TlvDq8ikWAM"


def find_lack() -> Problem | None:
    """Say that the package or the key is missing."""
    if find_spec("elevenlabs") is None:
        message = "The engine elevenlabs needs its SDK, which is not installed."
        return Problem(message=message, remedy="Run: pip install 'video-gen[elevenlabs]'")
    if not elevenlabs_key():
        return Problem(message="The engine elevenlabs needs a key.", remedy="Set ELEVENLABS_API_KEY to yours.")
    return None


def find_problem(voice: str) -> Problem | None:
    """Say what is wrong with a voice: the package, the key, the shape of its id."""
    if (lack := find_lack()) is not None:
        return lack
    if _ID.fullmatch(voice):
        return None
    return Problem(message=f"The engine elevenlabs has no voice {voice!r}.", remedy=f"Name one by its id: {_EXAMPLE}.")


def choose(voice: str, language: str) -> VoiceChoice:
    """Return a voice by its id. Raises ConfigError when it cannot be one."""
    if (problem := find_problem(voice)) is not None:
        raise ConfigError(problem.message, problem.remedy)
    named, _, model = voice.partition("#")
    version = f"{package_version('elevenlabs')} {model or MODEL}"
    return VoiceChoice(engine="elevenlabs", voice=named, version=version)


def find_limit(language: str) -> str:
    """Return nothing."""
    return ""


def open_voice(choice: VoiceChoice, service: str) -> Voice:
    """Return the voice."""
    from adapters.voices.elevenlabs import ElevenLabsVoice

    return ElevenLabsVoice(choice, url=service or None)


async def survey(language: str, service: str) -> Survey:
    """Say whether it can be asked; asking would cost."""
    if (lack := find_lack()) is not None:
        return Survey(lack.message, f"{lack.remedy.rstrip('.')}, then {_EXAMPLE}")
    return Survey(remedy=f"Name a voice by its id: {_EXAMPLE}")
