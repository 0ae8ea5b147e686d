"""Mermaid's `mindmap` -> a tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from render.diagrams.graph import Outline
from render.diagrams.source import MOST_NODES, DiagramError, Statement, clean_label

_MOST_DEPTH = 8
_SHAPES: tuple[tuple[str, str, Outline], ...] = (
    ("((", "))", "circle"), ("))", "((", "hexagon"), ("{{", "}}", "hexagon"), ("(", ")", "round"),
    (")", "(", "stadium"), ("[", "]", "box"),
)  # fmt: skip
_SHAPED = re.compile(r"([^\[\](){}]*?)\s*(\(\(|\)\)|\{\{|\(|\)|\[)(.+?)(\)\)|\(\(|\}\}|\)|\(|\])", re.DOTALL)


@dataclass(slots=True)
class Branch:
    """A thought and those that follow from it."""

    label: str
    outline: Outline | None = None
    """None where the author has none: it depends on the depth."""
    children: list[Branch] = field(default_factory=list)


def parse_mindmap(statements: list[Statement]) -> Branch:
    """Read the statements; raises DiagramError for what is not known, a second root, or more than a picture holds."""
    open_branches: list[tuple[int, Branch]] = []
    root: Branch | None = None
    count = 0
    for text, line, indent in statements[1:]:
        if text.startswith((":::", "::icon", "accTitle", "accDescr")):
            continue
        branch = _read_branch(text.split(":::")[0].strip())
        while open_branches and open_branches[-1][0] >= indent:
            open_branches.pop()
        if open_branches:
            open_branches[-1][1].children.append(branch)
        elif root is None:
            root = branch
        else:
            raise DiagramError(f"a second root: {branch.label[:40]!r}; a mind map has one", line)
        open_branches.append((indent, branch))
        count += 1
        if count > MOST_NODES or len(open_branches) > _MOST_DEPTH:
            raise DiagramError(
                f"the mind map has more than {MOST_NODES} thoughts, or more than {_MOST_DEPTH} levels", line
            )
    if root is None:
        raise DiagramError("the mind map is empty")
    return root


def _read_branch(text: str) -> Branch:
    shaped = _SHAPED.fullmatch(text)
    if shaped:
        for opener, closer, outline in _SHAPES:
            if (shaped[2], shaped[4]) == (opener, closer):
                return Branch(clean_label(shaped[3]), outline)
    return Branch(clean_label(text))
