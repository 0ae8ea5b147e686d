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
    "suffixed": quantities.read_suffixed,
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
    "host": technical.read_host,
    "name": technical.read_name,
    "word": technical.read_word,
}
# Letters of any script with their marks: all but ASCII's, Latin-1's and the general punctuation and symbols.
_LETTER = "[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u1fff\u200c\u200d\u2c00-\u2dff\u3040-\U000fffff]"
_PIECES = re.compile(rf"{_LETTER}+(?:'{_LETTER}+)*|\d+(?:[.,]\d+)*|\S")
_PARTICLE = re.compile(r" (?=(?:은|는|이|가|을|를|의|에|에서|로|으로|와|과|도|만|부터|까지|입니다)(?!\w))")
_RAISED = re.compile("[⁰¹²³⁴-⁹]{1,8}")
_POWERS = {"2": "squared", "3": "cubed"}
_COMPARISONS = frozenset("<>~")
_FRACTIONS = {
    "½": "1/2",
    "⅓": "1/3",
    "⅔": "2/3",
    "¼": "1/4",
    "¾": "3/4",
    "⅛": "1/8",
    "⅜": "3/8",
    "⅝": "5/8",
    "⅞": "7/8",
}
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "−": "-", "⁄": "/", "\xad": None, "٪": "%", "٫": ".", "٬": ","}
)
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
    pieces = _PIECES.findall(plain)
    for at, piece in enumerate(pieces):
        if piece in _COMPARISONS:
            said += [tongue.symbols.get(piece, "")] * (at == 0 and pieces[1:2] != [] and pieces[1][0].isdecimal())
        elif piece == "^":
            raised = pieces[at + 1] if at + 1 < len(pieces) else ""
            said += [tongue.word(_POWERS.get(raised, "power"))] * (at > 0 and raised.isdecimal())
        elif at > 0 and pieces[at - 1] == "^" and piece in _POWERS and tongue.word(_POWERS[piece]):
            continue
        elif piece in tongue.symbols:
            said.append(tongue.symbols[piece])
        elif piece[0].isdecimal() and piece.isascii():
            said.append(_read_kind(piece, tongue))
        elif piece[0].isalnum() or not piece.isascii():
            said.append(say_word(piece, tongue))
        elif piece == "-":
            said.append(piece)
    joined = re.sub(r"(?<=[^\s-]) - (?=[^\s-])", "-" if "'" in plain else " ", " ".join(said)).strip("- ")
    return attach_particles(joined)


def attach_particles(said: str) -> str:
    """Write Korean particles to what they follow: `2.1은` is one word, whatever became of its number."""
    return _PARTICLE.sub("", said)


def _read_blob(plain: str, tongue: Tongue) -> str:
    """Say a very long token only if it is one of letters: a language that is written without spaces, or a long word."""
    letters = keep_speakable(plain, tongue)
    return letters if letters and not letters.isascii() else ""


def fold(text: str) -> str:
    """Reduce styled, wide and composed characters to plain ones, and piles of accents to a few."""
    if text.isascii():
        return text
    text = _RAISED.sub(lambda found: "^" + unicodedata.normalize("NFKC", found[0]), text)
    text = unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_PLAIN)
    # NFKC takes the am of Thai and Lao apart, and no voice reads its halves as the vowel.
    text = text.replace("\u0e4d\u0e32", "\u0e33").replace("\u0ecd\u0eb2", "\u0eb3")
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def keep_speakable(text: str, tongue: Tongue) -> str:
    """Keep letters that the language's voice reads, digits, and the punctuation that shapes speech."""
    kept: list[str] = []
    for character in text:
        if character.isascii() or unicodedata.category(character)[0] != "M":
            joiner = character in "\u200c\u200d\xad"
            kept.append(character if _is_speakable(character, tongue) else "" if joiner else " ")
        elif kept and kept[-1].strip():
            kept.append(character)
    return " ".join("".join(kept).split())


@functools.lru_cache(maxsize=16384)
def _is_speakable(character: str, tongue: Tongue) -> bool:
    if character.isascii():
        return character.isalnum() or character in " ,.?!;:'-"
    if unicodedata.category(character)[0] != "L" and not character.isdecimal():
        return False
    return not tongue.scripts or script_of(character) in tongue.scripts
