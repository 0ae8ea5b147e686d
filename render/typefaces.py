"""A face's name and a size to a font ready to measure and draw (FreeType, shaped by HarfBuzz through raqm)."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from fontTools.ttLib import TTFont
from PIL import ImageFont, features

from model.brand import BrandFonts
from model.errors import ConfigError, ToolError

Face = Literal["regular", "medium", "semibold", "bold", "italic", "mono", "mono-bold", "mono-italic"]

_FOLDER = Path(__file__).resolve().parent / "fonts"
_CODE_FEATURES = ("-liga", "-clig", "-calt", "-dlig")
"""Code shows the characters that one types: `!=` is never one glyph."""
_POOR_GLYPHS = {"SourceSerif4": frozenset(map(ord, "✓✗"))}
"""Its check mark looks like a root: Inter's is taken."""


class FontFile(NamedTuple):
    """A font on disk."""

    path: str
    """Where it is."""
    number: int = 0
    """Which of a collection's fonts."""


class Family(NamedTuple):
    """The fonts of one family, by weight. Code is set in JetBrains Mono whatever the family."""

    regular: FontFile
    medium: FontFile
    semibold: FontFile
    bold: FontFile
    italic: FontFile


def _own(*names: str) -> Family:
    return Family(*(FontFile(str(_FOLDER / name)) for name in names))


_CODE = {
    "mono": FontFile(str(_FOLDER / "JetBrainsMono-Regular.ttf")),
    "mono-bold": FontFile(str(_FOLDER / "JetBrainsMono-Bold.ttf")),
    "mono-italic": FontFile(str(_FOLDER / "JetBrainsMono-Italic.ttf")),
}
FAMILIES: dict[str, Family] = {
    "inter": _own(
        "Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf", "Inter-Italic.otf"
    ),
    "inter-medium": _own(
        "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf", "Inter-Bold.otf", "Inter-Italic.otf"
    ),
    "inter-strong": _own(
        "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf", "Inter-Bold.otf", "Inter-Italic.otf"
    ),
    "jetbrains-mono": Family(
        _CODE["mono"], _CODE["mono"], _CODE["mono-bold"], _CODE["mono-bold"], _CODE["mono-italic"]
    ),
    "source-serif": _own(
        "SourceSerif4-Regular.ttf", "SourceSerif4-Regular.ttf", "SourceSerif4-SemiBold.ttf",
        "SourceSerif4-SemiBold.ttf", "SourceSerif4-Italic.ttf",
    ),
    "bricolage": _own(
        "Inter-Medium.otf", "BricolageGrotesque-Bold.ttf", "BricolageGrotesque-Bold.ttf",
        "BricolageGrotesque-ExtraBold.ttf", "Inter-Italic.otf",
    ),
}  # fmt: skip
"""What a theme may name. Some are the same fonts set one weight heavier."""
INTER = FAMILIES["inter"]


def open_family(name: str) -> Family:
    """Return a family by its name.

    Raises ConfigError listing those that there are.
    """
    if name not in FAMILIES:
        raise ConfigError(f"There is no font family {name!r}.", f"Choose one of {', '.join(FAMILIES)}.")
    return FAMILIES[name]


@cache
def find_family(chosen: BrandFonts | str | None, otherwise: str, files: tuple[tuple[str, str], ...] = ()) -> Family:
    """Return what a brand chooses, its fonts found by digest in `files`, else the theme's family.

    Raises ConfigError when there is no family of that name.
    """
    if not isinstance(chosen, BrandFonts):
        return open_family(chosen or otherwise)
    paths = dict(files)
    regular = FontFile(paths[chosen.regular.sha256])
    bold = FontFile(paths[chosen.bold.sha256]) if chosen.bold else regular
    italic = FontFile(paths[chosen.italic.sha256]) if chosen.italic else regular
    return Family(regular, regular, bold, bold, italic)


@cache
def bundled_font(face: Face, family: Family = INTER) -> FontFile:
    """Name the file of a face: a family's own, or for code JetBrains Mono's."""
    found: FontFile = _CODE[face] if face in _CODE else getattr(family, face)
    return found


def is_mono(face: Face) -> bool:
    """Tell whether every letter of the face is equally wide."""
    return face in _CODE


def is_fixed(file: FontFile) -> bool:
    """Tell whether every letter of a font is equally wide: it is then set without ligatures."""
    return file in _CODE.values()


def is_bold(face: Face) -> bool:
    """Tell whether a fallback should be looked for in bold."""
    return face in ("semibold", "bold", "mono-bold")


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
        # Only code points are wanted: names of glyphs would be read out of all outlines, which takes a tenth of a second.
        font.setGlyphOrder([f"glyph{at}" for at in range(font["maxp"].numGlyphs)])
        return frozenset(font.getBestCmap() or ()) - _POOR_GLYPHS.get(
            Path(file.path).name.partition("-")[0], frozenset()
        )


@cache
def has_outlines(file: FontFile) -> bool:
    """Tell whether a font can be drawn at any size: bitmap fonts, colour emoji among them, cannot."""
    with TTFont(file.path, fontNumber=file.number, lazy=True) as font:
        return any(table in font for table in ("glyf", "CFF ", "CFF2"))


BITMAP_SIZE = 109
"""The one size in pixels of Noto's colour bitmaps (its CBDT table's strike)."""


@cache
def has_bitmaps(file: FontFile) -> bool:
    """Tell whether a font's glyphs are coloured bitmaps, as emoji are."""
    with TTFont(file.path, fontNumber=file.number, lazy=True) as font:
        return "CBDT" in font


def measure_bitmaps(text: str, file: FontFile) -> float:
    """Return how far the pen moves, in pixels at the bitmaps' own size."""
    return float(open_font(file, BITMAP_SIZE).getlength(text))


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
    if has_bitmaps(shaping.file):
        return measure_bitmaps(text, shaping.file) * shaping.size / BITMAP_SIZE
    direction, chosen, language = shaping.options
    font = open_font(shaping.file, shaping.size)
    return font.getlength(text, direction=direction, features=chosen, language=language)


@lru_cache(maxsize=4096)
def find_bearings(text: str, shaping: Shaping) -> tuple[float, float]:
    """Return how far the ink of some letters stands from where the pen begins and ends, in pixels."""
    if has_bitmaps(shaping.file):
        return 0.0, 0.0
    direction, chosen, language = shaping.options
    font = open_font(shaping.file, shaping.size)
    mask, offset = font.getmask2(text, "L", anchor="ls", direction=direction, features=chosen, language=language)
    ink = mask.getbbox()
    if ink is None:
        return 0.0, 0.0
    return float(offset[0] + ink[0]), measure(text, shaping) - offset[0] - ink[2]
