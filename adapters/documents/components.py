"""From the components of documentation sites to Markdown, line for line: callouts, and the titles of tabs, steps and cards.

Docusaurus, Mintlify, Nextra and Starlight each have theirs. What stands between a component's tags is Markdown there, however
far it is indented.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from adapters.documents.callouts import CALLOUTS
from adapters.documents.jsx_tags import Component, indent_of, pair_components

_CALLED = {
    name.capitalize(): name for name in ("note", "tip", "info", "warning", "caution", "danger", "important", "hint")
}
_CALLED |= {"Check": "success"}
_NAMING_THEIR_KIND = frozenset({"Aside", "Callout", "Admonition", "Alert"})
_KIND = ("type", "kind", "variant", "intent")
_TITLED_LIST = """Tab TabItem Step Accordion AccordionItem Card LinkCard Expandable Collapsible Update
    ResponseField ParamField"""
_TITLED = frozenset(_TITLED_LIST.split())
_TITLE = ("label", "title", "header", "name", "path", "query", "body", "value")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~:])")
_COLONS = re.compile(r" *(:{3,})")


class _Title(NamedTuple):
    line: int
    words: str


def open_components(lines: Sequence[str]) -> list[str]:
    """Return as many lines, with each component's content as far in as its tags, and in place of these what readers see."""
    made, titles = list(lines), list[_Title]()
    for component in sorted(pair_components(lines, _NAMING_THEIR_KIND), key=lambda found: found.first):
        titles += _open(made, component)
    for line, words in titles:
        made[line] = _write_title(made, line, words)
    return made


def _open(lines: list[str], component: Component) -> Iterator[_Title]:
    kind, title = _find_kind(component), _find_title(component)
    indent = " " * indent_of(lines[component.first])
    if component.form == "around":
        _draw_out(lines, component, len(indent))
        colons = ":" * _count_colons(lines[component.last + 1 : component.end])
        _replace_tag(
            lines, component, f"{indent}{colons}{kind} {_escape(_title_of(component))}".rstrip() if kind else ""
        )
        lines[component.end] = f"{indent}{colons}" if kind else ""
        if title and not kind:
            yield _Title(component.last, title)
    elif kind and component.form != "alone":
        _quote(lines, component, indent, kind)
    elif component.form != "long" and (title or "." in component.name):
        text = component.text or _escape(component.attributes.get("description", ""))
        marker = "1." if component.name.endswith("Step") else "-"
        shown = f"{marker} **{_escape(title)}**" + f": {text}" * bool(text) if title else text
        _replace_tag(lines, component, indent + shown)


def _replace_tag(lines: list[str], component: Component, line: str) -> None:
    """Put a line where a component's first tag ends, and empty ones where it begins."""
    for at in range(component.first, component.last):
        lines[at] = ""
    lines[component.last] = line


def _quote(lines: list[str], component: Component, indent: str, kind: str) -> None:
    """Write a callout whose words begin on the line of its tag: each line is one of a quotation."""
    end = component.end
    words = [component.text, *(line.strip() for line in lines[component.last + 1 : end + 1])]
    words[-1] = words[-1].removesuffix(f"</{component.name}>").rstrip()
    title = _title_of(component)
    lead = f"**{CALLOUTS[kind].capitalize()}:** " + f"**{_escape(title)}**<br>" * bool(title)
    apart = end + 1 == len(lines) or not lines[end + 1].strip()
    mark = "> " if apart else ""  # a line that followed at once would be one of the quotation
    _replace_tag(lines, component, f"{indent}{mark}{lead}{words[0]}")
    for at, line in enumerate(words[1:], start=component.last + 1):
        lines[at] = f"{indent}{mark}{line}"
    if not apart:
        lines[end] += "<br>"


def _draw_out(lines: list[str], component: Component, indent: int) -> None:
    """Bring what is between the tags as far out as they are."""
    inside = range(component.last + 1, component.end)
    deeper = min((indent_of(lines[line]) for line in inside if lines[line].strip()), default=0) - indent
    for line in inside if deeper > 0 else ():
        lines[line] = " " * max(0, indent_of(lines[line]) - deeper) + lines[line].lstrip(" \t")


def _count_colons(body: Sequence[str]) -> int:
    """Return how many colons no line within ends by."""
    return max((len(found[1]) + 1 for line in body if (found := _COLONS.match(line))), default=3)


def _write_title(lines: Sequence[str], at: int, words: str) -> str:
    """Write a title above what follows; as a tag, where it would go on with the words before it."""
    indent = " " * indent_of(next((line for line in lines[at + 1 :] if line.strip()), ""))
    before, after = (lines[at - 1].strip() if at else ""), (lines[at + 1].strip() if at + 1 < len(lines) else "")
    if before and not after:
        return f"{indent}<p><strong>{html.escape(html.unescape(_straighten(words)))}</strong></p>"
    marker = "- " if before.startswith("- **") else ""  # below one that we wrote
    return f"{indent}{marker}**{_escape(words)}**" + "<br>" * bool(after)


def _escape(words: str) -> str:
    """Have marks of Markdown stand for themselves; entities are what they are in an attribute."""
    return _SPECIAL.sub(r"\\\1", _straighten(words))


def _straighten(words: str) -> str:
    return " ".join(words.split())


def _title_of(component: Component) -> str:
    return component.attributes.get("title", "")


def _find_kind(component: Component) -> str:
    if component.name in _NAMING_THEIR_KIND:
        told = next((component.attributes[name] for name in _KIND if name in component.attributes), "note").lower()
        return told if told in CALLOUTS else "note"
    return _CALLED.get(component.name, "")


def _find_title(component: Component) -> str:
    if component.name.rpartition(".")[2] not in _TITLED:
        return ""
    return next((component.attributes[name] for name in _TITLE if component.attributes.get(name, "").strip()), "")
