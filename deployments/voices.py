"""Every engine -> what is usable now, what the others lack, and a sample of each voice: `video-gen voices`"""

from __future__ import annotations

import asyncio
import json
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from adapters.files import write_atomically
from adapters.settings import load_settings
from adapters.voice import check_voice
from adapters.voice_engine import Survey, find_engine, known_engines, open_voice, split_voice
from deployments.display import Console, printable
from model.errors import ConfigError, VideoGenError
from model.narration import Narration, Sentence, Word
from render.sound import wav_bytes

if TYPE_CHECKING:
    from adapters.settings import Settings
    from model.audio import VoiceChoice

_HIDDEN = ("silent",)
"""Engines that speak nothing."""
_WIDTH, _MARGIN = 100, " " * 12
_SAMPLE = "This is how I sound."
_SAMPLES = {
    "de": "So klinge ich.", "fr": "Voici ma voix.", "es": "Así sueno yo.", "it": "Ecco la mia voce.",
    "pt": "Esta é a minha voz.", "nl": "Zo klink ik.", "pl": "Tak brzmię.", "ru": "Так я звучу.",
    "ja": "これが わたしの こえです。", "zh": "这是我的声音。",
}  # fmt: skip
"""Said by a voice of the language; by the others, the word for one in digits."""


class Listed(NamedTuple):
    """One engine."""

    engine: str
    survey: Survey


def print_voices(language: str, asked: Sequence[str], folder: str | None, console: Console, *, as_json: bool) -> None:
    """Print what each engine has, with samples of the usable voices in `folder` where one is named.

    Raises an ExceptionGroup of what is wrong with the voices that were asked for.
    """
    check_language(language)
    settings = load_settings()
    wanted = tuple(dict.fromkeys((*asked, *_own_voices(settings))))
    problems = [ConfigError(one.message, one.remedy) for voice in asked for one in check_voice("auto", voice)]
    if problems:
        raise problems[0] if len(problems) == 1 else ExceptionGroup("Voices cannot be had.", problems)
    listed, files = asyncio.run(_look(language, wanted, settings, folder))
    if as_json:
        plain = {"language": language, "engines": [_plain(one, files) for one in listed]}
        console.give(json.dumps(plain, indent=2, ensure_ascii=False))
        return
    for one in listed:
        for line in _describe(one, language, files):
            console.give(printable(line))


def _own_voices(settings: Settings) -> tuple[str, ...]:
    """Return the voices with an engine before them that the user's settings name."""
    return tuple(voice for voice in (settings.voice, *settings.speakers.values()) if split_voice(voice)[0])


async def _look(
    language: str, wanted: Sequence[str], settings: Settings, folder: str | None
) -> tuple[list[Listed], dict[tuple[str, str], str]]:
    services = dict(settings.services)
    listed, files = list[Listed](), dict[tuple[str, str], str]()
    for name in known_engines():
        if name in _HIDDEN:
            continue
        survey = await find_engine(name).survey(language, services.get(name, ""))
        named = [(voice, own) for voice in wanted for engine, own in [split_voice(voice)] if engine == name]
        usable = [(voice, own) for voice, own in named if find_engine(name).find_problem(own) is None]
        survey = survey._replace(voices=(*survey.voices, *((voice, own) for voice, own in usable)))
        listed.append(Listed(name, survey))
        if folder is not None and not survey.lacks:
            files |= await _write_samples(listed[-1], language, services, Path(folder))
    return listed, files


async def _write_samples(
    one: Listed, language: str, services: dict[str, str], folder: Path
) -> dict[tuple[str, str], str]:
    """Write one short WAV a voice; what fails is said in its place."""
    written: dict[tuple[str, str], str] = {}
    for name, own in one.survey.voices:
        try:
            choice: VoiceChoice = find_engine(one.engine).choose(own, language)
            said = await open_voice(choice, services).speak(_say_sample(language))
        except VideoGenError as error:
            written[one.engine, name] = f"no sample: {error.message}"
            continue
        path = folder / f"{one.engine}-{_slug(choice.voice)}.wav"
        write_atomically(path, wav_bytes(said.pcm))
        written[one.engine, name] = str(path)
    return written


def _slug(voice: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", voice).strip("-")[:80]


def _say_sample(language: str) -> Narration:
    tongue = language.split("-")[0]
    text = _SAMPLE if tongue == "en" else _SAMPLES.get(tongue, "1.")
    return (Sentence(words=tuple(Word(text=word, spoken=word) for word in text.split())),)


def _describe(one: Listed, language: str, files: dict[tuple[str, str], str]) -> list[str]:
    survey = one.survey
    many = f"{len(survey.languages)} languages" if survey.languages else "the languages of its voices"
    lines = [f"{one.engine:<11} {'usable' if not survey.lacks else 'not usable'}, {many}"]
    lines += [f"{_MARGIN}{text}" for text in (survey.lacks, survey.remedy) if text]
    if survey.languages:
        lines += textwrap.wrap(" ".join(survey.languages), _WIDTH, initial_indent=_MARGIN, subsequent_indent=_MARGIN)
        if not survey.voices:
            lines.append(f"{_MARGIN}no voice for {language}")
    for name, own in survey.voices:
        sample = files.get((one.engine, name), "")
        lines.append(
            f"  {name:<16} {own if own != name.partition(':')[2] else ''}{f'  {sample}' if sample else ''}".rstrip()
        )
    return lines


def _plain(one: Listed, files: dict[tuple[str, str], str]) -> dict[str, Any]:
    survey = one.survey
    voices = []
    for name, own in survey.voices:
        sample = files.get((one.engine, name))
        voices.append({"voice": name, "id": own} | ({"sample": sample} if sample else {}))
    return {
        "engine": one.engine, "usable": not survey.lacks, "lacks": survey.lacks, "remedy": survey.remedy,
        "languages": survey.languages, "voices": voices,
    }  # fmt: skip


def check_language(language: str) -> None:
    """Raise ConfigError for what is no BCP 47 code."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}", language):
        raise ConfigError(f"--language cannot be {language[:60]!r}.", "Choose a code such as en, de or pt-BR.")
