"""PDFium's functions as plain ones: bytes of a PDF -> its pages, outline, words about itself and links.

Runs in the program's own process, where whatever PDFium does with hostile bytes stays.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium

from adapters.documents.pdf.shapes import Box

MOST_PAGES = 500
_MOST_BOOKMARKS, _DEEPEST_BOOKMARK = 3_000, 6
_MOST_LINKS = 2_000
_ERRORS = {pdfium.FPDF_ERR_PASSWORD: "password", pdfium.FPDF_ERR_SECURITY: "security"}
_XFA = {pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND}
_ADDRESS = re.compile(r"(?:https?|mailto):[^\s\x00-\x1f]{1,2000}", re.IGNORECASE)


class Refusal(Exception):  # noqa: N818 - a reason on its way to the report
    """Why a document is not read: one of the words that `reading.py` has a message for."""


class Bookmark(NamedTuple):
    """An entry of the outline."""

    level: int
    title: str
    page: int
    """1-based; 0 when it leads nowhere."""


class Frame(NamedTuple):
    """How a page lies: its box in PDF's own coordinates, and by how many quarters of a turn, clockwise, it stands upright."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height as a reader sees them."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn % 2 else (width, height)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the PDF's is seen."""
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return (self.top - y, self.right - x) if self.turn == 3 else (x - self.left, self.top - y)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return where a rectangle of the PDF's is seen."""
        (x0, y0), (x1, y1) = self.place(left, bottom), self.place(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def start_library() -> None:
    """Start PDFium without the machine's fonts: what is drawn then is the same everywhere."""
    nowhere = (ctypes.POINTER(ctypes.c_char) * 1)()
    config = pdfium.FPDF_LIBRARY_CONFIG(
        version=2, m_pUserFontPaths=ctypes.cast(nowhere, ctypes.POINTER(ctypes.POINTER(ctypes.c_char))),
        m_pIsolate=None, m_v8EmbedderSlot=0,
    )  # fmt: skip
    pdfium.FPDF_InitLibraryWithConfig(config)


def open_document(data: bytes) -> Any:
    """Open a PDF; the bytes must outlive it.

    Raises Refusal when it is locked, damaged, without a page, an XFA form, or has too many pages.
    """
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise Refusal(_ERRORS.get(pdfium.FPDF_GetLastError(), "damaged"))
    count = pdfium.FPDF_GetPageCount(document)
    if count <= 0:
        raise Refusal("no pages")
    if pdfium.FPDF_GetFormType(document) in _XFA:
        raise Refusal("xfa")
    if count > MOST_PAGES:
        raise Refusal(f"long {count}")
    return document


def read_string(function: Callable[..., int], *arguments: Any, unit: str = "utf-16-le") -> str:
    """Call a function that fills a buffer, and return the text; empty when there is none or it is endless."""
    length = function(*arguments, None, 0)
    if not 0 < length <= 1 << 16:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(*arguments, buffer, length)
    return buffer.raw[:length].decode(unit, "replace").rstrip("\0")


def read_metadata(document: Any) -> dict[str, str]:
    """Return what the document says about itself: title, author, subject, language."""
    found = {
        name.lower(): read_string(pdfium.FPDF_GetMetaText, document, name.encode())
        for name in ("Title", "Author", "Subject")
    }
    return found | {"language": read_string(_read_language, document)}


def _read_language(document: Any, buffer: Any, length: int) -> int:
    words = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)) if buffer is not None else None
    return int(pdfium.FPDFCatalog_GetLanguage(document, words, length))


def read_outline(document: Any) -> list[Bookmark]:
    """Return the bookmarks in order; a circle among them ends, as do those beyond a few thousand."""
    found: list[Bookmark] = []
    seen: set[int] = set()
    waiting: list[tuple[Any, int]] = [(pdfium.FPDFBookmark_GetFirstChild(document, None), 1)]
    while waiting and len(found) < _MOST_BOOKMARKS:
        mark, level = waiting.pop()
        if not mark or (key := ctypes.addressof(mark.contents)) in seen:
            continue
        seen.add(key)
        waiting.append((pdfium.FPDFBookmark_GetNextSibling(document, mark), level))
        if level < _DEEPEST_BOOKMARK:
            waiting.append((pdfium.FPDFBookmark_GetFirstChild(document, mark), level + 1))
        title = " ".join(read_string(pdfium.FPDFBookmark_GetTitle, mark).split())
        destination = pdfium.FPDFBookmark_GetDest(document, mark)
        page = pdfium.FPDFDest_GetDestPageIndex(document, destination) + 1 if destination else 0
        found.append(Bookmark(level, title[:300], page))
    return found


def frame_page(page: Any, turn: int) -> Frame:
    """Return how a page lies; its box is the part that is shown."""
    box = pdfium.FS_RECTF()
    if pdfium.FPDF_GetPageBoundingBox(page, box) and box.right - box.left > 1 and box.top - box.bottom > 1:
        return Frame(box.left, box.bottom, box.right, box.top, turn)
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    return Frame(0, 0, *((height, width) if pdfium.FPDFPage_GetRotation(page) % 2 else (width, height)), turn)


def read_links(document: Any, page: Any) -> Iterator[tuple[tuple[float, float, float, float], str]]:
    """Yield the rectangle (left, bottom, right, top) and the target of each link; one inside the document is `#page=N`."""
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    for _ in range(_MOST_LINKS):
        if not pdfium.FPDFLink_Enumerate(page, position, link):
            return
        box = pdfium.FS_RECTF()
        target = _read_target(document, link)
        if target and pdfium.FPDFLink_GetAnnotRect(link, box):
            yield (box.left, box.bottom, box.right, box.top), target


def _read_target(document: Any, link: Any) -> str:
    action = pdfium.FPDFLink_GetAction(link)
    if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
        address = read_string(pdfium.FPDFAction_GetURIPath, document, action, unit="utf-8").strip()
        return address if _ADDRESS.fullmatch(address) else ""
    destination = pdfium.FPDFLink_GetDest(document, link)
    if not destination and action:
        destination = pdfium.FPDFAction_GetDest(document, action)
    page = pdfium.FPDFDest_GetDestPageIndex(document, destination) if destination else -1
    return f"#page={page + 1}" if page >= 0 else ""
