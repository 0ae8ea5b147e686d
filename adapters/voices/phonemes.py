"""Phonemes, as an engine times them -> anchors of our words. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from adapters.voices.alignment import Anchor
from adapters.voices.wording import Wording


class Phoneme(NamedTuple):
    """What is heard, from sample to sample."""

    text: str
    start: int
    end: int


def anchor_words(phonemes: Sequence[Phoneme], wording: Wording) -> list[Anchor]:
    """Give each word its phonemes: those between two spaces, or its share of all where there are more or fewer such groups.

    Nothing for all words where the engine tells no times.
    """
    spoken = [any(char.isalnum() for char in text) for text in wording.spoken]
    groups = _group(phonemes)
    if not groups:
        return [None] * len(spoken)
    if len(groups) == sum(spoken):
        times = iter((group[0].start, group[-1].end) for group in groups)
        return [next(times) if said else None for said in spoken]
    return _share([phoneme for group in groups for phoneme in group], wording, spoken)


def _group(phonemes: Sequence[Phoneme]) -> list[list[Phoneme]]:
    """Group what sounds by the spaces between; marks of sentences sound not."""
    parted = groupby(phonemes, key=lambda phoneme: phoneme.text.isspace())
    groups = [[one for one in group if _sounds(one)] for space, group in parted if not space]
    return [group for group in groups if group]


def _sounds(phoneme: Phoneme) -> bool:
    """Tell phonemes from what begins, ends and parts sentences: `^`, `$`, `_`, punctuation."""
    return any(unicodedata.category(char)[0] in "LMN" for char in phoneme.text)


def _share(phonemes: Sequence[Phoneme], wording: Wording, spoken: Sequence[bool]) -> list[Anchor]:
    """Deal the phonemes out by letters, in order: how long each lasts is the engine's own word."""
    letters = [
        sum(char.isalnum() for char in text) if said else 0 for text, said in zip(wording.spoken, spoken, strict=True)
    ]
    whole, done = max(sum(letters), 1), 0
    anchors, ends = list[Anchor](), [len(phonemes) * at // whole for at in range(whole + 1)]
    for count in letters:
        first, last = ends[done], max(ends[done + count] - 1, ends[done])
        done += count
        first, last = min(first, len(phonemes) - 1), min(last, len(phonemes) - 1)
        anchors.append((phonemes[first].start, phonemes[last].end) if count else None)
    return anchors
