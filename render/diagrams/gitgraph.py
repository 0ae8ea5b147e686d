"""Mermaid's `gitGraph` -> commits in order, each with its branch and the commits that it follows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from render.diagrams.source import DiagramError, Statement, clean_label

Mark = Literal["normal", "reverse", "highlight", "merge", "picked"]
_HEADER = re.compile(r"gitGraph(?:\s*(LR|TB|BT))?\s*:?")
_NAME = r'(?:"([^"]+)"|([\w./-]+))'
_BRANCH = re.compile(rf"branch\s+{_NAME}(?:\s+order:\s*\d+)?")
_SWITCH = re.compile(rf"(?:checkout|switch)\s+{_NAME}")
_MERGE = re.compile(rf"merge\s+{_NAME}\s*(.*)")
_COMMIT = re.compile(r"(commit|cherry-pick)\b\s*(.*)")
_OPTION = re.compile(r'(id|tag|msg|type|parent):\s*(?:"([^"]*)"|(\w+))')
_TYPES: dict[str, Mark] = {"NORMAL": "normal", "REVERSE": "reverse", "HIGHLIGHT": "highlight"}
_MOST_COMMITS = 40
_MOST_BRANCHES = 8
_MAIN = "main"


class Commit(NamedTuple):
    """One commit. Its place is its number in order."""

    label: str
    """Its id, where the author gave one."""
    tag: str
    branch: int
    parents: tuple[int, ...]
    """The commit before it, and the one that was merged."""
    mark: Mark


class History(NamedTuple):
    """All commits and the names of their branches, in the order in which they were made."""

    commits: tuple[Commit, ...]
    branches: tuple[str, ...]


@dataclass(slots=True)
class _Reader:
    branches: list[str] = field(default_factory=lambda: [_MAIN])
    heads: dict[str, int | None] = field(default_factory=lambda: {_MAIN: None})
    commits: list[Commit] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    here: str = _MAIN

    def read(self, text: str, line: int) -> None:
        branch, switch, merge = _BRANCH.fullmatch(text), _SWITCH.fullmatch(text), _MERGE.fullmatch(text)
        commit = _COMMIT.fullmatch(text)
        if branch:
            self._branch(branch[1] or branch[2], line)
        elif switch:
            self._switch(switch[1] or switch[2], line)
        elif merge:
            self._merge(merge[1] or merge[2], merge[3], line)
        elif commit:
            self._commit(commit[1], commit[2], line)
        elif not text.startswith(("accTitle", "accDescr", "title")):
            raise DiagramError(f"not understood: {text[:60]!r}", line)

    def _branch(self, name: str, line: int) -> None:
        if name in self.heads:
            raise DiagramError(f"the branch {name[:40]!r} is there already", line)
        if len(self.branches) >= _MOST_BRANCHES:
            raise DiagramError(f"there are more than {_MOST_BRANCHES} branches, too many for one picture", line)
        self.branches.append(name)
        self.heads[name] = self.heads[self.here]
        self.here = name

    def _switch(self, name: str, line: int) -> None:
        if name not in self.heads:
            raise DiagramError(f"there is no branch {name[:40]!r}", line)
        self.here = name

    def _merge(self, name: str, written: str, line: int) -> None:
        other = self.heads.get(name)
        if other is None or name == self.here:
            raise DiagramError(f"{name[:40]!r} is no other branch with commits", line)
        options = _read_options(written, line)
        self._add(options, "merge", line, other)

    def _commit(self, kind: str, written: str, line: int) -> None:
        options = _read_options(written, line)
        if kind == "commit":
            mark = _TYPES.get(options.get("type", "NORMAL"))
            if mark is None:
                raise DiagramError(f"a commit of type {options['type'][:40]!r} is not known", line)
            self._add(options, mark, line)
        elif options.get("id", "") in self.names:
            self._add({"tag": options.get("tag") or f"cherry-pick: {options['id']}"}, "picked", line)
        else:
            raise DiagramError(f"there is no commit {options.get('id', '')[:40]!r} to pick", line)

    def _add(self, options: dict[str, str], mark: Mark, line: int, merged: int | None = None) -> None:
        before = self.heads[self.here]
        parents = tuple(parent for parent in (before, merged) if parent is not None)
        label = clean_label(options.get("id", "") or options.get("msg", ""))
        self.names.setdefault(options.get("id", ""), len(self.commits))
        self.heads[self.here] = len(self.commits)
        branch = self.branches.index(self.here)
        self.commits.append(Commit(label, clean_label(options.get("tag", "")), branch, parents, mark))
        if len(self.commits) > _MOST_COMMITS:
            raise DiagramError(f"there are more than {_MOST_COMMITS} commits, too many for one picture", line)


def parse_git_graph(statements: list[Statement]) -> History:
    """Read the statements; raises DiagramError at the first that is not known, or that git would refuse."""
    first = statements[0]
    if not _HEADER.fullmatch(first.text):
        raise DiagramError(f"not understood: {first.text[:60]!r}", first.line)
    reader = _Reader()
    for text, line, _ in statements[1:]:
        reader.read(text, line)
    if not reader.commits:
        raise DiagramError("there are no commits")
    used = sorted({commit.branch for commit in reader.commits})
    commits = tuple(commit._replace(branch=used.index(commit.branch)) for commit in reader.commits)
    return History(commits, tuple(clean_label(reader.branches[at]) for at in used))


def _read_options(written: str, line: int) -> dict[str, str]:
    rest = _OPTION.sub("", written).strip(" ,")
    message = re.fullmatch(r'"([^"]*)"', rest)
    if rest and not message:
        raise DiagramError(f"not understood: {rest[:60]!r}", line)
    options = {match[1]: match[2] or match[3] or "" for match in _OPTION.finditer(written)}
    return {"msg": message[1], **options} if message else options
