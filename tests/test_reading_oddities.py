"""Real READMEs, not ideal ones: a small document for each oddity, with what must be read in it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest

from adapters.documents.decoding import decode_document
from adapters.documents.markdown import parse_markdown
from model.content import (
    AnyBlock,
    CalloutBlock,
    CodeBlock,
    ImageBlock,
    Item,
    ListBlock,
    OmittedBlock,
    ParagraphBlock,
    ParsedContent,
    QuoteBlock,
    TableBlock,
    plain,
)  # fmt: skip

ODDITIES = Path(__file__).parent / "documents" / "oddities"
Kind = TypeVar("Kind")
NAMES = sorted(path.stem for path in ODDITIES.glob("*.md"))


def read(name: str) -> ParsedContent:
    text = decode_document((ODDITIES / f"{name}.md").read_bytes(), name)
    return parse_markdown(text, name=name, images={}, missing={}, language=None)


def blocks(content: ParsedContent) -> list[AnyBlock]:
    return [block for section in content.sections for block in section.blocks]


def of(content: ParsedContent, kind: type[Kind]) -> list[Kind]:
    return [block for block in blocks(content) if isinstance(block, kind)]


def lines(block: AnyBlock) -> tuple[int, int]:
    return block.span.first, block.span.last


def paragraphs(content: ParsedContent) -> list[str]:
    return [plain(block.text) for block in of(content, ParagraphBlock)]


def omitted(content: ParsedContent) -> list[tuple[str, str]]:
    return [(block.what, block.text) for block in of(content, OmittedBlock)]


def headings(content: ParsedContent) -> list[tuple[int, str, int]]:
    return [(section.level, plain(section.title), section.span.first) for section in content.sections if section.level]


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_accounted_for_and_ids_count_up(name: str) -> None:
    content = read(name)
    source = decode_document((ODDITIES / f"{name}.md").read_bytes(), name).split("\n")
    covered = {
        number
        for section in content.sections
        for span in [*([section.span] if section.level else []), *(block.span for block in section.blocks)]
        for number in range(span.first, span.last + 1)
    }
    assert [number for number, line in enumerate(source, 1) if line.strip() and number not in covered] == []
    assert [block.block_id for block in blocks(content)] == [f"b{n:04d}" for n in range(1, len(blocks(content)) + 1)]
    assert content.sections[0].section_id in ("s00", "s01")
    assert all(1 <= block.span.first <= block.span.last <= len(source) for block in blocks(content))
    assert ParsedContent.model_validate_json(content.model_dump_json()) == content


def test_html_header() -> None:
    content = read("html_header")
    assert content.title == "Tern"
    assert headings(content) == [(1, "Tern", 3)]
    logo = of(content, ImageBlock)[0]
    assert (logo.reference, logo.alt, lines(logo)) == ("../images/harbor.png", "Logo", (2, 2))
    assert paragraphs(content) == ["A small, fast router.", "Tern routes requests."]
    assert of(content, ParagraphBlock)[0].text[0].emphasis
    assert ("navigation", "Install • Usage • FAQ") in omitted(content)


def test_a_heading_that_is_a_picture_takes_its_description() -> None:
    content = read("heading_picture")
    assert headings(content) == [(1, "Plover", 1), (2, "Why now?", 3)]
    assert content.title == "Plover"
    assert [run.text for run in content.sections[1].title if run.strong] == ["now"]
    assert of(content, ImageBlock)[0].reference == "logo.svg"


def test_badges_are_left_out_and_sentences_stay_whole() -> None:
    content = read("badges")
    badges = [text for what, text in omitted(content) if what == "badge"]
    assert badges == ["npm", "Build Status, codecov, docs, Downloads", "nightly"]
    assert paragraphs(content) == ["Gannet dives for fish."]
    assert of(content, ImageBlock) == []
    assert headings(content) == [(1, "Gannet", 1)]


def test_details_are_read_like_the_rest() -> None:
    content = read("details")
    assert paragraphs(content) == ["Before.", "Advanced options", "They are many:", "After."]
    summary = of(content, ParagraphBlock)[1]
    assert all(run.strong for run in summary.text)
    assert (lines(summary), lines(of(content, CodeBlock)[0])) == ((4, 4), (11, 13))
    assert len(of(content, ListBlock)[0].items) == 2


def test_html_table() -> None:
    table = of(read("html_table"), TableBlock)[0]
    assert [plain(cell) for cell in table.header] == ["Engine", "Seconds"]
    assert table.alignments == ("left", "right")
    rows = [[plain(cell) for cell in row] for row in table.rows]
    assert rows == [["edge", "1.5"], ["espeak & co", "0.2"], ["Both are fine.", ""], ["twice", "a"], ["", "b"]]
    assert table.rows[0][0][0].code
    assert lines(table) == (1, 12)
    assert paragraphs(read("html_table")) == ["Speeds"]


def test_a_table_that_lays_out_a_page_is_read_as_what_it_holds() -> None:
    content = read("layout_table")
    assert headings(content) == [(3, "Fast", 5)]
    assert paragraphs(content) == ["It is written in C."]
    assert [image.reference for image in of(content, ImageBlock)] == ["shot.png", "a.png", "b.png", "c.png", "d.png"]
    assert of(content, TableBlock) == []


def test_html_lists() -> None:
    content = read("html_lists")
    items = of(content, ListBlock)[0].items
    assert [plain(item.text) for item in items] == ["First link", "Second", "Done"]
    assert [run.href for run in items[0].text] == ["", "https://example.org"]
    assert [plain(item.text) for item in items[1].items] == ["Inner"]
    assert items[2].checked is True
    assert (items[0].span.first, items[0].span.last, items[1].span.last) == (2, 2, 7)
    assert paragraphs(content) == ["Term", "Meaning"]


def test_comments_do_not_cut_sentences() -> None:
    content = read("comments")
    assert paragraphs(content) == ["Seen and seen.", "End."]
    comments = [text for what, text in omitted(content) if what == "comment"]
    assert comments == ["a comment over two lines", "not seen", "hidden in an item"]
    assert lines(of(content, OmittedBlock)[0]) == (1, 2)


def test_reference_links() -> None:
    content = read("reference_links")
    text = of(content, ParagraphBlock)[0].text
    assert plain(text) == "See the manual, the Guide and here. An [undefined][nowhere] stays."
    hrefs = [run.href for run in text if run.href]
    assert hrefs == ["https://example.org/manual", "https://example.org/guide", "https://example.org/here"]
    image = of(content, ImageBlock)[0]
    assert (image.reference, image.alt, image.title) == ("pictures/one.png", "Alt", "Caption")
    assert [lines(block) for block in of(content, OmittedBlock)] == [(3, 6), (10, 10)]


def test_headings_of_every_kind() -> None:
    assert headings(read("setext")) == [(1, "A title over two lines", 1), (2, "Part one", 5)]
    assert (read("setext").sections[0].span.first, read("setext").sections[0].span.last) == (1, 3)
    assert headings(read("skipping_levels")) == [(4, "Four first", 1), (1, "Then one", 5), (6, "Six", 9)]
    assert read("skipping_levels").title == "Then one"
    content = read("no_headings")
    assert [(section.section_id, section.level) for section in content.sections] == [("s00", 0)]
    assert (content.title, len(blocks(content))) == ("", 2)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# One\n\n# Two\n", "One"),
        ("## Only\n\nWords.\n\n### Below\n", "Only"),
        ("## One\n\n## Two\n", ""),
        ("<p align=center><img src=a.png alt='Kestrel logo'></p>\n\nWords.\n\n## Use\n", "Kestrel"),
        ("![Kite Logo](a.png)\n\n# Table of Contents\n\n# Use\n\n# Help\n", "Kite"),
        ("Words.\n\n![Kestrel](a.png)\n", ""),
        ("# Contents\n\n# Real title\n", "Real title"),
    ],
)
def test_a_document_says_what_it_is_called(text: str, title: str) -> None:
    assert parse_markdown(text, name="x", images={}, missing={}, language=None).title == title


def test_a_table_of_contents_is_left_out_and_a_short_list_is_not() -> None:
    content = read("contents")
    assert omitted(content) == [("table of contents", "Install, Linux, macOS, Use")]
    assert [plain(item.text) for item in of(content, ListBlock)[0].items] == ["x"]


def test_deep_lists_are_flattened_and_keep_every_entry() -> None:
    def walk(items: tuple[Item, ...], depth: int = 1) -> list[tuple[int, str]]:
        return [pair for item in items for pair in [(depth, plain(item.text)), *walk(item.items, depth + 1)]]

    found = walk(of(read("deep_list"), ListBlock)[0].items)
    assert [words for _, words in found] == [*(f"level {n}" for n in range(1, 13)), "back on top"]
    assert max(depth for depth, _ in found) == 4


def test_an_enormous_table_is_whole() -> None:
    content = read("enormous_table")
    table = of(content, TableBlock)[0]
    assert len(table.rows) == 1500
    assert [plain(cell) for cell in table.rows[-1]] == ["1499", "name 1499", str(1499**2)]
    assert table.alignments == ("right", "left", "center")
    assert paragraphs(content) == ["After."]


def test_thirty_languages() -> None:
    codes = of(read("languages"), CodeBlock)
    assert len(codes) >= 30
    assert all(code.code == f"{code.language} line" for code in codes)


def test_fences() -> None:
    content = read("fences")
    codes = [(code.language, code.code, *lines(code)) for code in of(content, CodeBlock)]
    assert codes == [
        ("python", "def a(): pass", 1, 3),
        ("md", "```\ninside\n```", 5, 9),
        ("javascript", "let a;", 11, 13),
        ("rust", "fn main() {}", 15, 17),
        ("", "indented", 23, 23),
        ("sh", "never closed", 25, 26),
    ]
    assert omitted(content) == [("empty code", "")]


def test_code_tables_and_pictures_inside_items_follow_the_list() -> None:
    content = read("code_in_lists")
    assert [block.kind for block in blocks(content)] == ["list", "code", "code", "table", "image"]
    items = of(content, ListBlock)[0].items
    assert [plain(item.text) for item in items] == ["Install it:\nThen check.", "Run it:", "A table:"]
    assert of(content, ListBlock)[0].ordered
    assert [lines(block) for block in blocks(content)] == [(1, 18), (3, 5), (10, 10), (14, 16), (18, 18)]


def test_pictures_are_split_out_of_paragraphs_at_their_lines() -> None:
    found = [(block.kind, *lines(block)) for block in blocks(read("pictures_in_text")) if block.kind != "omitted"]
    assert found[:5] == [
        ("paragraph", 1, 2),
        ("image", 2, 2),
        ("paragraph", 3, 3),
        ("image", 3, 3),
        ("paragraph", 3, 4),
    ]
    references = [image.reference for image in of(read("pictures_in_text"), ImageBlock)]
    assert references == ["one.png", "two%20words.png", "three.png", "light.png", "l.png#gh-light-mode-only"]
    assert ("image", "Dark") in omitted(read("pictures_in_text"))


def test_inline_html_and_entities() -> None:
    first, second, third = of(read("inline_html"), ParagraphBlock)
    assert plain(first.text) == "Press Ctrl+C.\nThen H2O, m² and a bold link."
    assert [run.text for run in first.text if run.code] == ["Ctrl", "C"]
    assert [(run.text, run.strong) for run in first.text if run.href] == [
        ("a ", False),
        ("bold", True),
        (" link", False),
    ]
    assert plain(second.text) == "Use x < y, © 2024\u00a0AT&T, <repo> and 1 < 2 > 0. Red old"
    assert [run.text for run in second.text if run.strike] == ["old"]
    assert plain(third.text) == "<unclosed tag"


def test_footnotes_leave_no_mark() -> None:
    content = read("footnotes")
    expected = "A claim, another, and an unknown one. The pattern [^a-z] stays."
    assert paragraphs(content) == [expected, "End."]
    notes = [("footnote", "The proof."), ("footnote", "A longer note. With a second paragraph.")]
    assert omitted(content) == notes
    assert [lines(block) for block in of(content, OmittedBlock)] == [(3, 3), (4, 6)]


def test_front_matter() -> None:
    broken = of(read("broken_front_matter"), OmittedBlock)[0]
    assert (broken.what, lines(broken)) == ("front matter", (1, 4))
    assert "could not be read" in broken.reason
    assert read("broken_front_matter").title == "Still a film"
    assert [what for what, _ in omitted(read("rule_first"))] == ["rule", "rule"]
    assert len(paragraphs(read("rule_first"))) == 2
    toml = read("toml_front_matter")
    assert (toml.title, toml.author, toml.language) == ("Hugo", "Ann, Bob", "de")
    crlf = read("crlf_bom")
    assert (crlf.title, headings(crlf)) == ("BOM", [(1, "Head", 5)])
    assert of(crlf, CodeBlock)[0].code == "code\n    x"
    assert [lines(block) for block in blocks(crlf)] == [(1, 3), (7, 8), (10, 11), (13, 16)]


def test_alerts_and_quotes() -> None:
    content = read("alerts")
    alerts = [(alert.callout, [plain(text) for text in alert.paragraphs]) for alert in of(content, CalloutBlock)]
    assert alerts == [("important", ["First.", "second"]), ("note", ["Old style."]), ("warning", ["inline style."])]
    quotes = [([plain(text) for text in quote.paragraphs], quote.attribution) for quote in of(content, QuoteBlock)]
    assert quotes == [(["Quoted words, on two lines."], "Somebody, 1999"), (["outer", "inner"], "")]
    assert of(content, CodeBlock)[0].code == "code"


def test_scripts_of_the_world() -> None:
    content = read("scripts")
    assert content.title == "ברוכים הבאים"
    assert "これは日本語の段落です。絵文字 🎉 もあります。" in paragraphs(content)
    assert content.language == "he"


def test_emoji() -> None:
    content = read("emoji")
    assert content.title == "🚀 Launch"
    assert paragraphs(content) == ["It works 🎉 and 👍, at 10:30:45, in :rocket: code, and :nosuchemoji: stays. 👩‍👩‍👧"]
    assert omitted(content) == [("marks", "🎉 🎉")]


def test_lists() -> None:
    tasks, numbered, *others = of(read("lists"), ListBlock)
    assert [item.checked for item in tasks.items] == [False, True, None]
    assert plain(tasks.items[1].text) == "closed continued\nsecond paragraph"
    assert (numbered.ordered, numbered.start, lines(numbered)) == (True, 7, (8, 9))
    assert len(others) == 2


def test_raw_html_is_left_out_and_an_unclosed_table_swallows_nothing() -> None:
    content = read("raw_html")
    assert [what for what, _ in omitted(content)] == ["raw HTML"] * 4 + ["HTML tags"]
    assert paragraphs(content) == ["never closed", "Words after it.", "More."]
    assert headings(content) == [(2, "A heading", 18)]


def test_cells_without_a_column_are_not_lost() -> None:
    content = read("tables")
    assert [text for what, text in omitted(content) if what == "table cells"] == ["lost", "b`"]
    assert [plain(cell) for cell in of(content, TableBlock)[0].rows[2]] == ["only", ""]
    assert [plain(item.text) for item in of(content, ListBlock)[0].items] == ["Head", "Er"]
