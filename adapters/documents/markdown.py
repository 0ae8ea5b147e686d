"""From Markdown text to ParsedContent: sections of blocks, each with its lines in the file."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.documents.embedded_rst import read_embedded
from adapters.documents.flow import read_flow
from adapters.documents.front_matter import FrontMatter, read_front_matter
from adapters.documents.markdown_dialects import rewrite_dialects
from adapters.documents.markdown_tokens import build_tree
from adapters.documents.mdx import rewrite_mdx
from adapters.documents.page import Page
from adapters.documents.sections import assemble_content
from adapters.documents.tree import Node
from model.content import ParsedContent
from model.errors import Problem, ValidationError
from model.inputs import SourceImage


def parse_markdown(
    text: str, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Read a document in the GitHub dialect; `images` and `missing` are by the reference as written.

    Raises ValidationError when it is nested beyond reading.
    """
    matter = read_front_matter(text, name)
    page = Page(name, text.split("\n"), images, missing)
    if matter.lines:
        _omit_front_matter(matter, page)
    try:
        root = _parse_tree(text, matter.lines)
        read_embedded(root, name)
        read_flow(root.children, page)
    except RecursionError as error:
        problem = Problem(message="The document is nested too deeply to be read.", remedy="Flatten it.", file=name)
        raise ValidationError((problem,)) from error
    return assemble_content(
        page, title=matter.title, description=matter.description, author=matter.author,
        language=language or matter.language or None,
    )  # fmt: skip


def _parse_tree(text: str, front_lines: int) -> Node:
    """Parse what follows the front matter, whose lines are blanked so that line numbers hold."""
    body = text.split("\n", front_lines)[front_lines:] if front_lines else [text]
    return build_tree("\n" * front_lines + rewrite_dialects(rewrite_mdx("".join(body))))


def _omit_front_matter(matter: FrontMatter, page: Page) -> None:
    reason = "its title, description, author and language are used; it is no text of the document"
    if matter.trouble:
        reason = f"it could not be read: {matter.trouble}"
    page.omit("front matter", " ".join(page.lines[1 : matter.lines - 1]), reason, page.span(1, matter.lines))
