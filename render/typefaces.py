"""A face's name and a size to a font ready to measure and draw (FreeType, shaped by HarfBuzz through raqm)."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from fontTools.ttLib import TTFont
from PIL import ImageFont, features

from model.errors import ToolError

Face = Literal["regular", "medium", "semibold", "bold", "italic", "mono", "mono-bold", "mono-italic"]

_FOLDER = Path(__file__).resolve().parent / "fonts"
_FILES: dict[Face, str] = {
    "regular": "Inter-Regular.otf",
    "medium": "Inter-Medium.otf",
    "semibold": "Inter-SemiBold.otf",
    "bold": "Inter-Bold.otf",
    "italic": "Inter-Italic.otf",
    "mono": "JetBrainsMono-Regular.ttf",
    "mono-bold": "JetBrainsMono-Bold.ttf",
    "mono-italic": "JetBrainsMono-Italic.ttf",
}
_MONO: frozenset[Face] = frozenset(("mono", "mono-bold", "mono-italic"))
_BOLD: frozenset[Face] = frozenset(("semibold", "bold", "mono-bold"))
_CODE_FEATURES = ("-liga", "-clig", "-calt", "-dlig")
"""Code shows the characters that one types: `!=` is never one glyph."""


class FontFile(NamedTuple):
    """A font on disk."""

    path: str
    """Where it is."""
    number: int = 0
    """Which of a collection's fonts."""


@cache
def bundled_font(face: Face) -> FontFile:
    """Name the file of one of our own faces."""
    return FontFile(str(_FOLDER / _FILES[face]))


def is_mono(face: Face) -> bool:
    """Tell whether every letter of the face is equally wide."""
    return face in _MONO


def is_bold(face: Face) -> bool:
    """Tell whether a fallback should be looked for in bold."""
    return face in _BOLD


@cache
def open_font(file: FontFile, size: int) -> ImageFont.FreeTypeFont:
    """Load a font at a size in pixels."""
    if not features.check("raqm"):
        raise ToolError("Pillow was built without raqm, which shapes text.", "Install Pillow from its wheel.")
    return ImageFont.truetype(file.path, size, index=file.number, layout_engine=ImageFont.Layout.RAQM)


@cache
def covered_characters(file: FontFile) -> frozenset[int]:
    """Return the code points that a font has glyphs for."""
    with TTFont(file.path, fontNumber=file.number, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


@cache
def has_outlines(file: FontFile) -> bool:
    """Tell whether a font can be drawn at any size: bitmap fonts, colour emoji among them, cannot."""
    with TTFont(file.path, fontNumber=file.number, lazy=True) as font:
        return any(table in font for table in ("glyf", "CFF ", "CFF2"))


class Shaping(NamedTuple):
    """How a stretch of text is shaped: everything but the text."""

    file: FontFile
    """The font."""
    size: int
    """Pixels."""
    rtl: bool = False
    """Runs from right to left."""
    code: bool = False
    """Without ligatures."""
    tabular: bool = False
    """Figures equally wide."""
    language: str = ""
    """BCP 47 code, for letters whose shape depends on it."""

    @property
    def options(self) -> tuple[str, list[str] | None, str | None]:
        """Return Pillow's direction, features and language."""
        chosen = [*_CODE_FEATURES] if self.code else ["tnum"] if self.tabular else None
        return "rtl" if self.rtl else "ltr", chosen, self.language or None


@lru_cache(maxsize=32_768)
def measure(text: str, shaping: Shaping) -> float:
    """Return how far the pen moves, in pixels."""
    direction, chosen, language = shaping.options
    font = open_font(shaping.file, shaping.size)
    return font.getlength(text, direction=direction, features=chosen, language=language)
