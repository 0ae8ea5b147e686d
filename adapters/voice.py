"""The port of the voices: what the user named -> who speaks, of which engine; and whether that can be."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.voice_engine import AUTO, Utterance, Voice, find_engine, is_engine, known_engines, open_voice, split_voice
from adapters.voices.catalogue import NAMES, describe_unknown, gender_of
from model.audio import VoiceChoice
from model.errors import AudioGenerationError, ConfigError, Problem
from model.extensions import describe_unknown_name
from model.language import primary_subtag

__all__ = ["Utterance", "Voice", "check_voice", "choose_embedded", "choose_voice", "open_voice", "settle_engine"]

_EITHER = ("edge", "espeak")
"""What `auto` stands for, in this order."""


def settle_engine(engine: str, voices: tuple[str, ...]) -> tuple[str, tuple[Problem, ...]]:
    """Return the one engine of a film whose voices are these, the narrator's first, and what is wrong with that.

    `auto` stays where Edge and the embedded voice have all of them.
    """
    if engine != AUTO and not is_engine(engine):
        said = describe_unknown_name("engine", engine, (AUTO, *known_engines()))
        return engine, (Problem(message=f"There is {said}.", remedy="Name one."),)
    named = {own for voice in voices if (own := split_voice(voice)[0])} | ({engine} if engine != AUTO else set())
    if len(named) > 1:
        message = f"A film is spoken by one engine, and {' and '.join(sorted(named))} are named for this one."
        return engine, (Problem(message=message, remedy="Choose all of its voices from one of them."),)
    settled = next(iter(named), AUTO)
    return settled, tuple(problem for voice in voices if (problem := _find_problem(settled, split_voice(voice)[1])))


def check_voice(engine: str, voice: str) -> tuple[Problem, ...]:
    """Return what can be known to be wrong with a voice before anything is asked of a network."""
    return settle_engine(engine, (voice,))[1]


def _find_problem(engine: str, voice: str) -> Problem | None:
    if engine != AUTO:
        return find_engine(engine).find_problem(voice)
    if any(find_engine(one).find_problem(voice) is None for one in _EITHER):
        return None
    from adapters.engines.espeak import installed_ids

    return describe_unknown(AUTO, voice, installed_ids())


async def choose_voice(
    engine: str, voice: str, language: str, services: Mapping[str, str] | None = None
) -> tuple[VoiceChoice, str]:
    """Decide who speaks; return that, and a notice: that Edge does not answer, or what the voice cannot read.

    `language` is a BCP 47 code. Only `auto` asks the network, once; a named engine never falls back.
    Raises ConfigError for a voice or a language that the engine does not know.
    """
    settled, problems = settle_engine(engine, (voice,))
    for problem in problems:
        raise ConfigError(problem.message, problem.remedy)
    own = split_voice(voice)[1]
    if settled == AUTO and find_engine("edge").find_problem(own) is not None:
        settled = "espeak"
    if settled != AUTO:
        found = find_engine(settled)
        return found.choose(own, language), found.find_limit(language)
    return await _choose_either(own, language, services or {})


async def _choose_either(voice: str, language: str, services: Mapping[str, str]) -> tuple[VoiceChoice, str]:
    from adapters.engines import edge

    reason = f"Edge has no voice for the language {language!r}"
    try:
        choice = edge.choose(voice, language)
    except ConfigError:
        pass
    else:
        reason = await edge.probe(choice.voice, services.get("edge", ""))
        if not reason:
            return choice, ""
    try:
        choice = choose_embedded(voice, language)
    except ConfigError as error:
        raise AudioGenerationError(
            f"{reason}, and the embedded voice does not speak {language!r}.", error.remedy
        ) from error
    return choice, f"{reason}; the embedded voice speaks. {find_engine('espeak').find_limit(language)}".rstrip()


def choose_embedded(voice: str, language: str) -> VoiceChoice:
    """Return the embedded voice that stands in for any other, an Edge id too: of the same kind, in the same language.

    Raises ConfigError when espeak does not speak the language.
    """
    from adapters.engines import espeak

    return espeak.choose(voice if voice in NAMES else gender_of(voice), language)


def voice_in(voice: str, language: str) -> str:
    """Return the voice for another language than the one it was chosen for: an engine's own id stays what it speaks.

    Of another language, the name of its kind is returned, which every engine knows.
    """
    own = split_voice(voice)[1]
    if own in NAMES or primary_subtag(own.partition("+")[0]) == primary_subtag(language):
        return voice
    return gender_of(own)
