"""Documents that nobody wrote, by seed: each is read or refused with a message, in time; never a traceback.

A few hundred at each run, and two thousand with the slow tests. The number of one that fails makes it again.
"""

from __future__ import annotations

import io
import json
import random
import time
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any
from xml.etree import ElementTree

import pytest

from adapters.documents.format import embedded_pictures, find_format, find_references
from adapters.documents.rst.publishing import LongLineError, read_restructured
from model.content import ParsedContent
from model.errors import ValidationError
from tests.test_reading_html import SITE
from tests.test_reading_notebook import code, gives, markdown, picture, prints, write
from tests.test_reading_rst import SPHINX, WHOLE
from tests.word_files import document, drawing, entry, pack, paragraph, run, table

LONGEST = 10.0
"""Seconds of processor time."""
FEW, MANY = 150, 500

TOKENS = {
    "html": """< > & </ <! <!-- --> <p> </p> <table> <tr> <td~rowspan=9999> <td~colspan=-1> <ul> <li> <dl> <dt> <pre> <main>
        <code~class=language-> <article> <nav> <div~role=main> <script> </script> <math> <annotation <svg> <img~src= data:,
        <figure> &#0; &#xD800; <h1> <h9> <a~href=javascript:1> <body> <html> <head> <!DOCTYPE <![CDATA[ ]]> <template>
        class="admonition \u202e \ufeff""",
    "rst": """.. :: ``x`` `x`_ |x| [#]_ * ** - 1. #. ==== ---- +--+ :a:`b` ::  ..~note:: ..~code-block:: ..~image:: ..~|x|
        ..~_a: __ ..~include:: ..~raw:: ..~list-table:: ..~csv-table:: ..~role:: ..~default-role:: ..~class:: ..~replace::
        ..~math:: >>> | \\ ..~figure:: ..~toctree:: ..~tabs:: ..~contents:: ..~sectnum::
        ..~target-notes:: ..~unicode:: \u202e :field:
        --opt""",
    "notebook": """null true -1 1e999 [] {} "" "\\ud800" {"image/png":1} {"text/html":"<table>"} [[[]]] "attachment:x"
        {"output_type":"error"} {"cell_type":"markdown"} 99999999999999999999""",
    "word": """<w:p> </w:p> <w:tbl> <w:tr> <w:tc> <w:r> <w:t> <w:numPr/> <w:ilvl~w:val="x"/> <m:oMath> <w:sdt> <w:drawing>
        <w:txbxContent> <w:pStyle~w:val="Heading1"/> <w:br/> <w:vMerge/> <w:gridSpan~w:val="99999999999"/> &amp; &#0; &lol;
        <w:outlineLvl~w:val="99"/> <![CDATA[ ]]> <!-- -->""",
    "archive": "PK\x03\x04 PK\x01\x02 \x00",
}
"""What is thrown in, apart by spaces; `~` stands for one."""


def mutate(data: bytes, kind: str, chance: random.Random) -> bytes:
    """Cut, copy, turn and fill a document, a few times."""
    tokens = [token.replace("~", " ") for token in TOKENS[kind].split(" " if kind == "archive" else None)]
    for _ in range(chance.randint(1, 12)):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(7):
            case 0:
                data = data[:at] + data[end:]
            case 1:
                data = data[:end] + data[at:end][:2_000] * chance.randint(1, 5) + data[end:]
            case 2:
                data = data[:at] + bytes(chance.randrange(256) for _ in range(chance.randint(1, 8))) + data[at:]
            case 3:
                token = chance.choice(tokens).encode("utf-8", "replace")
                data = data[:at] + token * chance.choice((1, 1, 2, 50, 400)) + data[at:]
            case 4:
                lines = data.split(b"\n")
                chance.shuffle(lines)
                data = b"\n".join(lines)
            case 5:
                data = data[:at] + b" " * chance.randint(1, 40) + data[at:]
            case _:
                data = data[:at] + b"\n" + data[at:]
        data = data[:60_000] or b"x"
    return data


def make_html(chance: random.Random) -> bytes:
    return mutate(SITE.encode(), "html", chance)


def make_rst(chance: random.Random) -> bytes:
    seed = chance.choice([WHOLE, "\n\n".join(written for written, _ in SPHINX)])
    return mutate(seed.encode(), "rst", chance)[:8_000]


NOTEBOOK = write(
    markdown("# T\n\n![a](attachment:a.png)", attachments={"a.png": {"image/png": picture()}}),
    code("!ls\n%%time", prints("a\n"), gives(text_html="<table><tr><td>1</table>", text_latex="$x$")),
    code("1", gives(image_png=picture()), {"output_type": "error", "ename": "E", "evalue": "v", "traceback": []}),
)


def make_notebook(chance: random.Random) -> bytes:
    """Mutate the text, or put something else in the place of any value, which is still JSON."""
    if chance.random() < 0.3:
        return mutate(NOTEBOOK, "notebook", chance)
    whole = json.loads(NOTEBOOK)
    for _ in range(chance.randint(1, 6)):
        _replace_one(whole["cells"] if chance.random() < 0.9 else whole, chance)
        if not isinstance(whole.get("cells"), list):
            break
    return json.dumps(whole).encode()


def _replace_one(value: Any, chance: random.Random) -> None:
    while isinstance(value, dict | list) and value:
        key = chance.choice(list(value) if isinstance(value, dict) else list(range(len(value))))
        if not isinstance(value[key], dict | list) or not value[key] or chance.random() < 0.2:
            others = [None, 1, -1.5, "x", "", [], {}, [1, "a"], {"x": []}, "\ud800", "\x1b[1m", "<table><td>", True]
            value[key] = chance.choice(others)
            return
        value = value[key]


WORD = document(
    paragraph("T", "Title"), paragraph("H", "Heading1"), entry("a", 2), entry("b", 2, 1), table(("A", "B"), ("1", "2")),
    paragraph(runs=drawing("p", "x")), paragraph("c", "SourceCode"), paragraph(runs=run("b", "<w:b/>")),
    relations={"p": ("image", "media/x.png", False)},
)  # fmt: skip


def make_word(chance: random.Random) -> bytes:
    """Mutate the archive, the bytes of one of its parts, or the elements of one."""
    if chance.random() < 0.1:
        return mutate(WORD, "archive", chance)
    with zipfile.ZipFile(io.BytesIO(WORD)) as archive:
        files: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    part = chance.choice(sorted(files))
    content = files[part]
    assert isinstance(content, bytes)
    if chance.random() < 0.8:
        return pack(files | {"word/document.xml": shuffle_elements(files["word/document.xml"], chance)})
    return pack(files | {part: mutate(content, "word", chance)})


def shuffle_elements(content: bytes | str, chance: random.Random) -> bytes:
    """Move, copy, drop and rename elements: what comes is still XML."""
    root = ElementTree.fromstring(content)
    for _ in range(chance.randint(1, 8)):
        every = list(root.iter())
        one, other = chance.choice(every), chance.choice(every)
        match chance.randrange(5):
            case 0:
                other.insert(chance.randint(0, len(other)), deepcopy(one))
            case 1:
                one[:] = []
            case 2:
                one.tag = other.tag
            case 3:
                one.text = chance.choice(["", "x" * 5_000, "\u202e", "\n\t ", "日本", "\u0301"])
            case _:
                for name in one.attrib:
                    one.set(name, chance.choice(["", "-1", "99999999999", "x", "p", "Heading1", "../../etc/passwd"]))
        if sum(1 for _ in root.iter()) > 5_000:
            break
    return ElementTree.tostring(root)


def read(kind: str, data: bytes) -> ParsedContent:
    reader = find_format(kind)
    source = reader.prepare(data, "a")
    find_references(kind, source)
    embedded_pictures(kind, source)
    content = reader.parse(source, name="a", images={}, missing={}, language=None)
    content.model_dump_json().encode("utf-8")
    return content


def read_rst(data: bytes) -> None:
    """Read in this process, as the program that reads it does: it would start once for each."""
    try:
        source = find_format("restructured").prepare(data, "a")
        read_restructured(source.decode())
    except (RecursionError, LongLineError):
        pass


MAKERS: dict[str, tuple[Callable[[random.Random], bytes], Callable[[bytes], object]]] = {
    "html": (make_html, lambda data: read("html", data)),
    "notebook": (make_notebook, lambda data: read("notebook", data)),
    "word": (make_word, lambda data: read("word", data)),
    "rst": (make_rst, read_rst),
}


def run_seeds(kind: str, first: int, last: int) -> None:
    make, take = MAKERS[kind]
    for seed in range(first, last):
        data = make(random.Random(f"{kind} {seed}"))
        began = time.process_time()
        try:
            take(data)
        except ValidationError as error:
            assert all(problem.message and problem.remedy for problem in error.problems), seed
        except Exception as error:
            error.add_note(f"{kind}, seed {seed}")
            raise
        assert time.process_time() - began < LONGEST, seed


@pytest.mark.parametrize("kind", MAKERS)
def test_a_few_documents_that_nobody_wrote(kind: str) -> None:
    run_seeds(kind, 0, FEW if kind != "rst" else FEW // 3)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
@pytest.mark.parametrize("kind", MAKERS)
def test_many_documents_that_nobody_wrote(kind: str, part: int) -> None:
    run_seeds(kind, FEW + part * MANY // 10, FEW + (part + 1) * MANY // 10)


BOMBS = {
    "nested": "<div>" * 79_000 + "x", "unclosed": "<a " * 79_000, "paragraphs": "<p>x" * 20_000,
    "attributes": "<p " + "a=1 " * 200_000 + ">x", "entities": "&amp;" * 300_000 + "&" * 300_000, "comments": "<!--" * 70_000,
    "tables": "<table><tr><td colspan=50 rowspan=50>" * 10_000, "quotes": '<a href="' * 70_000,
    "pre": "<pre>" + "x\n" * 500_000, "highlight": "<div class='highlight'>" * 30_000 + "<pre>x",
    "math": "<math>" * 70_000 + "<annotation encoding=application/x-tex>",
    "classes": f"<div class='{'x ' * 900_000}'>x", "one line": "word " * 1_000_000, "metas": "<meta " * 70_000,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_pages_that_are_made_to_hang_do_not(name: str) -> None:
    began = time.process_time()
    read("html", BOMBS[name].encode())
    assert time.process_time() - began < LONGEST
