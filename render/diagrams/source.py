"""Mermaid's text -> its statements, and what is said of a diagram that is not drawn."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

MOST_CHARACTERS = 20_000
MOST_STATEMENTS = 400
MOST_NODES = 80
MOST_EDGES = 160
MOST_GROUPS = 24
MOST_DEPTH = 6
MOST_LABEL = 240

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_DESCRIPTION = re.compile(r"accDescr\s*\{")
_BREAK = re.compile(r"<br\s*/?>|\\n", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_ENTITY = re.compile(r"#(\d{1,6}|[A-Za-z]{2,10});")
_ICON = re.compile(r"\bfa[bslr]?:fa-[a-z0-9-]+\s*")
_MARKS = re.compile(r"(\*\*|__|\*|(?<!\w)_|_(?!\w))")


class DiagramError(Exception):
    """The diagram cannot be drawn: at which of its lines, counted from 1, and why. Line 0 stands for the whole."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.reason, self.line = reason, line


class Statement(NamedTuple):
    """One statement and its line."""

    text: str
    line: int
    indent: int = 0
    """Columns before it."""


def read_statements(source: str, *, semicolons: bool = False) -> list[Statement]:
    """Take comments, directives and front matter away, and cut into statements; the first is the header.

    Raises DiagramError for a source without any, or with more than a picture holds.
    """
    if len(source) > MOST_CHARACTERS:
        raise DiagramError(f"the diagram has {len(source)} characters; at most {MOST_CHARACTERS} are drawn")
    front = _FRONT.match(source)
    skipped = source[: front.end()].count("\n") if front else 0
    found: list[Statement] = []
    end = ""
    for number, line in enumerate(source[front.end() if front else 0 :].split("\n"), start=skipped + 1):
        bare = line.strip()
        if end:
            end = "" if end in bare else end
            continue
        end = _opens(bare)
        if bare.startswith("%%") or end:
            continue
        for part in _cut(bare) if semicolons else [bare]:
            if part.strip():
                found.append(Statement(part.strip(), number, _indent(line)))
        if len(found) > MOST_STATEMENTS:
            raise DiagramError(f"the diagram has more than {MOST_STATEMENTS} statements", number)
    if not found:
        raise DiagramError("the diagram is empty")
    return found


def _opens(bare: str) -> str:
    """Return what ends a directive or a description that goes on over further lines; empty for any other line."""
    if bare.startswith("%%{"):
        return "" if "}%%" in bare else "}%%"
    return "}" if _DESCRIPTION.match(bare) and "}" not in bare else ""


def _indent(line: str) -> int:
    wide = line.expandtabs(4)
    return len(wide) - len(wide.lstrip())


def read_front_title(source: str) -> str:
    """Return the title that the front matter gives; empty for none."""
    front = _FRONT.match(source)
    found = _TITLE.search(front[1]) if front else None
    return clean_label(found[1].strip("'")) if found else ""


def _cut(line: str) -> list[str]:
    """Cut at semicolons that stand outside quotation marks and are no entity's end."""
    parts, quoted, start = [], False, 0
    for at, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == ";" and not quoted and not _ends_entity(line[:at]):
            parts.append(line[start:at])
            start = at + 1
    return [*parts, line[start:]]


def _ends_entity(before: str) -> bool:
    return bool(re.search(r"[#&]#?\w{1,10}$", before))


def clean_label(text: str) -> str:
    """Resolve entities, line breaks and the marks of Markdown strings; tags and icon names go."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].strip()
    if len(text) > 1 and text[0] == text[-1] == "`":
        text = _MARKS.sub("", text[1:-1])
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = _ICON.sub("", _ENTITY.sub(_resolve, text))
    lines = (" ".join(line.split()) for line in html.unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)[:MOST_LABEL]


def _resolve(match: re.Match[str]) -> str:
    name = match[1]
    return html.unescape(f"&#{name};" if name.isdigit() else f"&{name};")


def check_size(nodes: int, edges: int, groups: int = 0) -> None:
    """Refuse what no picture holds: raises DiagramError."""
    for count, most, what in (
        (nodes, MOST_NODES, "nodes"),
        (edges, MOST_EDGES, "edges"),
        (groups, MOST_GROUPS, "groups"),
    ):
        if count > most:
            raise DiagramError(f"the diagram has more than {most} {what}, too many for one picture")
