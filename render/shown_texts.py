"""A scene to the texts that its picture shows, whatever its type."""

from __future__ import annotations

from functools import cache
from typing import Literal, get_origin

from pydantic import BaseModel

from model.assets import Asset
from model.scenes import SceneConfig
from render.typefaces import Face


def shown_texts(scene: SceneConfig) -> tuple[tuple[str, Face], ...]:
    """List the texts with the face that each is set in."""
    face: Face = "mono" if scene.mono else "regular"
    own = set(_text_fields(type(scene)))
    return tuple(text for name, value in scene.shown().items() if name in own for text in _texts_of(value, face))


def _texts_of(value: object, face: Face) -> list[tuple[str, Face]]:
    """Walk a value; its depth is that of the types, not of the document."""
    if isinstance(value, str):
        return [(value, face)]
    if isinstance(value, tuple):
        return [found for part in value for found in _texts_of(part, face)]
    if isinstance(value, BaseModel) and not isinstance(value, Asset):
        inner: Face = "mono" if getattr(value, "code", False) is True else face
        return [found for name in _text_fields(type(value)) for found in _texts_of(getattr(value, name), inner)]
    return []


@cache
def _text_fields(kind: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields that may hold text to read: not targets of links, and not choices of a few words."""
    fields = kind.model_fields.items()
    return tuple(name for name, field in fields if name != "href" and get_origin(field.annotation) is not Literal)
