"""Text as written to text that our fonts can show: no control characters, each cluster with its font."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from uniseg.graphemecluster import grapheme_clusters

from model.typography import FONT_FOLDERS
from render.fallback import find_emoji, find_font, is_decorative, is_emoji, missing_font
from render.typefaces import INTER, Face, Family, FontFile, bundled_font, covered_characters, has_bitmaps, is_mono

_EQUIVALENTS = str.maketrans(
    {
        "✅": "✓", "✔": "✓", "☑": "✓", "🗸": "✓", "🆗": "✓", "👍": "✓", "🟢": "●",
        "❌": "✗", "✖": "✗", "✘": "✗", "❎": "✗", "👎": "✗", "🚫": "✗", "🔴": "●", "🟡": "●",
        "⭐": "★", "🌟": "★", "➡": "→", "⬅": "←", "⬆": "↑", "⬇": "↓", "➜": "→", "➔": "→", "❯": "›", "💯": "100",
    }
)  # fmt: skip
"""Emoji that carry meaning in tables and lists, as the plain signs that our fonts have."""
_CODE_EQUIVALENTS = {at: sign for at, sign in _EQUIVALENTS.items() if at != ord("❯")}
"""The same in code, whose font has a prompt's sign."""
_ESCAPES = re.compile(r"\x1b\[[0-9;?]{0,24}[ -/]{0,4}[@-~]")
"""A terminal's colour codes (ECMA-48, 5.4)."""
_UNSEEN = {0x00AD, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
"""Never drawn; overrides of direction among them, which could show code as what it is not (CVE-2021-42574)."""
_SPACES = re.compile(r"[ \u3000]{2,8}")


class Piece(NamedTuple):
    """Clusters in a row that share a font."""

    text: str
    """What is drawn."""
    file: FontFile
    """The font that has it."""


def clean_text(text: str, *, code: bool = False) -> str:
    """Remove what cannot be seen and put plain signs for emoji; newlines stay, tabs become spaces."""
    if text.isascii() and text.isprintable():
        return text
    plain = unicodedata.normalize("NFC", _ESCAPES.sub("", text)).replace("\t", "    ")
    plain = plain.translate(_CODE_EQUIVALENTS if code else _EQUIVALENTS)
    return "".join(char for char in plain if char == "\n" or not _is_unseen(char))


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or ord(char) in _UNSEEN


@lru_cache(maxsize=16_384)
def drawable_text(text: str, face: Face, language: str, family: Family = INTER) -> str:
    """Clean the text and leave out signs that no font has.

    Raises ResourceError for letters that no font has.
    """
    cleaned = clean_text(text, code=is_mono(face))
    if all(ord(char) in covered_characters(bundled_font(face, family)) or char == "\n" for char in cleaned):
        return cleaned
    kept = "".join(c for c in split_graphemes(cleaned) if c == "\n" or font_of(c, face, language, family) is not None)
    return kept if is_mono(face) else _SPACES.sub(" ", kept)


@lru_cache(maxsize=16_384)
def font_of(cluster: str, face: Face, language: str, family: Family = INTER) -> FontFile | None:
    """Return the font that draws a cluster; None when it is a sign that may be left out.

    Raises ResourceError when it is a letter.
    """
    own = bundled_font(face, family)
    if (
        "\ufe0f" not in cluster
        and not is_emoji(cluster)
        and all(ord(char) in covered_characters(own) for char in cluster)
    ):
        return own
    coloured = find_emoji(cluster)
    if coloured or is_emoji(cluster):
        return coloured
    found = find_font(cluster, face, language, FONT_FOLDERS, family)
    if found is None and not is_decorative(cluster):
        raise missing_font((cluster,))
    return found


def split_pieces(text: str, face: Face, language: str, family: Family = INTER) -> tuple[Piece, ...]:
    """Cut drawable text where the font changes."""
    own = bundled_font(face, family)
    if all(ord(char) in covered_characters(own) for char in text):
        return (Piece(text, own),) if text else ()
    pieces: list[Piece] = []
    for cluster in split_graphemes(text):
        file = _font_in_context(cluster, face, language, family, pieces)
        if pieces and pieces[-1].file == file:
            pieces[-1] = Piece(pieces[-1].text + cluster, file)
        else:
            pieces.append(Piece(cluster, file))
    return tuple(pieces)


def _font_in_context(cluster: str, face: Face, language: str, family: Family, before: list[Piece]) -> FontFile:
    """Keep spaces in the font of the word before: Arabic and Indic words are then shaped with their own."""
    coloured = bool(before) and has_bitmaps(before[-1].file)
    if cluster.isspace() and before and not coloured and ord(cluster[0]) in covered_characters(before[-1].file):
        return before[-1].file
    return font_of(cluster, face, language, family) or bundled_font(face, family)


@lru_cache(maxsize=16_384)
def split_graphemes(text: str) -> tuple[str, ...]:
    """Cut into what a reader takes for single characters (UAX 29)."""
    return tuple(text) if text.isascii() and "\r" not in text else tuple(grapheme_clusters(text))
