"""From the bytes of a PDF to a report of plain JSON: what it says, in reading order, and the pictures that it shows.

Runs in the program's own process.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pypdfium2_raw as pdfium

from adapters.documents.pdf.characters import PageText, read_characters
from adapters.documents.pdf.drawings import Drawings, read_drawings
from adapters.documents.pdf.figures import covers_page, draw_region, find_bullets, find_figures
from adapters.documents.pdf.furniture import drop_furniture
from adapters.documents.pdf.library import (
    Refusal,
    frame_page,
    open_document,
    read_links,
    read_metadata,
    read_outline,
)
from adapters.documents.pdf.ordering import attach_raised, order_page
from adapters.documents.pdf.paragraphs import Part, count_words, join_text, set_code, split_blocks
from adapters.documents.pdf.shapes import Figure, Line, Run, Sheet
from adapters.documents.pdf.structure import build_document
from adapters.documents.pdf.tables import find_tables

MOST_PICTURES, MOST_PICTURE_BYTES = 60, 60_000_000
MOST_LETTERS = 3_000_000
"""In all: a novel has 600,000."""
_UNREADABLE_SHARE = 0.5
_SIGNS = re.compile("[\\s\u2190-\u21ff\u2500-\u25a9\u2600-\u27bf]+")
"""Of which drawings are put together: arrows, lines, dingbats."""
Report = dict[str, Any]


def look_at(data: bytes) -> Report:
    """Tell quickly whether a PDF can be read at all: its number of pages.

    Raises Refusal when it cannot.
    """
    document = open_document(data)
    count = pdfium.FPDF_GetPageCount(document)
    for at in range(count):
        page = pdfium.FPDF_LoadPage(document, at)
        letters = _count_letters(page) if page else 0
        if letters:
            return {"pages": count}
    raise Refusal("no text")


def _count_letters(page: Any) -> int:
    text = pdfium.FPDFText_LoadPage(page)
    count = pdfium.FPDFText_CountChars(text) if text else 0
    if text:
        pdfium.FPDFText_ClosePage(text)
    pdfium.FPDF_ClosePage(page)
    return max(count, 0)


class _Reader:
    """Reads page after page, with what they share."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.pictures: dict[str, bytes] = {}
        self._names: dict[bytes, str] = {}
        self.sheets: list[Sheet] = []
        self.letters = self.unreadable = 0

    def read(self, number: int) -> None:
        """Read one page; one that PDFium can't open is noted."""
        page = pdfium.FPDF_LoadPage(self.document, number - 1)
        if not page:
            note = ("page", f"page {number}", "it is damaged and cannot be read")
            self.sheets.append(Sheet(number, 1, 1, (), notes=(note,)))
            return
        try:
            self.sheets.append(self._read(page, number))
        finally:
            pdfium.FPDF_ClosePage(page)
        if self.letters > MOST_LETTERS:
            raise Refusal("wordy")

    def _read(self, page: Any, number: int) -> Sheet:
        drawings = read_drawings(page)
        frame = frame_page(page, pdfium.FPDFPage_GetRotation(page))
        scanned = any(
            mark.kind == "image" and covers_page(frame.box(*mark.box), *frame.size) for mark in drawings.marks
        )
        text = read_characters(page, drawings.walls(), list(read_links(self.document, page)), scanned=scanned)
        self.letters += sum(len(line.text) for line in text.lines)
        self.unreadable += text.unreadable
        tables, rest = find_tables(attach_raised(text.lines), drawings.seen_rules(text.frame))
        figures = self._draw(page, number, drawings, text, tables)
        rest = find_bullets(drawings, text.frame, rest)
        said = [line for line in rest if not _SIGNS.fullmatch(line.text)]
        lines = tuple(line for line in said if not any(figure.box.holds(*line.middle) for figure in figures))
        return Sheet(number, *text.frame.size, lines, tuple(tables), tuple(figures), _notes(text))

    def _draw(self, page: Any, number: int, drawings: Drawings, text: PageText, tables: list[Any]) -> list[Figure]:
        figures: list[Figure] = []
        for region in find_figures(drawings, text.frame, text.lines, tables):
            drawn = draw_region(page, text.frame, region) if self._has_room() else None
            if drawn is None:
                figures += [Figure(region.box, "")] if not self._has_room() else []
                continue
            suffix, picture = drawn
            digest = hashlib.sha256(picture).digest()
            if digest not in self._names:
                self._names[digest] = f"page-{number}-figure-{len(figures) + 1}{suffix}"
                self.pictures[self._names[digest]] = picture
            figures.append(Figure(region.box, self._names[digest]))
        return figures

    def _has_room(self) -> bool:
        return len(self.pictures) < MOST_PICTURES and sum(map(len, self.pictures.values())) < MOST_PICTURE_BYTES


def _notes(text: PageText) -> tuple[tuple[str, str, str], ...]:
    notes = (
        ("turned text", text.turned, "it stands on its side, or aslant across the page"),
        ("hidden text", text.hidden, "a reader of the page does not see it"),
    )
    return tuple(note for note in notes if note[1].strip())


def read_all(data: bytes) -> tuple[Report, dict[str, bytes]]:
    """Read a whole PDF.

    Raises Refusal when it cannot be read, or says nothing.
    """
    document = open_document(data)
    reader = _Reader(document)
    count = pdfium.FPDF_GetPageCount(document)
    for number in range(1, count + 1):
        reader.read(number)
    if reader.unreadable > _UNREADABLE_SHARE * (reader.letters + reader.unreadable):
        raise Refusal("unreadable")
    if not reader.letters:
        raise Refusal("no text")
    sheets = drop_furniture(reader.sheets)
    parts = [part for sheet in sheets for part in _split(sheet)]
    known = count_words(line for sheet in sheets for line in sheet.lines)
    elements = [_write(part, known) for part in build_document(parts, read_outline(document))]
    shown = {part.figure.name for part in parts if part.figure}
    pictures = {name: picture for name, picture in reader.pictures.items() if name in shown}
    texts = [" ".join(line.text for line in sheet.lines) for sheet in reader.sheets]
    return {**read_metadata(document), "pages": count, "texts": texts, "elements": elements}, pictures


def _split(sheet: Sheet) -> list[Part]:
    parts = split_blocks(order_page(sheet.lines, sheet.tables, sheet.figures), sheet.number)
    return parts + [
        Part("note", sheet.number, sheet.number, words=what, reason=reason, lines=[Line((Run(words),), 0, 0, 0, 10)])
        for what, words, reason in sheet.notes
    ]


def _write(part: Part, known: Any) -> Report:
    """Write a part as plain JSON."""
    written: Report = {"kind": part.kind, "first": part.first, "last": part.last}
    if part.table:
        return written | {
            "rows": [[_runs(cell) for cell in row] for row in part.table.rows],
            "titled": part.table.titled,
        }
    if part.figure:
        return written | {"name": part.figure.name, "runs": _runs(join_text(part.lines, known))}
    if part.kind == "code":
        return written | {"text": set_code(part)}
    if part.kind == "note":
        return written | {"what": part.words, "reason": part.reason, "text": " ".join(part.text.split())[:300]}
    written |= {"runs": _runs(join_text(part.lines, known, part.mark)), "level": part.level}
    return written | ({"number": part.number} if part.number is not None else {})


def _runs(runs: tuple[Run, ...]) -> list[list[str | int]]:
    return [[run.text, run.style, run.href] for run in runs]
