"""PDFs that cannot be read, or were made to do harm: each ends as one of our errors, or is read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from adapters.documents.adapting import adapt_document, check_input
from adapters.documents.parsing import parse_document
from adapters.documents.pdf.bombs import find_bomb
from adapters.processes import run_tool_now
from adapters.store import Store
from model.errors import ToolError, ValidationError
from model.inputs import InputConfig
from tests.pdf_maker import PROSE, PdfMaker, lines, make_handbook, put
from tests.pdf_mutants import make_seeds, mutate

ROOT = Path(__file__).resolve().parent.parent


def page_of(content: str = "", **entries: str) -> bytes:
    maker = PdfMaker()
    maker.page(content or lines(72, 100, PROSE))
    return maker.write(**entries)


def scan(pages: int = 1) -> bytes:
    maker = PdfMaker()
    name = maker.image(4, 4, bytes(range(48)))
    for _ in range(pages):
        maker.page(f"q 612 0 0 792 0 0 cm /{name} Do Q\n")
    return maker.write()


def many_pages(count: int) -> bytes:
    maker = PdfMaker()
    for _ in range(count):
        maker.page("")
    return maker.write()


def refusal(data: bytes, tmp_path: Path) -> str:
    """Return what the check of an input says of a file."""
    path = tmp_path / "book.pdf"
    path.write_bytes(data)
    with pytest.raises(ValidationError) as raised:
        check_input(InputConfig(source=str(path)))
    (problem,) = raised.value.problems
    assert problem.file == str(path) and problem.remedy
    return problem.message


LOCKED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >> /ID [<00> <00>]"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The document is empty."),
        (b"# Not a PDF\n", "This is no PDF: it does not begin like one."),
        (b"%PDF-1.7\nnothing of the kind\n", "The PDF is damaged: it cannot be opened."),
        (make_handbook()[:300], "The PDF is damaged: it cannot be opened."),
        (PdfMaker().write(), "The PDF has no pages."),
        (page_of(trailer=LOCKED), "The PDF is locked by a password."),
        (page_of(catalogue="/AcroForm << /Fields [] /XFA (<xdp/>) >> /NeedsRendering true"), "The PDF is an XFA form"),
        (scan(3), "The PDF has no text: its pages are pictures, as of a scan."),
        (many_pages(501), "The PDF has 501 pages; 500 is the most."),
    ],
    ids=["empty", "other", "rubbish", "truncated", "pageless", "locked", "xfa", "scan", "long"],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, message: str, tmp_path: Path) -> None:
    assert message in refusal(data, tmp_path)


def test_more_than_fifty_megabytes_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    os.truncate(path, 50_000_001)
    with pytest.raises(ValidationError, match="larger than 50 MB"):
        check_input(InputConfig(source=str(path)))


def test_the_command_names_the_remedy_of_a_scan_and_ends_with_3(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan())
    done = subprocess.run(
        [sys.executable, "-m", "flows.make_video", "--source", str(path), "--output", str(tmp_path / "out")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "ocrmypdf" in " ".join(done.stderr.split())


def test_fonts_that_tell_no_letters_are_told_of(tmp_path: Path) -> None:
    maker = PdfMaker()
    glyph = maker.stream(b"500 0 d0 0 0 300 500 re f")
    font = maker.add(
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 500] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 /LastChar 3"
        f" /Widths [500 500 500] /CharProcs << /a {glyph} 0 R >> /Encoding << /Differences [1 /a /a /a] >> >>"
    )
    maker.page("BT /T3 12 Tf 72 700 Td (\\001\\002\\003 \\001\\002\\003\\001) Tj ET")
    data = maker.write().replace(b"/Font << ", f"/Font << /T3 {font} 0 R ".encode())
    path = tmp_path / "book.pdf"
    path.write_bytes(data)
    with pytest.raises(ValidationError, match=r"fonts do not say which letters|no text"):
        adapt_document(InputConfig(source=str(path)), Store(tmp_path / "store"))


def loop_of_forms() -> bytes:
    maker = PdfMaker()
    first, second = len(maker._objects) + 1, len(maker._objects) + 2
    for other in (second, first):
        maker.stream(
            b"/X Do /X Do",
            f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {other} 0 R >> >>",
        )
    maker.page("/X Do\n" + lines(72, 100, PROSE))
    return maker.write().replace(b"/XObject <<  >>", f"/XObject << /X {first} 0 R >>".encode())


def stack_of_forms() -> bytes:
    """Forms that each draw the next ten times: ten to the ninth objects, to who follows them all."""
    maker = PdfMaker()
    base = len(maker._objects)
    for level in range(9):
        maker.stream(
            b"/X Do " * 10 if level < 8 else b"0 0 5 5 re f",
            f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {base + level + 2} 0 R >> >>",
        )
    maker.page("/X Do\n" + lines(72, 100, PROSE))
    return maker.write().replace(b"/XObject <<  >>", f"/XObject << /X {base + 1} 0 R >>".encode())


def bomb(size: int) -> bytes:
    maker = PdfMaker()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes([32]) * 1_000_000) for _ in range(size // 1_000_000)) + packer.flush()
    body = maker.add(f"<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream")
    maker.page("")
    return re.sub(rb"/Contents \d+ 0 R", f"/Contents {body} 0 R".encode(), maker.write())


def outline_in_a_circle() -> bytes:
    maker = PdfMaker()
    maker.page(lines(72, 100, PROSE))
    first = len(maker._objects) + 1
    maker.add(f"<< /First {first + 1} 0 R /Last {first + 1} 0 R >>")
    maker.add(f"<< /Title (Round) /Next {first + 1} 0 R /First {first} 0 R >>")
    return maker.write(catalogue=f"/Outlines {first} 0 R")


HOSTILE = {
    "forms in a circle": loop_of_forms(),
    "forms within forms": stack_of_forms(),
    "outline in a circle": outline_in_a_circle(),
    "pages in a circle": re.sub(rb"/Kids \[[^]]*\]", b"/Kids [2 0 R 2 0 R]", page_of()),
    "deep arrays": page_of(catalogue="/Deep " + "[" * 50_000 + "]" * 50_000),
    "deep dictionaries": page_of(catalogue="/Deep " + "<< /A " * 20_000 + "1" + " >>" * 20_000),
    "a page as large as a country": page_of().replace(b"/MediaBox [0 0 612 792]", b"/MediaBox [0 0 9e9 9e9]"),
    "a page of no size": page_of().replace(b"/MediaBox [0 0 612 792]", b"/MediaBox [0 0 0 0]"),
    "a page of no numbers": page_of().replace(b"/MediaBox [0 0 612 792]", b"/MediaBox [nan inf /A null]"),
    "letters as large as the sky": page_of(put(72, 100, "Aaa bbb", 1e30) + lines(72, 100, PROSE)),
    "a matrix of nothing": page_of(put(72, 100, "Aaa bbb", matrix="0 0 0 0") + lines(72, 100, PROSE)),
    "states without end": page_of("q " * 200_000 + lines(72, 100, PROSE)),
    "a crowd of rules": page_of(
        "".join(f"{x} 0 m {x} 700 l S 0 {x} m 600 {x} l S\n" for x in range(3000)) + lines(72, 100, PROSE)
    ),
    "a crowd of shapes": page_of(
        "".join(f"{x % 600} {x // 9} m {x % 500} 9 80 90 {x % 300} 30 c f\n" for x in range(6000)) + lines(72, 100, PROSE)
    ),
    "words strewn about": page_of(
        "".join(put(x * 7 % 600, x * 13 % 780, "word", 4 + x % 9) for x in range(3000)) + lines(72, 100, PROSE)
    ),
    "one line of a thousand words": page_of(put(0, 100, "word " * 20_000, 0.5) + put(72, 200, "Prose of its own.")),
    "an image as large as a city": page_of(lines(72, 100, PROSE)).replace(
        b"/XObject <<  >>", b"/XObject << /Big << /Type /XObject /Subtype /Image /Width 90000 /Height 90000 >> >>"
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if at % 3 else name for at, name in enumerate(HOSTILE)]
)
def test_hostile_structures_end_well(name: str, tmp_path: Path) -> None:
    path, store = tmp_path / "book.pdf", Store(tmp_path / "store")
    path.write_bytes(HOSTILE[name])
    config = InputConfig(source=str(path))
    try:
        check_input(config)
        adapt_document(config, store)
    except ValidationError as error:
        assert len(error.problems) == 1


def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    data = bomb(300_000_000)
    assert len(data) < 300_000
    assert "made to fill memory" in refusal(data, tmp_path)


@pytest.mark.parametrize("quality", [1, 9])
def test_much_of_the_same_is_no_bomb(quality: int, tmp_path: Path) -> None:
    """A white page as a picture unpacks to a thousand times its size, and is one; a line end follows its last byte."""
    maker = PdfMaker()
    packed = zlib.compress(b"\xff" * 9_000_000, quality)
    body = "<< /Type /XObject /Subtype /Image /Width 2000 /Height 1500 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    maker.add(f"{body} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream")
    maker.page(lines(72, 100, PROSE))
    assert find_bomb(maker.write()) == ""
    assert find_bomb(make_handbook()) == ""


def test_a_program_that_writes_without_end_or_rests_is_ended() -> None:
    argv = [sys.executable, "-I", "-S", "-c"]
    with pytest.raises(ToolError, match="more than 1 MB"):
        run_tool_now(
            [*argv, "while True: print('x' * 99999)"], stdin=b"", deadline=20, memory=1 << 30, most_output=1_000_000
        )
    with pytest.raises(ToolError, match="longer than 1 s"):
        run_tool_now(
            [*argv, "import time; time.sleep(60)"], stdin=b"x" * 9_000_000, deadline=1, memory=0, most_output=1_000_000
        )


def test_the_reading_program_can_write_and_start_nothing() -> None:
    code = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from adapters.documents.pdf.program import confine
if os.getuid() == 0:
    os.setuid(65534)  # the limit of processes does not bind root
confine(5)
for attempt in (lambda: open("/dev/null"), os.fork):
    try:
        attempt()
        print("could")
    except OSError:
        print("could not")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="/")
    assert done.stdout.split("\n")[:2] == ["could not", "could not"]


def read_mutants(first: int, last: int) -> list[str]:
    """Read mutants in other processes; return how each ended, `crashed` for one that ended its process."""
    ended: list[str] = []
    while first + len(ended) <= last:
        argv = [sys.executable, str(ROOT / "tests" / "pdf_mutants.py"), str(first + len(ended)), str(last)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=600)
        told = [line.split(" ", 1) for line in done.stdout.splitlines()]
        ended += [line[1] if len(line) > 1 and line[1] else f"crashed {done.stderr[-400:]}" for line in told]
        assert told, done.stderr
    return ended


def check_mutants(first: int, last: int) -> None:
    ended = read_mutants(first, last)
    assert len(ended) == last - first + 1
    assert not [(first + at, how) for at, how in enumerate(ended) if "Traceback" in how]
    assert sum(how == "read" for how in ended) > len(ended) // 4
    # What ended its process ends as an error of ours when it is read through the door.
    for at, how in enumerate(ended):
        if how.startswith("crashed"):
            with pytest.raises(ValidationError):
                parse_document(
                    mutate(first + at, make_seeds()), "pdf", name="m.pdf", images={}, missing={}, language=None
                )


def test_mutants_are_read_or_refused() -> None:
    check_mutants(1, 150)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(4))
def test_many_more_mutants_are_read_or_refused(block: int) -> None:
    check_mutants(1_000 + 500 * block, 1_499 + 500 * block)
