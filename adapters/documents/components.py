"""From the components of documentation sites to Markdown, line for line: callouts, and the titles of tabs, steps and cards.

Docusaurus, Mintlify, Nextra and Starlight each have theirs. What stands between a component's tags is Markdown there, however
far it is indented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from adapters.documents.callouts import CALLOUTS
from adapters.documents.markdown_dialects import find_end
from adapters.documents.tree import KNOWN

FENCE = re.compile(r" *(`{3,}|~{3,})")
_OPEN = re.compile(
    r"( *)<([A-Z][\w.]{0,60})((?:\s(?>[^<>\"'{}]|\"[^\"]{0,500}\"|'[^']{0,500}'|\{[^{}]{0,500}\}){0,4000}+)?)>\s*"
)
_CLOSE = re.compile(r" *</([A-Z][\w.]{0,60})>\s*")
_BEGUN = re.compile(r" *<[A-Z][\w.]{0,60}(?:\s[^<>]*)?")
_SHORT = re.compile(r"( *)<([A-Z]\w{0,60})(\s[^<>]{0,500})?>\s*(\S.{0,2000}?)\s*</\2>\s*")
_ATTRIBUTE = re.compile(
    r"([a-z]\w{0,30})=(?:\"([^\"]{1,200})\"|'([^']{1,200})'|\{\s*(?:\"([^\"]{1,200})\"|'([^']{1,200})'|\[([^\[\]]{1,500})\])\s*\})"
)
_ITEM = re.compile(r"\"([^\"]{1,100})\"|'([^']{1,100})'")
_DEEPEST = 8
_LONGEST_TAG = 12
"""Lines."""
_LONGEST_LINE = 2500
"""Characters."""
_CALLED = {
    name.capitalize(): name for name in ("note", "tip", "info", "warning", "caution", "danger", "important", "hint")
}
_CALLED |= {"Check": "success"}
_NAMING_THEIR_KIND = frozenset({"Aside", "Callout", "Admonition", "Alert"})
_KIND = ("type", "kind", "variant", "intent")
_TITLED = frozenset(
    {"Tab", "TabItem", "Tabs.Tab", "Step", "Accordion", "AccordionItem", "Card", "Expandable", "Collapsible"}
)
_TITLE = ("label", "title", "header", "name", "value")


class _Component(NamedTuple):
    """A component's tags, each alone on its lines."""

    name: str
    attributes: dict[str, str]
    first: int
    last: int
    """Lines of the first tag."""
    end: int = -1
    """The line of the last tag."""


def open_components(lines: list[str]) -> list[str]:
    """Return the same lines with each component's content as far in as its tags, and in place of these what readers see."""
    lines = list(lines)
    for component in sorted(_pair(lines), key=lambda found: found.first):
        indent = " " * _indent_of(lines[component.first])
        _draw_out(lines, component, len(indent))
        followed = component.last == component.first and bool(lines[component.last + 1].strip())
        tags = range(component.first, component.last + 1)
        lines[component.first : component.last + 1] = [""] * len(tags)
        lines[component.end] = ""
        if kind := _find_kind(component):
            lines[component.last] = f"{indent}:::{kind} {component.attributes.get('title', '')}".rstrip()
            lines[component.end] = f"{indent}:::"
        elif title := _find_title(component):
            lines[component.first] = f"{indent}**{title}**" + "<br>" * followed
    return [_write_short(line) for line in lines]


def _pair(lines: list[str]) -> Iterator[_Component]:
    opened: list[_Component] = []
    items: dict[int, list[str]] = {}
    at = 0
    while at < len(lines):
        if fence := FENCE.match(lines[at]):
            at = find_end(lines, at, fence[1]) + 1
            continue
        if found := _read_tag(lines, at):
            if opened and items.get(opened[-1].first) and "Tab" in found.name and not _find_title(found):
                found.attributes["title"] = items[opened[-1].first].pop(0)
            items[found.first] = [one[1] or one[2] for one in _ITEM.finditer(found.attributes.pop("items", ""))]
            opened = [*opened[1 - _DEEPEST :], found]
            at = found.last
        elif close := _CLOSE.fullmatch(lines[at]):
            while opened and opened[-1].name != close[1] and any(one.name == close[1] for one in opened):
                opened.pop()
            if opened and opened[-1].name == close[1]:
                yield opened.pop()._replace(end=at)
        at += 1


def _read_tag(lines: list[str], at: int) -> _Component | None:
    last = at
    if "<" in lines[at] and ">" not in lines[at] and _BEGUN.fullmatch(lines[at]):
        upto = range(at + 1, min(at + _LONGEST_TAG, len(lines)))
        last = next((line for line in upto if lines[line].rstrip().endswith(">")), at)
    tag = _OPEN.fullmatch("\n".join([lines[at], *lines[at + 1 : last + 1]]))
    if tag is None or tag[3].endswith("/") or (tag[2].lower() in KNOWN and tag[2] not in _NAMING_THEIR_KIND):
        return None  # `<TABLE>` is HTML
    return _Component(tag[2], _read_attributes(tag[3]), at, last)


def _read_attributes(written: str | None) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(written or "")
    return {one[1]: next(filter(None, one.groups()[1:])) for one in found}


def _draw_out(lines: list[str], component: _Component, indent: int) -> None:
    """Bring what is between the tags as far out as they are."""
    inside = range(component.last + 1, component.end)
    deeper = _least(_indent_of(lines[line]) for line in inside if lines[line].strip()) - indent
    for line in inside if deeper > 0 else ():
        lines[line] = lines[line][deeper:]


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _least(numbers: Iterable[int]) -> int:
    return min(numbers, default=0)


def _find_kind(component: _Component) -> str:
    if component.name in _NAMING_THEIR_KIND:
        told = next((component.attributes[name] for name in _KIND if name in component.attributes), "note").lower()
        return told if told in CALLOUTS else "note"
    return _CALLED.get(component.name, "")


def _find_title(component: _Component) -> str:
    if component.name not in _TITLED:
        return ""
    return next((component.attributes[name] for name in _TITLE if name in component.attributes), "")


def _write_short(line: str) -> str:
    """Write a callout that is one line."""
    short = _SHORT.fullmatch(line) if "</" in line and len(line) < _LONGEST_LINE else None
    if short is None:
        return line
    kind = _find_kind(_Component(short[2], _read_attributes(short[3]), 0, 0))
    return f"{short[1]}> **{CALLOUTS[kind].capitalize()}:** {short[4]}" if kind else line
