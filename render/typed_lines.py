"""A terminal's rows and what is said over them -> rows that are typed while they are introduced, output following"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from model.scenes import CommandScene
from model.timeline import Cue
from render.cue_matching import find_parts, sentence_words
from render.layout import Box, Item, Panel
from render.monospace import Row
from render.page import Page
from render.windows import Rows, place_row

_MOST_GROUPS = 24
"""Of letters, in a scene: each is a picture of its own."""
_KEY = 67
"""Milliseconds between two groups."""
_ANSWER = 350
"""Milliseconds from the last letter to what comes back."""
_PROMPT = 2
"""Letters before the first that is typed."""


class _Entry:
    """A command of one or more lines, with the remarks before it and what comes back after it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.before: list[int] = []
        self.typed: list[int] = []
        self.after: list[int] = []


def place_typed(scene: CommandScene, page: Page, rows: Rows) -> tuple[list[Item], tuple[Cue, ...]]:
    """Place all rows; return with them when each step is due. Without a command, everything stands from the start."""
    leading, entries = _find_entries(scene)
    colour = page.theme.terminal.faint
    items = [item for at in _rows_of(rows, leading) for item in place_row(page, rows, at, (), colour)]
    cues: list[Cue] = []
    starts = _find_starts(entries, scene)
    for number, (entry, start) in enumerate(zip(entries, starts, strict=True)):
        delay = cues[-1].delay + _ANSWER if cues and cues[-1].word == start else 0
        standing = 0 if not number else len(cues) + 1
        items += _place(page, rows, entry.before, standing)
        states = list(_type(rows, entry, _MOST_GROUPS // len(entries)))
        first = len(cues) + 1
        for place, state in enumerate(states):
            cues.append(Cue(start, "cut", delay + place * _KEY))
            last = place == len(states) - 1
            items += _place_state(page, rows, state, first + place, None if last else first + place + 1)
        if not number:
            items += _place_prompt(page, rows, entry, first)
        if entry.after:
            cues.append(Cue(start, "fade", cues[-1].delay + _ANSWER))
            items += _place(page, rows, entry.after, len(cues))
    return items, tuple(cues)


def _find_entries(scene: CommandScene) -> tuple[list[int], list[_Entry]]:
    """Share the lines out: those before any command, then command by command."""
    leading: list[int] = []
    entries: list[_Entry] = []
    remarks: list[int] = []
    for kind, group in groupby(enumerate(scene.lines), lambda numbered: numbered[1].kind):
        for at, line in group:
            if kind == "input":
                entries.append(_Entry(line.text))
                entries[-1].before, remarks = remarks, []
                entries[-1].typed.append(at)
            elif kind == "comment":
                remarks.append(at)
            elif not entries:
                leading.append(at)
            else:
                (entries[-1].typed if kind == "continuation" and not entries[-1].after else entries[-1].after).append(
                    at
                )
    if entries:
        entries[-1].after += remarks
    else:
        leading += remarks
    return leading, entries


def _find_starts(entries: list[_Entry], scene: CommandScene) -> list[int]:
    """Return the word with which each command begins to be typed: the first of the sentence that introduces it."""
    sentences = sentence_words(scene.narration)
    starts: list[int] = []
    for word in find_parts([entry.text for entry in entries], scene.narration):
        own = next((words.start for words in sentences if word is not None and word < words.stop), None)
        latest = starts[-1] if starts else sentences[0].start
        starts.append(max(latest, own if own is not None else latest))
    return starts


def _rows_of(rows: Rows, lines: list[int]) -> list[int]:
    return [at for at, row in enumerate(rows.rows) if row.source in lines]


def _place(page: Page, rows: Rows, lines: list[int], step: int) -> list[Item]:
    colour = page.theme.terminal.faint
    return [item for at in _rows_of(rows, lines) for item in place_row(page, rows, at, (), colour, step=step)]


def _type(rows: Rows, entry: _Entry, most: int) -> Iterator[list[tuple[int, Row]]]:
    """Yield what stands after each group of letters: for each row that is begun, its place and its letters so far."""
    own = _rows_of(rows, entry.typed)
    count = sum(len(rows.rows[at].cells) for at in own) - _PROMPT
    groups = max(1, min(most, -(-count // 2)))
    for number in range(1, groups + 1):
        left = _PROMPT + -(-count * number // groups)
        state: list[tuple[int, Row]] = []
        for at in own:
            row = rows.rows[at]
            if left > 0 or not row.cells:
                state.append((at, row._replace(cells=row.cells[:left])))
            left -= len(row.cells)
        yield state


def _place_state(page: Page, rows: Rows, state: list[tuple[int, Row]], step: int, until: int | None) -> list[Item]:
    """Place the letters so far, and a cursor after them while there are more to come."""
    colour, items = page.theme.terminal.faint, list[Item]()
    for at, row in state:
        items += place_row(page, rows, at, (), colour, row=row, step=step, until=until)
    if until is not None and state:
        at, row = state[-1]
        column = row.indent + sum(cell.columns for cell in row.cells)
        items.append(_place_cursor(page, rows, at, column, step, until))
    return items


def _place_prompt(page: Page, rows: Rows, entry: _Entry, until: int) -> list[Item]:
    """Let the first prompt wait, with its cursor, from the start."""
    at = _rows_of(rows, entry.typed)[0]
    row = rows.rows[at]
    waiting = row._replace(cells=row.cells[:_PROMPT])
    words = place_row(page, rows, at, (), page.theme.terminal.faint, row=waiting, until=until)
    return [*words, _place_cursor(page, rows, at, row.indent + _PROMPT, 0, until)]


def _place_cursor(page: Page, rows: Rows, at: int, column: int, step: int, until: int) -> Panel:
    grid = rows.grid
    high = round(grid.size * 1.2)
    left, top = rows.text.x + round(column * grid.cell), rows.text.y + at * grid.line_height
    box = Box(left, top + (grid.line_height - high) // 2, max(2, round(grid.cell * 0.55)), high)
    return Panel(box, page.theme.prompt, step=step, until=until)
