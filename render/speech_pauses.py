"""A take, spoken without its script's pauses -> the take with them: silence between its sentences, counted in samples."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from model.audio import SAMPLE_RATE, Take, WordTime
from model.narration import Narration
from render.sound import soften_edges

_MS = SAMPLE_RATE // 1000


class Silence(NamedTuple):
    """What is put into a take."""

    at: int
    """Sample of the take as it was spoken."""
    samples: int
    """How long."""


def find_silences(narration: Narration, words: Sequence[WordTime], samples: int) -> tuple[Silence, ...]:
    """Place each sentence's pause in the middle of the silence that the voice leaves after it, the last one's at the end.

    `words` are one for each word of the narration, `samples` is how long it was spoken.
    """
    found: list[Silence] = []
    ends = tuple(accumulate(len(sentence.words) for sentence in narration))
    for sentence, end in zip(narration, ends, strict=True):
        if sentence.pause_after:
            before = max((word.end for word in words[:end]), default=0)
            after = next((word.start for word in words[end:] if word.end > word.start), samples)
            middle = samples if end == len(words) else (before + max(before, after)) // 2
            found.append(Silence(min(middle, samples), sentence.pause_after * _MS))
    return tuple(found)


def lengthen_take(narration: Narration, take: Take, silences: Sequence[Silence]) -> Take:
    """Move the words that follow each silence; the sound is not changed."""
    shifts = _count_shifts(narration)
    moved = (WordTime(start=word.start + by, end=word.end + by) for word, by in zip(take.words, shifts, strict=True))
    whole = take.samples + sum(silence.samples for silence in silences)
    return take.model_copy(update={"words": tuple(moved), "samples": whole})


def lengthen_pcm(pcm: bytes, silences: Sequence[Silence]) -> bytes:
    """Put the silences into the sound; where it was cut it fades for 3 ms, so that no click is heard."""
    cuts = (0, *(2 * silence.at for silence in silences), len(pcm))
    parts = [soften_edges(pcm[first:last]) for first, last in pairwise(cuts)]
    pads = (*(bytes(2 * silence.samples) for silence in silences), b"")
    return b"".join(part + pad for part, pad in zip(parts, pads, strict=True))


def _count_shifts(narration: Narration) -> tuple[int, ...]:
    """Return by how many samples each word comes later."""
    shifts: list[int] = []
    later = 0
    for sentence in narration:
        shifts += [later] * len(sentence.words)
        later += sentence.pause_after * _MS
    return tuple(shifts)
