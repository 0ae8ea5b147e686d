"""Edge's online neural voices: no key, many languages, as long as the service answers."""

from __future__ import annotations

from adapters.voice_engine import Survey, Voice, package_version
from adapters.voices.catalogue import NAMES, describe_unknown, edge_languages, edge_voice, engine_of
from model.audio import HIGHEST_RATE, LONGEST_SHIFT, LOWEST_RATE, VoiceChoice
from model.errors import ConfigError, Problem

RATES = (LOWEST_RATE, HIGHEST_RATE)
PITCHES = (-LONGEST_SHIFT, LONGEST_SHIFT)
PROBE_SECONDS = 2.0
"""How long Edge is waited for, loading its client and looking up its address included."""


def find_problem(voice: str) -> Problem | None:
    """Say what is wrong with a voice: an id of another shape."""
    return None if voice in NAMES or engine_of(voice, frozenset()) == "edge" else describe_unknown("edge", voice)


def choose(voice: str, language: str) -> VoiceChoice:
    """Return a voice by its id, or one of the four names in a language.

    Raises ConfigError for a language that Edge does not speak.
    """
    wanted = edge_voice(voice, language) if voice in NAMES else voice
    if wanted is None:
        raise ConfigError(
            f"Edge has no voice for the language {language!r}.", "Use --engine espeak, or name a voice's id."
        )
    return VoiceChoice(engine="edge", voice=wanted, version=package_version("edge-tts"))


def find_limit(language: str) -> str:
    """Return nothing: what it speaks, it reads."""
    return ""


def open_voice(choice: VoiceChoice, service: str) -> Voice:
    """Return the voice."""
    from adapters.voices.edge import EdgeVoice  # the client alone takes a third of a second

    return EdgeVoice(choice, edge_url=service or None)


async def probe(voice: str, service: str) -> str:
    """Return an empty text when Edge begins to speak in time; else why it does not, as a clause."""
    from adapters.voices.edge_probe import probe_once

    return await probe_once(voice, service or None, PROBE_SECONDS)


async def survey(language: str, service: str) -> Survey:
    """Ask Edge once."""
    reason = await probe(edge_voice("male", language) or "en-US-GuyNeural", service)
    voices = tuple((name, found) for name in NAMES if (found := edge_voice(name, language)))
    if reason:
        return Survey(f"{reason}.", "Check the network; --engine auto falls back.", edge_languages(), voices)
    return Survey(languages=edge_languages(), voices=voices)
