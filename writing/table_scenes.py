"""A table on one screen -> the scene that says most: a chart of its numbers, its only number, two columns
for and against, or the table.
"""

from __future__ import annotations

import re

from model.content import Text, plain
from model.scenes import SceneConfig, TableScene
from model.scenes.chart import ChartScene, Datum
from model.scenes.stat import StatScene
from model.scenes.two_column import Column, TwoColumnScene

_NUMBER = re.compile(
    r"(?P<before>[$€£¥]?) ?(?P<value>[-+−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+−]?\d{1,12}(?:\.\d{1,6})?) ?"
    r"(?P<after>%|‰|×|x|[a-zA-Zµ°/]{1,8})?"
)
_YEAR = re.compile(r"(?:18|19|20|21)\d\d")
_LEAST_ROWS = 2
MOST_CHARTED = 12
"""Rows of a chart: more than a table shows on one screen."""
_LONGEST_LABEL = 40
_COUNTERS = frozenset({"#", "no.", "no", "id", "port", "code", "version", "status", "line", "year", "exit code"})
"""Titles of columns whose numbers are names: they say nothing as lengths."""
_SIDES = {
    ("pros", "cons"), ("pro", "con"), ("advantages", "disadvantages"), ("for", "against"), ("do", "don't"),
    ("dos", "don'ts"), ("good", "bad"), ("strengths", "weaknesses"), ("benefits", "drawbacks"),
}  # fmt: skip


def show_table(scene: TableScene) -> SceneConfig:
    """Choose how a table is shown; what is said over it does not change."""
    if len(scene.columns) != 2 or scene.note:
        return scene
    return _as_columns(scene) or _as_chart(scene) or _as_stat(scene) or scene


def _as_columns(scene: TableScene) -> TwoColumnScene | None:
    first, second = (plain(title).strip() for title in scene.columns)
    if (first.lower().replace("’", "'"), second.lower().replace("’", "'")) not in _SIDES:
        return None
    sides = [tuple(row[at] for row in scene.rows if plain(row[at]).strip()) for at in range(2)]
    if not all(sides):
        return None
    return TwoColumnScene(
        scene_id=scene.scene_id, narration=scene.narration, spans=scene.spans, header=scene.header,
        first=Column(heading=first, tone="good", text=sides[0]), second=Column(heading=second, tone="bad", text=sides[1]),
    )  # fmt: skip


def _as_chart(scene: TableScene) -> ChartScene | None:
    """Draw a column of labels and one of numbers in one unit; names that look like numbers stay a table."""
    title = plain(scene.columns[1]).strip()
    if not _LEAST_ROWS <= len(scene.rows) <= MOST_CHARTED or title.lower() in _COUNTERS:
        return None
    data = [_read_row(row) for row in scene.rows]
    entries = [entry for entry in data if entry is not None]
    units = {unit for _, unit in entries}
    if len(entries) != len(scene.rows) or len(units) != 1 or len({datum.value for datum, _ in entries}) < 2:
        return None
    labels = [datum.label for datum, _ in entries]
    years = all(_YEAR.fullmatch(label) for label in labels) and labels == sorted(labels)
    if len(set(labels)) != len(labels) or (not years and any(_NUMBER.fullmatch(label) for label in labels)):
        return None
    return ChartScene(
        scene_id=scene.scene_id, narration=scene.narration, spans=scene.spans, header=scene.header, axis=title,
        form="line" if years and len(labels) > _LEAST_ROWS else "bars",
        data=tuple(datum for datum, _ in entries), marked=scene.marked,
    )  # fmt: skip


def _as_stat(scene: TableScene) -> StatScene | None:
    """Show a table's only number, which its only row names, large."""
    title = plain(scene.columns[1]).strip()
    if len(scene.rows) != 1 or title.lower() in _COUNTERS or any(run.href for run in scene.rows[0][1]):
        return None
    name, shown = scene.rows[0][0], plain(scene.rows[0][1]).strip()
    found = _NUMBER.fullmatch(shown)
    if not found or _YEAR.fullmatch(shown) or not plain(name).strip() or not (found["after"] or found["before"]):
        return None
    return StatScene(
        scene_id=scene.scene_id, narration=scene.narration, spans=scene.spans, header=scene.header,
        value=found["before"] + found["value"], unit=found["after"] or "", text=name,
    )  # fmt: skip


def _read_row(row: tuple[Text, ...]) -> tuple[Datum, str] | None:
    label, shown = (plain(cell).strip() for cell in row)
    found = _NUMBER.fullmatch(shown)
    if not found or not label or len(label) > _LONGEST_LABEL or any(run.href for run in row[1]):
        return None
    value = float(found["value"].replace(",", "").replace("−", "-"))
    return Datum(label=label, value=value, shown=shown), found["before"] + (found["after"] or "")
