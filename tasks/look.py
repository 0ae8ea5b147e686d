"""VideoScript -> Look: how the film is drawn."""

from __future__ import annotations

from model.script import VideoScript
from render.theme import Look


def look_of(script: VideoScript) -> Look:
    """Return the look that the script asks for."""
    return Look(
        appearance=script.theme,
        accent=script.accent_color,
        format=script.format.measure(),
        title=script.title,
        language=script.language,
    )
