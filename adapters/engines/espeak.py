"""The embedded voice: espeak-ng from a wheel, no network, a hundred languages, the same bytes on every run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from adapters.voice_engine import Survey, Voice, package_version
from adapters.voices.catalogue import (
    ESPEAK_LIMITS,
    NAMES,
    describe_unknown,
    engine_of,
    espeak_ids,
    espeak_languages,
    espeak_voice,
)
from model.audio import HIGHEST_RATE, LONGEST_SHIFT, LOWEST_RATE, VoiceChoice
from model.errors import ConfigError, Problem

RATES = (LOWEST_RATE, HIGHEST_RATE)
PITCHES = (-LONGEST_SHIFT, LONGEST_SHIFT)


@cache
def installed_ids() -> frozenset[str]:
    """Return the languages that it can be asked for by name, and its variants with a plus before them."""
    import espeakng_loader

    return espeak_ids(str(Path(espeakng_loader.get_data_path())))


def find_problem(voice: str) -> Problem | None:
    """Say what is wrong with a voice: an id that is not installed."""
    known = voice in NAMES or engine_of(voice, installed_ids()) == "espeak"
    return None if known else describe_unknown("espeak", voice, installed_ids())


def choose(voice: str, language: str) -> VoiceChoice:
    """Return a voice by its id, or one of the four names in a language.

    Raises ConfigError for a language that it does not speak.
    """
    found = espeak_voice(voice, language) if voice in NAMES else voice
    if found is None:
        remedy = "Set --language to one that it speaks, or name a voice's own id with --voice."
        raise ConfigError(f"The embedded voice does not speak the language {language!r}.", remedy)
    return VoiceChoice(engine="espeak", voice=found, version=package_version("espeakng-loader"))


def find_limit(language: str) -> str:
    """Say what it cannot read of a language."""
    return ESPEAK_LIMITS.get(language.lower().split("-")[0], "")


def open_voice(choice: VoiceChoice, service: str) -> Voice:
    """Return the voice."""
    from adapters.voices.espeak import EspeakVoice

    return EspeakVoice(choice)


async def survey(language: str, service: str) -> Survey:
    """List what is installed."""
    voices = tuple((name, found) for name in NAMES if (found := espeak_voice(name, language)))
    return Survey(languages=espeak_languages(), voices=voices)
