"""Blocks that tell of the document, and not of its subject: who wrote it, when, and for how many minutes of reading."""

from __future__ import annotations

import re

from model.content import ListBlock, Text, plain
from writing.pieces import DULL
from writing.styled import slice_text, strip_text

WEIGHT = DULL
"""What such a block weighs: only a film of everything tells of it."""
_NAMES = (
    r"status|date|authors?|owners?|deciders?|reviewers?|version|supersedes|superseded by"
    r"|updated|created|published|severity|alert|tags?|categor(?:y|ies)|present|absent|attendees|apologies|next meeting"
    r"|location|keywords|licen[sc]e|contact|department|course|duration|level|reading time|autor(?:en|es)?|datum|stand|version"
    r"|anwesend|fecha|versión|auteurs?|présents|data|autori"
)
_NAMED = re.compile(rf"(?:{_NAMES})\s*[:：]", re.IGNORECASE)
_EDITED = re.compile(
    r"(?:last (?:edited|updated|modified)|published|posted|updated|released|effective|written by|by)\b.{2,80}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s[·•|]\s")
_MOST_WORDS = 16
_FEWEST = 2


def split_labels(text: Text) -> tuple[Text, ...]:
    """Cut `**Author:** Ann **Status:** draft` into its entries; nothing where a paragraph is no such list."""
    starts, at = [], 0
    for run in text:
        bare = run.text.strip()
        if run.strong and bare and (bare[-1] in ":：" or plain(text)[at + len(run.text) :].lstrip()[:1] in (":", "：")):
            starts.append(at)
        at += len(run.text)
    if len(starts) < _FEWEST or starts[0]:
        return ()
    ends = [*starts[1:], len(plain(text))]
    return tuple(strip_text(slice_text(text, low, high)) for low, high in zip(starts, ends, strict=True))


def is_metadata(text: Text) -> bool:
    """Tell whether a paragraph tells of the document."""
    words = plain(text)
    if len(words.split()) > _MOST_WORDS:
        return False
    parted = _BETWEEN.search(words) is not None and not re.search(r"[.!?](?:\s|$)", words)
    return parted or (_EDITED.fullmatch(words.rstrip(".")) is not None and any(map(str.isdecimal, words)))


def is_listed_metadata(block: ListBlock) -> bool:
    """Tell whether a list holds such entries: `Status: accepted`."""
    named = [_NAMED.match(plain(item.text).strip()) for item in block.items]
    return len(named) >= _FEWEST and sum(map(bool, named)) * 2 > len(named)
