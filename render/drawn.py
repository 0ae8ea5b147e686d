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

_FIELDS: dict[type[Any], tuple[str, ...]] = {}
"""Names of the fields of a type of items, found once."""


def as_shown(scene: SceneConfig) -> SceneConfig:
    """Keep what is seen of a scene: its words, with which its parts come, but not its name or any source line."""
    words = tuple(sentence.model_copy(update={"spans": ()}) for sentence in scene.narration)
    return scene.model_copy(update={"scene_id": "scene", "chapter": "", "narration": words, "spans": ()})


def digest_scene(scene: SceneConfig, look: Look) -> str:
    """Digest all pictures of a scene, and the ways between them."""
    layout = lay_out_scene(scene, look)
    timed = (
        f"{item.step} {item.until} {what}"
        for item, what in zip(layout.items, _describe_items(scene, look), strict=True)
    )
    return _digest((repr(layout.ground), repr(layout.mirrored), *timed))


def digest_picture(scene: SceneConfig, look: Look, step: int) -> str:
    """Digest one picture of a scene."""
    layout = lay_out_scene(scene, look)
    described = zip(layout.items, _describe_items(scene, look), strict=True)
    return _digest((repr(layout.ground), *(what for item, what in described if is_shown(item, step))))


def _digest(parts: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=4)
def _describe_items(scene: SceneConfig, look: Look) -> tuple[str, ...]:
    """Say in one line each what a layout's items are, but not when they come."""
    return tuple(repr(_describe_item(item)) for item in lay_out_scene(scene, look).items)


def _describe_item(item: Item) -> tuple[Any, ...]:
    if not isinstance(item, Words):
        own = [getattr(item, name) for name in _field_names(type(item)) if name not in ("step", "until")]
        return (type(item).__name__, *map(_describe, own))
    paragraph = item.paragraph
    lines = tuple((line.width, tuple(map(_describe_segment, line.segments))) for line in paragraph.lines)
    style = (paragraph.style.size, paragraph.style.pill, paragraph.line_height, paragraph.baseline)
    return ("Words", tuple(item.box), item.align, style, lines)


def _describe(value: Any) -> Any:
    """Turn what an item is made of into what has the same `repr` wherever it is written."""
    if isinstance(value, Asset):
        return value.sha256
    if isinstance(value, tuple):
        return tuple(map(_describe, value))
    names = _field_names(type(value))
    return tuple([_describe(getattr(value, name)) for name in names]) if names else value


def _field_names(kind: type[Any]) -> tuple[str, ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
    return _FIELDS[kind]


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
