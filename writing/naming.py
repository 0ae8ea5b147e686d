"""Headings and blocks -> ids of scenes: unique, and the same after an edit elsewhere."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter

_LONGEST = 80
_SECTION = 52
_UNSAFE = re.compile(r"[^a-z0-9]+")


def slug_words(words: str) -> str:
    """Write words as a slug; a script without Latin letters gives a digest of the words."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = _UNSAFE.sub("-", plain).strip("-")
    if slug and (len(slug) * 2 >= len(words.strip()) or len(slug) >= 12):
        return slug
    return f"s{_digest(words)}" if words.strip() else ""


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def name_scene(parts: tuple[str, ...], used: Counter[str]) -> str:
    """Return an id for a scene of these parts; the second of the same name is `-part-2`."""
    section, rest = (parts[:-2], parts[-2:]) if len(parts) > 2 else ((), parts)
    if len(parts) > 1 and not parts[-1].isdigit():
        section, rest = parts, ()
    slugs = [slug for slug in map(slug_words, section) if slug]
    whole = "-".join(slugs)
    if len(whole) > _SECTION:
        whole = f"{whole[: _SECTION - 9].strip('-')}-{_digest(' '.join(section))}"
    base = "-".join(part for part in (whole, *map(slug_words, rest)) if part)[:70].strip("-") or "scene"
    used[base] += 1
    return base if used[base] == 1 else f"{base}-part-{used[base]}"
