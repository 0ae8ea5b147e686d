"""Mermaid's `journey` -> steps, how well each goes, and whose they are."""

from __future__ import annotations

import re
from typing import NamedTuple

from render.diagrams.source import DiagramError, Statement, clean_label

_TITLED = re.compile(r"(title|section)\b\s*(.*)")
_TASK = re.compile(r"([^:]+?)\s*:\s*(\d{1,2})\s*(?::\s*(.*))?")
MOST_TASKS = 30
_MOST_ACTORS = 12
_BEST = 5


class Task(NamedTuple):
    """One step."""

    label: str
    score: int
    """From 0 to 5."""
    actors: tuple[str, ...]


class Part(NamedTuple):
    """Steps under one name, which may be empty."""

    name: str
    tasks: tuple[Task, ...]


class Journey(NamedTuple):
    """Steps in order."""

    title: str
    parts: tuple[Part, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Return all steps."""
        return tuple(task for part in self.parts for task in part.tasks)


def parse_journey(statements: list[Statement]) -> Journey:
    """Read the statements; raises DiagramError at the first that is not known."""
    title, parts = "", [Part("", ())]
    for text, line, _ in statements[1:]:
        titled, task = _TITLED.fullmatch(text), _TASK.fullmatch(text)
        if titled and titled[1] == "title":
            title = clean_label(titled[2])
        elif titled:
            parts.append(Part(clean_label(titled[2]), ()))
        elif task and task[3] and task[3].count(",") >= _MOST_ACTORS:
            raise DiagramError(f"a step has more than {_MOST_ACTORS} actors", line)
        elif task and int(task[2]) <= _BEST:
            actors = tuple(clean_label(name) for name in (task[3] or "").split(",") if name.strip())
            parts[-1] = parts[-1]._replace(tasks=(*parts[-1].tasks, Task(clean_label(task[1]), int(task[2]), actors)))
        elif task:
            raise DiagramError(f"a score of {task[2]}; from 0 to {_BEST} are drawn", line)
        elif not text.startswith(("accTitle", "accDescr")):
            raise DiagramError(f"not understood: {text[:60]!r}", line)
        if sum(len(part.tasks) for part in parts) > MOST_TASKS:
            raise DiagramError(f"the journey has more than {MOST_TASKS} steps, too many for one picture", line)
    kept = tuple(part for part in parts if part.tasks)
    if not kept:
        raise DiagramError("the journey has no steps")
    return Journey(title, kept)
