"""Examples in the spirit of the CommonMark specification, section by section: nothing crashes, and no word is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.documents.markdown import parse_markdown
from adapters.documents.plain_text import parse_text
from model.content import AnyBlock, Item, ParsedContent, plain

EXAMPLES = json.loads((Path(__file__).parent / "documents" / "commonmark.json").read_text(encoding="utf-8"))


def parse(text: str) -> ParsedContent:
    return parse_markdown(text, name="example", images={}, missing={}, language=None)


def words_of_item(item: Item) -> str:
    return " ".join([plain(item.text), *map(words_of_item, item.items)])


def words_of(block: AnyBlock) -> str:
    match block.kind:
        case "paragraph":
            return plain(block.text)
        case "list":
            return " ".join(map(words_of_item, block.items))
        case "code":
            return block.code
        case "table":
            return " ".join(plain(cell) for row in (block.header, *block.rows) for cell in row)
        case "quote":
            return " ".join([*map(plain, block.paragraphs), block.attribution])
        case "callout":
            return " ".join(map(plain, block.paragraphs))
        case "image":
            return block.alt
    return block.text


def seen(content: ParsedContent) -> str:
    parts = [part for section in content.sections for part in (plain(section.title), *map(words_of, section.blocks))]
    return " ".join(" ".join(parts).split())


def test_every_section_of_the_specification_has_examples() -> None:
    assert len(EXAMPLES) >= 120
    assert len({example["section"] for example in EXAMPLES}) >= 20


@pytest.mark.parametrize("at", range(len(EXAMPLES)), ids=lambda at: f"{at}-{EXAMPLES[at]['section'].replace(' ', '-')}")
def test_an_example_of_the_specification(at: int) -> None:
    example = EXAMPLES[at]
    content = parse(example["markdown"])
    words = seen(content)
    for word in example["seen"].split():
        assert word in words, (example["markdown"], word, words)
    height = example["markdown"].count("\n") + 1
    spans = [span for section in content.sections for span in (section.span, *(block.span for block in section.blocks))]
    assert all(1 <= span.first <= span.last <= height for span in spans)
    parse_text(example["markdown"], name="example", images={}, missing={}, language=None)
