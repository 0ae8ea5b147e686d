"""Where the ffmpeg of our own environment is -> the path that every argv starts with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import imageio_ffmpeg

from model.errors import ToolError


@cache
def ffmpeg_path() -> str:
    """Return the absolute path of ffmpeg.

    Raises ToolError when the package that carries it is broken.
    """
    try:
        return str(Path(imageio_ffmpeg.get_ffmpeg_exe()).resolve())
    except RuntimeError as error:
        raise ToolError(f"There is no ffmpeg: {error}.", "Reinstall the environment.") from error
