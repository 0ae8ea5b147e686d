"""From reStructuredText to ParsedContent: the tree that its reader makes in a process of its own, as blocks."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.documents.dollars import show_formula
from adapters.documents.flow import read_flow
from adapters.documents.page import Page
from adapters.documents.rst.reading import read_tree
from adapters.documents.sections import assemble_content
from adapters.documents.tree import Node
from model.content import ParsedContent
from model.inputs import SourceImage


def parse_restructured(
    text: str, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Read a document; `images` and `missing` are by the reference as written.

    Raises ValidationError when it cannot be read in time.
    """
    root, facts = read_tree(text, name)
    page = Page(name, text.split("\n"), images, missing)
    show_formulas(root)
    read_flow(root.children, page)
    return assemble_content(
        page, title=facts.get("title", ""), description=facts.get("description", ""), author=facts.get("author", ""),
        language=language or facts.get("language") or None,
    )  # fmt: skip


def show_formulas(node: Node) -> None:
    """Write formulas within text in plain Unicode."""
    node.children = [show_formula(child.text, child.first) if child.tag == "#tex" else child for child in node.children]
    for child in node.children:
        show_formulas(child)
