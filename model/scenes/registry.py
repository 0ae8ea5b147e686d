"""A type's name -> its class and its module: ours by the listing of this package, others by entry point."""

from __future__ import annotations

import difflib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema, to_json

from model.errors import ConfigError

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


@cache
def _foreign_types() -> Mapping[str, EntryPoint]:
    """Return the entry points of others by name. Ours come first: nobody's `title` takes the place of ours."""
    found: dict[str, EntryPoint] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        if entry.name in found and found[entry.name].value != entry.value:
            both = f"{found[entry.name].value} and {entry.value}"
            raise ConfigError(f"Two packages bring scenes of type {entry.name!r}: {both}.", "Uninstall one of them.")
        found[entry.name] = entry
    return found


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
    if entry is None:
        return None
    try:
        return import_module(entry.module)
    except Exception as error:  # whatever a stranger's module raises
        whose = entry.dist.name if entry.dist else entry.value
        raise ConfigError(
            f"The scene type {name!r} of {whose} cannot be imported: {error}.", f"Repair or uninstall {whose}."
        ) from error


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
    known = known_types()
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    guess = f"; did you mean {near[0]!r}?" if near else ";"
    return f"no scene type {name[:80]!r}{guess} known are {', '.join(known)}"


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
