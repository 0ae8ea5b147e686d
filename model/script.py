"""The script of a film: its scenes, and what became of each part of the source."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.audio import Tuning
from model.brand import Brand
from model.format import FormatChoice
from model.frozen import Frozen
from model.inputs import Accent, SourceSpan
from model.scenes import SceneConfig
from model.staging import Staging
from model.theme_choice import ThemeName

SCRIPT_VERSION = 1
"""Of `script.yaml`."""
RUN_LISTS = ("text", "columns", "rows")
"""Fields that hold runs of text in `script.yaml`, at any depth."""


class Coverage(Frozen):
    """What became of one block, or one heading, of the source."""

    block_id: str
    """The block's id, or the section's for a heading."""
    span: SourceSpan
    """Its lines."""
    kind: str
    """paragraph, list, code, table, image, quote, callout, heading, or what an omitted block is."""
    outcome: Literal["shown and spoken", "shown", "spoken", "summarised", "left out"]
    """What the film does with it."""
    reason: str = ""
    """Why, where it is summarised or left out."""
    scenes: tuple[str, ...] = ()
    """The scenes that show or say it."""


class VideoScript(Frozen):
    """All that was decided about a film before anything is spoken or drawn."""

    video_id: str
    """Slug of the film."""
    title: str
    """Its title."""
    description: str
    """One or two sentences, for metadata and the description file."""
    language: str
    """BCP 47 code of what is spoken."""
    source_name: str
    """The document as the user named it."""
    accent_color: Accent
    """The theme's accent."""
    theme: ThemeName
    """A theme's name, also with -light or -dark behind it; `light` or `dark` for the usual one."""
    brand: Brand | None = None
    """What the user's brand changes of it."""
    staging: Staging = Staging()
    """What moves, and what stands in the caption band."""
    format: FormatChoice = FormatChoice()
    """The film's shape."""
    scenes: tuple[SceneConfig, ...]
    """In order; at least one."""
    coverage: tuple[Coverage, ...]
    """Every block of the source, in document order."""
    speakers: tuple[tuple[str, str], ...] = ()
    """Pairs of (speaker, voice) of those who speak beside the narrator; a voice that is empty is chosen for them."""
    tunings: Annotated[tuple[Tuning, ...], Field(exclude_if=lambda tunings: not tunings)] = ()
    """Those of them who speak faster or higher than the rest."""
    warnings: tuple[str, ...] = ()
    """What the user should know."""
