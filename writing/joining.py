"""A section's blocks and pieces -> the same, joined where one only makes sense with the other: `make test` runs the tests."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from model.content import AnyBlock, CodeBlock, ParagraphBlock, Text, plain
from writing.capacity import CODE_COLUMNS, HEADER_CHARS
from writing.display import shorten_plain
from writing.pieces import Piece
from writing.shell import is_shell, list_commands, read_terminal
from writing.styled import make_text, strip_text, tidy_text

_HEAD_WORDS = 2
_SIGNATURE = re.compile(
    r"(?:async )?(?:def |class |function |fn )?([A-Za-z_][\w.]{1,60})(?:\(.{0,200}\))?(?:\s?->\s?.{1,60})?:?"
)
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|several|some|a few|many|[2-9])"
_ANNOUNCES = re.compile(
    rf"\b(?:{_COUNT}\s(?:[\w-]{{1,30}}\s){{0,2}}[\w-]{{1,30}}s|(?:the following|as follows|these|below)\b[^.:]{{0,40}})[.:]?$",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"(?:(?:(?:this|which|it|that|the (?:code|program|script|example|command)(?: above)?) )?(?:then |now |also )*"
    r"(?:prints?|outputs?|returns|yields|produces|displays|results in|will (?:print|output|return|produce|display))"
    r"|(?:and )?(?:the |sample |example )?(?:output|result)(?: (?:is|will be|looks like))?)"
    r"(?: (?:this|the following|something like(?: this)?))?\s*[:.]?",
    re.IGNORECASE,
)


def announces_output(before: AnyBlock | None) -> bool:
    """Tell whether a paragraph is a lead such as `This prints:`, and no more: what follows is what code gave."""
    return isinstance(before, ParagraphBlock) and _GIVES.fullmatch(plain(tidy_text(before.text)).strip()) is not None


def complete_paragraph(before: AnyBlock | None, block: AnyBlock) -> AnyBlock:
    """Begin a paragraph that goes on from the command above it with that command."""
    if not isinstance(block, ParagraphBlock):
        return block
    named = _name_before(before, block)
    if named:
        return block.model_copy(update={"text": (*named, *block.text)})
    if not isinstance(before, CodeBlock) or not is_shell(before):
        return block
    words, commands = plain(tidy_text(block.text)), list_commands(read_terminal(before.code))
    if len(commands) != 1 or not words[:1].islower() or block.text[0].code or block.text[0].strong:
        return block
    command = commands[0][1]
    if len(command) > CODE_COLUMNS // 2 or words.split()[0] in ("or", "and", "then", "where", "which", "with", "to"):
        return block
    return block.model_copy(update={"text": (*make_text(command, code=True), *make_text(" "), *block.text)})


def _name_before(before: AnyBlock | None, block: ParagraphBlock) -> Text:
    """Return what a paragraph such as `Creates a shipment …` tells of: the line of code above it, or a signature's name."""
    if isinstance(before, CodeBlock):
        found = _SIGNATURE.fullmatch(before.code.strip())
        signed = found and ("(" in before.code or before.code.startswith("class ")) and "\n" not in before.code.strip()
        capital = plain(block.text)[:1].isupper()
        return (*make_text(found[1], code=True), *make_text(": ")) if found and signed and capital else ()
    if not is_code_line(before) or not isinstance(before, ParagraphBlock):
        return ()
    verb = plain(block.text).split(" ", 1)[0]
    acts = re.fullmatch(r"[A-Z][a-z]{2,14}s", verb) is not None and not verb.endswith("ss")
    return (*strip_text(tidy_text(before.text)), *make_text(": ")) if acts else ()


def is_code_line(block: AnyBlock | None) -> bool:
    """Tell whether a paragraph is a line of code and nothing besides: `POST /shipments`."""
    return isinstance(block, ParagraphBlock) and all(run.code for run in block.text if run.text.strip())


def lead_with(pieces: list[Piece], block: str) -> None:
    """Move the first sentence of a completed paragraph before the command that it tells of."""
    at = next((at for at, piece in enumerate(pieces) if piece.block == block), 0)
    if at and pieces[at - 1].kind in ("code", "command") and pieces[at - 1].visual:
        told, shown = replace(pieces[at], leads=True), replace(pieces[at - 1], said=(), facts=())
        pieces[at - 1 : at + 1] = [told, shown]


def join_heads(pieces: list[Piece]) -> None:
    """Say a lead of a word or two in one breath with the first entry of its list: `Goals: old clients keep working.`"""
    at = 0
    while at + 1 < len(pieces):
        head, entry = pieces[at], pieces[at + 1]
        words = plain(head.text).rstrip(" :：").split()
        bare = [word.text.strip(".:") for sentence in head.said for word in sentence.words]
        joins = head.leads and head.kind == "paragraph" and bare == words and 0 < len(words) <= _HEAD_WORDS
        if joins and entry.kind == "list" and entry.rank == 0 and entry.said and entry.visual is None:
            first = entry.said[0]
            named = [word.model_copy(update={"text": word.text.rstrip(".:")}) for word in head.said[0].words]
            spoken = named[-1].spoken.rstrip(".:") + ":"
            named[-1] = named[-1].model_copy(update={"text": named[-1].text + ":", "spoken": spoken})
            spans = tuple(dict.fromkeys((*head.said[0].spans, *first.spans)))
            begins = first.words[0]
            if begins.text in ("A", "An", "The"):
                begins = begins.model_copy(update={"text": begins.text.lower()})
            joined = first.model_copy(update={"words": (*named, begins, *first.words[1:]), "spans": spans})
            pieces[at : at + 2] = [
                replace(entry, said=(joined, *entry.said[1:]), header=head.header or entry.header, also=(head.block,))
            ]
        at += 1


def announce_lists(pieces: list[Piece]) -> None:
    """Bind a sentence like `It comes from three ideas.` to the list that follows it."""
    for at, (piece, following) in enumerate(pairwise(pieces)):
        begins = following.kind == "list" and following.rank == 0
        if piece.kind == "paragraph" and begins and not piece.leads and _ANNOUNCES.search(plain(piece.text)):
            whole = shorten_plain(piece.text, 2 * HEADER_CHARS)
            pieces[at] = replace(piece, leads=True, header=whole if len(whole) <= HEADER_CHARS else "")
