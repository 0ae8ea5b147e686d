"""A scene to the texts that its picture shows, whatever its type."""

from __future__ import annotations

from pydantic import BaseModel

from model.scenes import SceneConfig
from render.typefaces import Face

_NOT_SHOWN_LIST = "scene_id scene_type chapter narration spans href marker state kind tone image alignments"
_NOT_SHOWN = frozenset(_NOT_SHOWN_LIST.split())


def shown_texts(scene: SceneConfig) -> tuple[tuple[str, Face], ...]:
    """List the texts with the face that each is set in."""
    mono = scene.scene_type in ("code", "command")
    return tuple(_texts_of(scene, "mono" if mono else "regular"))


def _texts_of(value: object, face: Face) -> list[tuple[str, Face]]:
    """Walk a value; its depth is that of the types, not of the document."""
    if isinstance(value, str):
        return [(value, face)]
    if isinstance(value, tuple):
        return [found for part in value for found in _texts_of(part, face)]
    if isinstance(value, BaseModel):
        inner: Face = "mono" if getattr(value, "code", False) is True else face
        fields = [name for name in type(value).model_fields if name not in _NOT_SHOWN]
        return [found for name in fields for found in _texts_of(getattr(value, name), inner)]
    return []
