"""A section's blocks and pieces -> the same, joined where one only makes sense with the other: `make test` runs the tests."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from model.content import AnyBlock, CodeBlock, ParagraphBlock, plain
from writing.capacity import CODE_COLUMNS, HEADER_CHARS
from writing.display import shorten_plain
from writing.pieces import Piece
from writing.shell import is_shell, list_commands, read_terminal
from writing.styled import make_text, tidy_text

_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|several|some|a few|many|[2-9])"
_ANNOUNCES = re.compile(
    rf"\b(?:{_COUNT}\s(?:[\w-]{{1,30}}\s){{0,2}}[\w-]{{1,30}}s|(?:the following|as follows|these|below)\b[^.:]{{0,40}})[.:]?$",
    re.IGNORECASE,
)


def complete_paragraph(before: AnyBlock | None, block: AnyBlock) -> AnyBlock:
    """Begin a paragraph that goes on from the command above it with that command."""
    if not isinstance(block, ParagraphBlock) or not isinstance(before, CodeBlock) or not is_shell(before):
        return block
    words, commands = plain(tidy_text(block.text)), list_commands(read_terminal(before.code))
    if len(commands) != 1 or not words[:1].islower() or block.text[0].code:
        return block
    command = commands[0][1]
    if len(command) > CODE_COLUMNS // 2 or words.split()[0] in ("or", "and", "then", "where", "which", "with", "to"):
        return block
    return block.model_copy(update={"text": (*make_text(command, code=True), *make_text(" "), *block.text)})


def lead_with(pieces: list[Piece], block: str) -> None:
    """Move the first sentence of a completed paragraph before the command that it tells of."""
    at = next((at for at, piece in enumerate(pieces) if piece.block == block), 0)
    if at and pieces[at - 1].kind in ("code", "command") and pieces[at - 1].visual:
        told, shown = replace(pieces[at], leads=True), replace(pieces[at - 1], said=(), facts=())
        pieces[at - 1 : at + 1] = [told, shown]


def announce_lists(pieces: list[Piece]) -> None:
    """Bind a sentence like `It comes from three ideas.` to the list that follows it."""
    for at, (piece, following) in enumerate(pairwise(pieces)):
        begins = following.kind == "list" and following.rank == 0
        if piece.kind == "paragraph" and begins and not piece.leads and _ANNOUNCES.search(plain(piece.text)):
            whole = shorten_plain(piece.text, 2 * HEADER_CHARS)
            pieces[at] = replace(piece, leads=True, header=whole if len(whole) <= HEADER_CHARS else "")
