"""Piper's neural voices, by path: `piper:/voices/en_US-lessac-medium.onnx`, its `.json` beside it, a speaker behind `#`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from adapters.files import read_bounded
from adapters.voice_engine import Survey, Voice
from adapters.voices.local import Package, is_file, read_name
from model.audio import HIGHEST_RATE, LOWEST_RATE, VoiceChoice
from model.errors import Problem, ValidationError

RATES = (LOWEST_RATE, HIGHEST_RATE)
PITCHES = (0, 0)
PACKAGE = Package("piper", "piper", "piper-tts", "piper:/path/voice.onnx")
_MOST_CONFIG = 5_000_000
_READ_HERE = ("espeak", "text")
"""Kinds of phonemes that need nothing but the package: the others would fetch models of their own."""


def find_problem(voice: str) -> Problem | None:
    """Say what is wrong with a voice: the package, its files, its speaker."""
    if PACKAGE.lacking is not None:
        return PACKAGE.lacking
    named = read_name(voice)
    if not is_file(named.path):
        return PACKAGE.refuse(voice, "there is no such file")
    try:
        config = _read_config(named.path)
        speakers = config.get("speaker_id_map") or {}
        kind = config.get("phoneme_type") or "espeak"
    except (ValueError, AttributeError, ValidationError):
        return PACKAGE.refuse(voice, f"{_config_of(named.path).name}, which belongs beside it, is missing or no JSON")
    if kind not in _READ_HERE:
        return PACKAGE.refuse(voice, f"its text is read as {str(kind)[:40]}, for which Piper fetches models")
    if named.speaker and named.speaker not in speakers:
        known = ", ".join(sorted(speakers)[:8]) or "none"
        return PACKAGE.refuse(voice, f"its speakers are {known}")
    return None


def _config_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _read_config(path: Path) -> dict[str, Any]:
    config = json.loads(read_bounded(_config_of(path), _MOST_CONFIG, "configuration of a voice"))
    if not isinstance(config, dict):
        raise ValueError("no table")
    return config


def choose(voice: str, language: str) -> VoiceChoice:
    """Return the voice. Raises ConfigError when something is wrong with it."""
    named, problem = read_name(voice), find_problem(voice)
    return PACKAGE.make(named, (named.path, _config_of(named.path)), problem)


def find_limit(language: str) -> str:
    """Return nothing."""
    return ""


def open_voice(choice: VoiceChoice, service: str) -> Voice:
    """Return the voice."""
    from adapters.voices.local_voice import LocalVoice

    speaker = choice.voice.partition("#")[2]
    return LocalVoice(choice, {"config": str(_config_of(Path(choice.path)))}, speaker)


async def survey(language: str, service: str) -> Survey:
    """Say whether it is installed."""
    return PACKAGE.survey()
