"""A path as the user names it -> a neural voice that lies on this machine: its files, its speaker, what it lacks.

Nothing is ever downloaded: where a file is missing, that is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from adapters.files import digest_bytes, digest_file
from adapters.voice_engine import Survey, package_version
from model.audio import VoiceChoice
from model.errors import ConfigError, Problem

_SHORT = 16


class Package(NamedTuple):
    """What an engine of local voices stands on."""

    engine: str
    module: str
    distribution: str
    example: str
    """How a voice of it is named."""

    @property
    def lacking(self) -> Problem | None:
        """Say that it is not installed; nothing when it is."""
        if find_spec(self.module) is not None:
            return None
        message = f"The engine {self.engine} needs {self.distribution}, which is not installed."
        return Problem(message=message, remedy=f"Run: pip install 'video-gen[{self.engine}]'")

    def survey(self) -> Survey:
        """Say whether it can speak, and how to name what it shall speak with."""
        lacking = self.lacking
        if lacking is not None:
            return Survey(lacking.message, f"{lacking.remedy}, then --voice {self.example}")
        return Survey(remedy=f"Name a voice by its path: --voice {self.example}")

    def refuse(self, voice: str, reason: str) -> Problem:
        """Say what is wrong with a voice of its."""
        return Problem(
            message=f"The engine {self.engine} has no voice {voice!r}: {reason}.", remedy=f"Name {self.example}."
        )

    def make(self, named: Named, files: Iterable[Path], problem: Problem | None) -> VoiceChoice:
        """Return the choice of a voice whose sound depends on these files.

        Raises ConfigError with the problem, where there is one.
        """
        if problem is not None:
            raise ConfigError(problem.message, problem.remedy)
        contents = "".join(f"{path.name} {digest_file(path)}\n" for path in sorted(files))
        version = f"{package_version(self.distribution)} {digest_bytes(contents.encode())[:_SHORT]}"
        shown = named.path.name + (f"#{named.speaker}" if named.speaker else "")
        return VoiceChoice(engine=self.engine, voice=shown, version=version, path=str(named.path.absolute()))


class Named(NamedTuple):
    """A voice as the user names it: `/voices/en.onnx#speaker`."""

    path: Path
    speaker: str


def read_name(voice: str) -> Named:
    """Split a path from the speaker behind it."""
    path, _, speaker = voice.partition("#")
    return Named(Path(path).expanduser(), speaker)


def is_file(path: Path) -> bool:
    """Tell whether there is a file; a name that cannot be one is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
