"""ParsedContent -> the same as it can be heard: sentences that a listener follows, and nothing that points to a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import zip_longest

from model.content import (
    AnyBlock,
    CalloutBlock,
    CodeBlock,
    ImageBlock,
    Item,
    ListBlock,
    ParagraphBlock,
    ParsedContent,
    Section,
    TableBlock,
    Text,
    plain,
)
from writing.asides import speak_asides
from writing.dividing import divide_long
from writing.labels import part_label
from writing.phrase_book import find_phrases
from writing.phrases import Phrases
from writing.pointers import Around, drop_pointers, points_only
from writing.styled import make_text, slice_text, split_sentences, strip_text, tidy_text
from writing.wording import upper_first

_COUNTED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?=[A-ZÀ-Þ])|\([a-z]\)\s+(?=\S))")
_COUNTED_LEAST = 3
"""So many paragraphs begin with a number of the kind where they are counted."""
_NAME_WORDS = 3
_HEADING_WORDS = 6
"""A line of so many words without a full stop may be a heading."""


def ready_content(content: ParsedContent) -> ParsedContent:
    """Rewrite paragraphs, lists and alerts for the ear; headings, code, tables and quotations stay as they are."""
    phrases = find_phrases(content.language)
    texts = (plain(block.text) for one in content.sections for block in one.blocks if isinstance(block, ParagraphBlock))
    counted = sum(_COUNTED.match(text) is not None for text in texts) >= _COUNTED_LEAST
    sections = tuple(_ready_section(section, phrases, counted) for section in content.sections)
    return content.model_copy(update={"sections": sections})


def _ready_section(section: Section, phrases: Phrases, counted: bool) -> Section:
    around = Around(
        figure=any(isinstance(block, ImageBlock) and block.image for block in section.blocks)
        or any(isinstance(block, CodeBlock) and block.language == "mermaid" for block in section.blocks),
        table=any(isinstance(block, TableBlock) for block in section.blocks),
    )
    ready = partial(_ready_text, around=around, phrases=phrases, counted=counted)
    blocks = tuple(
        _lead_on(_ready_block(block, ready), following)
        for block, following in zip_longest(section.blocks, section.blocks[1:])
    )
    return section.model_copy(update={"blocks": blocks})


def _lead_on(block: AnyBlock, following: AnyBlock | None) -> AnyBlock:
    """End a paragraph without a full stop before a list with a colon: it leads to the list."""
    if not isinstance(block, ParagraphBlock) or not isinstance(following, ListBlock | CodeBlock):
        return block
    words = plain(block.text)
    if isinstance(following, CodeBlock) and len(split_sentences(block.text)) == 1:
        return block
    open_ended = words[-1:].isalpha() and not all(run.strong or run.code for run in block.text if run.text.strip())
    known = len(words.split()) > _HEADING_WORDS or "," in words or words.split(" ", 1)[0].casefold() == "a"
    return block.model_copy(update={"text": (*block.text, *make_text(":"))}) if open_ended and known else block


def _ready_block(block: AnyBlock, ready: Callable[[Text], Text]) -> AnyBlock:
    match block:
        case ParagraphBlock():
            return block.model_copy(update={"text": ready(block.text)})
        case ListBlock():
            return block.model_copy(update={"items": _ready_items(block.items, ready)})
        case CalloutBlock():
            paragraphs = tuple(text for paragraph in block.paragraphs if (text := ready(paragraph)))
            return block.model_copy(update={"paragraphs": paragraphs or block.paragraphs})
        case _:
            return block


def _ready_items(items: tuple[Item, ...], ready: Callable[[Text], Text]) -> tuple[Item, ...]:
    """Rewrite the entries of a list, level by level: a list's depth is its author's."""
    made: list[Item] = []
    for item in items:
        below = _ready_items(item.items, ready) if item.items else ()
        made.append(item.model_copy(update={"text": ready(item.text) or item.text, "items": below}))
    return tuple(made)


def _ready_text(text: Text, around: Around, phrases: Phrases, counted: bool = False) -> Text:
    """Rewrite one paragraph; empty when all of it points to somewhere else."""
    if parted := part_label(text):
        label, told = tidy_text(parted[0]), _ready_words(parted[1], around, phrases)
        return (*label, *make_text("\n"), *told) if told else label
    return _ready_words(text, around, phrases, counted)


def _ready_words(text: Text, around: Around, phrases: Phrases, counted: bool = False) -> Text:
    kept: list[Text] = []
    tidy = tidy_text(text)
    for sentence in split_sentences(_head_on(_drop_number(tidy) if counted else tidy)):
        if points_only(sentence, around, phrases.language):
            continue
        told = upper_after(sentence, drop_pointers(sentence, phrases.language))
        kept.append(divide_long(speak_asides(told, phrases), phrases.language))
    parts = [part for at, sentence in enumerate(kept) for part in (*((make_text(" "),) if at else ()), sentence)]
    return strip_text(tuple(run for part in parts for run in part))


def _drop_number(text: Text) -> Text:
    """Leave out what counts paragraphs: `2.1 The services …`, `(a) share …`."""
    found = _COUNTED.match(plain(text))
    return upper_first(slice_text(text, found.end(), len(plain(text)))) if found else text


def _head_on(text: Text) -> Text:
    """Say `**Fast.** It never waits.` as a name and what is said of it: a name alone is no sentence."""
    whole = plain(text)
    strong = 0
    for run in text:
        if not run.strong:
            break
        strong += len(run.text)
    head = whole[:strong].rstrip()
    short = len(head.split()) <= _NAME_WORDS or (head.startswith("For ") and len(head.split()) < _HEADING_WORDS)
    if not head.endswith(".") or not short or not whole[strong:].strip() or head.count(".") > 1:
        return text
    name = slice_text(text, 0, len(head) - 1)
    return (*name, *make_text(":"), *slice_text(text, len(head), len(whole)))


def upper_after(before: Text, text: Text) -> Text:
    """Begin a sentence large where its beginning was cut off."""
    begins = plain(before)[:1].isupper() and plain(text)[:1].islower()
    return upper_first(text) if begins and plain(before)[:8] != plain(text)[:8] else text
