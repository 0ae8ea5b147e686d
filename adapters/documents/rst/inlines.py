"""From docutils' inline nodes to elements, roles of Sphinx included, of which docutils only keeps the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from docutils import nodes

from adapters.documents.tree import Node

_STYLES = {"strong": "strong", "emphasis": "em", "title_reference": "em", "literal": "code", "subscript": "sub",
           "superscript": "sup", "inline": "span", "abbreviation": "span", "acronym": "span", "generated": "span",
           "term": "span", "classifier": "em"}  # fmt: skip
_SILENT = {
    "footnote_reference",
    "citation_reference",
    "target",
    "system_message",
    "comment",
    "substitution_definition",
    "raw",
}
_ROLE = re.compile(r"^(?::([A-Za-z][\w:.+-]{0,60}):)?`(.{0,2000})`(?::([A-Za-z][\w:.+-]{0,60}):)?$", re.DOTALL)
_TITLED = re.compile(r"^(.{1,1000}?)\s*<([^<>]{0,1000})>$", re.DOTALL)
_REFERENCE = re.compile(r"^`?(.{1,1000}?)`?__?$", re.DOTALL)
_CODE_NAMES = """func meth class mod attr data const exc obj property file program command option envvar makevar code samp
    kbd cmd member macro struct type var c cpp py js token regexp mimetype newsgroup literal confval setting bash python"""
_CODE = frozenset(_CODE_NAMES.split())
_PLACES = frozenset({"ref", "doc", "numref", "std:ref", "std:doc", "any", "term", "std:term", "download", "keyword"})
_TRACKED = frozenset({"issue", "pr", "pull", "ghsa", "cve", "commit", "gh", "bug", "ticket", "bpo", "user"})
"""Roles that only lead to a tracker."""
_STRONG = frozenset({"guilabel", "menuselection", "strong"})
_CALLED = frozenset({"func", "meth"})


class InlineReader:
    """Reads what stands within a paragraph."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._last = 1

    def read(self, found: Iterable[nodes.Node], first: int, last: int) -> list[Node]:
        """Return the elements of some inline nodes; docutils does not know on which line of their text each stands."""
        self._last = max(first, last)
        return self._read_all(found, first)

    def _read_all(self, found: Iterable[nodes.Node], line: int) -> list[Node]:
        made = [one for node in found for one in self._read(node, line)]
        for node in made:
            node.last = self._last
        return made

    def _read(self, node: nodes.Node, line: int) -> list[Node]:
        if isinstance(node, nodes.Text):
            return [_text(str(node), line)]
        assert isinstance(node, nodes.Element)
        name = node.tagname
        if name in _SILENT:
            return []
        if name == "problematic":
            return self._read_source(node.astext(), line)
        if name == "math":
            return [Node("#tex", line, line, text=node.astext())]
        if name == "image":
            return [read_image(node, line)]
        if name == "title_reference" and (match := _TITLED.match(node.astext())):
            return [_text(match[1], line)]
        children = self._read_all(node.children, line)
        if name == "reference":
            href = node.get("refuri") or (f"#{node['refid']}" if node.get("refid") else "")
            return [Node("a", line, line, {"href": href}, children=children)]
        return [Node(_STYLES.get(name, "span"), line, line, children=children)]

    def _read_source(self, source: str, line: int) -> list[Node]:
        """Read what docutils could not: a role that it has not heard of, a reference into another file."""
        if source.startswith("|") and source.rstrip("_").endswith("|") and len(source) > 2:
            return []
        if match := _ROLE.match(source):
            return self._read_role((match[1] or match[3] or "").lower(), match[2], line)
        if (match := _REFERENCE.match(source)) and source.endswith("_"):
            titled = _TITLED.match(match[1])
            return [_text(titled[1] if titled else match[1], line)]
        return [_text(source, line)]

    def _read_role(self, role: str, words: str, line: int) -> list[Node]:
        short = role.rpartition(":")[2]
        titled = _TITLED.match(words)
        shown = " ".join((titled[1] if titled else words).replace("\\", "").split())
        if role in _PLACES and not titled:
            return [_text(self._name_place(shown, short), line)]
        if short in _TRACKED:
            return []
        if short in _STRONG:
            shown = shown.replace("-->", "→").replace("&&", "\0").replace("&", "").replace("\0", "&")
            return [Node("strong", line, line, children=[_text(shown, line)])]
        if short in ("pep", "rfc"):
            return [_text(shown if titled else f"{short.upper()} {shown.partition('#')[0]}", line)]
        if short in _CODE or role.startswith(("py:", "c:", "cpp:", "js:", "rst:")):
            shown = shown.lstrip("!")
            shown = shown.lstrip("~").rpartition(".")[2] if shown.startswith("~") else shown
            shown = shown.replace("{", "").replace("}", "") if short in ("samp", "file") else shown
            called = "()" if short in _CALLED and not titled and not shown.endswith(")") else ""
            return [Node("code", line, line, children=[_text(shown + called, line)])]
        if short in ("math", "eq"):
            return [Node("#tex", line, line, text=words)] if short == "math" else []
        return [_text(shown, line)]

    def _name_place(self, target: str, role: str) -> str:
        """Return what a reader would see of a reference without words of its own."""
        if role in ("term", "keyword", "download"):
            return target.rpartition("/")[2] if role == "download" else target
        known = self._labels.get(target.lower())
        return known or target.lstrip("/").rpartition("/")[2].replace("-", " ").replace("_", " ")


def read_image(node: nodes.Element, line: int) -> Node:
    """Return a picture, with the words that its author gives it."""
    return Node("img", line, line, {"src": str(node.get("uri", "")), "alt": str(node.get("alt", ""))})


def _text(words: str, line: int) -> Node:
    return Node("#text", line, line, text=words.replace("\x00", ""))
