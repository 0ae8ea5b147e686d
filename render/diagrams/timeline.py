"""Mermaid's `timeline` -> periods and what happened in them."""

from __future__ import annotations

import re
from typing import NamedTuple

from render.diagrams.source import DiagramError, Statement, clean_label

_HEADER = re.compile(r"timeline(?:\s+(?:LR|TD))?(?:\s+title\s+(.*))?")
_TITLED = re.compile(r"(title|section)\b\s*(.*)")
_APART = re.compile(r"\s+:\s*|\s*:\s+")
MOST_PERIODS = 24
_MOST_EVENTS = 60


class Period(NamedTuple):
    """A time and its events."""

    label: str
    events: tuple[str, ...]


class Era(NamedTuple):
    """Periods under one name, which may be empty."""

    name: str
    periods: tuple[Period, ...]


class Timeline(NamedTuple):
    """What happened, in order."""

    title: str
    eras: tuple[Era, ...]


def parse_timeline(statements: list[Statement]) -> Timeline:
    """Read the statements; raises DiagramError at the first that is not known, or when a picture cannot hold them."""
    header = _HEADER.fullmatch(statements[0].text)
    if header is None:
        raise DiagramError(f"not understood: {statements[0].text[:60]!r}", statements[0].line)
    title = clean_label(header[1] or "")
    eras: list[Era] = [Era("", ())]
    events = 0
    for text, line, _ in statements[1:]:
        titled = _TITLED.fullmatch(text)
        if titled and titled[1] == "title":
            title = clean_label(titled[2])
        elif titled:
            eras.append(Era(clean_label(titled[2]), ()))
        elif not text.startswith(("accTitle", "accDescr")):
            name, *own = [clean_label(part) for part in _APART.split(text.rstrip(": "))]
            eras[-1] = _add(eras[-1], name, tuple(event for event in own if event), line)
            events += len(own)
        if sum(len(era.periods) for era in eras) > MOST_PERIODS or events > _MOST_EVENTS:
            raise DiagramError(
                f"it has more than {MOST_PERIODS} periods or {_MOST_EVENTS} events, too many for one picture", line
            )
    kept = tuple(era for era in eras if era.periods)
    if not kept:
        raise DiagramError("the timeline has no periods")
    return Timeline(title, kept)


def _add(era: Era, name: str, events: tuple[str, ...], line: int) -> Era:
    """Add a period; a line that begins with a colon tells more of the one before."""
    if name:
        return era._replace(periods=(*era.periods, Period(name, events)))
    if not era.periods:
        raise DiagramError("an event stands before the first period", line)
    *before, last = era.periods
    return era._replace(periods=(*before, last._replace(events=(*last.events, *events))))
