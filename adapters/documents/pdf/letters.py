"""From glyphs to text: ligatures and presentation forms apart, accents on their letters, marks of symbol fonts as bullets."""

from __future__ import annotations

import re
import unicodedata

SOFT_HYPHEN = "\u00ad"
"""Stands at the end of a line for a hyphen that the typesetter put there."""

UNKNOWN = "\ufffd"
"""Stands for a glyph of a font that does not say which letter it draws."""

_SPACING_ACCENTS = {
    "\u0060": "\u0300", "\u00b4": "\u0301", "\u02c6": "\u0302", "\u02dc": "\u0303", "\u00af": "\u0304",
    "\u02d8": "\u0306", "\u02d9": "\u0307", "\u00a8": "\u0308", "\u02da": "\u030a", "\u02dd": "\u030b",
    "\u02c7": "\u030c", "\u00b8": "\u0327", "\u02db": "\u0328",
}  # fmt: skip
_DOTLESS = {"\u0131": "i", "\u0237": "j"}
# Symbol and Wingdings, which have no Unicode of their own, are mapped to U+F000 and up: these are their bullets.
_BULLETS = frozenset("\uf0b7\uf0a7\uf0d8\uf076\uf06e\uf0a8\uf06c\uf071\uf0e0\uf0fc\uf0b2\uf0a0\u25cf\u25fc\u25fe\u27a2")
_COMPATIBLE = re.compile("[\u0132\u0133\u2f00-\u2fdf\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufb4f\ufb50-\ufdff\ufe70-\ufefc]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufff9-\ufffd\ue000-\uf8ff]")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def is_accent(character: str) -> bool:
    """Tell whether a glyph is an accent without its letter."""
    return character in _SPACING_ACCENTS


def set_accent(accent: str, letter: str) -> str | None:
    """Return the letter with the accent on it; None when there is no such letter."""
    if accent not in _SPACING_ACCENTS:
        return None
    composed = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _SPACING_ACCENTS[accent])
    return composed if len(composed) == 1 else None


def is_bullet(character: str) -> bool:
    """Tell whether a glyph is a symbol font's bullet."""
    return character in _BULLETS


def clean_text(text: str) -> str:
    """Make plain Unicode of glyphs: ligatures and presentation forms as letters, nothing that has no look."""
    text = _SURROGATES.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)
    text = text.translate({ord(bullet): "•" for bullet in _BULLETS})
    text = _COMPATIBLE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    text = _UNSEEN.sub("", text)
    text = "".join(character for character in text if not "\ud800" <= character <= "\udfff")
    return unicodedata.normalize("NFC", text)
