"""VideoScript -> Look: how the film is drawn."""

from __future__ import annotations

from model.script import VideoScript
from render.hardware import find_hardware
from render.theme import Look
from tasks.workplace import Workplace

_NO_HARDWARE = "No hardware encoder works here (NVENC, QSV, AMF, VideoToolbox were tried): x264 encodes this film."


def look_of(script: VideoScript) -> Look:
    """Return the look that the script asks for."""
    return Look(
        appearance=script.theme,
        accent=script.accent_color,
        format=script.format.measure(),
        title=script.title,
        language=script.language,
    )


def settle_look(script: VideoScript, place: Workplace) -> tuple[Look, tuple[str, ...]]:
    """Return the look with the encoder that makes its films here, and what the user should know of that."""
    look = look_of(script)
    if place.hardware == "off":
        return look, ()
    found = find_hardware(look.format)
    if found is None:
        return look, (_NO_HARDWARE,)
    return look.model_copy(update={"format": look.format.model_copy(update={"encoder": found})}), ()
