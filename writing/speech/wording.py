"""From one sentence of visible text to its words, each as captions show it and as the voice says it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from uniseg.wordbreak import words as split_words

from model.narration import Word
from writing.speech.codes import read_code
from writing.speech.contexts import read_neighbours
from writing.speech.dates import find_month, say_day
from writing.speech.formulas import read_formula
from writing.speech.numbers import say_ordinal
from writing.speech.punctuation import Parted, end_with, part_token, pause_after, pause_before
from writing.speech.reading import attach_particles, keep_speakable, read_token
from writing.speech.scripts import SPACELESS
from writing.speech.tongues import Tongue
from writing.speech.visible import Visible

_CHUNK = re.compile(r"\S+")
_DASHES = frozenset("-–—―")
_RULES = frozenset({"|", "||", "•", "·"})
"""Signs that part things in prose; in code they are operators."""
_INNER_DASH = re.compile(r"(?<=[^\W_])(?:—|--|–)(?=[^\W_])")
_LONGEST_MONTH = 31
_FAR = 20
"""Words back that a pause reaches over what is not said."""
_FIGURES = re.compile(r"[\d.,]+")
_SPACELESS_RUN = re.compile(f"(?:{SPACELESS.pattern})+|(?:(?!{SPACELESS.pattern}).)+", re.DOTALL)
_SUFFIXES = frozenset({"s", "'s", "’s", "es", "d", "ed"})


@dataclass
class Piece:
    """A part of a token in one style."""

    text: str
    spoken: str | None = None
    """What a code span's reader made of it; None for prose, which is read in its place."""


@dataclass
class Chunk:
    """What stands between two spaces."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the chunk as it is seen."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def has_code(self) -> bool:
        """Tell whether any of it is code."""
        return any(piece.spoken is not None for piece in self.pieces)


def word_sentence(visible: Visible, start: int, end: int, tongue: Tongue) -> list[Word]:
    """Turn one sentence into words; its pauses are carried by the word before them."""
    chunks = _cut_chunks(visible, start, end, tongue)
    nexts = [*(chunk.text for chunk in chunks[1:]), ""]
    parted = [_part_chunk(chunk, following, tongue) for chunk, following in zip(chunks, nexts, strict=False)]
    cores = ["" if chunk.has_code else part.core for chunk, part in zip(chunks, parted, strict=True)]
    words: list[Word] = []
    known: list[str] = []
    for at, (chunk, part) in enumerate(zip(chunks, parted, strict=True)):
        if not known and cores[at]:
            known = list(read_neighbours(cores, at, tongue) or ())
        if SPACELESS.search(chunk.text):
            known = known[1:]
            words += _word_spaceless(chunk, tongue)
            continue
        spoken = keep_speakable(known.pop(0), tongue) if known else _say_chunk(chunk, part, tongue)
        if pause_before(part.lead):
            _pause(words, ",")
        _add(words, chunk.text, spoken, part.tail)
    return words


def _part_chunk(chunk: Chunk, following: str, tongue: Tongue) -> Parted:
    """Part a token; inside code there is no punctuation, and an operator is all core."""
    if chunk.has_code:
        first, last = chunk.pieces[0], chunk.pieces[-1]
        lead = part_token(first.text).lead if first.spoken is None else ""
        return Parted(lead, chunk.text, part_token(last.text).tail if last.spoken is None else "")
    if chunk.text in _RULES:
        return Parted("", "", ",")
    if chunk.text in tongue.operators:
        return Parted("", chunk.text, "")
    part = part_token(chunk.text)
    if part.tail.startswith(".") and _is_abbreviation(part.core.lower() + ".", following, tongue):
        return Parted(part.lead, part.core + ".", part.tail[1:])
    return part


def _is_abbreviation(stopped: str, following: str, tongue: Tongue) -> bool:
    if len(stopped) == 2 and stopped[0].isalpha():
        return bool(following) or stopped in tongue.enders
    if stopped[:-1].isdecimal():
        return tongue.dotted_days and find_month(following.rstrip(".,;:!?"), tongue) > 0
    if stopped not in tongue.abbreviations or stopped[:-1] in tongue.user:
        return False
    if stopped in tongue.numbered:
        return following.lstrip("(#~")[:1].isdecimal()
    return bool(following) or stopped in tongue.enders or "." in stopped[:-1]


def _cut_chunks(visible: Visible, start: int, end: int, tongue: Tongue) -> list[Chunk]:
    starts = [code_start for code_start, _ in visible.codes]
    readings: dict[int, Iterator[str]] = {}
    chunks = []
    for found in _CHUNK.finditer(visible.text, start, end):
        chunk = Chunk()
        at = found.start()
        index = max(0, bisect.bisect_right(starts, at) - 1)
        while at < found.end():
            while index < len(starts) and visible.codes[index][1] <= at:
                index += 1
            code_start, code_end = visible.codes[index] if index < len(starts) else (found.end(), found.end())
            if at < code_start:
                stop = min(code_start, found.end())
                chunk.pieces.append(Piece(visible.text[at:stop]))
            else:
                stop = min(code_end, found.end())
                if index not in readings:
                    read = read_formula if code_start in visible.formulas else read_code
                    readings[index] = iter(read(visible.text[code_start:code_end].strip(), tongue))
                chunk.pieces.append(Piece(visible.text[at:stop], next(readings[index], "")))
            at = stop
        chunks.append(chunk)
    return chunks


def _say_chunk(chunk: Chunk, part: Parted, tongue: Tongue) -> str:
    if not chunk.has_code:
        return _say_plain(part, tongue)
    said = ""
    for piece in chunk.pieces:
        if piece.spoken is not None:
            said = f"{said} {piece.spoken}".strip()
            continue
        inner = part_token(piece.text)
        if said and inner.core in _SUFFIXES:
            said += "'s" if inner.core[-1] == "s" else ""
            continue
        more = read_token(inner.core, tongue) if inner.core.strip("-") else ""
        said = f"{said} {more}".strip()
    return attach_particles(said)


def _say_plain(part: Parted, tongue: Tongue) -> str:
    if not part.core:
        return ""
    if part.core.endswith("."):
        if part.core[:-1].isdecimal():
            return _say_dotted_day(part.core[:-1], tongue)
        return keep_speakable(tongue.abbreviations.get(part.core.lower(), part.core[:-1]), tongue)
    whole = tongue.find(part.core + part.tail) if part.tail else None
    if whole is not None:
        return keep_speakable(whole, tongue)
    if part.core.endswith("(s)") and part.core[:-3].isalpha():
        return read_token(part.core[:-3] + "s", tongue)
    if _INNER_DASH.search(part.core) and "/" not in part.core and not part.core.startswith("-"):
        return _say_halves(_INNER_DASH.split(part.core), part.core, tongue)
    return read_token(part.core, tongue)


def _say_dotted_day(digits: str, tongue: Tongue) -> str:
    """Say `3.` before a month; in German it nearly always stands in the dative."""
    if tongue.code == "de" or not 0 < int(digits[:4]) <= _LONGEST_MONTH:
        return say_ordinal(digits, tongue) + "n" * (tongue.code == "de")
    return say_day(int(digits), tongue)


def _say_halves(halves: list[str], core: str, tongue: Tongue) -> str:
    """Say `faster—and` with a pause, `10am–5pm` as a range."""
    figures = all(any(map(str.isdecimal, half)) for half in halves)
    if figures and len(halves) == 2 and _FIGURES.fullmatch(halves[0]):
        return read_token(core, tongue)
    said = [said for half in halves if (said := read_token(half, tongue))]
    return f" {tongue.word('to')} ".join(said) if figures and tongue.word("to") else ", ".join(said)


def _word_spaceless(chunk: Chunk, tongue: Tongue) -> list[Word]:
    """Cut a chunk of Chinese, Japanese, Thai… at its words, joined; its punctuation stays with the word before."""
    words: list[Word] = []
    opening = ""
    for text, spoken in _cut_spaceless(chunk):
        part = part_token(text)
        if not part.core and spoken is None and (not words or not part.tail) and part.lead:
            opening += text
            continue
        if not part.core and spoken is None and words:
            _pause(words, pause_after(part.tail or part.lead))
            words[-1] = words[-1].model_copy(update={"text": words[-1].text + text})
            continue
        said = _say_plain(part, tongue) if spoken is None else spoken
        _add(words, opening + text, said, part.tail if spoken is None else "", joined=bool(words))
        opening = ""
    if opening:
        _add(words, opening, "", "", joined=bool(words))
    return words


def _cut_spaceless(chunk: Chunk) -> Iterator[tuple[str, str | None]]:
    for piece in chunk.pieces:
        if piece.spoken is not None:
            yield piece.text, piece.spoken
            continue
        for run in _SPACELESS_RUN.findall(piece.text):
            for text in split_words(run) if SPACELESS.match(run) else (run,):
                yield text, None


def _add(words: list[Word], text: str, spoken: str, tail: str, *, joined: bool = False) -> None:
    mark = pause_after(tail)
    if text and not text.strip("".join(_DASHES)):
        mark = ","
    if not any(character.isalnum() for character in spoken):
        _pause(words, mark)
        spoken = ""
    elif mark:
        spoken = end_with(spoken, mark)
    if text:
        words.append(Word(text=text, spoken=spoken, joined=joined))


def _pause(words: list[Word], mark: str) -> None:
    """Put a pause on the last word that is said."""
    if not mark:
        return
    for at in range(len(words) - 1, max(-1, len(words) - _FAR), -1):
        if words[at].spoken:
            words[at] = words[at].model_copy(update={"spoken": end_with(words[at].spoken, mark)})
            return
