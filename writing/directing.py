"""Pieces and the document's directions -> pieces that know who says them and what silence follows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from model.content import OmittedBlock, ParsedContent
from model.directions import DIRECTION, Direction, read_direction
from model.narration import LONGEST_PAUSE, Narration, Sentence, written
from model.scenes import SceneConfig
from writing.pieces import Piece

_LABEL = re.compile(r"([^\W\d_][\w.'’-]{0,24}(?: [^\W\d_][\w.'’-]{0,24}){0,2}|[A-Z])\s?[:：]\s")
_LEAST_TURNS, _LEAST_EACH, _MOST_SPEAKERS = 4, 2, 4
_NO_NAMES = frozenset((
    "note", "tip", "warning", "example", "input", "output", "before", "after", "pros", "cons", "step", "given", "when",
    "then", "and", "yes", "no", "result", "default", "usage", "returns", "parameters", "arguments", "type", "name",
    "value", "summary", "why", "what", "how", "todo", "important", "see", "hint", "question", "answer",
))  # fmt: skip
"""Labels that head an entry, and speak to nobody."""


@dataclass(frozen=True)
class _Placed:
    """A direction where it stands."""

    section: str
    block: int
    line: int
    direction: Direction


@dataclass(frozen=True)
class Directions:
    """Everything that a document says of how it is spoken."""

    placed: tuple[_Placed, ...]
    declared: tuple[str, ...]
    """Speakers that the user or the document names."""

    def direct(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Give the pieces of one section their voices and pauses; labels of a dialogue are shown and not said."""
        voiced = tuple(_give_voice(piece, self._voice_at(piece)) for piece in pieces)
        return self._pause(_part_speakers(voiced, self.declared))

    def _voice_at(self, piece: Piece) -> str:
        said = [one.direction.voice for one in self.placed if one.direction.voice is not None and _follows(piece, one)]
        return said[-1] if said else ""

    def _pause(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        found = list(pieces)
        for one in self.placed:
            inside = bool(pieces) and pieces[0].place.section.section_id == one.section
            before = [at for at, piece in enumerate(pieces) if not _follows(piece, one)]
            if one.direction.pause and inside and before:
                found[before[-1]] = _add_pause(found[before[-1]], one.direction.pause)
        return tuple(found)

    def voice_rest(self, scenes: tuple[SceneConfig, ...]) -> tuple[SceneConfig, ...]:
        """Give a voice to what no piece says: by its lines, and of our own words to whoever opens the film."""
        if all(one.direction.voice is None for one in self.placed):
            return scenes
        return tuple(
            scene.model_copy(update={"narration": tuple(self._voice_one(sentence) for sentence in scene.narration)})
            for scene in scenes
        )

    def _voice_one(self, sentence: Sentence) -> Sentence:
        if sentence.voice:
            return sentence
        line = sentence.spans[0].first if sentence.spans else 0
        said = [one.direction.voice for one in self.placed if one.direction.voice is not None and one.line < line]
        voice = (said[-1] if said else "") if line else self._opening
        return sentence.model_copy(update={"voice": voice}) if voice else sentence

    @property
    def _opening(self) -> str:
        """Return the voice that is asked for before anything is written."""
        first = self.placed[0] if self.placed else None
        return (first.direction.voice or "") if first and first.block == 1 else ""


def find_directions(content: ParsedContent, declared: Sequence[str] = ()) -> Directions:
    """Collect a document's directions, in order."""
    placed = tuple(
        _Placed(section.section_id, _number(block.block_id), block.span.first, direction)
        for section in content.sections
        for block in section.blocks
        if isinstance(block, OmittedBlock) and block.what == DIRECTION
        if (direction := read_direction(block.text))
    )
    return Directions(placed, tuple(name.casefold() for name in declared))


def _number(block: str) -> int:
    return int(block[1:])


def _follows(piece: Piece, one: _Placed) -> bool:
    """Tell whether a piece comes after a direction; one inside a list stands behind the list's block, so lines tell."""
    if piece.kind == "list":
        return piece.span.first > one.line
    return _number(piece.block) > one.block


def _add_pause(piece: Piece, pause: int) -> Piece:
    if piece.visual is not None:
        return replace(piece, pause=min(piece.pause + pause, LONGEST_PAUSE))
    return replace(piece, said=pause_after(piece.said, pause))


def pause_after(said: Narration, pause: int) -> Narration:
    """Let silence follow what is said."""
    if not said or not pause:
        return said
    longer = min(said[-1].pause_after + pause, LONGEST_PAUSE)
    return (*said[:-1], said[-1].model_copy(update={"pause_after": longer}))


def _give_voice(piece: Piece, voice: str) -> Piece:
    if not voice:
        return piece
    said, facts, spare = (_voice_all(part, voice) for part in (piece.said, piece.facts, piece.spare))
    return replace(piece, said=said, facts=facts, spare=spare)


def _voice_all(narration: Narration, voice: str) -> Narration:
    return tuple(sentence.model_copy(update={"voice": voice}) for sentence in narration)


def _part_speakers(pieces: tuple[Piece, ...], declared: Sequence[str]) -> tuple[Piece, ...]:
    """Let the turns of a dialogue be spoken by those whose names head them."""
    goes_on = [
        at > 0 and piece.kind == "paragraph" and piece.block == pieces[at - 1].block for at, piece in enumerate(pieces)
    ]
    labels = ["" if same else _read_label(piece) for piece, same in zip(pieces, goes_on, strict=True)]
    turns = [(at, label) for at, (label, same) in enumerate(zip(labels, goes_on, strict=True)) if not same]
    talking = _find_dialogues(turns) | {at for at, label in enumerate(labels) if label.casefold() in declared}
    found, speaker = list(pieces), ""
    for at, piece in enumerate(pieces):
        speaker = labels[at] if at in talking else speaker if goes_on[at] else ""
        if speaker:
            found[at] = _give_voice(_mute_label(piece, speaker) if at in talking else piece, speaker)
    return tuple(found)


def _read_label(piece: Piece) -> str:
    begins = piece.visual is None and piece.kind in ("paragraph", "list") and piece.said
    found = _LABEL.match(written(piece.said[0])) if begins else None
    return found[1] if found and found[1][:1].upper() == found[1][:1] else ""


def _find_dialogues(heads: Sequence[tuple[int, str]]) -> set[int]:
    """Find the turns of people who talk in turns: of two to four, each more than once, and no label of another kind."""
    found: set[int] = set()
    for _, group in groupby(heads, key=lambda turn: bool(turn[1])):
        turns = [(at, label) for at, label in group if label]
        counts = Counter(label for _, label in turns)
        several = len(turns) >= _LEAST_TURNS and 2 <= len(counts) <= _MOST_SPEAKERS
        names = all(label.casefold() not in _NO_NAMES for label in counts)
        if several and names and min(counts.values()) >= _LEAST_EACH:
            found |= {at for at, _ in turns}
    return found


def _mute_label(piece: Piece, speaker: str) -> Piece:
    """Show the label with the first word that is said, and say it not: no caption ends with a name."""
    head, count = piece.said[0], len(speaker.split())
    label, rest = head.words[:count], head.words[count:]
    if not rest or not any(word.spoken for word in rest):
        return piece
    shown = "".join(("" if word.joined or not at else " ") + word.text for at, word in enumerate((*label, rest[0])))
    first = rest[0].model_copy(update={"text": shown, "joined": False})
    return replace(piece, said=(head.model_copy(update={"words": (first, *rest[1:])}), *piece.said[1:]))


def list_speakers(scenes: Sequence[SceneConfig]) -> tuple[str, ...]:
    """Return those whose names head what they say, in the order of their first turns."""
    sentences = (sentence for scene in scenes for sentence in scene.narration if sentence.voice)
    heads = (
        one.voice for one in sentences if written(one).startswith((f"{one.voice}:", f"{one.voice} :", f"{one.voice}："))
    )
    return tuple(dict.fromkeys(heads))
