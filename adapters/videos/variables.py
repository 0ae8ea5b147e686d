"""`${name}` and `${name|otherwise}` in a tree -> their values; `$${` stands for the signs themselves.

A text that is nothing but a variable becomes the value, whatever it is: a list stays one. What a variable brings is not
looked into again, so no variable can grow by others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.videos.tree import Scalar, Tree, problem_at, suggest
from model.errors import Problem

MAX_EXPANDED = 2_000_000
"""Characters that all variables of one file may bring."""
_NAMED = re.compile(r"\$\$\{|\$\{\s*([^${}|]{0,80}?)\s*(?:\|([^{}]{0,400}))?\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,59}")


@dataclass
class Filling:
    """The values for one file, and what went wrong."""

    values: Mapping[str, Tree]
    problems: list[Problem]
    left: int = MAX_EXPANDED
    unknown: set[str] = field(default_factory=set)

    def fill(self, tree: Tree) -> Tree:
        """Return the tree with its variables filled in; names of mappings are left as they are."""
        if isinstance(tree.value, tuple):
            return Tree(tuple(self.fill(inner) for inner in tree.value), tree.place)
        if isinstance(tree.value, Mapping):
            return Tree({name: self.fill(inner) for name, inner in tree.entries.items()}, tree.place, keys=tree.keys)
        if not isinstance(tree.value, str) or "${" not in tree.value:
            return tree
        whole = _NAMED.fullmatch(tree.value.strip())
        if whole and whole[1] is not None:
            return self._find(whole, tree)
        text = _NAMED.sub(lambda found: self._write(found, tree), tree.value)
        return Tree(text, tree.place, text=text)

    def _find(self, found: re.Match[str], tree: Tree) -> Tree:
        name, otherwise = found[1], found[2]
        if name in self.values:
            value = self.values[name]
            if not self._spend(_weigh(value), tree):
                return Tree("", tree.place)
            return value
        if otherwise is not None and _NAME.fullmatch(name):
            return Tree(otherwise.strip(), tree.place, text=otherwise.strip())
        self._miss(name, tree)
        return Tree("", tree.place)

    def _write(self, found: re.Match[str], tree: Tree) -> str:
        if found[1] is None:
            return "${"
        value = self._find(found, tree)
        if value.is_scalar:
            return value.text
        message = f"${{{found[1]}}} is {value.kind}, and stands here within a text."
        self.problems.append(problem_at(tree.place, message, "Let it stand alone, or name a variable that is a text."))
        return ""

    def _miss(self, name: str, tree: Tree) -> None:
        if name in self.unknown:
            return
        self.unknown.add(name)
        what = f"There is no variable {name[:80]!r}." if name else "A variable has no name."
        hint = f"{suggest(name, self.values)} Write $${{ for the signs themselves.".strip()
        self.problems.append(problem_at(tree.place, what, hint))

    def _spend(self, size: int, tree: Tree) -> bool:
        ended = self.left < 0
        self.left -= size
        if self.left < 0 and not ended:
            message = f"The variables of this file bring more than {MAX_EXPANDED} characters."
            self.problems.append(problem_at(tree.place, message, "Use them less often, or shorten them."))
        return self.left >= 0


def _weigh(tree: Tree) -> int:
    inner = (*tree.items, *tree.entries.values())
    return len(tree.text) + sum(1 + _weigh(one) for one in inner)


def read_variables(tree: Tree, problems: list[Problem]) -> dict[str, Tree]:
    """Read a mapping of variables; their values may be anything."""
    if not isinstance(tree.value, Mapping):
        if tree.value is not None:
            problems.append(problem_at(tree.place, f"`variables` is {tree.kind}.", "Write `name: value` a line."))
        return {}
    for name in tree.entries:
        if not _NAME.fullmatch(name):
            message = f"{name[:80]!r} is no name for a variable."
            problems.append(
                problem_at(tree.key_place(name), message, "Use letters, digits and _; begin with a letter.")
            )
    return {name: value for name, value in tree.entries.items() if _NAME.fullmatch(name)}


def as_scalar(value: Scalar) -> Scalar:
    """Return a value given on a command line as YAML would read it: a whole number as one."""
    return int(value) if isinstance(value, str) and re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", value) else value
