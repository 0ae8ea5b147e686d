"""A character to the font that draws it: our own first, then the system's, found by what they cover."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from model.errors import ResourceError
from model.typography import FONT_FOLDERS
from render.typefaces import (
    INTER,
    Face,
    Family,
    FontFile,
    bundled_font,
    covered_characters,
    has_bitmaps,
    has_outlines,
    is_bold,
    is_mono,
)

_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
_UNFIT = (
    "emoji",
    "lastresort",
    "blank",
    "condensed",
    "italic",
    "oblique",
    "display",
    "light",
    "thin",
    "black",
    "looped",
)
_CJK = (
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "BOPOMOFO",
    "KATAKANA-HIRAGANA",
    "IDEOGRAPHIC",
    "FULLWIDTH",
    "HALFWIDTH",
)
_CJK_INDEX = {"ja": 0, "ko": 1, "zh": 2, "zh-hant": 3, "zh-tw": 3, "zh-hk": 4, "zh-mo": 4}
"""Order of the regional fonts inside Noto's collection."""
_COLOURED = frozenset(
    map(
        ord,
        "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕",
    )
)
"""Emoji by default, below the blocks that hold nothing else (Unicode's emoji-data.txt, Emoji_Presentation)."""
_JOINERS = {0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0x034F}
"""Invisible: they shape their neighbours and need no glyph."""


def find_font(
    cluster: str, face: Face, language: str, folders: tuple[str, ...] = FONT_FOLDERS, family: Family = INTER
) -> FontFile | None:
    """Return a font with a glyph for every character of a cluster; None when there is none."""
    needed = frozenset(ord(char) for char in cluster) - _JOINERS
    for file in _own_order(face, family):
        if needed <= covered_characters(file):
            return file
    return _system_font(needed, is_bold(face), language, folders)


@cache
def _own_order(face: Face, family: Family) -> tuple[FontFile, ...]:
    """Return the family's own font, then Inter and JetBrains Mono, which have more letters than most."""
    bold = is_bold(face)
    text, mono = bundled_font("semibold" if bold else "regular"), bundled_font("mono-bold" if bold else "mono")
    first = bundled_font(face, family)
    return (first, mono, text) if is_mono(face) else (first, text, mono)


@lru_cache(maxsize=8192)
def _system_font(needed: frozenset[int], bold: bool, language: str, folders: tuple[str, ...]) -> FontFile | None:
    if not needed:
        return None
    script = script_of(chr(max(needed)))
    for path in _ranked_fonts(script, bold, folders):
        file = FontFile(path, _collection_index(path, script, language))
        if has_outlines(file) and needed <= covered_characters(file):
            return file
    return None


@cache
def _ranked_fonts(script: str, bold: bool, folders: tuple[str, ...]) -> tuple[str, ...]:
    wanted = "notosanscjk" if script in _CJK else f"notosans{script.lower()}"

    def rank(path: str) -> tuple[int, int, str]:
        stem = Path(path).stem.lower()
        family, _, style = stem.partition("-")
        known = (wanted, "notosans", "notosanssymbols", "notosanssymbols2", "notosansmath", "dejavusans")
        place = known.index(family) if family in known else len(known) + ("serif" in family) + ("mono" in family)
        return place, (style.startswith("bold") != bold) + (style not in ("bold", "regular", "")), path

    return tuple(sorted(_system_fonts(folders), key=rank))


@cache
def _system_fonts(folders: tuple[str, ...]) -> tuple[str, ...]:
    found = [path for folder in folders if Path(folder).is_dir() for path in Path(folder).rglob("*")]
    fonts = [path for path in found if path.suffix.lower() in _SUFFIXES and path.is_file()]
    return tuple(sorted(str(path) for path in fonts if not any(word in path.stem.lower() for word in _UNFIT)))


def _collection_index(path: str, script: str, language: str) -> int:
    if not path.lower().endswith(("ttc", "otc")) or "cjk" not in path.lower():
        return 0
    by_script = {"HIRAGANA": 0, "KATAKANA": 0, "HANGUL": 1}
    low = language.lower()
    fallback = _CJK_INDEX.get(low.split("-")[0], by_script.get(script, 2))
    return _CJK_INDEX.get("-".join(low.split("-")[:2]), fallback)


def script_of(char: str) -> str:
    """Name a letter's script as Unicode's character names do: `ARABIC`, `CJK`."""
    return unicodedata.name(char, "UNKNOWN").split()[0]


def is_decorative(cluster: str) -> bool:
    """Tell whether a cluster is a picture or symbol rather than writing: it may be left out, a letter may not."""
    return all(unicodedata.category(char)[0] in "SCZ" or ord(char) in _JOINERS or _is_tag(char) for char in cluster)


def _is_tag(char: str) -> bool:
    return 0xFE00 <= ord(char) <= 0xFE0F or 0xE0000 <= ord(char) <= 0xE0FFF or ord(char) == 0x20E3


def is_emoji(cluster: str) -> bool:
    """Tell whether a cluster is a colour picture: no outline font draws it well."""
    return any(0x1F000 <= ord(char) <= 0x1FAFF for char in cluster) or (len(cluster) > 1 and cluster[-1] == "\u20e3")


@cache
def emoji_font(folders: tuple[str, ...] = FONT_FOLDERS) -> FontFile | None:
    """Return Noto's coloured emoji where the machine has them, as Debian's package brings them."""
    found = [path for folder in folders if Path(folder).is_dir() for path in Path(folder).rglob("NotoColorEmoji*.ttf")]
    files = (FontFile(str(path)) for path in sorted(found) if path.is_file())
    return next((file for file in files if has_bitmaps(file)), None)


def find_emoji(cluster: str, folders: tuple[str, ...] = FONT_FOLDERS) -> FontFile | None:
    """Return the font that draws a cluster in colour; None when it is no emoji, or there is no such font.

    A sign of the older blocks that is an emoji by default has its colours too, and where nobody has them an outline.
    """
    if not is_emoji(cluster) and "\ufe0f" not in cluster and ord(cluster[0]) not in _COLOURED:
        return None
    font = emoji_font(folders)
    return font if font and frozenset(map(ord, cluster)) - _JOINERS <= covered_characters(font) else None


def missing_font(samples: tuple[str, ...]) -> ResourceError:
    """Say which writing has no font here, and which package brings one."""
    scripts = sorted({script_of(sample[0]) for sample in samples})
    packages = sorted({"fonts-noto-cjk" if script in _CJK else "fonts-noto-core" for script in scripts})
    names = ["Chinese" if script == "CJK" else script.capitalize() for script in scripts]
    shown = " ".join(dict.fromkeys(samples))[:40]
    return ResourceError(
        f"No font on this machine has letters for {', '.join(names)} ({shown}).",
        f"Install {' and '.join(packages)} (Debian, Ubuntu), or another font that has them.",
    )
