"""From one token to what the voice says for it."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable

from writing.speech import quantities, technical
from writing.speech.scripts import script_of
from writing.speech.tokens import LONGEST, recognise
from writing.speech.tongues import Tongue
from writing.speech.words import say_word

Reader = Callable[[re.Match[str], Tongue], "str | None"]

READERS: dict[str, Reader] = {
    "url": technical.read_url,
    "email": technical.read_email,
    "date": quantities.read_date,
    "time": quantities.read_time,
    "hour": quantities.read_hour,
    "address": technical.read_address,
    "port": technical.read_port,
    "money": quantities.read_money,
    "percent": quantities.read_percent,
    "size": quantities.read_size,
    "resolution": quantities.read_resolution,
    "multiple": quantities.read_multiple,
    "ordinal": quantities.read_ordinal,
    "decade": quantities.read_decade,
    "measure": quantities.read_measure,
    "count": quantities.read_count,
    "fraction": quantities.read_fraction,
    "range": quantities.read_range,
    "number": quantities.read_number,
    "version": technical.read_version,
    "bounds": technical.read_bounds,
    "requirement": technical.read_requirement,
    "scope": technical.read_scope,
    "pinned": technical.read_pinned,
    "mention": technical.read_mention,
    "issue": technical.read_issue,
    "colour": technical.read_colour,
    "literal": technical.read_colour,
    "hashtag": technical.read_hashtag,
    "chord": technical.read_chord,
    "variable": technical.read_variable,
    "assignment": technical.read_assignment,
    "option": technical.read_option,
    "call": technical.read_call,
    "index": technical.read_index,
    "file": technical.read_file,
    "hidden": technical.read_hidden,
    "path": technical.read_path,
    "dotted": technical.read_dotted,
    "name": technical.read_name,
}
_PIECES = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?\d*|\d+(?:[.,]\d+)*|[^\x00-\x7f]+|[^\sA-Za-z\d]")
_FRACTIONS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}
_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "−": "-", "⁄": "/", "\xad": None})
_MARKS_IN_A_ROW = 4
"""Combining marks beyond this many on one letter are noise: no script needs more."""


@functools.lru_cache(maxsize=8192)
def read_token(token: str, tongue: Tongue) -> str:
    """Say one token that stands between spaces and has lost its punctuation; empty when it is not said."""
    plain = _FRACTIONS.get(token) or fold(token)
    if len(plain) > LONGEST:
        return _read_blob(plain, tongue)
    found = tongue.find(plain)
    if found is None:
        found = tongue.operators.get(plain)
    if found is None:
        found = say_word(plain, tongue) if plain.isalpha() else _read_kind(plain, tongue)
    return keep_speakable(found, tongue)


def _read_kind(plain: str, tongue: Tongue) -> str:
    for kind, match in recognise(plain):
        said = READERS[kind](match, tongue)
        if said is not None:
            return said
    return _read_pieces(plain, tongue)


def _read_pieces(plain: str, tongue: Tongue) -> str:
    said = []
    for piece in _PIECES.findall(plain):
        if piece in tongue.symbols:
            said.append(tongue.symbols[piece])
        elif piece[0].isalnum() or not piece.isascii():
            found = quantities_of(piece, tongue)
            said.append(say_word(piece, tongue) if found is None else found)
        elif piece == "-":
            said.append(piece)
    return re.sub(r"(?<=[^\s-]) - (?=[^\s-])", "-" if "'" in plain else " ", " ".join(said)).strip("- ")


def quantities_of(piece: str, tongue: Tongue) -> str | None:
    """Say a piece that is a number; None for another."""
    return _read_kind(piece, tongue) if piece[0].isdecimal() and piece.isascii() else None


def _read_blob(plain: str, tongue: Tongue) -> str:
    """Say a very long token only if it is one of letters: a language that is written without spaces, or a long word."""
    letters = keep_speakable(plain, tongue)
    return letters if letters and not letters.isascii() else ""


def fold(text: str) -> str:
    """Reduce styled, wide and composed characters to plain ones, and piles of accents to a few."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_PLAIN)
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def keep_speakable(text: str, tongue: Tongue) -> str:
    """Keep letters that the language's voice reads, digits, and the punctuation that shapes speech."""
    marked = "".join(character if _is_speakable(character, tongue) else " " for character in text)
    return " ".join(marked.split())


@functools.lru_cache(maxsize=16384)
def _is_speakable(character: str, tongue: Tongue) -> bool:
    if character.isascii():
        return character.isalnum() or character in " ,.?!;:'-"
    if unicodedata.category(character)[0] not in "LM" and not character.isdecimal():
        return False
    return not tongue.scripts or unicodedata.category(character)[0] == "M" or script_of(character) in tongue.scripts
