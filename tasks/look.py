"""VideoScript -> Look: how the film is drawn."""

from __future__ import annotations

from model.script import VideoScript
from model.timeline import VideoFormat
from render.theme import Look


def look_of(script: VideoScript) -> Look:
    """Return the look that the script asks for."""
    return Look(
        appearance=script.theme,
        accent=script.accent_color,
        format=VideoFormat(),
        title=script.title,
        language=script.language,
    )
