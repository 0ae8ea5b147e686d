"""From lines of plain text that begin with dashes, dots or numbers to a list block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from adapters.documents.inline_text import Piece, resolve_text
from adapters.documents.page import UNNUMBERED, Page
from model.content import Item, ListBlock, Run

_MARKER = re.compile(r"( {0,60})(?:([-*+•‣◦–·])|(\d{1,4})[.)]|\(?([a-z0-9]{1,2})\)) {1,8}(?=\S)")
_BOX = re.compile(r"\[([ xX])\] {1,4}")
_MAX_DEPTH = 4


class Marker(NamedTuple):
    """What a list entry begins with."""

    indent: int
    width: int
    """Columns up to the entry's words."""
    ordered: bool
    number: int


@dataclass(slots=True)
class _Entry:
    indent: int
    first: int
    last: int
    lines: list[str]
    entries: list[_Entry] = field(default_factory=list)


def find_marker(line: str) -> Marker | None:
    """Return the marker that a line begins with, if any."""
    match = _MARKER.match(line)
    if not match:
        return None
    number = int(match[3]) if match[3] else 1
    return Marker(len(match[1]), match.end(), not match[2], number)


def find_last_number(lines: Sequence[str]) -> Marker | None:
    """Return the marker of the last numbered entry among some lines."""
    markers = (find_marker(line) for line in reversed(lines))
    return next((marker for marker in markers if marker and marker.ordered), None)


def read_text_list(chunks: Sequence[tuple[int, Sequence[str]]], page: Page) -> ListBlock:
    """Read chunks of lines, the first of which begins with a marker; indentation nests, up to four levels."""
    head = find_marker(chunks[0][1][0])
    assert head is not None
    top: list[_Entry] = []
    path: list[_Entry] = []
    for first, lines in chunks:
        for number, line in enumerate(lines, start=first):
            _take_line(line, number, top, path)
    items = tuple(item for entry in top for item in _make_item(entry, page))
    span = page.span(chunks[0][0], chunks[-1][0] + len(chunks[-1][1]) - 1)
    return ListBlock(block_id=UNNUMBERED, span=span, ordered=head.ordered, start=head.number, items=items)


def _take_line(line: str, number: int, top: list[_Entry], path: list[_Entry]) -> None:
    marker = find_marker(line)
    if marker is None or (path and marker.indent > path[-1].indent + 12):
        path[-1].lines.append(line.strip())
    else:
        while path and path[-1].indent >= marker.indent:
            path.pop()
        entry = _Entry(marker.indent, number, number, [line[marker.width :].strip()])
        del path[_MAX_DEPTH - 1 :]
        (path[-1].entries if path else top).append(entry)
        path.append(entry)
    for entry in path:
        entry.last = number


def _make_item(entry: _Entry, page: Page) -> list[Item]:
    words = "\n".join(entry.lines)
    box = _BOX.match(words)
    text = resolve_text([Piece(Run(text=words[box.end() :] if box else words), entry.first, entry.last)])
    items = tuple(item for nested in entry.entries for item in _make_item(nested, page))
    checked = box[1] != " " if box else None
    if not text:
        return list(items)
    return [Item(text=text, span=page.span(entry.first, entry.last), checked=checked, items=items)]
