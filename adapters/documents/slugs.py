"""From a title or a file name to a slug: lower-case ASCII letters, digits and hyphens, safe as a file name anywhere."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_SLUG = 80

_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ye", "ж": "zh", "з": "z", "и": "i",
    "і": "i", "ї": "yi", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m",
    "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps",
    "ω": "o", "&": " and ", "+": " plus ", "'": "", "’": "",
}  # fmt: skip
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")


def make_slug(*names: str) -> str:
    """Return the slug of the first name that has one; else one made of a digest of the first that says anything."""
    for name in names:
        if slug := _transliterate(name[:500]):
            return f"video-{slug}" if _RESERVED.fullmatch(slug) else slug
    said = next((name for name in names if name.strip()), "")
    return f"video-{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:8]}" if said else "video"


def _transliterate(name: str) -> str:
    letters = "".join(_LETTERS.get(letter, letter) for letter in unicodedata.normalize("NFKC", name).lower())
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode("ascii")
    known = sum(character.isalnum() for character in plain)
    # A title of which only a digit or two is left would name every film alike.
    if known * 3 < sum(character.isalnum() for character in letters):
        return ""
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return (
        slug
        if len(slug) <= MAX_SLUG
        else slug[: MAX_SLUG + 1].rpartition("-")[0][:MAX_SLUG].strip("-") or slug[:MAX_SLUG]
    )
