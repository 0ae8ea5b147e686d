"""Small files that ask for much: each is refused in less than a second, of this process and of those that it starts."""

from __future__ import annotations

import io
import json
import resource
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from adapters.brand import load_brand
from adapters.documents.adapting import adapt_document
from adapters.documents.adapting import check_input as check_document
from adapters.documents.parsing import parse_content
from adapters.documents.pictures import load_pictures
from adapters.documents.pronunciations import load_pronunciations
from adapters.input import check_input
from adapters.store import Store
from adapters.translations import load_glossary, load_translation
from model.errors import ValidationError
from model.inputs import InputConfig
from tests.pdf_maker import PdfMaker
from tests.test_course_hostile import BOMBS as COURSES
from tests.test_document_pictures import bomb as make_png
from tests.test_pdf_hostile import bomb as make_swelling
from tests.test_pdf_hostile import stack_of_forms
from tests.test_reading_word import BOMBS as WORD

SECOND = 1.0
"""Of processor time."""
MOST = 200_000
"""Kilobytes by which this process may grow."""


class Bomb(NamedTuple):
    lay: Callable[[Path], None]
    """Put it into a folder."""
    take: Callable[[Path], object]
    """Take it in as a run does."""


def document(suffix: str, data: Callable[[], bytes] | bytes | str) -> Bomb:
    def lay(folder: Path) -> None:
        put(folder / f"bomb{suffix}", data() if callable(data) else data)

    def take(folder: Path) -> None:
        config, store = InputConfig(source=str(folder / f"bomb{suffix}")), Store(folder / "store")
        check_document(config)
        parse_content(adapt_document(config, store).single(), store)

    return Bomb(lay, take)


def course(name: str) -> Bomb:
    def take(folder: Path) -> None:
        check_input(InputConfig(source=str(folder / "course.yaml"), engine="silent"))

    return Bomb(lambda folder: put(folder / "course.yaml", COURSES[name][0]), take)


def yaml_file(load: Callable[[Path], object], text: str) -> Bomb:
    return Bomb(lambda folder: put(folder / "bomb.yaml", text), lambda folder: load(folder / "bomb.yaml"))


def put(path: Path, data: bytes | str) -> None:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def picture(data: Callable[[], bytes]) -> Bomb:
    def take(folder: Path) -> None:
        found, missing = load_pictures(folder, ("a.png",), Store(folder / "store"))
        assert not found and missing
        raise ValidationError(())

    return Bomb(lambda folder: put(folder / "a.png", data()), take)


def film_strip() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("P", (1, 1), at % 2) for at in range(10_000)]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def packed_twice() -> bytes:
    maker = PdfMaker()
    inner = zlib.compress(zlib.compress(b" " * 400_000_000, 9), 9)
    head = f"<< /Filter [/FlateDecode /FlateDecode] /Length {len(inner)} >>\nstream\n"
    body = maker.add(head.encode() + inner + b"\nendstream")
    maker.page("")
    return maker.write().replace(b"/Contents 4 0 R", f"/Contents {body} 0 R".encode())


def packed_often() -> bytes:
    maker = PdfMaker()
    maker.add("<< /Filter [" + "/ASCIIHexDecode " * 40 + "] /Length 2 >>\nstream\n00\nendstream")
    maker.page("")
    return maker.write()


def shelf_of_pages() -> bytes:
    maker = PdfMaker()
    for _ in range(10_000):
        maker.page("")
    return maker.write()


def archive_in_itself() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:document>" + b" " * 80_000_000)
    return buffer.getvalue()


LAUGHS = "keep: &a [x]\n" + "".join(f"k{at}: &b{at} [*a, *a, *a, *a]\n" for at in range(60))
SUBSTITUTIONS = (
    "\n".join(f".. |a{n}| replace:: {f'|a{n + 1}| ' * 10}" for n in range(9)) + "\n.. |a9| replace:: x\n\n|a0|\n"
)
_ARCHIVES = ("laughs", "deep", "too many parts", "zeros")
BOMBS: dict[str, Bomb] = {
    "merge keys": course("merges"),
    "laughs": course("laughs"),
    "brackets": course("depth"),
    "braces": course("depth of mappings"),
    "stairs": course("indentation"),
    "values": course("values"),
    "lines": course("lines"),
    "a block": course("block"),
    "a glossary": yaml_file(lambda path: load_glossary(path, "es"), LAUGHS),
    "a translation": yaml_file(lambda path: load_translation(path, "es"), LAUGHS),
    "pronunciations": yaml_file(lambda path: load_pronunciations(path.parent, "a.md", path.name), "x: " + "[" * 20_000),
    "a brand": yaml_file(load_brand, LAUGHS),
    "a huge picture": picture(lambda: make_png(60_000, 60_000)),
    "a wide one": picture(lambda: make_png(2_000_000, 300)),
    "a PDF that swells": document(".pdf", lambda: make_swelling(400_000_000)),
    "one packed twice": document(".pdf", packed_twice),
    "one packed often": document(".pdf", packed_often),
    "forms in forms": document(".pdf", stack_of_forms),
    "ten thousand pages": document(".pdf", shelf_of_pages),
    "substitutions": document(".rst", f"T\n=\n\n{SUBSTITUTIONS}"),
    "quotations": document(".rst", "\n".join(" " * n + "x\n" for n in range(900))),
    "markers": document(".rst", "- " * 20_000 + "x\n"),
    "cells": document(".ipynb", json.dumps({"nbformat": 4, "cells": [{"cell_type": "raw", "source": ""}] * 6_000})),
    "a notebook's depth": document(".ipynb", '{"cells": ' + "[" * 90_000),
    "tags": document(".html", "<p>" * 200_000),
    "a long line": document(".md", "a" * 20_000_000),
    "an archive": document(".docx", archive_in_itself),
    **{f"Word, {name}": document(".docx", data) for name, data, _ in WORD if name in _ARCHIVES},
}


def spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(name: str, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    BOMBS[name].lay(tmp_path)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, spent()
    with pytest.raises(ValidationError):
        BOMBS[name].take(tmp_path)
    seconds, grown = spent() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    record_property("seconds", round(seconds, 3))
    record_property("megabytes", grown // 1000)
    assert seconds < SECOND
    assert grown < MOST


def test_there_are_at_least_twenty_five() -> None:
    assert len(BOMBS) >= 25
