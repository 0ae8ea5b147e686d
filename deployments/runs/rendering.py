"""What is told of runs -> lines for a terminal"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from model.progress import Stage
from model.runs import Made, RunLine, RunReport

_STAGES: dict[Stage, str] = {
    "adapt": "reading",
    "parse": "understanding",
    "script": "script",
    "narrate": "narration",
    "render": "pictures",
    "sound": "sound",
    "deliver": "film",
}
_SPOKEN: dict[Made, str] = {"": "", "anew": "spoken", "kept": "kept"}
_DRAWN: dict[Made, str] = {"": "", "anew": "drawn", "kept": "kept"}
_TICKS = ((60.0, 1.0, "s"), (3600.0, 60.0, "min"), (86400.0, 3600.0, "h"), (float("inf"), 86400.0, "d"))
_MARGIN = 12
_SHORTEST_MINUTE = 100
_MEGABYTE = 1_000_000


def list_lines(lines: Sequence[RunLine], now: datetime, folder: Path) -> list[str]:
    """Return a table of runs; paths are told from a folder."""
    rows = [("ID", "STATE", "BEGUN", "TOOK", "DONE", "RUN", "")]
    rows += [
        (
            line.short_id,
            line.state,
            _age(line, now),
            _took(line),
            f"{line.percent:.0f} %",
            line.name,
            _detail(line, folder),
        )
        for line in lines
    ]
    return _align(rows, right={3, 4})


def _align(rows: Sequence[Sequence[str]], right: set[int]) -> list[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]

    def pad(at: int, text: str) -> str:
        return text.rjust(widths[at]) if at in right else text.ljust(widths[at])

    return ["  ".join(pad(at, text) for at, text in enumerate(row)).rstrip() for row in rows]


def _age(line: RunLine, now: datetime) -> str:
    seconds = (now - (line.started or line.created)).total_seconds()
    return "just now" if 0 <= seconds < 1 else f"{_tick(seconds)} ago" if seconds > 0 else f"in {_tick(-seconds)}"


def _tick(seconds: float) -> str:
    return next(f"{seconds // unit:.0f} {name}" for end, unit, name in _TICKS if seconds < end)


def tell_seconds(seconds: float) -> str:
    """Write a length of time: `8.2 s`, `3:05`, `1:02:03`."""
    if seconds < _SHORTEST_MINUTE:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _took(line: RunLine) -> str:
    return tell_seconds(line.seconds) if line.started else ""


def _detail(line: RunLine, folder: Path) -> str:
    """Say what a person wants to know of a run in this state."""
    if line.state == "completed":
        return tell_path(line.film, folder)
    if line.state == "waiting":
        return f"approve {tell_path(line.review, folder)}"
    return " ".join(line.message.split()) if line.over else ""


def tell_path(path: str, folder: Path) -> str:
    """Name a file as briefly as it can be named from a folder."""
    return str(Path(path).relative_to(folder)) if path and Path(path).is_relative_to(folder) else path


def report_lines(told: RunReport, now: datetime, folder: Path) -> list[str]:
    """Return all that is told of a run."""
    line = told.run
    again = f", attempt {line.attempts}" if line.attempts > 1 else ""
    took = f" after {tell_seconds(line.seconds)}" if line.started else ""
    head = f"{line.name}  {line.state}{took}, begun {_age(line, now)}{again}"
    return [
        head,
        *_fields(told, folder),
        *_section("stages", _stage_rows(told), right={2, 3, 4}),
        *_section("scenes", _scene_rows(told), right={0}),
        *(["", *_next_step(line)] if _next_step(line) else []),
    ]


def _fields(told: RunReport, folder: Path) -> list[str]:
    line = told.run
    options = " ".join(f"{name}={_value(value)}" for name, value in told.options.items())
    pairs = [
        ("id", line.run_id),
        ("source", f"{line.source} in {line.folder}" if line.folder else line.source),
        ("options", options),
        ("machine", line.host),
        ("error", " ".join(line.message.split()) if line.state in ("failed", "crashed") else ""),
        *(("failed", f"{part}: {' '.join(message.split())}") for part, message in told.errors),
        ("review", tell_path(line.review, folder)),
        ("film", tell_path(line.film, folder)),
        ("made", _made(told.facts)),
        ("files", ", ".join(f"{one.file} {_size(one.size)}" for one in told.outputs)),
        ("read", ", ".join(f"{one.file} {_size(one.size)}" for one in told.inputs)),
        ("shown at", told.url),
    ]  # fmt: skip
    return [f"  {name:<{_MARGIN - 2}}{text}" for name, text in pairs if text]


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _made(facts: dict[str, Any]) -> str:
    if not facts:
        return ""
    text = f"{facts.get('title', '')}: {tell_seconds(float(facts.get('film_seconds', 0)))}, {facts.get('scenes', 0)} scenes"
    text += f"; {facts.get('spoken', 0)} spoken, {facts.get('drawn', 0)} drawn, {facts.get('reused', 0)} reused"
    paid = f", ${float(facts['cost']):.4f}" if facts.get("cost") else ""
    return f"{text}; {facts['model']} wrote it{paid}" if facts.get("model") else text


def _size(size: int) -> str:
    kilo = f"{size / 1000:.0f} kB" if size >= 1000 else f"{size} B"
    return f"{size / _MEGABYTE:.1f} MB" if size >= _MEGABYTE else kilo


def _section(title: str, rows: list[tuple[str, ...]], right: set[int]) -> list[str]:
    if not rows:
        return []
    return ["", f"  {title}", *(f"    {text}" for text in _align(rows, right))]


def _stage_rows(told: RunReport) -> list[tuple[str, ...]]:
    return [
        (
            one.stage, _STAGES[one.stage], f"{one.done}/{one.total}", tell_seconds(one.seconds),
            f"{one.kept} kept" if one.kept else "",
        )
        for one in told.stages
    ]  # fmt: skip


def _scene_rows(told: RunReport) -> list[tuple[str, ...]]:
    return [
        (str(at), one.scene_type, one.scene_id, _SPOKEN[one.spoken], _DRAWN[one.drawn])
        for at, one in enumerate(told.scenes, start=1)
    ]


def _next_step(line: RunLine) -> list[str]:
    """Say what may be done with a run."""
    steps = {
        "waiting": f"Change {line.review or 'the script'}, then: video-gen approve {line.short_id}",
        "paused": f"Go on with it: video-gen resume {line.short_id}",
        "failed": f"When that is mended, go on with it: video-gen resume {line.short_id}",
        "crashed": f"Go on with it: video-gen resume {line.short_id}",
        "cancelled": f"Go on with it all the same: video-gen resume {line.short_id}",
        "running": f"Watch it: video-gen runs watch {line.short_id}",
    }
    return [steps[line.state]] if line.state in steps else []


def as_json(values: Iterable[RunLine] | RunReport) -> str:
    """Write runs as JSON."""
    dump: Callable[[Any], Any] = lambda one: one.model_dump(mode="json")  # noqa: E731
    plain = dump(values) if isinstance(values, RunReport) else [dump(one) for one in values]
    return json.dumps(plain, indent=2, ensure_ascii=False)
