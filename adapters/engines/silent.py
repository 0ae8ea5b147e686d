"""Silence of exactly known length: for tests, and for a film that is only looked at."""

from __future__ import annotations

from adapters.voice_engine import Survey, Voice
from adapters.voices.catalogue import NAMES, describe_unknown
from model.audio import HIGHEST_RATE, LONGEST_SHIFT, LOWEST_RATE, VoiceChoice
from model.errors import Problem

RATES = (LOWEST_RATE, HIGHEST_RATE)
PITCHES = (-LONGEST_SHIFT, LONGEST_SHIFT)
_VERSION = "1"


def find_problem(voice: str) -> Problem | None:
    """Say that it has the four names alone."""
    return None if voice in NAMES else describe_unknown("silent", voice)


def choose(voice: str, language: str) -> VoiceChoice:
    """Return silence of that name, in any language."""
    return VoiceChoice(engine="silent", voice=voice, version=_VERSION)


def find_limit(language: str) -> str:
    """Return nothing."""
    return ""


def open_voice(choice: VoiceChoice, service: str) -> Voice:
    """Return the voice."""
    from adapters.voices.silent import SilentVoice

    return SilentVoice(choice)


async def survey(language: str, service: str) -> Survey:
    """Return the four names."""
    return Survey(voices=tuple((name, name) for name in NAMES))
