"""A value with the place that each part of it was written at: what errors need, and YAML's plain values have not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from model.errors import Problem
from model.nearness import nearest_names

Scalar = str | int | float | bool | None
_LONGEST_EXCERPT = 200
_SHOWN = 80


class Place(NamedTuple):
    """Where something was written."""

    file: str = ""
    """As the user named it; empty for what a program gave."""
    line: int = 0
    """1-based; 0 when there is none."""
    column: int = 0
    """1-based; 0 when there is none."""
    excerpt: str = ""
    """The line itself."""
    path: str = ""
    """`videos[2].scenes[0].title`, where a program gave it."""


@dataclass(frozen=True)
class Tree:
    """A scalar, a list of trees, or a mapping of names to trees."""

    value: Scalar | tuple[Tree, ...] | Mapping[str, Tree]
    """What it is."""
    place: Place
    """Where it begins."""
    text: str = ""
    """A scalar as it was written, without its quotes: `1.10`, `yes`."""
    keys: Mapping[str, Place] = field(default_factory=dict)
    """Where each name of a mapping stands."""

    @property
    def entries(self) -> Mapping[str, Tree]:
        """Return a mapping's entries; nothing of another kind."""
        return self.value if isinstance(self.value, Mapping) else {}

    @property
    def items(self) -> tuple[Tree, ...]:
        """Return a list's items; nothing of another kind."""
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def is_scalar(self) -> bool:
        """Tell whether it is neither list nor mapping."""
        return not isinstance(self.value, tuple | Mapping)

    @property
    def kind(self) -> str:
        """Name what it is, for an error."""
        if self.is_scalar:
            return "nothing" if self.value is None else repr(self.text[:_SHOWN])
        return "a list" if isinstance(self.value, tuple) else "a mapping"

    def key_place(self, name: str) -> Place:
        """Return where a name stands; where the mapping begins, when it is not known."""
        return self.keys.get(name, self.place)

    def replaced(self, entries: Mapping[str, Tree]) -> Tree:
        """Return a mapping in the same place with other entries; names that stay keep their places."""
        known = {name: self.keys.get(name, tree.place) for name, tree in entries.items()}
        return Tree(dict(entries), self.place, keys=known)


def scalar_tree(value: Scalar, place: Place) -> Tree:
    """Make a scalar of our own at a place of the user's."""
    return Tree(value, place, text="" if value is None else str(value))


def list_tree(items: Iterable[Tree], place: Place) -> Tree:
    """Make a list of our own at a place of the user's."""
    return Tree(tuple(items), place)


def plant(value: Any, path: str = "") -> Tree:
    """Make a tree of plain Python values, each placed by its path.

    Raises TypeError naming the path of a value that YAML has no word for.
    """
    place = Place(path=path)
    if isinstance(value, Mapping):
        names = {str(name): f"{path}.{name}" if path else str(name) for name in value}
        entries = {str(name): plant(inner, names[str(name)]) for name, inner in value.items()}
        return Tree(entries, place, keys={name: Place(path=where) for name, where in names.items()})
    if isinstance(value, list | tuple):
        return Tree(tuple(plant(inner, f"{path}[{at}]") for at, inner in enumerate(value)), place)
    if value is None or isinstance(value, str | int | float | bool):
        return scalar_tree(value, place)
    raise TypeError(f"{path or 'the value'} is of type {type(value).__name__}")


def plain_value(tree: Tree) -> Any:
    """Return the value without its places."""
    if tree.entries:
        return {name: plain_value(inner) for name, inner in tree.entries.items()}
    if isinstance(tree.value, tuple):
        return [plain_value(inner) for inner in tree.value]
    return {} if isinstance(tree.value, Mapping) else tree.value


def find_tree(tree: Tree, where: Iterable[int | str]) -> Tree:
    """Follow a path as far as the tree has it."""
    for part in where:
        if isinstance(part, int) and part < len(tree.items):
            tree = tree.items[part]
        elif isinstance(part, str) and part in tree.entries:
            tree = tree.entries[part]
    return tree


def problem_at(place: Place, message: str, remedy: str = "") -> Problem:
    """Make a problem of a place; of what a program gave, the message says the path."""
    if place.path:
        message = f"{place.path}: {message}"
    excerpt = place.excerpt if place.column <= _LONGEST_EXCERPT else ""
    return Problem(
        message=message, remedy=remedy, file=place.file, line=place.line, column=place.column,
        excerpt=excerpt[:_LONGEST_EXCERPT],
    )  # fmt: skip


def suggest(name: str, known: Iterable[str]) -> str:
    """Say which name was probably meant, or which there are."""
    names = list(known)
    near = nearest_names(name, names)
    return f"Did you mean {near[0]}?" if near else f"Known are {', '.join(names)}." if names else ""
