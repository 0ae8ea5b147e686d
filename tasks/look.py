"""VideoScript -> Look: how the film is drawn."""

from __future__ import annotations

from pathlib import Path

from model.assets import Asset, find_assets
from model.inputs import VideoConfig
from model.script import VideoScript
from render.theme import Look, open_theme
from render.theme_files import choose_theme
from render.typefaces import open_family
from tasks.workplace import Workplace

_NO_HARDWARE = "No hardware encoder works here (NVENC, QSV, AMF, VideoToolbox were tried): x264 encodes this film."


def look_of(script: VideoScript, place: Workplace) -> Look:
    """Return the look that the script asks for; a brand's fonts are opened where the store has them."""
    name, appearance = choose_theme(script.theme)
    fonts = (script.brand.display, script.brand.body) if script.brand else ()
    return Look(
        theme=name,
        appearance=appearance,
        brand=script.brand,
        font_files=tuple((asset.sha256, str(_find_font(asset, place))) for asset in find_assets(fonts)),
        accent=script.accent_color,
        format=script.format.measure(),
        title=script.title,
        language=script.language,
    )


def _find_font(asset: Asset, place: Workplace) -> Path:
    """Return where a brand's font lies, after fetching it if only the shared store has it."""
    place.store.intact(asset)
    return place.store.path(asset)


def check_theme(video: VideoConfig) -> None:
    """Open the theme with the brand's colours and families, before anything is made in it.

    Raises ConfigError saying which colour cannot be read, and the nearest that can; or that there is no such family.
    """
    name, appearance = choose_theme(video.theme)
    open_theme(appearance, video.accent_color, name, video.brand)
    for family in (video.brand.display, video.brand.body) if video.brand else ():
        if isinstance(family, str):
            open_family(family)


def settle_look(script: VideoScript, place: Workplace) -> tuple[Look, tuple[str, ...]]:
    """Return the look with the encoder that makes its films here, and what the user should know of that."""
    look = look_of(script, place)
    if place.hardware == "off":
        return look, ()
    from render.hardware import find_hardware

    found = find_hardware(look.format)
    if found is None:
        return look, (_NO_HARDWARE,)
    return look.model_copy(update={"format": look.format.model_copy(update={"encoder": found})}), ()
