"""From headings and blocks in order to numbered sections, every line of the source accounted for."""

from __future__ import annotations

from bisect import bisect_right

from adapters.documents.languages import recognise_language
from adapters.documents.page import Heading, Page
from adapters.documents.titles import find_title
from model.content import AnyBlock, Block, Item, ParsedContent, Section

_SAMPLE = 20_000


def assemble_content(
    page: Page, *, title: str = "", description: str = "", author: str = "", language: str | None = None
) -> ParsedContent:
    """Make numbered sections of what was found, and account for the lines that no block stands for."""
    found = account_for_lines(page)
    sections = _make_sections(found, page)
    return ParsedContent(
        title=title or find_title(sections), description=description, author=author,
        language=language or recognise_language(_sample_prose(found)),
        source_name=page.name, sections=sections,
    )  # fmt: skip


def account_for_lines(page: Page) -> list[AnyBlock | Heading]:
    """Add an omission for each run of lines in no span: tags that only lay out, marks that the dialect drops."""
    covered = bytearray(len(page.lines) + 2)
    for item in page.found:
        covered[item.span.first : item.span.last + 1] = b"\1" * (item.span.last + 1 - item.span.first)
    found = list(page.found)
    gaps = Page(page.name, page.lines, {}, {}, page.unit)
    number = 1
    while number <= len(page.lines):
        first = number
        while number <= len(page.lines) and not covered[number]:
            number += 1
        text = "\n".join(page.lines[first - 1 : number - 1])
        if text.strip():
            tags = text.lstrip().startswith("<")
            what, reason = (
                ("HTML tags", "they only lay out the page") if tags else ("marks", "they have no words of their own")
            )
            gaps.omit(what, text, reason, page.span(first, number - 1))
        number += 1
    return _merge(found, gaps.found)


def _merge(found: list[AnyBlock | Heading], gaps: list[AnyBlock | Heading]) -> list[AnyBlock | Heading]:
    """Put each gap after what begins before it; hoisted blocks may stand out of order, so starts are made monotonic."""
    starts: list[int] = []
    for item in found:
        starts.append(max(item.span.first, starts[-1] if starts else 0))
    placed: dict[int, list[AnyBlock | Heading]] = {}
    for gap in gaps:
        placed.setdefault(bisect_right(starts, gap.span.first), []).append(gap)
    merged: list[AnyBlock | Heading] = []
    for at in range(len(found) + 1):
        merged += placed.get(at, [])
        merged += found[at : at + 1]
    return merged


def _make_sections(found: list[AnyBlock | Heading], page: Page) -> tuple[Section, ...]:
    sections: list[Section] = []
    heading: Heading | None = None
    blocks: list[AnyBlock] = []
    count = 0
    for item in [*found, None]:
        if isinstance(item, Block):
            count += 1
            blocks.append(item.model_copy(update={"block_id": f"b{count:04d}"}))
            continue
        if heading is not None:
            number = len(sections) + (not sections or sections[0].section_id != "s00")
            sections.append(
                Section(
                    section_id=f"s{number:02d}",
                    level=heading.level,
                    title=heading.text,
                    span=heading.span,
                    blocks=tuple(blocks),
                )
            )
        elif blocks:
            sections.append(Section(section_id="s00", level=0, span=page.span(1, 1), blocks=tuple(blocks)))
        heading, blocks = item, []
    return tuple(sections)


def _sample_prose(found: list[AnyBlock | Heading]) -> str:
    """Collect words in the document's own language: no code, no addresses."""
    parts: list[str] = []
    size = 0
    for item in found:
        if size > _SAMPLE:
            break
        text = _prose_of(item)
        parts.append(text)
        size += len(text)
    return "\n".join(parts)


def _prose_of(item: AnyBlock | Heading) -> str:
    if isinstance(item, Heading) or item.kind == "paragraph":
        texts = [item.text]
    elif item.kind in ("quote", "callout"):
        texts = list(item.paragraphs)
    elif item.kind == "list":
        return " ".join(_prose_of_entry(entry) for entry in item.items)
    elif item.kind == "table":
        texts = [cell for row in item.rows[:50] for cell in row]
    else:
        texts = []
    return " ".join(run.text for text in texts for run in text if not run.code and "://" not in run.text)


def _prose_of_entry(item: Item) -> str:
    own = " ".join(run.text for run in item.text if not run.code)
    return " ".join([own, *map(_prose_of_entry, item.items)])
