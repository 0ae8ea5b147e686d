"""Mermaid's `xychart-beta` -> bars and lines over the same axes."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from render.diagrams.source import DiagramError, Statement, clean_label

_HEADER = re.compile(r"xychart(?:-beta)?(?:\s+(horizontal|vertical))?")
_AXIS = re.compile(
    r'([xy])-axis\s*("[^"]*"|[^\["\d-][^\["]*?)?\s*(?:\[(.*)\]|(-?[\d.]{1,18})\s*-->\s*(-?[\d.]{1,18}))?'
)
_SERIES = re.compile(r'(bar|line)\s*(?:"[^"]*"|[\w ]+?)?\s*\[(.*)\]')
_PART = re.compile(r'\s*("[^"]*"|[^,]+?)\s*(?:,|$)')
_MOST_VALUES = 24
_MOST_SERIES = 5


class Series(NamedTuple):
    """Numbers in the order of the axis."""

    kind: Literal["bar", "line"]
    values: tuple[float, ...]


class XYChart(NamedTuple):
    """Some series."""

    title: str
    horizontal: bool
    names: tuple[str, ...]
    """Of the places along the first axis."""
    x_title: str
    y_title: str
    span: tuple[float, float] | None
    """Of the second axis, where the author gives it."""
    series: tuple[Series, ...]


def parse_xychart(statements: list[Statement]) -> XYChart:
    """Read the statements; raises DiagramError at the first that is not known, or when the series do not match."""
    header = _HEADER.fullmatch(statements[0].text)
    if header is None:
        raise DiagramError(f"not understood: {statements[0].text[:60]!r}", statements[0].line)
    title, names, titles, series = "", tuple[str, ...](), {"x": "", "y": ""}, list[Series]()
    spans: dict[str, tuple[float, float] | None] = {"x": None, "y": None}
    for text, line, _ in statements[1:]:
        axis, own = _AXIS.fullmatch(text), _SERIES.fullmatch(text)
        if text.startswith("title "):
            title = clean_label(text[6:])
        elif own:
            kind: Literal["bar", "line"] = "bar" if own[1] == "bar" else "line"
            series.append(Series(kind, tuple(_read_number(part, line) for part in own[2].split(","))))
        elif axis:
            titles[axis[1]] = clean_label(axis[2] or "")
            if axis[3]:
                names = tuple(clean_label(part) for part in _PART.findall(axis[3]))
            elif axis[4]:
                spans[axis[1]] = (_read_number(axis[4], line), _read_number(axis[5], line))
        elif not text.startswith(("accTitle", "accDescr")):
            raise DiagramError(f"not understood: {text[:60]!r}", line)
    count = _check(series, names)
    names = names or _name_places(spans["x"], count)
    return XYChart(title, header[1] == "horizontal", names, titles["x"], titles["y"], spans["y"], tuple(series))


def _read_number(written: str, line: int) -> float:
    if not re.fullmatch(r"\s*[+-]?\d{0,15}\.?\d{0,9}\s*", written) or not any(char.isdigit() for char in written):
        raise DiagramError(f"{written.strip()[:40]!r} is no number", line)
    return float(written)


def _check(series: list[Series], names: tuple[str, ...]) -> int:
    if not 0 < len(series) <= _MOST_SERIES:
        raise DiagramError(f"a chart of {len(series)} series is not drawn, from 1 to {_MOST_SERIES} are")
    count = max(len(names), *(len(one.values) for one in series))
    if count > _MOST_VALUES:
        raise DiagramError(f"the chart has more than {_MOST_VALUES} places, too many for one picture")
    if any(len(one.values) != count for one in series) or (names and len(names) != count):
        raise DiagramError("the series and the axis have different numbers of values")
    return count


def _name_places(span: tuple[float, float] | None, count: int) -> tuple[str, ...]:
    """Name the places of an axis of numbers."""
    low, high = span or (1.0, float(count))
    step = (high - low) / max(1, count - 1)
    return tuple(f"{low + at * step:.6g}" for at in range(count))
