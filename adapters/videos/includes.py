"""`include: part.yaml` -> the tree of that file, from within the folder of the first: no escape, no cycle, no end without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.documents.decoding import decode_document
from adapters.files import read_bounded
from adapters.videos.loading import MAX_BYTES, load_tree
from adapters.videos.tree import Place, Tree, problem_at, suggest
from adapters.videos.variables import Filling, read_variables
from model.errors import Problem, ValidationError

MAX_FILES = 200
MAX_INCLUDES = 1000
MAX_NESTED = 8
"""Files within files."""
_SUFFIXES = (".yaml", ".yml")


@dataclass
class Library:
    """The files of one folder, each read once."""

    root: Path | None
    """The folder that nothing leaves; None where there is none, and nothing is included."""
    problems: list[Problem]
    prefix: str = ""
    """The folder as the user named it, for errors."""
    trees: dict[Path, Tree] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    """What was read, by its name relative to the folder."""
    count: int = 0

    def include(self, tree: Tree, trail: tuple[Path, ...], variables: Mapping[str, Tree]) -> tuple[Tree, Path] | None:
        """Return what a file holds that an entry names by `include` or `file`, its variables filled in, and its path.

        `trail` are the files within which the entry stands; `variables` win over the file's own.
        """
        name = "include" if "include" in tree.entries else "file"
        named = tree.entries[name]
        path = self._locate(named, trail)
        if path is None:
            return None
        found = self._read(path, named.place)
        return None if found is None else (self.fill(found, variables), path)

    def fill(self, tree: Tree, given: Mapping[str, Tree]) -> Tree:
        """Fill in the variables of a file: those given win over its own; a file without any is left as it is."""
        own = tree.entries.get("variables")
        if own is None and not given:
            return tree
        values = {**(read_variables(own, self.problems) if own else {}), **given}
        rest = {name: inner for name, inner in tree.entries.items() if name != "variables"} if own else None
        return Filling(values, self.problems).fill(tree if rest is None else tree.replaced(rest))

    def _locate(self, named: Tree, trail: tuple[Path, ...]) -> Path | None:
        place, name = named.place, named.text
        trouble = self._judge(name, trail)
        if trouble:
            self.problems.append(problem_at(place, *trouble))
            return None
        assert self.root is not None
        try:
            path = (trail[-1].parent / name if trail else self.root / name).resolve()
            inside = path.is_relative_to(self.root)
            there = inside and path.is_file()
        except (OSError, RuntimeError, ValueError):
            inside = there = False
        if not inside:
            message = f"The file {name[:80]!r} lies outside the folder of the first file."
            self.problems.append(problem_at(place, message, "Put it beside, or in a folder below."))
            return None
        if not there:
            near = suggest(Path(name).name, _list_names(path.parent)) if path.parent.is_dir() else ""
            self.problems.append(problem_at(place, f"There is no file {name[:80]!r}.", near or "Check the name."))
            return None
        if path in trail:
            message = f"{name[:80]!r} includes itself, by way of {len(trail) - trail.index(path)} file(s)."
            self.problems.append(problem_at(place, message, "Take this include out."))
            return None
        return path

    def _judge(self, name: str, trail: tuple[Path, ...]) -> tuple[str, str] | None:
        self.count += 1
        if self.root is None:
            return "Standard input has no folder to include from.", "Save it as a file, and name that."
        if self.count > MAX_INCLUDES or len(self.trees) >= MAX_FILES:
            return f"There are more than {MAX_FILES} files or {MAX_INCLUDES} includes.", "Join some of them."
        if len(trail) > MAX_NESTED:
            return f"Files include files more than {MAX_NESTED} times deep.", "Include it from further up."
        if not name.lower().endswith(_SUFFIXES):
            return f"{name[:80]!r} names no YAML file.", "Name a .yaml file in this folder."
        if Path(name).is_absolute() or "\\" in name or "\0" in name or ":" in name:
            return f"{name[:80]!r} is no name relative to this folder.", "Name it as parts/closing.yaml."
        return None

    def _read(self, path: Path, place: Place) -> Tree | None:
        assert self.root is not None
        if path in self.trees:
            return self.trees[path]
        name = path.relative_to(self.root).as_posix()
        shown = f"{self.prefix}/{name}" if self.prefix not in ("", ".") else name
        try:
            data = read_bounded(path, MAX_BYTES, "included file")
            self.trees[path] = load_tree(decode_document(data, shown), shown)
        except ValidationError as error:
            self.problems += error.problems
            return None
        self.files[name] = path
        return self.trees[path]


def _list_names(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir() if entry.suffix.lower() in _SUFFIXES)[:1000]
    except OSError:
        return []
