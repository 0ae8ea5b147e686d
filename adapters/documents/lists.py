"""From a list element, Markdown's or HTML's, to a list block, and the blocks that stood inside its items."""

from __future__ import annotations

from typing import NamedTuple

from adapters.documents.gathering import Gathered, gather, join_texts
from adapters.documents.page import UNNUMBERED, Page
from adapters.documents.tree import Node
from model.content import Item, ListBlock, Text

MAX_LIST_DEPTH = 4
"""Levels of a list that are kept; deeper entries stand on the last one."""
_CONTENTS_SHARE = 0.8
_CONTENTS_ITEMS = 3


class ListReading(NamedTuple):
    """A list, if it has any words, and what to hoist out of it."""

    block: ListBlock | None
    hoisted: list[Node]


def read_list(node: Node, page: Page) -> ListReading:
    """Read a list and all lists inside it."""
    hoisted: list[Node] = []
    items = _read_items(node, page, 1, hoisted)
    if not items:
        return ListReading(None, hoisted)
    start = node.attributes.get("start", "1")
    number = int(start) if start.isdecimal() and len(start) < 10 else 1
    span = page.span(node.first, node.last)
    ordered = node.tag == "ol"
    block = ListBlock(block_id=UNNUMBERED, span=span, ordered=ordered, start=number, items=tuple(items))
    return ListReading(block, hoisted)


def _read_items(node: Node, page: Page, depth: int, hoisted: list[Node]) -> list[Item]:
    items: list[Item] = []
    loose: list[Node] = []
    for child in node.children:
        if child.tag == "#text" and not child.text.strip():
            continue
        if child.tag == "li":
            items += _read_item(child, page, depth, hoisted)
        elif child.tag in ("ul", "ol"):
            items += _read_items(child, page, depth, hoisted)
        else:
            loose.append(child)
    if loose:
        stray = Node("li", loose[0].first, loose[-1].last, children=loose)
        items += _read_item(stray, page, depth, hoisted)
    return items


def _read_item(node: Node, page: Page, depth: int, hoisted: list[Node]) -> list[Item]:
    """Return the item, followed by those inside it when they are too deep to be nested."""
    gathered = gather(node.children, keep_lists=True, into_quotes=False)
    hoisted += gathered.hoisted
    deeper = min(depth + 1, MAX_LIST_DEPTH)
    nested = tuple(item for inner in gathered.lists for item in _read_items(inner, page, deeper, hoisted))
    text = join_texts(gathered.texts)
    if not text and (not nested or depth == MAX_LIST_DEPTH):
        return list(nested)
    kept = nested if depth < MAX_LIST_DEPTH else ()
    item = Item(text=text, span=page.span(node.first, node.last), checked=_is_checked(node, gathered), items=kept)
    return [item, *(nested if depth == MAX_LIST_DEPTH else ())]


def _is_checked(node: Node, gathered: Gathered) -> bool | None:
    if "checked" in node.attributes:
        return node.attributes["checked"] == "yes"
    return gathered.checked


def is_contents(block: ListBlock) -> bool:
    """Tell whether a list is a table of contents: nearly all its entries are nothing but a link into this page."""
    texts = list_texts(block)
    links = sum(map(_is_inner_link, texts))
    return len(texts) >= _CONTENTS_ITEMS and links >= _CONTENTS_SHARE * len(texts)


def list_texts(block: ListBlock) -> list[Text]:
    """Return the texts of all entries, nested ones too, in order."""
    return [text for item in block.items for text in _texts_of(item)]


def _texts_of(item: Item) -> list[Text]:
    own = [item.text] if item.text else []
    return own + [text for nested in item.items for text in _texts_of(nested)]


def _is_inner_link(text: Text) -> bool:
    linked = "".join(run.text for run in text if run.href.startswith("#"))
    rest = "".join(run.text for run in text if not run.href.startswith("#"))
    return bool(linked.strip()) and not any(character.isalpha() for character in rest)
