"""Word documents: what their styles mean, with the number of each paragraph; and what is packed to do harm, refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from adapters.documents.format import embedded_pictures, find_format
from model.content import ParsedContent
from model.errors import ValidationError
from tests.content_lines import outline, spans
from tests.word_files import SPACES, W, document, drawing, entry, pack, paragraph, relate, run, table

WORD = find_format("word")


def read(data: bytes) -> ParsedContent:
    return WORD.parse(WORD.prepare(data, "a.docx"), name="a.docx", images={}, missing={}, language="en")


def lines(*blocks: str, **more: object) -> list[str]:
    return outline(read(document(*blocks, **more)))  # type: ignore[arg-type]


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(file, "PNG")
    return file.getvalue()


def test_a_document_with_its_paragraphs() -> None:
    link = '<w:hyperlink r:id="h"><w:r><w:t>site</w:t></w:r></w:hyperlink>'
    content = read(
        document(
            paragraph("Harbor Handbook", "Title"),
            paragraph("Contents", "TOC1"),
            paragraph("Install", "Heading1"),
            paragraph(runs=run("Get ") + run("it", "<w:b/>") + run(" from our ") + link + run(", ") + run("soon", "<w:i/>")),
            entry("first", 2), entry("inner", 2, 1), entry("second", 2),
            paragraph("a bullet", "ListBullet"), paragraph("another", "ListBullet"),
            paragraph("Details", "Heading2"),
            paragraph("x = 1", "SourceCode"), paragraph("y = 2", "SourceCode"),
            paragraph("Water is patient.", "Quote"),
            paragraph(runs=drawing("p", "A map")), paragraph("Figure 1: Where it is", "Caption"),
            table(("Plan", "Price"), ("Small", "5")), paragraph("Table 2. Plans", "Caption"),
            paragraph("Own", "Mine"),
            paragraph(runs=run("harbor.toml", '<w:rStyle w:val="Verbatim"/>') + run(" is read, ") + run("not", "<w:strike/>")),
            relations={"h": ("hyperlink", "https://example.org", True), "p": ("image", "media/map.png", False)},
            word__media__map=b"",
        )
    )  # fmt: skip
    assert content.title == "Harbor Handbook"
    assert outline(content) == [
        "# Harbor Handbook", "## Install", "p Get **it** from our site<https://example.org>, _soon_",
        "1. first", "  - inner", "1. second", "- a bullet", "- another", "### Details", "code : x = 1\ny = 2",
        "quote Water is patient.", "image word/media/map.png [A map] (Where it is)", "p Plans:",
        "table Plan | Price / Small | 5", "## Own", "p `harbor.toml` is read, ~not~",
    ]  # fmt: skip
    assert spans(content)[:3] == [("paragraph", 4, 4), ("list", 5, 7), ("list", 8, 9)]
    assert ("code", 11, 12) in spans(content)
    assert ("table", 16, 19) in spans(content)
    assert [section.span.first for section in content.sections] == [1, 3, 10, 21]


def test_what_was_deleted_hidden_or_remarked_is_not_read() -> None:
    changed = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    told = read(
        document(
            paragraph(runs=run("It is ") + changed + run("secret", "<w:vanish/>") + note),
            relations={"f": ("footnotes", "footnotes.xml", False)},
            word__footnotes__xml="",
        )
    )
    assert outline(told) == ["p It is new"]
    footnotes = f"<w:footnotes {SPACES}><w:footnote>{paragraph('An aside.')}</w:footnote></w:footnotes>"
    files = {"word/footnotes.xml": footnotes}
    data = document(paragraph("It is."), relations={"f": ("footnotes", "footnotes.xml", False)})
    assert "omitted footnotes: An aside." in outline(read(add(data, files)), omitted=True)


def add(data: bytes, files: dict[str, bytes | str]) -> bytes:
    """Put further parts into a document, or others in their place."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return pack({name: archive.read(name) for name in archive.namelist()} | files)


def test_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent>" + paragraph("Boxed") + "</w:txbxContent>"
    both = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    assert lines(paragraph(runs=run("Around") + both)) == ["p Around", "p Boxed"]


def test_content_controls_and_merged_cells() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{paragraph('Inside')}</w:sdtContent></w:sdt>"
    merged = (
        f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{paragraph('A')}</w:tc><w:tc>{paragraph('B')}</w:tc></w:tr>"
        f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("both")}</w:tc></w:tr>'
        f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('again')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    )
    assert lines(wrapped, merged) == ["p Inside", "table A | B / both |  /  | b"]


def test_formulas_are_tex() -> None:
    fraction = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
    power = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    assert lines(paragraph(runs=f"<m:oMathPara><m:oMath>{fraction}</m:oMath></m:oMathPara>")) == [r"math \frac{a}{b}"]
    assert lines(paragraph(runs=run("So ") + f"<m:oMath>{power}</m:oMath>" + run(" grows"))) == ["p So x² grows"]


def test_pictures_lie_in_it_and_none_is_fetched() -> None:
    data = document(
        paragraph(runs=drawing("p") + drawing("x", "Away", "link")),
        relations={"p": ("image", "/word/media/one.png", False), "x": ("image", "http://127.0.0.1:9/x.png", True)},
    )
    data = add(data, {"word/media/one.png": png(), "word/media/two.emf": b"x", "media.png": b"x"})
    assert embedded_pictures("word", data) == {"word/media/one.png": png()}
    assert outline(read(data)) == ["image word/media/one.png [] ()", "image http://127.0.0.1:9/x.png [Away] ()"]


def test_a_document_in_the_strict_form_is_read_as_well() -> None:
    strict = SPACES.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    body = f"<w:document {strict}><w:body>{paragraph('Strict')}</w:body></w:document>"
    assert outline(read(add(document(), {"word/document.xml": body}))) == ["p Strict"]


def zeros(size: int) -> bytes:
    return b"<w:t>" + b" " * size + b"</w:t>"


LAUGHS = "<!DOCTYPE lolz [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(8)
) + "]>"  # fmt: skip
EXTERNAL = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
BOMBS: list[tuple[str, bytes, str]] = [
    ("empty", b"", "empty"),
    ("no archive", b"hello", "no archive"),
    ("old Word", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "before 2007"),
    ("other archive", pack({"a.txt": "x"}), "no text"),
    ("too many parts", pack({f"p{n}": "" for n in range(5_001)}), "more than 5000 parts"),
    (
        "laughs",
        add(document(), {"word/document.xml": LAUGHS + f"<w:document {SPACES}>&i;</w:document>"}),
        "defines entities",
    ),
    (
        "external",
        add(document(), {"word/document.xml": EXTERNAL + f"<w:document {SPACES}>&e;</w:document>"}),
        "defines entities",
    ),
    ("external styles", add(document(), {"word/styles.xml": EXTERNAL + "<x>&e;</x>"}), "defines entities"),
    ("external relations", add(document(), {"_rels/.rels": EXTERNAL + relate({})}), "defines entities"),
    ("deep", add(document(), {"word/document.xml": "<a>" * 100_000}), "nested too deeply"),
    ("cut", add(document(), {"word/document.xml": "<w:document"}), "no XML"),
    ("binary", add(document(), {"word/document.xml": b"\0\1\2"}), "no XML"),
    ("zeros", add(document(), {"word/document.xml": zeros(39_000_000)}), "larger than any document"),
    ("more zeros", add(document(), {"word/document.xml": zeros(60_000_000)}), "larger than any document"),
    ("nothing in it", document(), "empty"),
]


@pytest.mark.parametrize(("data", "says"), [bomb[1:] for bomb in BOMBS], ids=[bomb[0] for bomb in BOMBS])
def test_what_is_no_document_or_a_bomb_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        read(data)


def test_boxes_in_boxes_are_read_once_each() -> None:
    inside = run("deep")
    for _ in range(30):
        inside = f"<w:r><w:drawing><w:txbxContent>{paragraph(runs=inside)}</w:txbxContent></w:drawing></w:r>"
    assert lines(paragraph(runs=inside)) == ["p deep"]
