"""The port of the voices: a narration -> sound and the time of each word; and which voice it shall be."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol

from adapters.voices.catalogue import (
    ESPEAK_LIMITS,
    NAMES,
    edge_voice,
    engine_of,
    espeak_ids,
    espeak_voice,
    gender_of,
    near_matches,
)
from model.audio import VoiceChoice, WordTime
from model.errors import AudioGenerationError, ConfigError, Problem
from model.inputs import Engine
from model.language import primary_subtag
from model.narration import Narration

PROBE_SECONDS = 2.0
"""How long `auto` waits for Edge, loading its client and looking up its address included."""
_SILENT_VERSION = "1"


class Utterance(NamedTuple):
    """A narration, spoken."""

    pcm: bytes
    """48 kHz, mono, signed 16 bit; begins with the first sound and ends at most 40 ms after the last."""
    words: tuple[WordTime, ...]
    """One for each word of the narration, over all sentences; starts never decrease, ends lie within the sound."""


class Voice(Protocol):
    """Something that speaks."""

    choice: VoiceChoice

    async def speak(self, narration: Narration) -> Utterance:
        """Speak a narration. Raises AudioGenerationError or ToolError, `transient` where trying again may help."""
        ...


def open_voice(choice: VoiceChoice, edge_url: str | None = None) -> Voice:
    """Return the voice that was chosen. `edge_url` stands for Edge's own address, in tests and behind gateways."""
    # Each engine is loaded when it is wanted: the Edge client alone takes a third of a second.
    if choice.engine == "edge":
        from adapters.voices.edge import EdgeVoice

        return EdgeVoice(choice, edge_url=edge_url)
    if choice.engine == "espeak":
        from adapters.voices.espeak import EspeakVoice

        return EspeakVoice(choice)
    from adapters.voices.silent import SilentVoice

    return SilentVoice(choice)


def check_voice(engine: Engine, voice: str) -> tuple[Problem, ...]:
    """Return what can be known to be wrong with a voice before anything is asked of a network."""
    if voice in NAMES:
        return ()
    installed = _installed_ids()
    if engine != "silent" and engine_of(voice, installed) in ((engine,) if engine != "auto" else ("edge", "espeak")):
        return ()
    near = [name for name in near_matches(voice, installed) if name not in NAMES and _speaks(engine, name, installed)]
    hint = f" Did you mean {', or '.join(near)}?" if near else ""
    whose = "No engine has" if engine == "auto" else f"The engine {engine} has no voice"
    message = f"{whose} a voice {voice!r}." if engine == "auto" else f"{whose} {voice!r}."
    return (
        Problem(message=message, remedy=f"Choose {', '.join(NAMES[:-1])} or {NAMES[-1]}, or an engine's own id.{hint}"),
    )


def _speaks(engine: Engine, voice: str, installed: frozenset[str]) -> bool:
    return engine == "auto" or engine_of(voice, installed) == engine


def _installed_ids() -> frozenset[str]:
    import espeakng_loader

    return espeak_ids(str(Path(espeakng_loader.get_data_path())))


async def choose_voice(
    engine: Engine, voice: str, language: str, edge_url: str | None = None
) -> tuple[VoiceChoice, str]:
    """Decide who speaks the whole film; return that, and a notice: that Edge does not answer, or what the voice cannot read.

    `language` is a BCP 47 code. Only `auto` asks the network, once, for at most PROBE_SECONDS; `edge` never falls back.
    Raises ConfigError for a voice or a language that the engine does not know.
    """
    for problem in check_voice(engine, voice):
        raise ConfigError(problem.message, problem.remedy)
    if engine == "silent":
        return VoiceChoice(engine="silent", voice=voice, version=_SILENT_VERSION), ""
    if engine == "espeak" or (engine == "auto" and engine_of(voice, _installed_ids()) == "espeak"):
        return _choose_espeak(voice, language), _limit(language)
    wanted = edge_voice(voice, language) if voice in NAMES else voice
    if engine == "edge":
        if wanted is None:
            raise ConfigError(
                f"Edge has no voice for the language {language!r}.", "Use --engine espeak, or name a voice's id."
            )
        return _choose_edge(wanted), ""
    return await _choose_either(voice, wanted, language, edge_url)


async def _choose_either(
    voice: str, wanted: str | None, language: str, edge_url: str | None
) -> tuple[VoiceChoice, str]:
    reason = f"Edge has no voice for the language {language!r}"
    if wanted is not None:
        from adapters.voices.edge_probe import probe_edge

        reason = await probe_edge(wanted, edge_url, PROBE_SECONDS)
        if not reason:
            return _choose_edge(wanted), ""
    try:
        choice = choose_embedded(voice, language)
    except ConfigError as error:
        raise AudioGenerationError(
            f"{reason}, and the embedded voice does not speak {language!r}.", error.remedy
        ) from error
    return choice, f"{reason}; the embedded voice speaks. {_limit(language)}".rstrip()


def choose_embedded(voice: str, language: str) -> VoiceChoice:
    """Return the embedded voice that stands in for any other, an Edge id too: of the same kind, in the same language.

    Raises ConfigError when espeak does not speak the language.
    """
    return _choose_espeak(voice if voice in NAMES else gender_of(voice), language)


def voice_in(voice: str, language: str) -> str:
    """Return the voice for another language than the one it was chosen for: an engine's own id stays what it speaks.

    Of another language, the name of its kind is returned, which every engine knows.
    """
    if voice in NAMES or primary_subtag(voice.partition("+")[0]) == primary_subtag(language):
        return voice
    return gender_of(voice)


def _version(distribution: str) -> str:
    from importlib.metadata import version  # thirty milliseconds that checking a voice does not need

    return version(distribution)


def _limit(language: str) -> str:
    return ESPEAK_LIMITS.get(language.lower().split("-")[0], "")


def _choose_edge(voice: str) -> VoiceChoice:
    return VoiceChoice(engine="edge", voice=voice, version=_version("edge-tts"))


def _choose_espeak(voice: str, language: str) -> VoiceChoice:
    found = espeak_voice(voice, language) if voice in NAMES else voice
    if found is None:
        remedy = "Set --language to one that it speaks, or name a voice's own id with --voice."
        raise ConfigError(f"The embedded voice does not speak the language {language!r}.", remedy)
    return VoiceChoice(engine="espeak", voice=found, version=_version("espeakng-loader"))
