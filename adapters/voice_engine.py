"""The port of the engines: the name of an engine -> the module that knows its voices and opens them.

An engine is a module with what `VoiceEngine` lists: ours lie in `adapters/engines` and are found by its listing, others are
named by an entry point of the group `video_gen.voices`. Importing one is cheap: what it needs to speak is imported where it
speaks.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from model.audio import VoiceChoice, WordTime
from model.errors import ConfigError, Problem
from model.extensions import describe_unknown_name, find_extensions, import_extension
from model.narration import Narration

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUP = "video_gen.voices"
AUTO = "auto"
"""No engine: Edge where it answers, else the embedded voice."""
_WHAT = "voices of engine"


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


class Survey(NamedTuple):
    """What an engine has to offer here and now."""

    lacks: str = ""
    """Why it cannot speak, as a sentence; empty when it can."""
    remedy: str = ""
    """What to do about it, or how a voice of it is named."""
    languages: tuple[str, ...] = ()
    """BCP 47 codes; empty where only the voice knows."""
    voices: tuple[tuple[str, str], ...] = ()
    """(name, the engine's own id) in the language that was asked for."""


class VoiceEngine(Protocol):
    """An engine."""

    RATES: tuple[int, int]
    """Lowest and highest `VoiceChoice.rate` that it can speak with."""
    PITCHES: tuple[int, int]
    """Lowest and highest `VoiceChoice.pitch`."""

    def find_problem(self, voice: str) -> Problem | None:
        """Say what can be known to be wrong with a voice, by its id or name, before a network is asked."""
        ...

    def choose(self, voice: str, language: str) -> VoiceChoice:
        """Return a voice for a language, a BCP 47 code. Raises ConfigError when there is none."""
        ...

    def find_limit(self, language: str) -> str:
        """Say what the user should be told before the engine speaks a language; else nothing."""
        ...

    def open_voice(self, choice: VoiceChoice, service: str) -> Voice:
        """Return the voice; `service` stands for the address that is the engine's own, where it is not empty."""
        ...

    async def survey(self, language: str, service: str) -> Survey:
        """Find out what is usable now."""
        ...


_NEEDED = ("RATES", "PITCHES", *(name for name in vars(VoiceEngine) if not name.startswith("_")))


@cache
def own_engines() -> tuple[str, ...]:
    """Return the names of our engines, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent / "engines")])))


def known_engines() -> tuple[str, ...]:
    """Return the names of all engines, ours first: nobody's `edge` takes the place of ours."""
    own = own_engines()
    return (*own, *(name for name in find_extensions(GROUP, _WHAT) if name not in own))


def is_engine(name: str) -> bool:
    """Tell whether there is such an engine; what others have installed is looked at only where it is none of ours."""
    return name in own_engines() or name in known_engines()


@cache
def find_engine(name: str) -> VoiceEngine:
    """Import an engine.

    Raises ConfigError when nobody has such an engine, or the package that brings it is broken.
    """
    if name in own_engines():
        return cast(VoiceEngine, import_module(f"adapters.engines.{name}"))
    if not is_engine(name):
        said = describe_unknown_name("engine", name, (AUTO, *known_engines()))
        raise ConfigError(f"There is {said}.", "Choose one with --engine.")
    module = import_extension(find_extensions(GROUP, _WHAT)[name], "engine")
    lacking = [one for one in _NEEDED if not hasattr(module, one)]
    if lacking:
        raise ConfigError(
            f"The module {module.__name__} is no engine of voices: it has no {' and no '.join(lacking)}.",
            f"Give it {', '.join(_NEEDED)}.",
        )
    return cast(VoiceEngine, module)


def split_voice(voice: str) -> tuple[str, str]:
    """Split `engine:voice`; without a known engine in front, all of it is the voice, and the engine is empty."""
    engine, colon, rest = voice.partition(":")
    return (engine, rest) if colon and rest and engine.isidentifier() and is_engine(engine) else ("", voice)


def package_version(distribution: str) -> str:
    """Return the version of an installed package."""
    from importlib.metadata import version  # thirty milliseconds that checking a voice does not need

    return version(distribution)


def open_voice(choice: VoiceChoice, services: Mapping[str, str] | None = None) -> Voice:
    """Return the voice that was chosen; `services` are addresses by engine, in tests and behind gateways."""
    return find_engine(choice.engine).open_voice(choice, (services or {}).get(choice.engine, ""))
