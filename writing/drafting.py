"""What the drafting of one section's blocks shares: the speaker, the place, and the counting of pieces."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from model.content import Block, Text, plain
from model.narration import Sentence, written
from model.scenes import Line
from writing.capacity import HEADER_CHARS, LONGEST_SPEECH
from writing.display import shorten_plain, show_line
from writing.outline import Place
from writing.pieces import Piece
from writing.speaking import Speaker
from writing.styled import make_text, slice_text, strip_text
from writing.wording import upper_first

_LEAD = re.compile(r"\s*[:：]\s*$")
_NEEDS_THIS = re.compile(
    r"(?<!\bof )(?<!\bin )\b(?:run|use|using|do|type|execute|add|write|call|try|with|enter|running|executing|adding|"
    r"typing|issue|invoke|"
    r"install|create|put|insert|calling|via|replace)$",
    re.IGNORECASE,
)
_NEEDS_THESE = re.compile(r"\b(?:are|were)$", re.IGNORECASE)
_NEEDS_FOLLOWING = re.compile(
    r"(?<!\bit )(?<!\bthat )(?<!\bthis )\bis$|\b(?:includes?|including|contains?|comprises?|provides?|requires?"
    r"|allows?|gives? you|lets? you"
    r"|this (?:prints|shows|outputs|returns|yields|produces)|plans?|expects?|recommends?|proposes?|suggests?|asks?"
    r"|such as|known as|about|of|from|(?:looks?|something|things?|works?|projects?|tools?) like"
    r"|(?:powered|used|provided|caused|followed) by"
    r"|(?:depends?|based|built|runs?|works?|relies|tested) on|(?<!it is )(?<!this is )for"
    r"|(?:it|this|that|which|also|and|currently|now|package|library|project|tool)"
    r" (?:supports?|offers?|lists?|needs?|means|has))$",
    re.IGNORECASE,
)
_NEEDS_PLACE = re.compile(
    r"\b(?:go(?:es|ing)?|went|navigat(?:e|es|ing)|brows(?:e|es|ing)|point(?:s|ed|ing)?|set|sets|equal|equals|equivalent|similar"
    r"|identical|chang(?:e|es|ed)|renam(?:e|es|ed)|updat(?:e|es|ed)|map(?:s|ped)?|correspond(?:s|ing)?|translat(?:e|es|ed)"
    r"|evaluat(?:e|es|ed)|compil(?:e|es|ed)|expand(?:s|ed)?|convert(?:s|ed)?|resolv(?:e|es|ed)|lead(?:s|ing)?|according"
    r"|refer(?:s|red)?|redirect(?:s|ed)?|switch(?:es|ed)?|return(?:s|ed|ing)?|access|add(?:s|ed)?|append(?:s|ed)?) to$",
    re.IGNORECASE,
)
_NEEDS_EQUAL = re.compile(
    r"\b(?:(?:will|would|should|must|can|could|may|might|to) be|the same as|equals?)$", re.IGNORECASE
)
_LIKE = re.compile(r"(?<!\bwould )(?<!\byou )(?<!\bthey )(?<!\bwe )(?<!\bI )(?<!['’]d )\blike$", re.IGNORECASE)
_EXAMPLE_TAG = re.compile(r",? (?:for example|for instance|e\.g\.)$", re.IGNORECASE)
JOINT = re.compile(r"(?:or|and|then|and then|alternatively|or else)\s*[.,:…]*", re.IGNORECASE)
"""All of a paragraph between two blocks: said alone, it is half a word."""
_THAT = re.compile(r"(?<=\b(?:means|shows|knows|meant)) that$", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(
    r"(?:or,?\s|and,?\s|then,?\s)?(?:to\s\w|on\s|for\s|in\s|with\s|using\s|from\s|via\s|when\s|if\s)[^,]*",
    re.IGNORECASE,
)
_MOST_CIRCUMSTANCE = 14
NEEDS_MORE = re.compile(r"\b(?:(?:will|can|should|must|may)(?: not)?|to)\s*[:：]?$", re.IGNORECASE)
_ENDS, _CLOSERS = frozenset(".!?…。！？"), "\"'”’»)]」』）"
"""A clause that does not end so is not said without the next one."""
_BARE_EXAMPLE = re.compile(r"^(?:for )?(?:an )?(?:example|e\.g\.|for instance)$", re.IGNORECASE)


@dataclass
class Draft:
    """The drafting of one section."""

    speaker: Speaker
    """Who says it."""
    place: Place
    """Where it stands."""
    name: str
    """What the document is about."""
    ordinals: Counter[str] = field(default_factory=Counter)
    """Blocks so far, by kind."""

    before_command: bool = False
    """True when a terminal follows the block that is being drafted."""
    after_call: bool = False
    """True when the block that is being drafted is what code gave, and was announced as that."""

    @property
    def english(self) -> bool:
        """Tell whether rules of English grammar apply."""
        return self.speaker.phrases.language == "en"

    @property
    def header(self) -> str:
        """Return what stands above the section's scenes."""
        return shorten_plain(self.place.title, HEADER_CHARS) or shorten_plain(self.name, HEADER_CHARS)

    def make_piece(self, block: Block, **fields: Any) -> Piece:
        """Make a piece of a block that `start_block` was called for."""
        kind = str(getattr(block, "kind", ""))
        fields.setdefault("span", block.span)
        return Piece(
            place=self.place, block=block.block_id, kind=kind, ordinal=self.ordinals[kind], rank=0, parts=1, **fields
        )

    def start_block(self, kind: str) -> None:
        """Count one more block of a kind."""
        self.ordinals[kind] += 1

    def number(self, pieces: list[Piece]) -> tuple[Piece, ...]:
        """Count a block's pieces, and cut points that last too long for one scene at their sentences."""
        short = [part for piece in pieces for part in self._cut_point(piece)]
        return tuple(replace(piece, rank=rank, parts=len(short)) for rank, piece in enumerate(short))

    def _cut_point(self, piece: Piece) -> tuple[Piece, ...]:
        if piece.visual or len(piece.said) < 2 or self.speaker.seconds(piece.said) <= LONGEST_SPEECH:
            return (piece,)
        parts = tuple(self._narrow(piece, sentence) for sentence in piece.said)
        parts = (*parts[:-1], replace(parts[-1], leads=piece.leads))
        return (
            (replace(parts[0], lines=piece.lines[:1], steps=piece.steps[:1]), *parts[1:])
            if piece.kind == "list"
            else parts
        )

    def _narrow(self, piece: Piece, sentence: Sentence) -> Piece:
        """Let a part of a point show its own words only."""
        words = written(sentence)
        at = plain(piece.text).find(words.rstrip(".:;,")) if piece.text else -1
        own = slice_text(piece.text, at, at + len(words)) if at >= 0 else make_text(words) if piece.text else ()
        line = (Line(text=show_line(upper_first(own))),) if own else ()
        unfinished = piece.kind == "paragraph" and words.rstrip(_CLOSERS)[-1:] not in _ENDS
        return replace(
            piece, said=(sentence,), text=upper_first(own), lines=line, steps=(), leads=unfinished, header=""
        )

    def mend_lead(self, sentence: Text) -> Text:
        """Make a lead that points at what follows one that can be said: `To start, run:` becomes `To start, run this:`."""
        bare = slice_text(sentence, 0, len(_LEAD.sub("", plain(sentence))))
        if not self.english or not bare:
            return bare
        if _BARE_EXAMPLE.match(plain(bare)):
            return make_text("Here is an example")
        if JOINT.fullmatch(plain(bare)):
            return (*strip_text(bare, " .,:…"), *make_text(" this"))
        if tag := _EXAMPLE_TAG.search(plain(bare)):
            lead = slice_text(bare, 0, tag.start())
            completed = self._complete(lead)
            return bare if completed == lead else (*completed, *make_text(", for example"))
        return self._complete(bare)

    def _complete(self, bare: Text) -> Text:
        """Give a lead that stops before its object one that can be heard: `It supports` becomes `It supports the following`."""
        words = plain(bare)
        if bare[-1].code:
            return bare
        if _NEEDS_PLACE.search(words) or _NEEDS_EQUAL.search(words):
            return (*bare, *make_text(" the following"))
        if NEEDS_MORE.search(words):
            return (*bare, *make_text(" do the following"))
        if self.before_command and _CIRCUMSTANCE.fullmatch(words) and len(words.split()) <= _MOST_CIRCUMSTANCE:
            return (*bare, *make_text(", do this"))
        if _NEEDS_THESE.search(words):
            return (*bare, *make_text(" these"))
        if _NEEDS_THIS.search(words):
            return (*bare, *make_text(" this"))
        if _LIKE.search(words) and not _NEEDS_FOLLOWING.search(words):
            return (*bare, *make_text(" this"))
        if that := _THAT.search(words):
            bare = slice_text(bare, 0, that.start())
        return (*bare, *make_text(" the following")) if that or _NEEDS_FOLLOWING.search(words) else bare
