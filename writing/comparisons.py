"""Two neighbouring blocks of code, of which the text says that one takes the other's place -> one comparison"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from model.content import AnyBlock, CodeBlock, ParagraphBlock, Section, plain
from writing.capacity import CODE_LINES
from writing.shell import is_shell
from writing.styled import split_sentences, strip_text, tidy_text
from writing.versions import are_versions, is_label, read_comment

_WIDEST = 64
"""Columns of a line: two versions stand beside each other."""
_NAME = re.compile(r"[^\W\d]\w+")
_ALIKE = 0.3
"""Of the names in the shorter of two versions: with less in common they are two pieces of code, whatever leads to them."""
_SUGGESTION = "suggestion"
"""GitHub's own: what is to take the place of the code above it."""


class Comparison(NamedTuple):
    """Two blocks of code that are one before and after."""

    before: CodeBlock
    after: CodeBlock
    labels: tuple[str, str]
    """What stands over them; empty where only the phrase book has words for it."""
    named: tuple[ParagraphBlock, ...] = ()
    """Leads that are only names: shown, not said."""
    told: tuple[ParagraphBlock, ...] = ()
    """Leads that are said, in order."""
    turn: str = ""
    """Id of the lead that is said of the second."""


def find_comparisons(blocks: Sequence[AnyBlock], titles: tuple[str, str] | None = None) -> tuple[Comparison, ...]:
    """Find the comparisons among a section's blocks; `titles` are the headings of two sections that are one."""
    found: list[Comparison] = []
    codes = [at for at, block in enumerate(blocks) if isinstance(block, CodeBlock)]
    taken = -1
    for one, two in pairwise(codes):
        between = two - one - 1
        if one <= taken or between > 1 or (between and not isinstance(blocks[one + 1], ParagraphBlock)):
            continue
        made = _compare(blocks, one, two, titles)
        if made:
            found.append(made)
            taken = two
    return tuple(found)


def _compare(blocks: Sequence[AnyBlock], one: int, two: int, titles: tuple[str, str] | None) -> Comparison | None:
    before, after = blocks[one], blocks[two]
    assert isinstance(before, CodeBlock) and isinstance(after, CodeBlock)
    suggested = after.language == _SUGGESTION and before.language != _SUGGESTION
    if not (suggested or before.language == after.language) or not (_is_small(before) and _is_small(after)):
        return None
    leads = tuple(_lead_of(blocks, at) for at in (one, two))
    words = tuple(_last_words(lead) for lead in leads)
    comments = tuple(read_comment(block.code.split("\n")[0]) for block in (before, after))
    said = all(words) and are_versions(words[0], words[1])
    if all(comments) and are_versions(comments[0], comments[1]):
        before, after = _drop_first_line(before), _drop_first_line(after)
        labels = comments
    elif titles and are_versions(*titles):
        labels = titles
    elif suggested or (said and (_are_alike(before, after) or all(map(_is_name, leads)))):
        labels = tuple(_show(lead).strip(" :：") if _is_name(lead) else "" for lead in leads)
    else:
        return None
    if not (before.code.strip() and after.code.strip()) or before.code == after.code:
        return None
    named = tuple(lead for lead in leads if lead and _is_name(lead))
    told = tuple(lead for lead in leads if lead and not _is_name(lead))
    turn = leads[1].block_id if leads[1] in told and leads[1] else ""
    return Comparison(before, after, (labels[0], labels[1]), named, told, turn)


def _lead_of(blocks: Sequence[AnyBlock], at: int) -> ParagraphBlock | None:
    before = blocks[at - 1] if at else None
    return before if isinstance(before, ParagraphBlock) else None


def _is_name(lead: ParagraphBlock | None) -> bool:
    """Tell whether all of a lead is a name for one version: `Before:`, `The old way`."""
    return lead is not None and is_label(_show(lead))


def _show(lead: ParagraphBlock | None) -> str:
    return plain(tidy_text(lead.text)) if lead else ""


def _is_small(block: CodeBlock) -> bool:
    lines = block.code.split("\n")
    return (
        len(lines) <= CODE_LINES
        and max(map(len, lines)) <= _WIDEST
        and not is_shell(block)
        and block.language != "mermaid"
    )


def _last_words(lead: ParagraphBlock | None) -> str:
    """Return the sentence that stands right before code."""
    sentences = split_sentences(strip_text(lead.text)) if lead else ()
    return plain(sentences[-1]) if sentences else ""


def _drop_first_line(block: CodeBlock) -> CodeBlock:
    return block.model_copy(update={"code": block.code.partition("\n")[2].strip("\n")})


def _are_alike(before: CodeBlock, after: CodeBlock) -> bool:
    one, two = (set(_NAME.findall(block.code)) for block in (before, after))
    return len(one & two) >= _ALIKE * min(len(one), len(two))


def is_pair(one: Section, two: Section) -> bool:
    """Tell whether two sections by their headings hold the two versions of one piece of code, and little else."""
    if one.level != two.level or not are_versions(plain(tidy_text(one.title)), plain(tidy_text(two.title))):
        return False
    titles = (plain(one.title), plain(two.title))
    both = (*one.blocks, *two.blocks)
    simple = all(isinstance(block, CodeBlock | ParagraphBlock) for block in both)
    last = bool(one.blocks) and bool(two.blocks) and isinstance(one.blocks[-1], CodeBlock)
    single = all(sum(isinstance(block, CodeBlock) for block in part.blocks) == 1 for part in (one, two))
    return simple and last and single and bool(find_comparisons(both, titles))
