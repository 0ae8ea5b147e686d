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
from writing.speech.punctuation import Parted, end_with, part_token, pause_after, pause_before
from writing.speech.reading import keep_speakable, read_token
from writing.speech.scripts import SPACELESS
from writing.speech.technical import show_url
from writing.speech.tongues import Tongue
from writing.speech.visible import Visible

_CHUNK = re.compile(r"\S+")
_URL = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]{1,15}://|www\.)\S")
_DASHES = frozenset("-–—―")
_INNER_DASH = re.compile(r"(?<=[^\W\d_])(?:—|--|–)(?=[^\W\d_])")
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


def word_sentence(visible: Visible, start: int, end: int, tongue: Tongue) -> list[Word]:
    """Turn one sentence into words; its pauses are carried by the word before them."""
    chunks = _cut_chunks(visible, start, end, tongue)
    parted = [part_token(chunk.text) for chunk in chunks]
    cores = [part.core if len(chunk.pieces) == 1 and chunk.pieces[0].spoken is None else "" for chunk, part in zip(chunks, parted, strict=True)]  # fmt: skip
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
        _add(words, _show(chunk, part), spoken, part.tail)
    return words


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
                    readings[index] = iter(read_code(visible.text[code_start:code_end].strip(), tongue))
                chunk.pieces.append(Piece(visible.text[at:stop], next(readings[index], "")))
            at = stop
        chunks.append(chunk)
    return chunks


def _say_chunk(chunk: Chunk, part: Parted, tongue: Tongue) -> str:
    if len(chunk.pieces) == 1 and chunk.pieces[0].spoken is None:
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
    return said


def _say_plain(part: Parted, tongue: Tongue) -> str:
    if not part.core:
        return ""
    if part.tail.startswith("."):
        full = tongue.abbreviations.get(part.core.lower() + ".")
        if full is not None and tongue.find(part.core) is None:
            return keep_speakable(full, tongue)
    whole = tongue.find(part.core + part.tail) if part.tail else None
    if whole is not None:
        return keep_speakable(whole, tongue)
    if part.tail.startswith(")") and part.core.endswith("(s"):
        return read_token(part.core[:-2] + "s", tongue)
    if _INNER_DASH.search(part.core) and "/" not in part.core and not part.core.startswith("-"):
        halves = [read_token(half, tongue) for half in _INNER_DASH.split(part.core)]
        return ", ".join(half for half in halves if half)
    return read_token(part.core, tongue)


def _show(chunk: Chunk, part: Parted) -> str:
    return part.lead + show_url(part.core) + part.tail if _URL.match(part.core) else chunk.text


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
    for at in range(len(words) - 1, -1, -1):
        if words[at].spoken:
            if mark:
                words[at] = words[at].model_copy(update={"spoken": end_with(words[at].spoken, mark)})
            return
