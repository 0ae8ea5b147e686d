"""ParsedContent as short lines, so that a test shows a whole document at a glance."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.documents.markdown import parse_markdown
from model.content import AnyBlock, Item, ParsedContent, Text, plain


def read_markdown(text: str) -> list[str]:
    """Read a document and write it as lines."""
    return outline(parse_markdown(text, name="a.mdx", images={}, missing={}, language="en"))


def outline(content: ParsedContent, *, omitted: bool = False) -> list[str]:
    """Write each heading and block as a line: `## Title`, `p words`, `code python: x = 1`."""
    lines: list[str] = []
    for section in content.sections:
        lines += [f"{'#' * section.level} {plain(section.title)}"] if section.level else []
        lines += [line for block in section.blocks for line in write_block(block) if omitted or block.kind != "omitted"]
    return lines


def spans(content: ParsedContent) -> list[tuple[str, int, int]]:
    """Return what each block is, and from where to where it stands."""
    return [
        (block.kind, block.span.first, block.span.last)
        for section in content.sections
        for block in section.blocks
        if block.kind != "omitted"
    ]


def styled(text: Text) -> str:
    """Write a text with marks for its styles."""
    words = ""
    for run in text:
        mark = "`" if run.code else "**" if run.strong else "_" if run.emphasis else "~" if run.strike else ""
        words += f"{mark}{run.text}{mark}" + (f"<{run.href}>" if run.href else "")
    return words


def write_block(block: AnyBlock) -> list[str]:
    """Write one block."""
    match block.kind:
        case "paragraph":
            return [f"p {styled(block.text)}"]
        case "list":
            return list(_write_items(block.items, "1." if block.ordered else "-", ""))
        case "code":
            return [f"code {block.language}: {block.code}"]
        case "math":
            return [f"math {block.tex}"]
        case "table":
            rows = [" | ".join(map(styled, row)) for row in (block.header, *block.rows)]
            return [f"table {' / '.join(rows)}"]
        case "image":
            return [f"image {block.reference} [{block.alt}] ({block.title})"]
        case "quote":
            return [f"quote {' / '.join(map(styled, block.paragraphs))}"]
        case "callout":
            return [f"{block.callout} {' / '.join(map(styled, block.paragraphs))}"]
        case "omitted":
            return [f"omitted {block.what}: {block.text}"]


def _write_items(items: Iterable[Item], mark: str, indent: str) -> Iterable[str]:
    for item in items:
        box = "" if item.checked is None else "[x] " if item.checked else "[ ] "
        yield f"{indent}{mark} {box}{styled(item.text)}"
        yield from _write_items(item.items, "-", indent + "  ")
