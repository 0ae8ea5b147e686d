"""A film whose scenes somebody wrote: what each shows, and what is said, where they said it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from model.audio import Tuning
from model.content import ParsedContent
from model.frozen import Frozen
from model.narration import LONGEST_NAME, LONGEST_PAUSE
from model.scenes import SceneConfig
from model.script import Coverage


class Saying(Frozen):
    """Something to be said: a sentence, or several."""

    text: Annotated[str, Field(min_length=1)]
    """As it is written."""
    pause_after: Annotated[int, Field(ge=0, le=LONGEST_PAUSE)] = 0
    """Milliseconds of silence after it."""
    voice: Annotated[str, Field(max_length=LONGEST_NAME, exclude_if=lambda voice: not voice)] = ""
    """Who says it: a speaker, or a voice by name; empty for the scene's voice."""


class AuthoredScene(Frozen):
    """One scene, as its author wrote it."""

    scene: SceneConfig
    """What it shows. Its narration counts where `worded`; its id is `unnamed` where the author gave none."""
    worded: bool = False
    """The author gave the words one by one, each with how it is said: as a delivered script does."""
    sayings: tuple[Saying, ...] = ()
    """What is said; nothing, where it is left to the writer."""
    told: tuple[str, ...] = ()
    """What may be said beside what is shown, where it is left to the writer."""


class AuthoredVideo(Frozen):
    """One film, as its author wrote it."""

    title: str
    """Its title."""
    description: str = ""
    """One or two sentences; empty for the writer to choose."""
    scenes: Annotated[tuple[AuthoredScene, ...], Field(min_length=1)]
    """In order."""
    speakers: tuple[tuple[str, str], ...] = ()
    """As `VideoScript.speakers`."""
    tunings: Annotated[tuple[Tuning, ...], Field(exclude_if=lambda tunings: not tunings)] = ()
    """As `VideoScript.tunings`."""
    coverage: tuple[Coverage, ...] = ()
    """As a delivered script lists it; empty for the scenes themselves."""
    warnings: tuple[str, ...] = ()
    """What the user should know."""


class AuthoredContent(ParsedContent):
    """What parsing gives for such a film: no sections of a document, but its scenes."""

    authored: AuthoredVideo
    """The film."""
