"""A type's name -> its class and its module: ours by the listing of this package, others by entry point."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema, to_json

from model.errors import ConfigError
from model.extensions import describe_unknown_name, find_extensions, import_extension

if TYPE_CHECKING:
    from model.scenes.base import Scene

GROUP = "video_gen.scenes"
_NO_TYPES = frozenset({"base", "registry"})
"""Modules of this package that are no type of scene."""


@cache
def own_types() -> tuple[str, ...]:
    """Return the names of our types, sorted."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    return tuple(sorted(module.name for module in found if module.name not in _NO_TYPES))


def _foreign_types() -> Mapping[str, EntryPoint]:
    """Return the entry points of others by name. Ours come first: nobody's `title` takes the place of ours."""
    return find_extensions(GROUP, "scenes of type")


def known_types() -> tuple[str, ...]:
    """Return the names of all types, ours first."""
    own = own_types()
    return (*own, *(name for name in _foreign_types() if name not in own))


def is_own(name: str) -> bool:
    """Tell whether a type is ours."""
    return name in own_types()


@cache
def find_module(name: str) -> ModuleType | None:
    """Import the module of a type's class; None when nobody has such a type.

    Raises ConfigError when the package that brings it cannot be imported.
    """
    if is_own(name):
        return import_module(f"{__package__}.{name}")
    entry = _foreign_types().get(name)
    return None if entry is None else import_extension(entry, "scene type")


@cache
def find_scene_type(name: str) -> type[Scene] | None:
    """Return the class of a type; None when nobody has such a type.

    Raises ConfigError when its module has no such class.
    """
    from model.scenes.base import Scene

    module = find_module(name)
    if module is None:
        return None
    for kind in vars(module).values():
        if isinstance(kind, type) and issubclass(kind, Scene) and kind.model_fields["scene_type"].default == name:
            return kind
    raise ConfigError(
        f"The module {module.__name__} has no scene of type {name!r}.",
        f'Give it a subclass of Scene with `scene_type: Literal["{name}"] = "{name}"`.',
    )


def scene_types() -> dict[str, type[Scene]]:
    """Return every known type by name, ours first."""
    found = ((name, find_scene_type(name)) for name in known_types())
    return {name: kind for name, kind in found if kind is not None}


def describe_unknown(name: str) -> str:
    """Say that there is no such type, which one is the nearest, and which there are."""
    return describe_unknown_name("scene type", name, known_types())


class OpenUnion:
    """Makes pydantic validate a scene as the type that it names, whoever brings that type."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Keep how it is written, and validate by name."""
        inner = handler(source)
        return core_schema.with_info_plain_validator_function(
            _validate_scene, serialization=inner.get("serialization"), metadata=inner.get("metadata")
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe the union of all known types."""
        choices = {name: kind.__pydantic_core_schema__ for name, kind in scene_types().items()}
        return handler(core_schema.tagged_union_schema(choices, "scene_type"))


def _validate_scene(value: Any, info: ValidationInfo) -> Scene:
    from model.scenes.base import Scene

    name = (
        value.scene_type if isinstance(value, Scene) else value.get("scene_type") if isinstance(value, dict) else None
    )
    if not isinstance(name, str):
        raise PydanticCustomError("scene_type_missing", "this is no scene: it has no scene_type")
    kind = find_scene_type(name)
    if kind is None:
        raise PydanticCustomError("scene_type_unknown", "{what}", {"what": describe_unknown(name)})
    if isinstance(value, kind):
        return value
    fields = kind.renew(value)
    kind = find_scene_type(fields["scene_type"]) or kind
    return kind.model_validate_json(to_json(fields)) if info.mode == "json" else kind.model_validate(fields)
