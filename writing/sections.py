"""A section's blocks -> its pieces in the order of the document, code and pictures inside a list after their entry."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from model.content import (
    AnyBlock,
    CalloutBlock,
    CodeBlock,
    ImageBlock,
    ListBlock,
    MathBlock,
    OmittedBlock,
    ParagraphBlock,
    QuoteBlock,
    TableBlock,
)
from writing.codes import OUTPUT, draft_code
from writing.commands import draft_commands
from writing.comparing import draft_comparison, lead_comparisons
from writing.comparisons import find_comparisons
from writing.course import draft_course
from writing.drafting import Draft
from writing.figures import draft_diagram, draft_formula
from writing.joining import (
    announce_lists,
    announces_output,
    complete_paragraph,
    is_code_line,
    join_heads,
    lead_with,
)
from writing.listing import draft_list
from writing.outline import Place
from writing.pictures import draft_image
from writing.pieces import Piece
from writing.prose import draft_callout, draft_paragraph, draft_quote
from writing.shell import PLAIN_LANGUAGES, is_shell
from writing.speaking import Speaker
from writing.tables import draft_table


def draft_section(place: Place, speaker: Speaker, name: str) -> tuple[Piece, ...]:
    """Draft every block of a section."""
    draft = Draft(speaker, place, name)
    pieces: list[Piece] = []
    completed: list[str] = []
    before: AnyBlock | None = None
    compared = find_comparisons(place.section.blocks, place.versions)
    shown = {one.after.block_id: one for one in compared}
    unsaid = {block.block_id for one in compared for block in (one.before, *one.named)}
    for block, following in zip_longest(place.section.blocks, place.section.blocks[1:]):
        draft.start_block(block.kind)
        if block.block_id in shown:
            pieces.append(draft_comparison(shown[block.block_id], draft))
        if block.block_id in unsaid or block.block_id in shown:
            before = block
            continue
        draft.before_command = isinstance(following, CodeBlock) and is_shell(following)
        draft.after_call = draft.english and announces_output(before)
        whole = complete_paragraph(before, block) if draft.english else block
        drafted = draft_course(whole, draft) or draft_block(whole, draft)
        if whole is not block and before is not None and is_code_line(before):
            pieces = [piece for piece in pieces if piece.block != before.block_id]
            drafted = (replace(drafted[0], also=(before.block_id,)), *drafted[1:]) if drafted else ()
        elif whole is not block:
            completed.append(block.block_id)
        pieces += drafted
        before = block
    pieces.sort(key=lambda piece: piece.span.first)
    lead_comparisons(pieces, compared)
    for block_id in completed:
        lead_with(pieces, block_id)
    if draft.english:
        announce_lists(pieces)
    join_heads(pieces)
    return tuple(pieces)


def draft_block(block: AnyBlock, draft: Draft) -> tuple[Piece, ...]:
    """Draft one block; what a film neither shows nor says has no pieces."""
    match block:
        case ParagraphBlock():
            return draft_paragraph(block, draft)
        case ListBlock():
            return draft_list(block, draft)
        case CodeBlock():
            return _draft_any_code(block, draft)
        case MathBlock():
            return draft_formula(block, draft)
        case TableBlock():
            return draft_table(block, draft)
        case ImageBlock():
            return draft_image(block, draft)
        case QuoteBlock():
            return draft_quote(block, draft)
        case CalloutBlock():
            return draft_callout(block, draft)
        case OmittedBlock():
            return ()


def _draft_any_code(block: CodeBlock, draft: Draft) -> tuple[Piece, ...]:
    if not block.code.strip():
        return ()
    if block.language == "mermaid":
        return draft_diagram(block, draft)
    if is_shell(block):
        return draft_commands(block, draft)
    gives = draft.after_call and block.language in PLAIN_LANGUAGES
    return draft_code(block.model_copy(update={"language": OUTPUT}) if gives else block, draft)
