"""From the glyphs of a page to lines of text, each with its styles, its place and its links.

Runs in the program's own process.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium

from adapters.documents.pdf.letters import SOFT_HYPHEN, UNKNOWN
from adapters.documents.pdf.library import Frame, Refusal, frame_page, read_string
from adapters.documents.pdf.shapes import BOLD, ITALIC, MONO, Box, Line
from adapters.documents.pdf.spelling import Glyph, spell_line

MOST_GLYPHS = 80_000
"""On one page: a dense one has 8,000."""
_BREAKS, _SPACES, _HYPHENS = {0x0A, 0x0D}, {0x09, 0x20, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009}, {0x02, 0xAD, 0xFFFE}
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|CMBX|SFBX|BX\d", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|slanted|CMTI|CMSL|SFTI|-It\b", re.IGNORECASE)
_MONO = re.compile(
    r"mono|courier|consol|typewriter|CMTT|SFTT|LMTT|menlo|code(?!c)|fixed|inconsolata|MonL\b|MonL-", re.IGNORECASE
)
_FIXED_PITCH, _HEAVY = 1, 700
_UNSEEN_MODE = 3
_SMALLEST, _LARGEST = 1.5, 600.0
_COLUMN_GAP = 0.75
"""Of the size: what is farther apart is not one line, unless its neighbours show that it is."""
_LEAST_SPACE = 0.08
_STRAY_GAP = 6.0
"""The same within text that runs leftwards, whose numbers and names jump."""


class Look(NamedTuple):
    """What the glyphs of one text object have in common."""

    size: float
    style: int
    turn: int
    """Quarters of a turn, clockwise, by which it stands upright; -1 when it is aslant."""
    unseen: bool


class PageText(NamedTuple):
    """What was read of one page."""

    frame: Frame
    lines: tuple[Line, ...]
    turned: str
    """Words that stand on their side, or aslant across the page."""
    hidden: str
    """Words that are drawn invisibly, where nothing is scanned behind them."""
    unreadable: int
    """Glyphs of fonts that do not say which letters they are."""


def read_characters(
    page: Any, walls: Sequence[Box], links: Sequence[tuple[tuple[float, float, float, float], str]], *, scanned: bool
) -> PageText:
    """Read the text of a page; `walls` are upright rules as thin boxes, in the PDF's own coordinates.

    Raises Refusal when a page has more glyphs than anybody can read.
    """
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        raise Refusal("damaged")
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > MOST_GLYPHS:
            raise Refusal(f"dense {count}")
        reader = _Reader(page, walls, links, scanned)
        reader.read(text, count)
        return reader.finish()
    finally:
        pdfium.FPDFText_ClosePage(text)


class _Reader:
    """Collects glyphs into lines, apart for each way in which text is turned."""

    def __init__(self, page: Any, walls: Sequence[Box], links: Sequence[Any], scanned: bool) -> None:
        self._page, self._walls, self._links, self._scanned = page, walls, links, scanned
        self._builders: dict[int, _Builder] = {}
        self._looks: dict[int, Look] = {}
        self._fonts: dict[int, int] = {}
        self._aslant: list[str] = []
        self._hidden: list[str] = []
        self._unreadable = 0

    def read(self, text: Any, count: int) -> None:
        """Take all glyphs in order."""
        loose, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        unicode_of, object_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetTextObject
        box_of, origin_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
        current: _Builder | None = None
        for at in range(count):
            code = unicode_of(text, at)
            if code in _BREAKS:
                if current is not None:
                    current.end()
            elif code in _SPACES:
                if current is not None:
                    current.space(guessed=pdfium.FPDFText_IsGenerated(text, at) == 1)
            elif (owner := object_of(text, at)) or code in _HYPHENS:
                key = ctypes.addressof(owner.contents) if owner else 0
                look = self._looks.get(key) or self._look(text, at, owner, key)
                character = self._spell(look, code, text, at)
                if not character or not box_of(text, at, loose):
                    continue
                origin_of(text, at, x, y)
                current = self._builder(look.turn)
                current.take(character, look, (loose.left, loose.bottom, loose.right, loose.top), (x.value, y.value))

    def finish(self) -> PageText:
        """Choose the way in which most text is turned; the rest is left out."""
        for builder in self._builders.values():
            builder.end()
        upright = pdfium.FPDFPage_GetRotation(self._page)
        turn = max(self._builders, key=lambda turn: (self._builders[turn].glyphs, turn == upright), default=upright)
        chosen = self._builders.get(turn)
        aside = [
            line.text for other, builder in sorted(self._builders.items()) if other != turn for line in builder.lines
        ]
        return PageText(
            chosen.frame if chosen else frame_page(self._page, turn), tuple(chosen.lines) if chosen else (),
            " ".join([*aside, "".join(self._aslant)]).strip(), "".join(self._hidden), self._unreadable,
        )  # fmt: skip

    def _spell(self, look: Look, code: int, text: Any, at: int) -> str:
        """Return a glyph's character, `UNKNOWN` where its font does not tell; empty when it is left out."""
        if look.unseen and not self._scanned:
            self._hidden.append(chr(code))
            return ""
        if look.turn < 0:
            self._aslant.append(chr(code))
            return ""
        if not _SMALLEST <= look.size <= _LARGEST:
            return ""
        if code == 0 or code > 0x10FFFF or pdfium.FPDFText_HasUnicodeMapError(text, at) == 1:
            self._unreadable += 1
            return UNKNOWN
        return SOFT_HYPHEN if code in _HYPHENS else chr(code)

    def _builder(self, turn: int) -> _Builder:
        if turn not in self._builders:
            self._builders[turn] = _Builder(frame_page(self._page, turn), self._walls, self._links)
        return self._builders[turn]

    def _look(self, text: Any, at: int, owner: Any, key: int) -> Look:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, at, matrix)
        size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
        quarter = round(angle / 90) % 4
        turn = quarter if min(abs(angle - 90 * quarter), abs(angle - 360)) < 4 else -1
        unseen = bool(owner) and pdfium.FPDFTextObj_GetTextRenderMode(owner) == _UNSEEN_MODE
        look = Look(size, self._style(pdfium.FPDFTextObj_GetFont(owner)) if owner else 0, turn, unseen)
        self._looks[key] = look
        return look

    def _style(self, font: Any) -> int:
        if not font:
            return 0
        key = ctypes.addressof(font.contents)
        if key not in self._fonts:
            name = read_string(pdfium.FPDFFont_GetBaseFontName, font, unit="utf-8")
            slope = ctypes.c_int(0)
            pdfium.FPDFFont_GetItalicAngle(font, slope)
            bold = bool(_BOLD.search(name)) or pdfium.FPDFFont_GetWeight(font) > _HEAVY
            mono = bool(_MONO.search(name)) or bool(pdfium.FPDFFont_GetFlags(font) & _FIXED_PITCH) or _is_even(font)
            italic = bool(_ITALIC.search(name)) or slope.value != 0
            self._fonts[key] = BOLD * bold | ITALIC * italic | MONO * mono
        return self._fonts[key]


def _is_even(font: Any) -> bool:
    """Tell whether a font's narrow and wide letters have one width, and that of a typewriter's."""
    widths: list[float] = []
    for letter in "ilmW":
        width = ctypes.c_float(0)
        pdfium.FPDFFont_GetGlyphWidth(font, ord(letter), 1.0, width)
        widths.append(width.value)
    return min(widths) > 0.4 and max(widths) - min(widths) < 0.01 and max(widths) < 0.7


class _Builder:
    """Strings glyphs together while each stands right behind the last."""

    def __init__(self, frame: Frame, walls: Iterable[Box], links: Iterable[Any]) -> None:
        self.frame = frame
        self.lines: list[Line] = []
        self.glyphs = 0
        self._walls = [frame.box(*wall) for wall in walls]
        self._links = [(frame.box(*box), target) for box, target in links]
        self._line: list[Glyph] = []
        self._space = self._guessed = False
        self._box = Box(0, 0, 0, 0)

    def space(self, *, guessed: bool) -> None:
        """Take a space; PDFium guesses some, between the letters of a ligature too."""
        self._space, self._guessed = True, guessed

    def take(
        self, character: str, look: Look, loose: tuple[float, float, float, float], origin: tuple[float, float]
    ) -> None:
        """Take a glyph with its place in the PDF's own coordinates."""
        seen, (start, base) = self.frame.box(*loose), self.frame.place(*origin)
        x0, x1 = (seen.x0, seen.x1) if seen.width > 0 else (start, start + 0.3 * look.size)
        width, height = self.frame.size
        if not (-1 <= (x0 + x1) / 2 <= width + 1 and -1 <= base <= height + look.size):
            return
        glyph = Glyph(character, x0, x1, base, look.size, look.style)
        if self._line and not self._follows(glyph):
            self.end()
        if (
            self._line
            and self._space
            and not (self._guessed and abs(x0 - self._line[-1].x1) < _LEAST_SPACE * look.size)
        ):
            last = self._line[-1]
            self._line.append(Glyph(" ", last.x1, x0, last.base, last.size, last.style & look.style))
        self._space = False
        self._line.append(glyph)
        self.glyphs += 1
        self._box = (
            Box(min(self._box.x0, x0), 0, max(self._box.x1, x1), 0) if len(self._line) > 1 else Box(x0, 0, x1, 0)
        )

    def end(self) -> None:
        """End the line."""
        if self._line:
            line = spell_line(self._line, self._links)
            self.lines += [line] if line.text.strip() else []
        self._line, self._space = [], False

    def _follows(self, glyph: Glyph) -> bool:
        last = self._line[-1]
        size = max(glyph.size, last.size)
        if abs(glyph.base - last.base) > 0.55 * size:
            return False
        gap = max(glyph.x0 - self._box.x1, self._box.x0 - glyph.x1)
        if glyph.leftward or last.leftward:
            return gap <= _STRAY_GAP * size
        if glyph.x0 == last.x0 and glyph.x1 == last.x1:
            return True  # PDFium gives each letter of a ligature the box of all
        back = glyph.x0 - last.x1
        if not -0.8 * size <= back <= _COLUMN_GAP * size:
            return False
        return not (self._walls and back > -0.1 * size and self._parted(last, glyph))

    def _parted(self, last: Glyph, glyph: Glyph) -> bool:
        low, high = last.x1 - 0.2 * last.size, glyph.x0 + 0.2 * glyph.size
        height = glyph.base - 0.3 * glyph.size
        return any(low <= (wall.x0 + wall.x1) / 2 <= high and wall.y0 <= height <= wall.y1 for wall in self._walls)
