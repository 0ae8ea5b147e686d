"""A script to what its pictures need of fonts: which files, what is left out, and which writing none of them has."""

from __future__ import annotations

import hashlib
from functools import cache
from itertools import product
from pathlib import Path

from model.script import VideoScript
from model.typography import FONT_FOLDERS
from render.display_text import clean_text, split_graphemes
from render.fallback import find_emoji, find_font, is_decorative, is_emoji, missing_font
from render.page import open_page
from render.shown_texts import shown_texts
from render.theme import Look
from render.typefaces import Face, bundled_font, covered_characters, is_mono

_MOST_SAMPLES = 12
_FACES: tuple[Face, ...] = (
    "regular", "medium", "semibold", "bold", "italic", "mono", "mono-bold", "mono-italic",
)  # fmt: skip


def check_glyphs(script: VideoScript, look: Look, folders: tuple[str, ...] = FONT_FOLDERS) -> tuple[str, ...]:
    """Return a warning for the signs that no font has, which pictures leave out.

    Raises ResourceError when letters have no font: it names script, sample and package.
    """
    left_out: dict[str, None] = {}
    missing: dict[str, None] = {}
    families = open_page(look).families
    for cluster, face in _clusters(script):
        if find_emoji(cluster, folders):
            continue
        if is_emoji(cluster):
            left_out[cluster] = None
        elif any(find_font(cluster, face, look.language, folders, family) is None for family in families):
            (left_out if is_decorative(cluster) else missing)[cluster] = None
    if missing:
        raise missing_font(tuple(missing))
    if not left_out:
        return ()
    shown = " ".join([*left_out][:_MOST_SAMPLES]) + (" …" if len(left_out) > _MOST_SAMPLES else "")
    return (f"Pictures leave out {len(left_out)} kinds of emoji or symbols that no font draws: {shown}",)


def used_fonts(script: VideoScript, look: Look, folders: tuple[str, ...] = FONT_FOLDERS) -> tuple[tuple[str, str], ...]:
    """Return name and SHA-256 of each font file that the pictures may use, sorted."""
    return _find_fonts(_clusters(script), look, folders)


def caption_fonts(text: str, look: Look, folders: tuple[str, ...] = FONT_FOLDERS) -> tuple[tuple[str, str], ...]:
    """Return name and SHA-256 of each font file that a text in the captions' band may use, sorted."""
    return _find_fonts(_clusters_of([(text, "regular")]), look, folders)


def _find_fonts(clusters: list[tuple[str, Face]], look: Look, folders: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    families = open_page(look).families
    paths = {bundled_font(face).path for face in _FACES} | {file.path for family in families for file in family}
    for cluster, face in clusters:
        coloured = find_emoji(cluster, folders)
        if coloured or is_emoji(cluster):
            paths |= {coloured.path} if coloured else set()
            continue
        for weight, family in product(_weights(face), families):
            file = find_font(cluster, weight, look.language, folders, family)
            paths |= {file.path} if file else set()
    return tuple(sorted((Path(path).name, digest_font(path)) for path in paths))


def _weights(face: Face) -> tuple[Face, Face]:
    """Return the weights that a text may be set in: they fall back to different files."""
    return ("mono", "mono-bold") if face == "mono" else ("regular", "semibold")


def _clusters(script: VideoScript) -> list[tuple[str, Face]]:
    """List the graphemes outside of our main faces, each once."""
    return _clusters_of(
        [(script.title, "regular"), *(shown for scene in script.scenes for shown in shown_texts(scene))]
    )


def _clusters_of(texts: list[tuple[str, Face]]) -> list[tuple[str, Face]]:
    found: dict[tuple[str, Face], None] = {}
    for text, face in texts:
        own = covered_characters(bundled_font(face))
        cleaned = clean_text(text, code=is_mono(face))
        if all(ord(char) in own for char in cleaned):
            continue
        rest = (cluster for cluster in split_graphemes(cleaned) if not cluster.isspace())
        found.update(((c, face), None) for c in rest if any(ord(char) not in own for char in c))
    return list(found)


@cache
def digest_font(path: str) -> str:
    """Return the SHA-256 of a font file."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
