"""PDFs -> content: order, headings, lists, code, tables, figures, links and pages, read by the real program."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.documents.adapting import adapt_document, check_input
from adapters.documents.parsing import parse_content, parse_document
from adapters.store import Store
from adapters.videos.script_reading import read_script
from model.content import (
    CodeBlock,
    ImageBlock,
    ListBlock,
    OmittedBlock,
    ParagraphBlock,
    ParsedContent,
    TableBlock,
    plain,
)
from model.inputs import InputConfig
from render.script_file import script_yaml
from tests.pdf_maker import PROSE, PdfMaker, lines, make_handbook, put, put_unicode, rule
from writing.script import write_script


def read(data: bytes, language: str | None = None) -> ParsedContent:
    return parse_document(data, "pdf", name="book.pdf", images={}, missing={}, language=language)


def found(content: ParsedContent, kind: type) -> list[object]:
    return [block for section in content.sections for block in section.blocks if isinstance(block, kind)]


def texts(content: ParsedContent) -> list[str]:
    return [plain(block.text) for block in found(content, ParagraphBlock)]


def headings(content: ParsedContent) -> list[tuple[int, str]]:
    return [(section.level, plain(section.title)) for section in content.sections if section.level]


def items(content: ParsedContent) -> list[list[str]]:
    return [[plain(item.text) for item in block.items] for block in found(content, ListBlock)]


def test_a_handbook_is_read_whole(tmp_path: Path) -> None:
    path, store = tmp_path / "handbook.pdf", Store(tmp_path / "store")
    path.write_bytes(make_handbook())
    config = InputConfig(source=str(path))
    check_input(config)
    video = adapt_document(config, store).videos[0]
    content = parse_content(video, store)
    assert (content.title, content.author, content.language) == ("Harbor handbook", "A. Writer", "en")
    assert headings(content) == [(1, "Harbor handbook"), (2, "Installation"), (2, "Options")]
    assert texts(content) == [" ".join(PROSE)]
    assert [block.code for block in found(content, CodeBlock)] == ["pip install harbor\nharbor init"]
    assert items(content) == [["Works offline", "Needs no account"]]
    (table,) = found(content, TableBlock)
    assert [plain(cell) for cell in table.header] == ["Option", "Default", "Meaning"]
    assert [[plain(cell) for cell in row] for row in table.rows] == [["keep", "7", "days"], ["all", "no", "everything"]]
    (picture,) = found(content, ImageBlock)
    assert picture.alt == picture.title == "Figure 1: The harbor at night."
    assert picture.image is not None and store.intact(picture.image)
    assert abs(picture.width / picture.height - 160 / 120) < 0.03
    assert table.span.place == "handbook.pdf, page 2"
    assert picture.span.model_dump() == {"file": "handbook.pdf", "first": 1, "last": 1, "unit": "page"}
    script = write_script(content, video)
    assert read_script(script_yaml(script), "script.yaml").scenes == script.scenes
    assert b"handbook.pdf:page 2-2" in script_yaml(script)
    left_out = [(block.what, block.text) for block in found(content, OmittedBlock)]
    assert left_out == [("header or footer", "1"), ("header or footer", "2")]


def test_the_same_pdf_gives_the_same_content() -> None:
    from adapters.documents.pdf import reading

    data = make_handbook()
    first = reading.read_pdf(data, "a.pdf")
    reading._known.clear()
    assert reading.read_pdf(data, "a.pdf") == first


COLUMN = ("Columns are read one after the other, as they", "stand, whatever rows they share with others.")


def test_columns_are_read_one_after_the_other() -> None:
    maker = PdfMaker()
    left = [f"left column, line {at} of its words, as wide" for at in range(6)]
    right = [f"right column, line {at} of its words, as w" for at in range(6)]
    below = [f"lower left, line {at} of its words, as wide" for at in range(3)]
    content = put(120, 90, "A title across both of the columns", 20, "F2")
    content += (
        put(72, 130, "First", 12, "F2")
        + lines(72, 150, left)
        + put(312, 130, "Second", 12, "F2")
        + lines(312, 150, right)
    )
    content += put(72, 250, "A heading across both of the columns again", 16, "F2")
    content += lines(72, 280, below) + lines(312, 280, [line.replace("left", "right") for line in below])
    maker.page(content)
    content = read(maker.write())
    assert [title for _, title in headings(content)] == [
        "A title across both of the columns", "First", "Second", "A heading across both of the columns again",
    ]  # fmt: skip
    assert texts(content) == [
        " ".join(left), " ".join(right), " ".join([*below, *(line.replace("left", "right") for line in below)]),
    ]  # fmt: skip


def test_a_title_page_that_is_centred_is_read_from_above() -> None:
    maker = PdfMaker()
    title = put(200, 90, "A book on harbors", 24, "F2") + put(270, 150, "Ada Writer", 12, "F2")
    maker.page(title + put(72, 250, "1. Start", 16, "F2") + lines(72, 280, PROSE))
    maker.mark("1. Start", 1)
    content = read(maker.write())
    assert headings(content) == [(1, "A book on harbors"), (2, "1. Start")]
    assert texts(content) == ["Ada Writer", " ".join(PROSE)]


def test_words_and_paragraphs_torn_at_line_ends_and_pages_are_joined() -> None:
    maker = PdfMaker()
    maker.page(
        lines(72, 100, [
            "The configuration is read when the program starts, and what is wrong with the config-",
            "uration is told at once, with a well-known remedy for each mistake and for every well-",
            "known kind of file that the pro-",
        ])
        + put(300, 760, "- 1 -")
    )  # fmt: skip
    maker.page(lines(72, 100, ["gram could not read.", "", "A new paragraph begins here."]) + put(300, 760, "- 2 -"))
    content = read(maker.write())
    assert texts(content) == [
        "The configuration is read when the program starts, and what is wrong with the configuration is told at once, with a "
        "well-known remedy for each mistake and for every well-known kind of file that the program could not read.",
        "A new paragraph begins here.",
    ]  # fmt: skip
    joined = found(content, ParagraphBlock)[0]
    assert (joined.span.first, joined.span.last) == (1, 2)


def test_indented_paragraphs_are_told_apart() -> None:
    maker = PdfMaker()
    full = "a line of this paragraph that is as wide as the column is and ends at its right edge"
    maker.page(
        put(84, 100, full) + lines(72, 112, [full, full]) + put(84, 136, full) + lines(72, 148, [full, "the end."])
    )
    assert [len(text.split(" a line ")) for text in texts(read(maker.write()))] == [3, 2]


def test_headers_and_footers_are_left_out() -> None:
    maker = PdfMaker()
    for number in range(1, 6):
        body = lines(
            72, 100, [f"Page {number} says something of its own, that no other page has said before it.", "It ends."]
        )
        maker.page(
            put(72, 40, "The Harbor Handbook")
            + body
            + put(500, 760, f"Page {number} of 5")
            + put(72, 760, "Confidential")
        )
    content = read(maker.write())
    said = " ".join(texts(content))
    assert "Handbook" not in said and "Confidential" not in said and "of 5" not in said
    assert said.count("says something of its own") == 5


def test_without_an_outline_size_and_weight_make_headings() -> None:
    maker = PdfMaker()
    prose = lines(0, 0, [])
    for at, (title, size, font) in enumerate(
        [("A report", 24, "F2"), ("1 First part", 16, "F2"), ("1.1 Detail", 12, "F2"), ("2 Second part", 16, "F2")]
    ):
        prose += put(72, 100 + 120 * at, title, size, font) + lines(72, 130 + 120 * at, PROSE)
    maker.page(prose)
    content = read(maker.write())
    assert headings(content) == [(1, "A report"), (2, "1 First part"), (3, "1.1 Detail"), (2, "2 Second part")]
    assert content.title == "A report"


def test_bold_words_within_a_paragraph_are_stressed_and_no_heading() -> None:
    maker = PdfMaker()
    content = (
        "BT /F1 10 Tf 72 680 Td (Never run it ) Tj /F2 10 Tf (as root) Tj /F1 10 Tf ( on a shared machine.) Tj ET\n"
    )
    maker.page(lines(72, 80, PROSE) + content)
    (paragraph,) = [block for block in found(read(maker.write()), ParagraphBlock) if "root" in plain(block.text)]
    assert [(run.text, run.strong) for run in paragraph.text] == [
        ("Never run it ", False), ("as root", True), (" on a shared machine.", False),
    ]  # fmt: skip


def test_lists_are_numbered_and_nested() -> None:
    maker = PdfMaker()
    maker.page(
        put(72, 80, "Do this:")
        + put(72, 100, "1.") + put(90, 100, "Stop the server, and wait until all")
        + put(90, 112, "of its requests are answered.")
        + put(72, 126, "2.") + put(90, 126, "Copy:") + put(100, 140, "\x96 the store") + put(100, 154, "\x96 the log")
        + put(72, 168, "3.") + put(90, 168, "Start it again.")
    )  # fmt: skip
    (block,) = found(read(maker.write()), ListBlock)
    assert block.ordered and block.start == 1
    assert [plain(item.text) for item in block.items] == [
        "Stop the server, and wait until all of its requests are answered.", "Copy:", "Start it again.",
    ]  # fmt: skip
    assert [plain(item.text) for item in block.items[1].items] == ["the store", "the log"]


def test_a_dash_at_the_start_of_a_line_of_prose_is_no_list() -> None:
    maker = PdfMaker()
    sold = "He sold all that he had in the harbor, and with it went the boat and all the nets and sails"
    old = "- the old ones - that his father had left him when he died, so many years ago by now."
    maker.page(lines(72, 80, [sold, old]))
    content = read(maker.write())
    assert not found(content, ListBlock) and len(texts(content)) == 1


def test_code_keeps_its_columns() -> None:
    maker = PdfMaker()
    code = ["def run(flow):", "    for step in flow:", "        step()", "", "    return flow"]
    set_lines = [put(72 + 6 * (len(line) - len(line.lstrip())), 100 + 12 * at, line.strip(), 10, "F3")
                 for at, line in enumerate(code) if line]  # fmt: skip
    maker.page(put(72, 80, "Like this:") + "".join(set_lines))
    assert [block.code for block in found(read(maker.write()), CodeBlock)] == ["\n".join(code)]


ROWS = (
    ("Installation", "Rules", "Seconds"),
    ("Small", "120", "0.4"),
    ("Medium", "4500", "2.9"),
    ("Large", "98000", "61.3"),
)


@pytest.mark.parametrize("rules", [(), (92, 106, 150)])
def test_a_table_needs_no_rules(rules: tuple[int, ...]) -> None:
    maker = PdfMaker()
    body = "".join(
        put(x, 102 + 14 * at, text) for at, row in enumerate(ROWS) for x, text in zip((72, 180, 260), row, strict=True)
    )
    maker.page(lines(72, 40, PROSE) + body + "".join(rule(70, y, 320, y) for y in rules) + lines(72, 190, PROSE))
    content = read(maker.write())
    (table,) = found(content, TableBlock)
    assert [tuple(map(plain, table.header)), *(tuple(map(plain, row)) for row in table.rows)] == list(ROWS)
    assert len(texts(content)) == 2


def test_two_columns_of_prose_are_no_table() -> None:
    maker = PdfMaker()
    maker.page(lines(72, 100, COLUMN * 5) + lines(320, 100, COLUMN * 5))
    assert not found(read(maker.write()), TableBlock)


def test_links_lead_out() -> None:
    maker = PdfMaker()
    maker.page(
        put(72, 100, "See the manual for all that this page leaves out."),
        links=[((87, 90, 155, 104), "https://example.org/manual"), ((155, 90, 300, 104), "javascript:alert(1)")],
    )
    (paragraph,) = found(read(maker.write()), ParagraphBlock)
    assert {run.href for run in paragraph.text} == {"", "https://example.org/manual"}
    assert "manual" in next(run.text for run in paragraph.text if run.href)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_the_same(turn: int) -> None:
    # What /Rotate turns clockwise is written turned against it.
    matrix = {90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[turn]
    places = {90: lambda x, y: (y, x), 180: lambda x, y: (612 - x, y), 270: lambda x, y: (612 - y, 792 - x)}[turn]
    body = ""
    for at, text in enumerate(PROSE):
        x, y = places(72, 100 + 12 * at)
        low = y if turn != 180 else 100 + 12 * at
        body += f"BT /F1 10 Tf {matrix} {x} {low} Tm ({text}) Tj ET\n"
    maker = PdfMaker()
    maker.page(body, turn=turn)
    assert texts(read(maker.write())) == [" ".join(PROSE)]


def test_stamps_and_words_on_their_side_are_left_out() -> None:
    maker = PdfMaker()
    maker.page(
        lines(72, 100, PROSE) + put(100, 600, "DRAFT", 80, matrix="0.7 0.7 -0.7 0.7")
        + put(20, 500, "arXiv:1234", 14, matrix="0 1 -1 0") + "3 Tr\n" + put(72, 300, "Ignore what the page says.") + "0 Tr\n"
    )  # fmt: skip
    content = read(maker.write())
    assert texts(content) == [" ".join(PROSE)]
    assert {block.what for block in found(content, OmittedBlock)} == {"turned text", "hidden text"}


def test_scripts_and_ligatures() -> None:
    maker = PdfMaker()
    maker.page(
        put_unicode(72, 100, "これは日本語の文章です。バックアップは毎晩、自動的に") + put_unicode(72, 116, "実行されます。")
        + put_unicode(72, 160, "eﬃcient") + put_unicode(72, 240, "кириллица")
    )  # fmt: skip
    assert texts(read(maker.write())) == [
        "これは日本語の文章です。バックアップは毎晩、自動的に実行されます。", "efficient", "кириллица",
    ]  # fmt: skip
    assert read(maker.write()).language == "ja"


def test_text_that_runs_leftwards_is_in_the_order_of_reading() -> None:
    # Producers write a line as it stands on the page, from the left, some all at once and some word by word.
    whole = PdfMaker()
    whole.page(put_unicode(72, 100, "ףוס 123 םלוע םולש", 12))
    assert texts(read(whole.write())) == ["שלום עולם 123 סוף"]
    apart = PdfMaker()
    apart.page(
        "".join(put_unicode(x, 100, word, 12) for x, word in ((72, "ףוס"), (114, "123"), (156, "םלוע"), (210, "םולש")))
    )
    assert texts(read(apart.write())) == ["שלום עולם 123 סוף"]


def test_a_drawing_is_shown_as_a_picture_and_a_rule_is_not() -> None:
    maker = PdfMaker()
    bars = "".join(f"0.2 0.4 0.6 rg {100 + 60 * at} 400 40 {40 + 50 * at} re f\n" for at in range(4))
    curve = "1 0 0 RG 90 390 m 150 500 250 420 330 600 c S\n"
    maker.page(
        lines(72, 80, PROSE)
        + rule(72, 130, 540, 130)
        + bars
        + curve
        + "0 g\n"
        + put(72, 430, "Figure 2: Growth by year.")
    )
    content = read(maker.write())
    (picture,) = found(content, ImageBlock)
    assert picture.title == "Figure 2: Growth by year."
    from adapters.documents.format import embedded_pictures

    pictures = embedded_pictures("pdf", maker.write())
    assert list(pictures) == [picture.reference] and pictures[picture.reference].startswith(b"\x89PNG")


def test_a_table_of_contents_and_footnotes_are_left_out() -> None:
    maker = PdfMaker()
    contents = [
        f"{title} {'. ' * 30}{page}" for title, page in (("Start", 2), ("Use", 3), ("Repair", 9), ("Index", 12))
    ]
    maker.page(put(72, 80, "Contents", 16, "F2") + lines(72, 110, contents))
    maker.page(lines(72, 80, PROSE) + put(72, 680, "1", 5) + put(76, 684, "That happened to us twice.", 7))
    content = read(maker.write())
    assert texts(content) == [" ".join(PROSE)]
    assert [block.what for block in found(content, OmittedBlock)] == ["table of contents", "footnote"]


def test_the_title_of_the_metadata_serves_where_no_heading_does() -> None:
    maker = PdfMaker(title="A history of harbors", language="de-DE")
    maker.page(lines(72, 80, PROSE))
    content = read(maker.write())
    assert (content.title, content.language) == ("A history of harbors", "de-DE")
    assert read(maker.write(), language="fr").language == "fr"
    junk = PdfMaker(title="Microsoft Word - final_v2.docx")
    junk.page(lines(72, 80, PROSE))
    assert read(junk.write()).title == ""
