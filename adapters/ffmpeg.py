"""Where the ffmpeg of our own environment is -> the path that every argv starts with."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from model.errors import ToolError


@cache
def ffmpeg_path() -> str:
    """Return the absolute path of the ffmpeg that imageio-ffmpeg carries: another one would make other bytes.

    Raises ToolError when the package carries none for this platform.
    """
    folder = Path(str(resources.files("imageio_ffmpeg"))) / "binaries"
    for found in sorted(folder.glob("ffmpeg-*")):
        return str(found.resolve())
    raise ToolError(f"There is no ffmpeg in {folder}.", "Reinstall the environment: make clean, then make video.")
