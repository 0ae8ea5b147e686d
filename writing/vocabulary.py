"""ParsedContent -> what its own words tell of words: which are ordinary ones, and what its short forms stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from model.content import CalloutBlock, Item, ListBlock, ParagraphBlock, ParsedContent, QuoteBlock, TableBlock, Text
from model.inputs import SourceSpan
from writing.asides import is_short_form

_SMALL = re.compile(r"(?<![\w.@/#-])[a-zà-öø-ÿ][a-zà-öø-ÿ'’-]{1,30}(?![\w@(/])")
_LARGE = re.compile(r"(?<=[a-zà-öø-ÿ,] )[A-ZÀ-Ö][a-zà-öø-ÿ'’-]{1,30}(?![\w@(/])")
"""A word with a capital where no sentence begins: a name."""
_BEFORE = re.compile(r"(?<![\w-])([A-Z][A-Za-z0-9²]{1,7})\s\(([^()\n]{4,60})\)")
_AFTER = re.compile(r"((?:[\w'’-]+\s){1,7}[\w'’-]+)\s\(([A-Z][A-Z0-9]{1,6})s?\)")

Expansions = dict[str, tuple[str, SourceSpan]]
"""What a short form stands for, and where the document says so."""


def find_ordinary(content: ParsedContent) -> frozenset[str]:
    """Return the words that the document writes small, and not more often as names: its headings may be written so."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text, _ in _walk_texts(content):
        words = " ".join(run.text for run in text if not run.code)
        small.update(_SMALL.findall(words))
        large.update(word.casefold() for word in _LARGE.findall(words))
    return frozenset(word for word, times in small.items() if times > large[word])


def find_expansions(content: ParsedContent) -> Expansions:
    """Return what short forms stand for, where the document says so: `Transport Layer Security (TLS)`, or the other way."""
    found: Expansions = {}
    for text, span in _walk_texts(content):
        words = "".join(run.text for run in text)
        for match in _BEFORE.finditer(words):
            if is_short_form(match[1], match[2]):
                found.setdefault(match[1].rstrip("s"), (match[2], span))
        for match in _AFTER.finditer(words):
            long = _trim_long(match[1].split(), match[2])
            if long:
                found.setdefault(match[2], (long, span))
    return found


def _trim_long(words: list[str], short: str) -> str:
    """Return the last words, as few as begin with the letters of a short form."""
    for count in range(2, len(words) + 1):
        heads = [part[0] for word in words[-count:] for part in word.split("-") if part]
        main = [
            head for head, word in zip(heads, words[-count:], strict=False) if word not in ("of", "and", "the", "for")
        ]
        if short.casefold() in ("".join(heads).casefold(), "".join(main).casefold()):
            return " ".join(words[-count:])
    return ""


def _walk_texts(content: ParsedContent) -> Iterator[tuple[Text, SourceSpan]]:
    for section in content.sections:
        for block in section.blocks:
            match block:
                case ParagraphBlock():
                    yield block.text, block.span
                case ListBlock():
                    yield from _walk_items(block.items)
                case QuoteBlock() | CalloutBlock():
                    yield from ((paragraph, block.span) for paragraph in block.paragraphs)
                case TableBlock():
                    yield from ((cell, block.span) for row in block.rows for cell in row)
                case _:
                    continue


def _walk_items(items: tuple[Item, ...]) -> Iterator[tuple[Text, SourceSpan]]:
    for item in items:
        yield item.text, item.span
        yield from _walk_items(item.items)
