"""Markdown's tree with reStructuredText in it (MyST's `eval-rst`) -> the same with what that says in its place."""

from __future__ import annotations

from adapters.documents.tree import Node
from model.errors import ValidationError

EMBEDDED_RST = "eval-rst"
_LANGUAGE = f"{{{EMBEDDED_RST}}}"


def read_embedded(root: Node, name: str) -> None:
    """Put the elements of each such block in its place; one that cannot be read is recorded as left out."""
    found = [(parent, node) for parent, node in _list_nodes(root) if _is_embedded(node)]
    if not found:
        return
    from adapters.documents.rst.content import show_formulas
    from adapters.documents.rst.reading import read_ahead, read_tree

    read_ahead([node.text for _, node in found])
    for parent, node in found:
        try:
            tree, _ = read_tree(node.text, name)
        except ValidationError as error:
            reason = error.problems[0].message.removeprefix("The document ").rstrip(".")
            what = {"what": EMBEDDED_RST, "reason": f"its reStructuredText {reason}"}
            made = [Node("#omitted", node.first, node.last, what, node.text)]
        else:
            show_formulas(tree)
            _move(tree, node.first, node.last)
            made = tree.children
        at = parent.children.index(node)
        parent.children[at : at + 1] = made


def _is_embedded(node: Node) -> bool:
    return node.tag == "#code" and node.attributes.get("language") == _LANGUAGE


def _list_nodes(root: Node) -> list[tuple[Node, Node]]:
    """Return all nodes below one, each with its parent."""
    found: list[tuple[Node, Node]] = []
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        found += [(parent, child) for child in parent.children]
        waiting += parent.children
    return found


def _move(node: Node, down: int, last: int) -> None:
    """Move lines to where the block stands: its first line follows the fence."""
    node.first, node.last = min(node.first + down, last), min(node.last + down, last)
    for child in node.children:
        _move(child, down, last)
