"""A scene and a look -> a digest of what is drawn, and of nothing else: equal digests are equal pixels.

What a film is called, what is said and in which language belong to it only as far as they are seen. A letter's language
counts where its font has forms of its own for that language.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from typing import Any

from fontTools.ttLib import TTFont

from model.assets import Asset
from model.language import primary_subtag
from model.scenes import SceneConfig
from render.designs import lay_out_scene
from render.glyphs import digest_font
from render.layout import Item, Words, is_shown
from render.text_layout import Segment
from render.theme import Look
from render.typefaces import FontFile, Shaping

# OpenType's tags of the languages that films are made in (registry of language system tags).
_TAGS = {
    "ar": ("ARA ",), "bg": ("BGR ",), "cs": ("CSY ",), "da": ("DAN ",), "de": ("DEU ",), "el": ("ELL ",), "en": ("ENG ",),
    "es": ("ESP ",), "fi": ("FIN ",), "fr": ("FRA ",), "he": ("IWR ",), "hi": ("HIN ",), "hu": ("HUN ",), "id": ("IND ",),
    "it": ("ITA ",), "ja": ("JAN ",), "ko": ("KOR ",), "nb": ("NOR ",), "nl": ("NLD ",), "pl": ("PLK ",), "pt": ("PTG ",),
    "ro": ("ROM ", "MOL "), "ru": ("RUS ",), "sk": ("SKY ",), "sv": ("SVE ",), "tr": ("TRK ",), "uk": ("UKR ",),
    "vi": ("VIT ",),
}  # fmt: skip


def as_shown(scene: SceneConfig) -> SceneConfig:
    """Keep what is seen of a scene: its words, with which its parts come, but not its name or any source line."""
    words = tuple(sentence.model_copy(update={"spans": ()}) for sentence in scene.narration)
    return scene.model_copy(update={"scene_id": "scene", "chapter": "", "narration": words, "spans": ()})


@lru_cache(maxsize=8192)
def digest_scene(scene: SceneConfig, look: Look) -> str:
    """Digest all pictures of a scene, and the ways between them."""
    layout = lay_out_scene(scene, look)
    items = tuple(_describe_item(item, item.step, item.until) for item in layout.items)
    return _digest((layout.ground, layout.mirrored, items))


@lru_cache(maxsize=8192)
def digest_picture(scene: SceneConfig, look: Look, step: int) -> str:
    """Digest one picture of a scene."""
    layout = lay_out_scene(scene, look)
    return _digest((layout.ground, tuple(_describe_item(item) for item in layout.items if is_shown(item, step))))


def _digest(value: tuple[Any, ...]) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()


def _describe_item(item: Item, step: int = 0, until: int | None = None) -> tuple[Any, ...]:
    if not isinstance(item, Words):
        own = [getattr(item, field.name) for field in fields(item) if field.name not in ("step", "until")]
        return (type(item).__name__, step, until, *map(_describe, own))
    paragraph = item.paragraph
    lines = tuple((line.width, tuple(map(_describe_segment, line.segments))) for line in paragraph.lines)
    style = (paragraph.style.size, paragraph.style.pill, paragraph.line_height, paragraph.baseline)
    return ("Words", step, until, tuple(item.box), item.align, style, lines)


def _describe(value: Any) -> Any:
    """Turn what an item is made of into what has the same `repr` wherever it is written."""
    if isinstance(value, Asset):
        return value.sha256
    if is_dataclass(value):
        return tuple(_describe(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return tuple(map(_describe, value))
    return value


def _describe_segment(segment: Segment) -> tuple[Any, ...]:
    return (
        segment.text, segment.x, segment.width, _describe_shaping(segment.shaping), segment.colour, segment.tracking,
        segment.pill, segment.struck,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _describe_shaping(shaping: Shaping) -> tuple[Any, ...]:
    language = shaping.language if _has_own_forms(shaping.file, primary_subtag(shaping.language)) else ""
    file = (digest_font(shaping.file.path), shaping.file.number)
    return (file, shaping.size, shaping.rtl, shaping.code, shaping.tabular, language)


@cache
def _has_own_forms(file: FontFile, language: str) -> bool:
    """Tell whether a font may draw a language's letters otherwise than others'; of languages without a known tag, yes."""
    return language not in _TAGS or not _language_systems(file).isdisjoint(_TAGS[language])


@cache
def _language_systems(file: FontFile) -> frozenset[str]:
    with TTFont(file.path, fontNumber=file.number, lazy=True) as font:
        return frozenset(
            language.LangSysTag
            for name in ("GSUB", "GPOS")
            if name in font and getattr(font[name].table, "ScriptList", None)
            for script in font[name].table.ScriptList.ScriptRecord
            for language in script.Script.LangSysRecord
        )
