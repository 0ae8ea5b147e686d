"""From what stands inside a list item, a quote or a table cell to its texts, its lists, and the blocks to hoist out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from adapters.documents.inline_text import Piece, break_before_name, read_inline, resolve_text
from adapters.documents.tree import HEADINGS, HIDDEN, INLINE, Node
from model.content import Run, Text

_TEXTS = {"p", "summary", "dt", "dd", "figcaption", "caption", "legend", *HEADINGS}
_STRONG = {"summary", "dt", *HEADINGS}
_HOISTED = {"pre", "table", "hr", "#code", "#comment", "#raw", "#lost", "#definitions", "#footnote", "#alert"}
_LISTS = {"ul", "ol"}
REMARKS = {"#comment", "#raw"}
"""What may stand in the middle of a sentence without being a part of it."""


class Passage(NamedTuple):
    """One paragraph inside another block."""

    text: Text
    first: int
    last: int


@dataclass(slots=True)
class Gathered:
    """What an element holds, by kind, each in document order."""

    texts: list[Passage] = field(default_factory=list)
    lists: list[Node] = field(default_factory=list)
    hoisted: list[Node] = field(default_factory=list)
    checked: bool | None = None


def gather(nodes: Sequence[Node], *, keep_lists: bool, into_quotes: bool) -> Gathered:
    """Sort the children of an element; lists are kept whole, or else each entry becomes a text."""
    gathered = Gathered()
    _gather(nodes, gathered, keep_lists, into_quotes)
    return gathered


def _gather(nodes: Sequence[Node], into: Gathered, keep_lists: bool, into_quotes: bool) -> None:
    inline: list[Node] = []
    for node in nodes:
        if node.tag in INLINE or (inline and node.tag in REMARKS):
            inline.append(node)
            continue
        _take_text(inline, into, Run(text=""), into_quotes)
        inline = []
        if node.tag in _HOISTED or (node.tag == "blockquote" and not into_quotes):
            into.hoisted.append(node)
        elif node.tag in _LISTS and keep_lists:
            into.lists.append(node)
        elif node.tag in _TEXTS and all(child.tag in INLINE or child.tag in REMARKS for child in node.children):
            _take_text(node.children, into, Run(text="", strong=node.tag in _STRONG), into_quotes)
        else:
            _gather(node.children, into, keep_lists, into_quotes)
    _take_text(inline, into, Run(text=""), into_quotes)


def _take_text(nodes: Sequence[Node], into: Gathered, style: Run, quoted: bool) -> None:
    for node in nodes:
        if node.tag == "input" and node.attributes.get("type") == "checkbox" and into.checked is None:
            into.checked = "checked" in node.attributes
    pieces = read_inline(nodes, style)
    into.hoisted += [piece.picture for piece in pieces if piece.picture]
    into.hoisted += find_remarks(nodes)
    if text := resolve_text(break_before_name(pieces) if quoted else pieces):
        into.texts.append(Passage(text, *extent(pieces)))


def find_remarks(nodes: Sequence[Node]) -> list[Node]:
    """List the comments and raw HTML inside inline elements."""
    found: list[Node] = []
    for node in nodes:
        found += [node] if node.tag in REMARKS or node.tag in HIDDEN else find_remarks(node.children)
    return found


def extent(pieces: Sequence[Piece]) -> tuple[int, int]:
    """Return the first and the last line of the pieces that hold anything."""
    solid = [piece for piece in pieces if piece.picture or piece.run.text.strip()] or list(pieces)
    return min(piece.first for piece in solid), max(piece.last for piece in solid)


def join_texts(texts: Sequence[Passage]) -> Text:
    """Join paragraphs with a line break between them."""
    runs: list[Run] = []
    for passage in texts:
        if runs:
            runs[-1] = runs[-1].model_copy(update={"text": runs[-1].text + "\n"})
        runs += passage.text
    return tuple(runs)
