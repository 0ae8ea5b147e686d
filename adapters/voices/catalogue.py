"""A voice's name and a language -> the engine's own id of the voice that stands for it. Pure data and look-ups."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Literal

from model.errors import Problem
from model.nearness import nearest_names

NAMES = ("male", "male_warm", "female", "female_friendly")
"""The names that every engine knows, in the order of the columns of voices.json."""

# Measured among espeak's 98 variants: none of these clips, and all give equal bytes on every run. f2, f3, f5 and the
# others whose file says `breath` do not: 16 runs of one text gave three different sounds. m7 has 7 dB less between 2 and
# 4 kHz than m3, which is heard as warmth; Annie speaks higher than f4 (223 Hz to 170 Hz) and with more melody.
ESPEAK_VARIANTS = {"male": "m3", "male_warm": "m7", "female": "f4", "female_friendly": "Annie"}

ESPEAK_LIMITS = {"ja": "The embedded voice reads kana alone and calls each kanji a letter; --engine edge reads both."}
"""What a user should be told before espeak speaks a language."""

_EDGE_ID = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?-[A-Z]{2}(?:-[a-z]{2,20})?-[A-Z][A-Za-z]{1,40}Neural")
_ESPEAK_ID = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}(?:\+[A-Za-z][A-Za-z0-9]{0,19})?")

_Known = Literal["edge", "espeak"]


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    data = json.loads(Path(__file__).with_name("voices.json").read_text("utf-8"))
    return {language: tuple(ids) for language, ids in data["edge"].items()}, data["espeak"]


def edge_voice(name: str, language: str) -> str | None:
    """Return Edge's id for one of the four names in a language; None when Edge does not speak it."""
    row = next((_tables()[0][code] for code in _widening(language) if code in _tables()[0]), None)
    return row[NAMES.index(name)] if row else None


def espeak_voice(name: str, language: str) -> str | None:
    """Return espeak's id for one of the four names in a language; None when espeak does not speak it."""
    found = next((_tables()[1][code] for code in _widening(language) if code in _tables()[1]), None)
    return f"{found}+{ESPEAK_VARIANTS[name]}" if found else None


def edge_languages() -> tuple[str, ...]:
    """Return the codes for which the table has Edge's voices."""
    return tuple(sorted(_tables()[0]))


def espeak_languages() -> tuple[str, ...]:
    """Return the codes for which the table has espeak's voices."""
    return tuple(sorted(_tables()[1]))


def _widening(language: str) -> list[str]:
    """Return a BCP 47 code and what remains as its subtags are dropped: zh-hant-tw, zh-hant, zh-tw, zh."""
    parts = language.lower().split("-")
    whole = ["-".join(parts[:length]) for length in range(len(parts), 1, -1)]
    return [*whole, *(f"{parts[0]}-{part}" for part in parts[2:]), parts[0]]


def engine_of(voice: str, espeak_ids: frozenset[str]) -> _Known | None:
    """Tell whose own id this is, by its shape and, for espeak, by what is installed; None for neither."""
    if _EDGE_ID.fullmatch(voice):
        return "edge"
    return "espeak" if _ESPEAK_ID.fullmatch(voice) and _installed(voice, espeak_ids) else None


def _installed(voice: str, ids: frozenset[str]) -> bool:
    language, _, variant = voice.partition("+")
    return language in ids and (not variant or f"+{variant}" in ids)


@cache
def espeak_ids(data: str) -> frozenset[str]:
    """Return the languages that espeak can be asked for by name, and its variants with a plus before them."""
    root = Path(data)
    languages = {path.name.lower() for path in (root / "lang").rglob("*") if path.is_file()}
    variants = {f"+{path.name}" for path in (root / "voices" / "!v").iterdir()}
    return frozenset(languages | variants)


def gender_of(voice: str) -> str:
    """Return `female` for an Edge id that the table lists under a female name; else `male`."""
    return "female" if any(voice in row[2:] for row in _tables()[0].values()) else "male"


def near_matches(voice: str, espeak_ids: frozenset[str]) -> list[str]:
    """Return at most three voices whose id holds this one, or else is spelled nearly so."""
    known = {edge for row in _tables()[0].values() for edge in row} | set(NAMES)
    known |= {
        f"{language}+{variant}" for language in set(_tables()[1].values()) for variant in ESPEAK_VARIANTS.values()
    }
    known |= {name for name in espeak_ids if not name.startswith("+")}
    by_folded = {name.lower(): name for name in sorted(known)}
    folded = voice.lower()
    holding = [name for name in by_folded if len(folded) > 2 and folded in name]
    near = holding or nearest_names(voice, known, 3)
    return [by_folded[name.lower()] for name in near[:3]]


def describe_unknown(engine: str, voice: str, espeak_ids: frozenset[str] = frozenset()) -> Problem:
    """Say that an engine, or `auto`, has no such voice, which there are, and which it has that are near."""
    fits = [name for name in near_matches(voice, espeak_ids) if name not in NAMES]
    near = [name for name in fits if engine in ("auto", engine_of(name, espeak_ids))]
    hint = f" Did you mean {', or '.join(near)}?" if near else ""
    whose = "No engine has a voice" if engine == "auto" else f"The engine {engine} has no voice"
    remedy = f"Choose {', '.join(NAMES[:-1])} or {NAMES[-1]}, or an engine's own id.{hint}"
    return Problem(message=f"{whose} {voice!r}.", remedy=remedy)
