"""A group of entry points -> what other packages bring of a kind that is open: scene types, kinds of input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType

from model.errors import ConfigError
from model.nearness import nearest_names


@cache
def find_extensions(group: str, what: str) -> Mapping[str, EntryPoint]:
    """Return the entry points of a group by name; `what` says in errors what they bring: `scenes of type`.

    Raises ConfigError when two packages bring the same.
    """
    found: dict[str, EntryPoint] = {}
    for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value)):
        if entry.name in found and found[entry.name].value != entry.value:
            both = f"{found[entry.name].value} and {entry.value}"
            raise ConfigError(f"Two packages bring {what} {entry.name!r}: {both}.", "Uninstall one of them.")
        found[entry.name] = entry
    return found


def import_extension(entry: EntryPoint, what: str) -> ModuleType:
    """Import the module that an entry point names; `what` says in errors what it brings: `scene type`.

    Raises ConfigError when it cannot be imported.
    """
    try:
        return import_module(entry.module)
    except Exception as error:  # whatever a stranger's module raises
        whose = entry.dist.name if entry.dist else entry.value
        raise ConfigError(
            f"The {what} {entry.name!r} of {whose} cannot be imported: {error}.", f"Repair or uninstall {whose}."
        ) from error


def describe_unknown_name(what: str, name: str, known: Sequence[str]) -> str:
    """Say that there is nothing of that name, which one is the nearest, and which there are."""
    near = nearest_names(name, known)
    guess = f"; did you mean {near[0]!r}?" if near else ";"
    return f"no {what} {name[:80]!r}{guess} known are {', '.join(known)}"
