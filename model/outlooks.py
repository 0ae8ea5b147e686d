"""What the layouts of a film's scenes say, kept without the layouts: to find out anew takes longer than all else of an edit."""

from __future__ import annotations

from model.frozen import Frozen
from model.timeline import Cue


class SceneOutlook(Frozen):
    """What the layout of a scene that fits its picture says."""

    scene: str
    """SHA-256 of what is seen of the scene, and of what draws it."""
    cues: tuple[Cue, ...]
    """When its steps are due."""
    drawn: str
    """Digest of all its pictures."""
    pictures: tuple[tuple[int, str], ...]
    """Digests of those that transitions begin and end with, by step."""


class FilmOutlook(Frozen):
    """The outlooks of all scenes of a film, in one look."""

    scenes: tuple[SceneOutlook, ...]
    """Those that were asked for last."""
