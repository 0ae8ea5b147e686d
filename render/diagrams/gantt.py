"""Mermaid's `gantt` -> sections of tasks with their times. No clock is asked: what has no date counts from its first day."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from render.diagrams.dates import DAY, read_date, read_duration, to_datetime, weekday
from render.diagrams.source import DiagramError, Statement, clean_label

_SETTING = re.compile(
    r"(dateFormat|axisFormat|tickInterval|excludes|includes|title|section|weekend(?=\s+\w+$)|weekday(?=\s+\w+$))\b\s*(.*)"
)
_IGNORED = re.compile(r"(todayMarker|topAxis|click|accTitle|accDescr|displayMode)\b|gantt$")
_INCLUSIVE = "inclusiveEndDates"
_TASK = re.compile(r"([^:]+?)\s*:(?!:)\s*(.*)")
_TAGS = ("done", "active", "crit", "milestone", "vert")
_MOST_TASKS = 60
_MOST_DAYS = 20_000
"""That are looked at, of all tasks, for whether nobody works on them."""
_FIRST_DAY = 4 * DAY
"""Monday, 5 January 1970: where a plan without dates begins."""
_LONGEST_FORMAT = 60
_LONGEST = 200 * 366 * DAY


class Task(NamedTuple):
    """One task. Times are seconds since 1970."""

    label: str
    start: int
    end: int
    tags: frozenset[str] = frozenset()

    @property
    def is_milestone(self) -> bool:
        """Tell whether it is a moment."""
        return "milestone" in self.tags


class Section(NamedTuple):
    """Tasks under one name, which may be empty."""

    name: str
    tasks: tuple[Task, ...]


class Gantt(NamedTuple):
    """A plan."""

    title: str
    sections: tuple[Section, ...]
    axis: str
    """Format of the times below it; empty for one that fits."""
    interval: str
    """How far its marks stand apart, as written: `1week`; empty for what fits."""
    dated: bool
    """False where no task has a date: days are counted."""
    begins: str
    """The day on which weeks begin."""

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Return all tasks in order."""
        return tuple(task for section in self.sections for task in section.tasks)


class _Draft(NamedTuple):
    """A task as written."""

    label: str
    name: str
    start: str
    end: str
    tags: frozenset[str]
    section: int
    line: int


@dataclass(slots=True)
class _Reader:
    title: str = ""
    form: str = "YYYY-MM-DD"
    axis: str = ""
    interval: str = ""
    begins: str = "sunday"
    weekend: str = "saturday"
    excluded: set[str] = field(default_factory=set)
    included: set[str] = field(default_factory=set)
    inclusive: bool = False
    names: list[str] = field(default_factory=lambda: [""])
    drafts: list[_Draft] = field(default_factory=list)

    def read(self, statement: Statement) -> None:
        text, line, _ = statement
        setting, task = _SETTING.fullmatch(text), _TASK.fullmatch(text)
        if setting:
            self._keep(setting[1], setting[2].strip())
        elif text == _INCLUSIVE:
            self.inclusive = True
        elif task and not _IGNORED.match(text):
            self._read_task(task, line)
        elif not _IGNORED.match(text):
            raise DiagramError(f"not understood: {text[:60]!r}", line)

    def _keep(self, name: str, value: str) -> None:
        parts = {part.lower() for part in re.split(r"[\s,]+", value) if part}
        if name == "section":
            self.names.append(clean_label(value))
        elif name == "excludes":
            self.excluded |= parts
        elif name == "includes":
            self.included |= parts
        elif name in ("weekday", "weekend"):
            setattr(self, {"weekday": "begins"}.get(name, name), value.lower())
        else:
            names = {"dateFormat": "form", "axisFormat": "axis", "tickInterval": "interval", "title": "title"}
            setattr(self, names[name], clean_label(value) if name == "title" else value[:_LONGEST_FORMAT])

    def _read_task(self, task: re.Match[str], line: int) -> None:
        parts = [part.strip() for part in task[2].split(",")]
        tags = []
        while parts and parts[0] in _TAGS:
            tags.append(parts.pop(0))
        parts = [part for part in parts if part]
        if len(parts) > 3:
            raise DiagramError(f"not understood: {task[2][:60]!r}", line)
        name, start, end = ["", "", "", *parts][-3:]
        self.drafts.append(_Draft(clean_label(task[1]), name, start, end, frozenset(tags), len(self.names) - 1, line))
        if len(self.drafts) > _MOST_TASKS:
            raise DiagramError(f"the plan has more than {_MOST_TASKS} tasks, too many for one picture", line)

    def is_off(self, moment: int) -> bool:
        """Tell whether nobody works on the day of a moment."""
        day = to_datetime(moment)
        names = {weekday(moment), f"{day.year:04}-{day.month:02}-{day.day:02}"}
        free = {"friday", "saturday"} if self.weekend == "friday" else {"saturday", "sunday"}
        if names & self.included:
            return False
        return bool(names & self.excluded) or ("weekends" in self.excluded and bool(names & free))


def parse_gantt(statements: list[Statement]) -> Gantt:
    """Read the statements; raises DiagramError at the first that is not known."""
    reader = _Reader()
    for statement in statements[1:]:
        reader.read(statement)
    if not reader.drafts:
        raise DiagramError("the plan has no tasks")
    times = _Times(reader)
    tasks = times.resolve()
    sections = tuple(
        Section(name, tuple(task for task, draft in zip(tasks, reader.drafts, strict=True) if draft.section == at))
        for at, name in enumerate(reader.names)
    )
    kept = tuple(section for section in sections if section.tasks)
    return Gantt(reader.title, kept, reader.axis, reader.interval, times.dated, reader.begins)


class _Times:
    """Finds when tasks begin and end: some stand after or until others, which may be written further down."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._spans: list[tuple[int, int] | None] = [None] * len(reader.drafts)
        self._named = {draft.name: at for at, draft in enumerate(reader.drafts) if draft.name}
        self._looked = 0
        self.dated = False

    def resolve(self) -> list[Task]:
        """Return the tasks; raises DiagramError for one that waits for itself."""
        drafts = self._reader.drafts
        for _ in drafts:
            for at in range(len(drafts)):
                if self._spans[at] is None:
                    self._spans[at] = self._try(at)
            if all(self._spans):
                break
        tasks = []
        for draft, span in zip(drafts, self._spans, strict=True):
            if span is None:
                raise DiagramError(f"the task {draft.label!r} waits for itself", draft.line)
            tasks.append(Task(draft.label, *span, draft.tags))
        if max(task.end for task in tasks) - min(task.start for task in tasks) > _LONGEST:
            raise DiagramError("the plan spans more than two hundred years")
        return tasks

    def _try(self, at: int) -> tuple[int, int] | None:
        draft = self._reader.drafts[at]
        start = self._find_start(at, draft)
        if start is None:
            return None
        end = self._find_end(draft, start)
        return None if end is None else (start, max(start, end))

    def _find_start(self, at: int, draft: _Draft) -> int | None:
        if not draft.start:
            before = self._spans[at - 1] if at else (_FIRST_DAY, _FIRST_DAY)
            return before[1] if before else None
        if draft.start.startswith("after "):
            others = self._find_others(draft, draft.start)
            return None if None in others else max(span[1] for span in others if span)
        start = read_date(draft.start, self._reader.form)
        if start is None:
            raise DiagramError(f"{draft.start[:40]!r} is no date like {self._reader.form}", draft.line)
        self.dated = True
        return start

    def _find_others(self, draft: _Draft, written: str) -> list[tuple[int, int] | None]:
        names = written.split()[1:]
        missing = [name for name in names if name not in self._named]
        if missing or not names:
            raise DiagramError(f"no task is named {' '.join(missing)[:40]!r}", draft.line)
        return [self._spans[self._named[name]] for name in names]

    def _find_end(self, draft: _Draft, start: int) -> int | None:
        if draft.end.startswith("until "):
            others = self._find_others(draft, draft.end)
            return None if None in others else min(span[0] for span in others if span)
        end = read_duration(draft.end, start)
        if end is not None:
            if end - start > _LONGEST:
                raise DiagramError(f"the task {draft.label!r} lasts more than two hundred years", draft.line)
            return self._skip_days_off(start, end, draft)
        end = read_date(draft.end, self._reader.form)
        if end is None:
            raise DiagramError(
                f"{draft.end[:40]!r} is neither a date like {self._reader.form} nor a duration", draft.line
            )
        self.dated = True
        return end + DAY if self._reader.inclusive else end

    def _skip_days_off(self, start: int, end: int, draft: _Draft) -> int:
        """Make a task longer by each day in it on which nobody works."""
        if not self._reader.excluded or "milestone" in draft.tags:
            return end
        day = start
        while day < end:
            if self._reader.is_off(day):
                end += DAY
            day, self._looked = day + DAY, self._looked + 1
            if self._looked > _MOST_DAYS:
                raise DiagramError(f"the task {draft.label!r} is too long to leave days out of it", draft.line)
        return end
