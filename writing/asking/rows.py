"""ParsedContent -> numbered rows of plain text: how a model is shown a document, and names what it rests on.

Rows are made of blocks, not of the file's lines: any kind of document has them, and none of its marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.content import (
    AnyBlock,
    CalloutBlock,
    CodeBlock,
    ImageBlock,
    Item,
    ListBlock,
    MathBlock,
    OmittedBlock,
    ParagraphBlock,
    ParsedContent,
    QuoteBlock,
    Section,
    TableBlock,
    Text,
    plain,
)
from model.inputs import SourceSpan

_CODE_ROWS = 80
_TABLE_ROWS = 60
_LONGEST = 2_000
"""Letters of one row."""


class Row(NamedTuple):
    """One row."""

    number: int
    """Counted from 1 over the whole document."""
    text: str
    """On one line."""
    span: SourceSpan
    """Where it stands in the source."""
    section: str
    """Id of its section."""
    block: str
    """Id of its block; empty for a heading."""
    kind: str
    """heading, or the block's kind."""

    def __str__(self) -> str:
        return f"{self.number}|{' '.join(part for part in (self.kind, self.block) if part)}| {self.text}"


def list_rows(content: ParsedContent) -> tuple[Row, ...]:
    """Make a numbered row of everything that a document says."""
    rows: list[Row] = []
    for section in content.sections:
        for block, kind, text, span in _read_section(section):
            line = (_show(text) if kind == "code" else " ".join(_show(text).split()))[:_LONGEST].rstrip()
            if line.strip():
                rows.append(Row(len(rows) + 1, line, span, section.section_id, block, kind))
    return tuple(rows)


def _show(text: str) -> str:
    """Leave what a reader sees: what is invisible is no part of a document, and a row has no end of line."""
    return "".join(" " if sign.isspace() else sign for sign in text if sign.isprintable() or sign.isspace())


def _read_section(section: Section) -> Iterator[tuple[str, str, str, SourceSpan]]:
    if section.level:
        yield "", "heading", f"{'#' * section.level} {_say(section.title)}", section.span
    for block in section.blocks:
        for text, span in _read_block(block):
            yield block.block_id, block.kind, text, span


def _read_block(block: AnyBlock) -> Iterator[tuple[str, SourceSpan]]:
    match block:
        case ParagraphBlock():
            yield _say(block.text), block.span
        case ListBlock():
            yield from _read_items(block.items, 0, block.ordered)
        case CodeBlock():
            for line in block.code.split("\n")[:_CODE_ROWS]:
                yield line, block.span
        case MathBlock():
            yield block.written or block.tex, block.span
        case TableBlock():
            for cells in (block.header, *block.rows[:_TABLE_ROWS]):
                yield " ; ".join(_say(cell) for cell in cells), block.span
        case ImageBlock():
            yield block.title or block.alt, block.span
        case QuoteBlock() | CalloutBlock():
            for paragraph in block.paragraphs:
                yield _say(paragraph), block.span
            yield getattr(block, "attribution", ""), block.span
        case OmittedBlock():
            return


def _read_items(items: tuple[Item, ...], depth: int, ordered: bool) -> Iterator[tuple[str, SourceSpan]]:
    for number, item in enumerate(items, start=1):
        yield f"{'  ' * depth}{f'{number}.' if ordered else '-'} {_say(item.text)}", item.span
        yield from _read_items(item.items, depth + 1, ordered=False)


def _say(text: Text) -> str:
    """Write a text as a reader sees it, its code in backticks; what is struck through is no longer true."""
    return "".join(f"`{run.text}`" if run.code else run.text for run in text if not run.strike)


def join_spans(rows: tuple[Row, ...]) -> tuple[SourceSpan, ...]:
    """Return the lines of rows that follow each other, as one stretch."""
    if not rows:
        return ()
    first = min(row.span.first for row in rows)
    return (SourceSpan(file=rows[0].span.file, first=first, last=max(row.span.last for row in rows)),)


def plain_rows(rows: tuple[Row, ...]) -> str:
    """Return what rows say."""
    return "\n".join(row.text for row in rows)


def title_of(section: Section) -> str:
    """Return a heading as a reader sees it."""
    return " ".join(plain(section.title).split())
