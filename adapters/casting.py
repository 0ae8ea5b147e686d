"""What a user and a script say of voices -> everybody who speaks in a film, all of one engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import PurePath
from typing import NamedTuple

from adapters.voice import choose_embedded, choose_voice, settle_engine
from adapters.voice_engine import AUTO, find_engine, split_voice
from adapters.voices.catalogue import NAMES, gender_of
from model.audio import Role, Tuning, VoiceChoice
from model.errors import ConfigError, Problem, ValidationError
from model.inputs import InputConfig

_OURS = (AUTO, "edge", "espeak", "silent")
_BESIDE = {
    "male": ("female", "male_warm", "female_friendly"),
    "male_warm": ("female", "male", "female_friendly"),
    "female": ("male", "female_friendly", "male_warm"),
    "female_friendly": ("male", "female", "male_warm"),
}
"""By the narrator's voice: who is given to speakers whose voice nobody chose, in the order of their turns."""


class Wish(NamedTuple):
    """What is known about a film's voices before an engine is asked."""

    engine: str
    """Of all; `auto` where Edge and the embedded voice are meant."""
    narrator: str
    """Voice, by name or id."""
    roles: tuple[tuple[str, str], ...]
    """(name in the script, voice) of everybody else."""
    rate: int = 0
    pitch: int = 0
    tunings: tuple[Tuning, ...] = ()
    """Of those who speak otherwise than the rest."""

    @property
    def voices(self) -> tuple[str, ...]:
        """Return every voice that is asked for, the narrator's first."""
        return (self.narrator, *(voice for _, voice in self.roles))


def list_versions(config: InputConfig) -> tuple[str, ...]:
    """Return what a film's voices are made with, where that is not known by our own libraries: digests of files."""
    voices = (config.voice, *(voice for _, voice in config.speakers))
    engine, problems = settle_engine(config.engine, voices)
    if problems or engine in _OURS:
        return ()
    return tuple(find_engine(engine).choose(split_voice(voice)[1], "en").version for voice in voices)


class Cast(NamedTuple):
    """Who speaks."""

    narrator: VoiceChoice
    roles: tuple[Role, ...] = ()

    def choose(self, name: str) -> VoiceChoice:
        """Return who speaks for a name of the script; an empty one is the narrator's."""
        return next((role.voice for role in self.roles if role.name == name), self.narrator)


def check_cast(config: InputConfig) -> tuple[Problem, ...]:
    """Return what can be known to be wrong with the user's voices before there is a script."""
    voices = (config.voice, *(voice for _, voice in config.speakers))
    engine, problems = settle_engine(config.engine, voices)
    return problems or _check_tuning(engine, config.rate, config.pitch)


def _check_tuning(engine: str, rate: int, pitch: int) -> tuple[Problem, ...]:
    found: list[Problem] = []
    own = find_engine("espeak" if engine == AUTO else engine)
    for name, value, unit, (low, high) in (("rate", rate, "%", own.RATES), ("pitch", pitch, "semitones", own.PITCHES)):
        if not low <= value <= high:
            remedy = f"Choose a --{name} from {low} to {high}." if low != high else f"Leave out --{name}."
            found.append(
                Problem(message=f"The engine {engine} cannot speak with a {name} of {value:+} {unit}.", remedy=remedy)
            )
    return tuple(found)


def make_wish(
    config: InputConfig, names: Sequence[str], speakers: Mapping[str, str], source: str, tunings: Sequence[Tuning] = ()
) -> Wish:
    """Join what the user chose with the names that a script uses, in the order of their first words.

    `speakers` and `tunings` are the script's own; the user's voices win. Raises ValidationError for a name that is no voice
    and no speaker.
    """
    theirs = {name.casefold(): voice for name, voice in speakers.items()}
    ours = {name.casefold(): voice for name, voice in config.speakers}
    own = theirs | ours
    free = cycle(_BESIDE[config.voice if config.voice in NAMES else gender_of(config.voice)])
    engine, _ = settle_engine(config.engine, (config.voice, *(voice for _, voice in config.speakers)))
    roles, problems = list[tuple[str, str]](), list[Problem]()
    for name in dict.fromkeys(names):
        voice = own.get(name.casefold(), name)
        if name.casefold() not in ours and _names_file(voice):
            message = f"The script asks for the voice {voice!r}: a file of this machine is not a script's to name."
            problems.append(Problem(message=message, remedy="Give it a speaker's name, in [speakers].", file=source))
        elif voice:
            roles.append((name, voice))
        elif _has_names(engine):
            roles.append((name, next(free)))
    wish = Wish(engine, config.voice, tuple(roles), config.rate, config.pitch, tuple(tunings))
    problems += [one.model_copy(update={"file": source}) for one in settle_engine(config.engine, wish.voices)[1]]
    if problems:
        raise ValidationError(tuple(problems))
    return wish._replace(engine=settle_engine(config.engine, wish.voices)[0])


def _names_file(voice: str) -> bool:
    return len(PurePath(split_voice(voice)[1]).parts) > 1 or bool(split_voice(voice)[0]) or "\\" in voice


def _has_names(engine: str) -> bool:
    return engine == AUTO or all(find_engine(engine).find_problem(name) is None for name in NAMES)


async def choose_cast(wish: Wish, language: str, services: Mapping[str, str]) -> tuple[Cast, str]:
    """Decide who speaks; return them and a notice, as `choose_voice` does."""
    engine = wish.engine
    if engine == AUTO and any(find_engine("edge").find_problem(voice) for voice in wish.voices):
        engine = "espeak"  # an id of espeak's among them: no mixture
        for voice in wish.voices:
            if problem := find_engine(engine).find_problem(voice):
                raise ConfigError(f"A film is spoken by one engine: {problem.message}", problem.remedy)
    narrator, notice = await choose_voice(engine, wish.narrator, language, services)
    fell_back = wish.engine == AUTO and narrator.engine == "espeak" and engine == AUTO
    return embody(wish, narrator.engine, language, stand_in=fell_back), notice


def embody(wish: Wish, engine: str, language: str, *, stand_in: bool = False) -> Cast:
    """Return the cast of a wish in one engine, without asking it; with `stand_in`, embedded voices of the same kind.

    Raises ConfigError for a language that the engine does not speak.
    """

    def choose(voice: str) -> VoiceChoice:
        own = split_voice(voice)[1]
        found = choose_embedded(own, language) if stand_in else find_engine(engine).choose(own, language)
        return found.model_copy(update={"rate": wish.rate, "pitch": wish.pitch})

    tunings = {tuning.name.casefold(): tuning for tuning in wish.tunings}

    def play(name: str, voice: str) -> Role:
        tuning = tunings.get(name.casefold())
        chosen = choose(voice)
        return Role(name=name, voice=tune(chosen, tuning.rate, tuning.pitch) if tuning else chosen)

    return Cast(choose(wish.narrator), tuple(play(name, voice) for name, voice in wish.roles))


def tune(voice: VoiceChoice, rate: int, pitch: int) -> VoiceChoice:
    """Return a voice that speaks faster or higher by so much.

    Raises ConfigError when its engine cannot.
    """
    problems = _check_tuning(voice.engine, voice.rate + rate, voice.pitch + pitch)
    if problems:
        message = problems[0].message.rstrip(".")
        raise ConfigError(f"{message}: that is what the script's `rate` or `pitch` comes to.", problems[0].remedy)
    return voice.model_copy(update={"rate": voice.rate + rate, "pitch": voice.pitch + pitch})
