"""From headings and blocks with their lines to the same in another place: a cell of a notebook, a file of a folder."""

from __future__ import annotations

from collections.abc import Callable

from adapters.documents.page import Heading
from model.content import AnyBlock, Item, ListBlock
from model.inputs import SourceSpan

Move = Callable[[SourceSpan], SourceSpan]


def move_item(item: AnyBlock | Heading, move: Move) -> AnyBlock | Heading:
    """Return a heading or a block with every span moved."""
    if isinstance(item, Heading):
        return item._replace(span=move(item.span))
    moved: AnyBlock = item.model_copy(update={"span": move(item.span)})
    if isinstance(moved, ListBlock):
        return moved.model_copy(update={"items": tuple(_move_entry(entry, move) for entry in moved.items)})
    return moved


def _move_entry(entry: Item, move: Move) -> Item:
    items = tuple(_move_entry(nested, move) for nested in entry.items)
    return entry.model_copy(update={"span": move(entry.span), "items": items})
