"""Kokoro's neural voices, by path: `kokoro:/voices/kokoro-v1.0.onnx#af_heart`, with `voices-v1.0.bin` beside the model."""

from __future__ import annotations

import zipfile
from pathlib import Path

from adapters.voice_engine import Survey, Voice
from adapters.voices.local import Package, is_file, read_name
from model.audio import HIGHEST_RATE, LOWEST_RATE, VoiceChoice
from model.errors import Problem

RATES = (LOWEST_RATE, HIGHEST_RATE)
PITCHES = (0, 0)
PACKAGE = Package("kokoro", "kokoro_onnx", "kokoro-onnx", "kokoro:/path/model.onnx#af_heart")
_TONGUES = {
    "a": "en-us", "b": "en-gb", "e": "es", "f": "fr-fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-br", "z": "cmn",
}  # fmt: skip
"""What the first letter of a speaker's name says of its language, as espeak names it."""


def find_problem(voice: str) -> Problem | None:
    """Say what is wrong with a voice: the package, its files, its speaker."""
    if PACKAGE.lacking is not None:
        return PACKAGE.lacking
    named = read_name(voice)
    if not is_file(named.path):
        return PACKAGE.refuse(voice, "there is no such file")
    beside = _voices_beside(named.path)
    if beside is None:
        return PACKAGE.refuse(voice, "beside it must lie one file voices*.bin")
    speakers = _list_speakers(beside)
    if not speakers:
        return PACKAGE.refuse(voice, f"{beside.name} beside it holds no speakers")
    if named.speaker not in speakers:
        return PACKAGE.refuse(voice, f"put one of its speakers behind #: {', '.join(speakers[:40])}")
    return None


def _voices_beside(path: Path) -> Path | None:
    found = sorted(path.parent.glob("voices*.bin"))
    return found[0] if len(found) == 1 else None


def _list_speakers(path: Path) -> tuple[str, ...]:
    """Return the names in the archive of styles, without reading one of them."""
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(sorted(name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")))
    except (OSError, zipfile.BadZipFile):
        return ()


def choose(voice: str, language: str) -> VoiceChoice:
    """Return the voice. Raises ConfigError when something is wrong with it."""
    named, problem = read_name(voice), find_problem(voice)
    beside = _voices_beside(named.path) if problem is None else None
    return PACKAGE.make(named, (named.path, *([beside] if beside else ())), problem)


def find_limit(language: str) -> str:
    """Return nothing."""
    return ""


def open_voice(choice: VoiceChoice, service: str) -> Voice:
    """Return the voice."""
    from adapters.voices.local_voice import LocalVoice

    speaker = choice.voice.partition("#")[2]
    beside = _voices_beside(Path(choice.path))
    return LocalVoice(choice, {"voices": str(beside)}, speaker, _TONGUES.get(speaker[:1], "en-us"))


async def survey(language: str, service: str) -> Survey:
    """Say whether it is installed."""
    return PACKAGE.survey()
