"""From the bytes of a PDF to what its program reports of it, checked; each way in which it fails has its own message."""

from __future__ import annotations

import json
import signal
import sys
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter
from pydantic import ValidationError as Malformed

from adapters.documents.pdf.bombs import find_bomb
from adapters.files import digest_bytes
from adapters.processes import run_tool_now
from model.errors import Problem, ToolError, ValidationError
from model.frozen import Frozen

_PROGRAM = Path(__file__).with_name("program.py")
_MEMORY = 900_000_000
_MOST_OUTPUT = 120_000_000
_SECONDS, _MOST_SECONDS, _SECONDS_PER_BYTE = 10, 30, 4e-6
"""Of processor time: for a small file; for the largest; for what a byte adds."""
_SECONDS_TO_LOOK = 4
"""For a small file that is only looked at: ten times what any takes."""
_PATIENCE = 3
"""How much longer it may take on a machine that has other things to do."""
_OUT_OF_TIME = f"code -{int(signal.SIGXCPU)}:"
_REMEMBERED = 4

Run = tuple[str, Annotated[int, Field(ge=0, le=15)], str]
Page = Annotated[int, Field(ge=1, le=10_000)]


class Element(Frozen):
    """One thing that a PDF says or shows, in reading order."""

    kind: Literal["text", "item", "heading", "code", "table", "figure", "note"]
    first: Page
    """Page on which it begins."""
    last: Page
    """Page on which it ends."""
    runs: tuple[Run, ...] = ()
    """(text, bits of style, target of a link); of a figure, its caption."""
    level: Annotated[int, Field(ge=0, le=60)] = 0
    """Of a heading from 1; of an entry from 0."""
    number: int | None = None
    """Of a numbered entry."""
    text: str = ""
    """Of code, and of what is left out."""
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    """Of a table."""
    titled: bool = False
    """A table's first row names its columns."""
    name: str = ""
    """Of a figure's picture; empty where there were too many."""
    what: str = ""
    """Of what is left out."""
    reason: str = ""
    """Why it is left out."""


class Reading(Frozen):
    """A PDF, read."""

    title: str = ""
    """As its metadata have it."""
    author: str = ""
    """As its metadata have it."""
    subject: str = ""
    """As its metadata have it."""
    language: str = ""
    """As its catalogue has it."""
    pages: Page
    """How many it has."""
    texts: tuple[str, ...] = ()
    """The words of each page."""
    elements: tuple[Element, ...] = ()
    """In reading order."""
    pictures: tuple[tuple[str, Annotated[int, Field(ge=0)]], ...] = ()
    """(name, bytes), in the order in which they follow."""
    refused: str = ""
    """Why it was not read."""


class _Refused(Frozen):
    refused: str
    pictures: tuple[()] = ()


_REPORT: TypeAdapter[Reading | _Refused] = TypeAdapter(Reading | _Refused)
_OCR = "Make the text readable first: ocrmypdf scan.pdf readable.pdf."
_REASONS = {
    "password": (
        "The PDF is locked by a password.", "Save a copy without one: qpdf --decrypt --password=… locked.pdf open.pdf."
    ),
    "security": (
        "The PDF is locked in a way that cannot be opened.", "Save a copy without protection, with the program that made it."
    ),
    "damaged": ("The PDF is damaged: it cannot be opened.", "Make it again, or repair it: qpdf damaged.pdf repaired.pdf."),
    "no pages": ("The PDF has no pages.", "Name another file."),
    "xfa": (
        "The PDF is an XFA form: its pages are made by Adobe's programs alone.", "Open it there, and print it to a PDF."
    ),
    "no text": ("The PDF has no text: its pages are pictures, as of a scan.", _OCR),
    "unreadable": ("The PDF's fonts do not say which letters they draw: its text cannot be read.", _OCR),
    "wordy": ("The PDF holds more text than a library shelf.", "Split it: qpdf big.pdf --pages . 1-100 -- part.pdf."),
}  # fmt: skip
_APART = "Print it to a new PDF, and name that."
_BOMBS = {
    "swells": ("The PDF's parts unpack to more than 200 MB: it was made to fill memory.", _APART),
    "filters": ("The PDF packs a part more than three times over: no program writes that.", _APART),
    "forms": ("The PDF's drawings draw each other without end.", _APART),
}
_known: OrderedDict[tuple[str, str], tuple[Reading, Mapping[str, bytes]]] = OrderedDict()


def check_pdf(data: bytes, name: str, limit: int) -> None:
    """See quickly that a PDF can be read, and has no more bytes than `limit`.

    Raises ValidationError when it is none, empty, locked, damaged, too large, or has no text.
    """
    if not data:
        raise _refuse(name, "The document is empty.", "Write something into it, or name another file.")
    if b"%PDF-" not in data[:1024]:
        raise _refuse(name, "This is no PDF: it does not begin like one.", "Name a file that is what its suffix says.")
    if len(data) > limit:
        raise _refuse(name, f"The PDF is larger than {limit / 1e6:.0f} MB.", "Split it, or make its pictures smaller.")
    _run("look", data, name)


def read_pdf(data: bytes, name: str) -> tuple[Reading, Mapping[str, bytes]]:
    """Read a PDF, once in the life of this process: what it says, and its pictures by name.

    Raises ValidationError when it cannot be read.
    """
    return _run("read", data, name)


def _run(task: Literal["look", "read"], data: bytes, name: str) -> tuple[Reading, Mapping[str, bytes]]:
    key = (task, digest_bytes(data))
    if key not in _known:
        if bomb := find_bomb(data):
            raise _refuse(name, *_BOMBS[bomb])
        _known[key] = _ask_program(task, data, name)
        while len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    reading, pictures = _known[key]
    if reading.refused:
        raise _explain(reading.refused, name)
    return reading, pictures


def _ask_program(task: str, data: bytes, name: str) -> tuple[Reading, Mapping[str, bytes]]:
    import pypdfium2_raw

    folders = (str(Path(__file__).parents[3]), str(Path(pypdfium2_raw.__file__).parents[1]))
    argv = [sys.executable, "-I", "-S", str(_PROGRAM), *folders]
    least = _SECONDS_TO_LOOK if task == "look" else _SECONDS
    seconds = min(least + int(len(data) * _SECONDS_PER_BYTE), _MOST_SECONDS)
    order = json.dumps({"task": task, "seconds": seconds}).encode() + b"\n"
    try:
        done = run_tool_now(
            argv, stdin=order + data, deadline=float(_PATIENCE * seconds), memory=_MEMORY, most_output=_MOST_OUTPUT
        )
    except ToolError as error:
        raise _blame(error, seconds, name) from error
    head, _, rest = done.stdout.partition(b"\n")
    try:
        report = _REPORT.validate_json(head)
    except Malformed as error:
        raise _refuse(
            name, "The PDF made its reader answer nonsense: it is damaged.", _REASONS["damaged"][1]
        ) from error
    if isinstance(report, _Refused):
        return Reading(pages=1, refused=report.refused), {}
    pictures, at = {}, 0
    for picture, size in report.pictures:
        pictures[picture] = rest[at : at + size]
        at += size
    return report, pictures


def _blame(error: ToolError, seconds: int, name: str) -> ValidationError:
    """Say that the document broke its reader; what is missing on this machine is raised as it is."""
    if error.transient or _OUT_OF_TIME in error.message:
        return _refuse(
            name, f"The PDF could not be read within {seconds} s.", "Split it, or print it to a new PDF, and name that."
        )  # fmt: skip
    if "ModuleNotFoundError" in error.message or "Could not start" in error.message:
        raise error
    what = "needs more memory than 900 MB" if "MemoryError" in error.message else "breaks its reader"
    return _refuse(name, f"The PDF {what}: it is damaged.", "Print it to a new PDF, and name that.")


def _explain(reason: str, name: str) -> ValidationError:
    word, _, count = reason.partition(" ") if reason.startswith(("long", "dense")) else (reason, "", "")
    if word == "long":
        return _refuse(
            name, f"The PDF has {count} pages; 500 is the most.", "Split it: qpdf big.pdf --pages . 1-100 -- part.pdf."
        )
    if word == "dense":
        return _refuse(name, f"One page of the PDF has {count} letters: nobody reads that.", "Name another document.")
    return _refuse(name, *_REASONS.get(word, _REASONS["damaged"]))


def _refuse(name: str, message: str, remedy: str) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=remedy, file=name),))
