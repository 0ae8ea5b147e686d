"""Voices of sherpa-onnx, by folder: `sherpa:/voices/vits-piper-en_US-amy-low`, the number of a speaker behind `#`.

Its models draw noise that takes no seed: two runs may differ in a breath, and what was spoken once is kept.
"""

from __future__ import annotations

from pathlib import Path

from adapters.voice_engine import Survey, Voice
from adapters.voices.local import Package, read_name
from model.audio import HIGHEST_RATE, LOWEST_RATE, VoiceChoice
from model.errors import Problem

RATES = (LOWEST_RATE, HIGHEST_RATE)
PITCHES = (0, 0)
PACKAGE = Package("sherpa", "sherpa_onnx", "sherpa-onnx", "sherpa:/path/folder")
_VOCODERS = ("vocos", "hifigan", "vocoder")


def find_problem(voice: str) -> Problem | None:
    """Say what is wrong with a voice: the package, its folder, the number of its speaker."""
    if PACKAGE.lacking is not None:
        return PACKAGE.lacking
    named = read_name(voice)
    if not _is_folder(named.path):
        return PACKAGE.refuse(voice, "there is no such folder")
    if named.speaker and not (named.speaker.isdecimal() and len(named.speaker) < 6):
        return PACKAGE.refuse(voice, "its speakers have numbers, from 0")
    if find_files(named.path) is None:
        return PACKAGE.refuse(voice, "the folder must hold tokens.txt and a model, *.onnx")
    return None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def find_files(folder: Path) -> dict[str, str] | None:
    """Tell which family of models a folder holds, and its files by the names of sherpa-onnx's own options."""
    models = sorted(path for path in folder.glob("*.onnx") if path.is_file())
    vocoders = [path for path in models if any(word in path.name.lower() for word in _VOCODERS)]
    acoustic = [path for path in models if path not in vocoders]
    full = [path for path in acoustic if ".int8." not in path.name and ".fp16." not in path.name] or acoustic
    if not full or not (folder / "tokens.txt").is_file():
        return None
    files = {"tokens": str(folder / "tokens.txt")} | _read_beside(folder)
    if (folder / "voices.bin").is_file():
        kind = "kitten" if "kitten" in folder.name.lower() else "kokoro"
        return files | {"kind": kind, "model": str(full[0]), "voices": str(folder / "voices.bin")}
    if vocoders:
        return files | {"kind": "matcha", "acoustic_model": str(full[0]), "vocoder": str(vocoders[0])}
    return files | {"kind": "vits", "model": str(full[0])}


def _read_beside(folder: Path) -> dict[str, str]:
    lexicons = sorted(str(path) for path in folder.glob("lexicon*.txt"))
    data = folder / "espeak-ng-data"
    return ({"lexicon": ",".join(lexicons)} if lexicons else {}) | ({"data_dir": str(data)} if data.is_dir() else {})


def choose(voice: str, language: str) -> VoiceChoice:
    """Return the voice. Raises ConfigError when something is wrong with it."""
    named, problem = read_name(voice), find_problem(voice)
    files = [path for path in named.path.iterdir() if path.is_file()] if problem is None else []
    return PACKAGE.make(named, files, problem)


def find_limit(language: str) -> str:
    """Return nothing."""
    return ""


def open_voice(choice: VoiceChoice, service: str) -> Voice:
    """Return the voice."""
    from adapters.voices.local_voice import LocalVoice

    return LocalVoice(choice, find_files(Path(choice.path)) or {}, choice.voice.partition("#")[2])


async def survey(language: str, service: str) -> Survey:
    """Say whether it is installed."""
    return PACKAGE.survey()
