"""Whatever the document, no word of it is lost in silence, and nothing in it makes reading slow or fail."""

from __future__ import annotations

import json
import re
from importlib.metadata import distributions

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.documents.decoding import decode_document
from adapters.documents.markdown import parse_markdown
from adapters.documents.plain_text import parse_text
from model.content import AnyBlock, Item, ParsedContent, plain

PARSERS = (parse_markdown, parse_text)
FEW = settings(max_examples=50, deadline=None)

word = st.from_regex(r"[a-z]{2,9}[0-9]{0,2}", fullmatch=True)
prose = st.lists(word, min_size=1, max_size=12).map(" ".join)
styled = st.tuples(
    prose, st.sampled_from(["{}", "*{}*", "**{}**", "`{}`", "~~{}~~", "[{}](https://e.org)", "<b>{}</b>"])
).map(lambda pair: pair[1].format(pair[0]))
paragraph = st.lists(styled, min_size=1, max_size=4).map("\n".join)
block = st.one_of(
    paragraph,
    st.tuples(st.integers(1, 6), prose).map(lambda pair: f"{'#' * pair[0]} {pair[1]}"),
    prose.map(lambda text: f"{text}\n===="),
    st.lists(styled, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(styled, min_size=1, max_size=4).map(
        lambda items: "\n".join(f"{'   ' * at}1. {x}" for at, x in enumerate(items))
    ),
    paragraph.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n"))),
    prose.map(lambda text: f"```sh\n{text}\n```"),
    st.lists(st.tuples(prose, styled), min_size=2, max_size=4).map(
        lambda rows: "\n".join(["| a1 | b1 |", "|--|--|", *(f"| {one} | {two} |" for one, two in rows)])
    ),
    prose.map(lambda text: f"<p align=center>{text}</p>"),
    prose.map(lambda text: f"<details><summary>{text}</summary>\n\n{text}\n\n</details>"),
    st.lists(prose, min_size=2, max_size=3).map(
        lambda cells: f"<table><tr><th>{'</th><th>'.join(cells)}</th></tr></table>"
    ),
    prose.map(lambda text: f"<!-- {text} -->"),
)
document = st.lists(block, min_size=1, max_size=8).map("\n\n".join)
marks = st.text(alphabet="ab \n\n\t*_`~#>-+|[]()!<>/&;:\"'=1.\\^漢é\u200d🎉", max_size=200)


def parse(text: str, parser: object = parse_markdown) -> ParsedContent:
    assert callable(parser)
    content = parser(text, name="doc", images={}, missing={}, language=None)
    assert isinstance(content, ParsedContent)
    return content


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
        case "quote" | "callout":
            return " ".join(map(plain, block.paragraphs))
        case "omitted":
            return block.text
    return ""


def all_words(content: ParsedContent) -> list[str]:
    parts = [part for section in content.sections for part in (plain(section.title), *map(words_of, section.blocks))]
    return re.findall(r"\w+", " ".join(parts))


def check_spans(content: ParsedContent, text: str) -> None:
    lines = text.split("\n")
    covered: set[int] = set()
    for section in content.sections:
        for span in (*((section.span,) if section.level else ()), *(block.span for block in section.blocks)):
            assert 1 <= span.first <= span.last <= len(lines)
            covered.update(range(span.first, span.last + 1))
    assert not [line for at, line in enumerate(lines, 1) if line.strip() and at not in covered]


@FEW
@given(document)
def test_no_word_is_lost_and_every_line_is_accounted_for(text: str) -> None:
    content = parse(text)
    found = all_words(content)
    markup = {"align", "center", "p", "b", "sh", "table", "tr", "th", "td", "details", "summary", "https", "e", "org"}
    for written in set(re.findall(r"[a-z]{2,9}[0-9]{0,2}", text)) - markup:
        assert written in found, (written, text)
    check_spans(content, text)


@FEW
@given(st.lists(prose, min_size=1, max_size=6).map("\n\n".join))
def test_plain_text_keeps_every_word_in_order(text: str) -> None:
    content = parse(text, parse_text)
    assert all_words(content) == re.findall(r"\w+", text)
    check_spans(content, text)


@settings(max_examples=120, deadline=None)
@given(marks.filter(lambda text: bool(text.strip())))
def test_any_marks_are_read_and_all_lines_accounted_for(text: str) -> None:
    for parser in PARSERS:
        content = parse(text, parser)
        check_spans(content, text)
        assert all(plain(section.title).strip() for section in content.sections if section.level)


@FEW
@given(document)
def test_the_lines_of_a_block_hold_its_words(text: str) -> None:
    lines = text.split("\n")
    for section in parse(text).sections:
        for block in section.blocks:
            own = " ".join(lines[block.span.first - 1 : block.span.last])
            assert set(re.findall(r"[a-z]{2,}\d*", words_of(block))) <= set(re.findall(r"[a-z]{2,}\d*", own))


HOSTILE = {
    "quotes in quotes": ">" * 5000 + " deep\n",
    "lists in lists": "".join("  " * at + "- a\n" for at in range(400)),
    "marks of lists": "- " * 3000 + "a",
    "quotation marks": '"a" ' * 8000,
    "brackets": "[" * 20000,
    "links in links": "[a](" * 20000,
    "pictures in pictures": "![" * 20000,
    "emphasis": "*a **a " * 10000,
    "stars": "*" * 20000 + "a" + "*" * 20000,
    "ticks": "".join("a" + "`" * at for at in range(1, 400)),
    "footnote marks": "[^" * 10000 + "\n\n[^1]: a\n",
    "unfinished tags": "<div>\n" + "<a " * 20000,
    "unfinished attributes": "<div>\n" + "<a b='" * 20000,
    "unfinished comments": "<div>\n" + "<!--a" * 20000,
    "tables in tables": "<table><tr><td>" * 2000 + "x" + "</td></tr></table>" * 2000,
    "lists in HTML lists": "<ul><li>" * 3000 + "a" + "</li></ul>" * 3000,
    "colons": "a:" * 20000,
    "definitions": "".join(f"[a{at}]: http://x\n" for at in range(3000)),
    "a long paragraph": "a b c\n" * 20000,
    "a wide table": "|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + "|b" * 1000 + "|\n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_input_is_read_and_accounted_for(what: str) -> None:
    for parser in PARSERS:
        check_spans(parse(HOSTILE[what], parser), HOSTILE[what])


def test_what_is_nested_beyond_showing_is_recorded() -> None:
    content = parse("> " * 100 + "buried\n\nAfter.\n")
    assert "buried" in all_words(content)
    omitted = [block for section in content.sections for block in section.blocks if block.kind == "omitted"]
    assert [block.what for block in omitted] == ["deep nesting"]
    assert "After" in all_words(content)


def test_the_same_text_gives_the_same_content() -> None:
    text = "# A\n\n- b\n\n| c |\n|---|\n| d |\n"
    one, other = (json.dumps(parse(text).model_dump(mode="json")) for _ in range(2))
    assert one == other


def find_installed_readmes() -> list[tuple[str, str]]:
    """READMEs as people wrote them: those of the packages that are installed here."""
    readmes = []
    for distribution in distributions():
        kind = distribution.metadata.get("Description-Content-Type") or ""
        text = distribution.metadata.get_payload()
        if "markdown" in kind and isinstance(text, str) and text.strip():
            readmes.append((distribution.metadata["Name"], text))
    return sorted(readmes)


def test_every_readme_of_the_installed_packages_is_read() -> None:
    readmes = find_installed_readmes()
    assert len(readmes) > 20
    for name, written in readmes:
        text = decode_document(written.encode("utf-8", "replace"), name)
        content = parse(text)
        check_spans(content, text)
        prose = [
            run
            for section in content.sections
            for block in section.blocks
            if block.kind == "paragraph"
            for run in block.text
        ]
        assert not [
            run.text for run in prose if not run.code and re.search(r"<(?:p|img|a|div|br|td)\b|!\[|\]\(http", run.text)
        ], name


TAG_NAMES = """p div table tr td th tbody caption ul ol li dl dt dd pre code b a h1 h2 details summary blockquote span sup br
    foo q"""
TAGS = TAG_NAMES.split()
BLOCK_MARKS = ["\n- ", "\n> ", "\n1. ", "\n    ", "\n# ", "\n```\n", "\n===\n", "\n---\n", "\n> [!NOTE]\n> "]
TABLE_MARKS = ["\n| a | b |\n|---|---|\n| ", " | ", "\n[^1]: "]
INLINE_MARKS = ["*", "`", "[^1]", "<!--", "-->", "&amp;", "\\", "<", ">", "[", "](u)", "<img src=x.png alt=pic>"]
MARKS = [*BLOCK_MARKS, *TABLE_MARKS, *INLINE_MARKS, "\n", "\n\n", "\n\n"]
soup = st.lists(
    st.one_of(
        st.sampled_from(TAGS).map(lambda tag: f"<{tag} align=center>"),
        st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
        st.sampled_from(MARKS),
        st.integers(0, 999).map(lambda number: f"word{number:03d} "),
    ),
    min_size=1,
    max_size=30,
).map("".join)


@settings(max_examples=120, deadline=None)
@given(soup.filter(lambda text: bool(text.strip())))
def test_no_word_of_a_soup_of_tags_and_marks_is_lost(text: str) -> None:
    content = parse(text)
    check_spans(content, text)
    parts = [part for section in content.sections for part in (plain(section.title), *map(words_of, section.blocks))]
    assert set(re.findall(r"word\d{3}", text)) <= set(re.findall(r"word\d{3}", " ".join(parts))) | find_hidden(
        text, content
    )


def find_hidden(text: str, content: ParsedContent) -> set[str]:
    """Words of who said a quotation, of a fence's language, and of an omission that is too long to be shown whole."""
    lines = text.split("\n")
    hidden = [line for line in lines if "```" in line]
    for block in (block for section in content.sections for block in section.blocks):
        if block.kind == "quote":
            hidden.append(block.attribution)
        elif block.kind == "omitted" and block.text.endswith("…"):
            hidden += lines[block.span.first - 1 : block.span.last]
    return set(re.findall(r"word\d{3}", " ".join(hidden)))


def test_deep_nesting_of_all_kinds_together_is_no_trouble() -> None:
    text = "<div>\n\n" * 200 + "> - " * 40 + "*a **b `c` " * 50 + "\n\n" + "<ul><li>" * 200 + "deep"
    content = parse(text)
    check_spans(content, text)
    assert {"a", "deep"} <= set(all_words(content))
