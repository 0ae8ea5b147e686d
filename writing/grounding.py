"""A script and its document -> sentences that no line supports, and sections of which nothing is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from model.content import CodeBlock, OmittedBlock, ParsedContent, Section
from model.inputs import SourceSpan
from model.narration import Sentence, written
from model.scenes import SceneConfig
from model.script import VideoScript
from writing.asking.rows import Row, list_rows, plain_rows, title_of
from writing.code_names import name_language
from writing.support import find_unsupported, find_words, own_words


class Unsupported(NamedTuple):
    """A sentence that rests on nothing."""

    scene: int
    """Index of the scene."""
    text: str
    reason: str


class Unsaid(NamedTuple):
    """A section that no sentence rests on."""

    title: str
    """Its heading; empty for what stands before the first."""
    line: int
    reason: str
    """Why, as the script tells of its blocks."""


def find_ungrounded(
    content: ParsedContent, script: VideoScript, scenes: Sequence[SceneConfig]
) -> Iterator[Unsupported]:
    """Yield the sentences that the lines which they name do not support; `scenes` are the script's, or what became of them.

    Where a sentence names no lines, it is ours: it may hold our connecting phrases, and words of the document.
    """
    rows = list_rows(content)
    anywhere = find_words(
        f"{plain_rows(rows)} {script.title} {content.title} {content.source_name} {content.description}"
    )
    free = anywhere | own_words(content.language) | find_words(_name_languages(content))
    for at, scene in enumerate(scenes):
        for sentence in scene.narration:
            reason = _find_reason(sentence, rows, free, content.language)
            if reason:
                yield Unsupported(at, written(sentence), reason)


def _name_languages(content: ParsedContent) -> str:
    """Return the names of the languages that the document's code is in: the fence says so, in short."""
    blocks = (block for section in content.sections for block in section.blocks)
    return " ".join(name_language(block.language) for block in blocks if isinstance(block, CodeBlock))


def _find_reason(sentence: Sentence, rows: tuple[Row, ...], free: frozenset[str], language: str) -> str:
    text = written(sentence)
    if not sentence.spans:
        return "" if find_words(text) <= free else "it names no line, and says what the document does not"
    named = tuple(row for row in rows if _touches(row.span, sentence.spans))
    if not named:
        return "there is nothing on the lines that it names"
    return find_unsupported(text, plain_rows(named), language, least=0)


def _touches(span: SourceSpan, spans: Sequence[SourceSpan]) -> bool:
    return any(one.first <= span.last and span.first <= one.last for one in spans)


def find_unsaid(content: ParsedContent, script: VideoScript) -> Iterator[Unsaid]:
    """Yield the sections that hold something, and of which no sentence tells."""
    spans = [span for scene in script.scenes for sentence in scene.narration for span in sentence.spans]
    reasons = {entry.block_id: entry.reason for entry in script.coverage}
    for section in content.sections:
        blocks = [block for block in section.blocks if not isinstance(block, OmittedBlock)]
        if blocks and not any(_touches(block.span, spans) for block in blocks):
            reason = next((reasons[block.block_id] for block in blocks if reasons.get(block.block_id)), "")
            yield Unsaid(title_of(section), _first_line(section), reason)


def _first_line(section: Section) -> int:
    return section.span.first if section.level else min(block.span.first for block in section.blocks)
