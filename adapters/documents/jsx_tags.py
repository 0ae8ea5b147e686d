"""From lines of MDX to the components in them: their names, their attributes, and the lines of their tags."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from adapters.documents.markdown_dialects import FENCE, find_end
from adapters.documents.tree import KNOWN

_START = re.compile(r"[ \t]*<([A-Z][\w.]{0,60})(?=[\s/>]|$)")
_CLOSE = re.compile(r"[ \t]*</([A-Z][\w.]{0,60})>\s*")
_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`|[{}<>]")
_ATTRIBUTE = re.compile(
    r"\b([a-z]\w{0,30})=(?:\"([^\"]{1,200})\"|'([^']{1,200})'|\{\s*(?:\"([^\"]{1,200})\"|'([^']{1,200})'|\[([^\[\]]{1,500})\])\s*\})"
)
_ITEM = re.compile(r"\"([^\"]{1,100})\"|'([^']{1,100})'")
_MARKER = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_DEEPEST = 8
_LONGEST_TAG = 12
"""Lines."""
_LONGEST_TEXT = 40
"""Lines of a component whose words begin on the line of its tag."""
_MOST = 4000
"""Characters of a tag."""
_CODE = 4
"""Spaces before a line of code, where it is in no list."""

Form = Literal["alone", "short", "long", "around"]


class Component(NamedTuple):
    """A component: `<A/>` is alone, `<A>words</A>` short, or long on several lines; one around has tags on their own lines."""

    name: str
    attributes: dict[str, str]
    form: Form
    first: int
    last: int
    """Lines of its first tag."""
    end: int
    """The line of its last tag."""
    text: str = ""
    """What stands behind its first tag, on the same line."""


def indent_of(line: str) -> int:
    """Return how far in a line begins; a tab goes to the next multiple of four."""
    bare = line.lstrip(" \t")
    return len(line[: len(line) - len(bare)].expandtabs(4))


def pair_components(lines: Sequence[str], known: Collection[str]) -> Iterator[Component]:
    """Yield each component that is whole; of those that HTML knows by the same name, the ones in `known`."""
    opened: list[Component] = []
    items: dict[int, list[str]] = {}
    for at, listed in _list_plain_lines(lines):
        if opened and at <= opened[-1].last:
            continue
        if (found := _read_component(lines, at, known)) is not None:
            if not opened and not listed and indent_of(lines[at]) >= _CODE:
                continue
            if opened and items.get(opened[-1].first) and found.name.endswith("Tab"):
                found.attributes.setdefault("title", items[opened[-1].first].pop(0))
            if found.form != "around":
                yield found
                continue
            items[found.first] = [one[1] or one[2] for one in _ITEM.finditer(found.attributes.get("items", ""))]
            opened = [*opened[1 - _DEEPEST :], found]
        elif close := _CLOSE.fullmatch(lines[at]):
            while opened and opened[-1].name != close[1] and any(one.name == close[1] for one in opened):
                opened.pop()
            if opened and opened[-1].name == close[1]:
                yield opened.pop()._replace(end=at)


def _list_plain_lines(lines: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Yield each line that is neither code nor a remark, and whether it may be in a list."""
    at, listed = 0, False
    while at < len(lines):
        line = lines[at]
        if _MARKER.match(line):
            listed = True
        elif line[:1].strip():
            listed = False
        if fence := FENCE.match(line):
            at = find_end(lines, at, fence[2])
        elif (start := line.find("<!--")) >= 0:
            at = _find_line(lines, at, "-->", line[start:])
        elif (start := line.lower().find("<pre")) >= 0:
            at = _find_line(lines, at, "</pre>", line[start:].lower())
        else:
            yield at, listed
        at += 1


def _find_line(lines: Sequence[str], at: int, end: str, rest: str) -> int:
    if end in rest:
        return at
    return next((line for line in range(at + 1, len(lines)) if end in lines[line].lower()), at)


def _read_component(lines: Sequence[str], at: int, known: Collection[str]) -> Component | None:
    start = _START.match(lines[at])
    if start is None or (start[1].lower() in KNOWN and start[1] not in known):  # `<TABLE>` is HTML
        return None
    whole = "\n".join(lines[at : at + _LONGEST_TAG])[: _MOST + start.end()]
    end = _find_tag_end(whole, start.end())
    if end < 0:
        return None
    name, attributes = start[1], _read_attributes(whole[start.end() : end])
    last = at + whole.count("\n", 0, end)
    rest = lines[last][end - whole.rfind("\n", 0, end) :].strip()
    if whole[end - 1] == "/":
        return None if rest else Component(name, attributes, "alone", at, last, last)
    if not rest:
        return Component(name, attributes, "around", at, last, last)
    close = f"</{name}>"
    if rest.endswith(close) and rest.count(close) == 1:
        return Component(name, attributes, "short", at, last, last, rest.removesuffix(close).strip())
    upto = range(last + 1, min(last + _LONGEST_TEXT, len(lines)))
    closing = next((line for line in upto if close in lines[line] or not lines[line].strip()), -1)
    if close in rest or closing < 0 or not lines[closing].rstrip().endswith(close):
        return None
    return Component(name, attributes, "long", at, last, closing, rest)


def _find_tag_end(text: str, at: int) -> int:
    """Return where the `>` of a tag stands, or -1; what is in braces is the site's program."""
    depth = 0
    for token in _TOKEN.finditer(text, at):
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth -= 1
        elif depth == 0 and token[0] in "<>":
            return token.start() if token[0] == ">" else -1
    return -1


def _read_attributes(written: str) -> dict[str, str]:
    return {one[1]: next(filter(None, one.groups()[1:])) for one in _ATTRIBUTE.finditer(written)}
