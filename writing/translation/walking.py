"""A scene -> the same with each text that its picture shows changed: what a translation walks through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from model.assets import Asset
from model.content import Run
from model.scenes import SceneConfig
from writing.translation.marking import is_translatable, mark_text, read_marked, strip_marks

Change = Callable[[str], str]
"""Takes a text as Markdown and returns another."""


def change_shown(scene: SceneConfig, change: Change) -> SceneConfig:
    """Change what a scene shows, and its chapter's title; code, commands, targets of links and numbers stay."""
    changed = {
        name: _change(value, change) for name, value in scene.shown().items() if _may_hold_words(type(scene), name)
    }
    return scene.model_copy(update={**changed, "chapter": _change_string(scene.chapter, change)})


def _may_hold_words(kind: type[BaseModel], name: str) -> bool:
    kept: frozenset[str] = getattr(kind, "untranslated", frozenset())
    return name not in kept and not _is_choice(kind.model_fields[name].annotation)


def _is_choice(annotation: Any) -> bool:
    """Tell whether a field holds some of a few known words: `left`, `bullet`."""
    if get_origin(annotation) is Literal:
        return True
    inner = [one for one in get_args(annotation) if one is not Ellipsis]
    return bool(inner) and all(map(_is_choice, inner))


def _change(value: Any, change: Change) -> Any:
    """Walk a value; its depth is that of the types, not of the document."""
    if isinstance(value, str):
        return _change_string(value, change)
    if isinstance(value, tuple) and value and all(isinstance(part, Run) for part in value):
        marked = mark_text(value)
        return read_marked(change(marked)) if is_translatable(marked) else value
    if isinstance(value, tuple):
        return tuple(_change(part, change) for part in value)
    if isinstance(value, BaseModel) and not isinstance(value, Asset | Run):
        names = (name for name in type(value).model_fields if _may_hold_words(type(value), name))
        return value.model_copy(update={name: _change(getattr(value, name), change) for name in names})
    return value


def list_kept(scene: SceneConfig) -> tuple[str, ...]:
    """Return the lines of code, commands and addresses that a scene shows."""
    kept = (value for name, value in scene.shown().items() if name in type(scene).untranslated)
    return tuple(line.strip() for value in kept for text in _strings(value) for line in text.splitlines())


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in _strings(part)]
    if isinstance(value, BaseModel):
        return [text for name in type(value).model_fields for text in _strings(getattr(value, name))]
    return []


def _change_string(text: str, change: Change) -> str:
    marked = mark_text((Run(text=text),)) if text else ""
    return strip_marks(change(marked)) if is_translatable(marked) else text
