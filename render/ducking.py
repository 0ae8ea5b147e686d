"""Words on a timeline -> how loud the music is at each sample: soft under speech, louder in pauses that are worth it.

A side-chain compressor hears a word when it has begun; the timeline knows it before, so the music has gone down by then.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from model.audio import SAMPLE_RATE, Take
from model.timeline import Timeline

DEPTH = 8.0
"""dB from pauses down to speech."""
ATTACK = SAMPLE_RATE // 4
"""Samples of the way down, which ends with the sample at which a word begins."""
RELEASE = SAMPLE_RATE * 6 // 10
"""Samples of the way up, which begins with the sample at which a word ends."""
SHORTEST_PAUSE = SAMPLE_RATE * 3 // 2
"""Samples of a pause in which the music rises: in shorter ones it would pump."""
FULL = 32_767
_PIECE = SAMPLE_RATE * 10


class Point(NamedTuple):
    """A corner of the envelope, which is straight in decibels between two."""

    sample: int
    decibels: float
    """0 in pauses, -DEPTH under speech."""


def list_speech(timeline: Timeline, takes: tuple[Take, ...]) -> tuple[tuple[int, int], ...]:
    """Return where the film speaks, [first sample, one past the last): pauses that are too short are part of it.

    A take none of whose words has a length is speech from end to end.
    """
    heard: list[tuple[int, int]] = []
    for slot, take in zip(timeline.slots, takes, strict=True):
        first = timeline.speech_start(slot)
        words = [(word.start, word.end) for word in take.words if word.end > word.start] or [(0, take.samples)]
        heard += [(first + start, first + end) for start, end in words]
    speech: list[tuple[int, int]] = []
    for start, end in sorted(heard):
        if speech and start - speech[-1][1] < SHORTEST_PAUSE:
            speech[-1] = (speech[-1][0], max(speech[-1][1], end))
        else:
            speech.append((start, end))
    return tuple(speech)


def plan_envelope(speech: Iterable[tuple[int, int]], samples: int) -> tuple[Point, ...]:
    """Return the envelope's corners from sample 0 to `samples`; `speech` is in order, as `list_speech` returns it."""
    points = [Point(0, 0.0)]
    for start, end in speech:
        if start < SHORTEST_PAUSE and len(points) == 1:  # the film begins with speech: nothing to come down from
            points = [Point(0, -DEPTH)]
        else:
            points += [Point(start - ATTACK, 0.0), Point(start, -DEPTH)]
        rising = samples - end >= RELEASE
        points += [Point(end, -DEPTH), Point(end + RELEASE, 0.0)] if rising else []
    return (*points, Point(samples, points[-1].decibels))


def draw_envelope(points: tuple[Point, ...]) -> Iterator[bytes]:
    """Yield one factor a sample, as signed 16 bit of which FULL is 0 dB: ten seconds at most are in memory."""
    for here, there in pairwise(points):
        if here.decibels != there.decibels:
            yield _ramp(there.sample - here.sample, here.decibels, there.decibels)
            continue
        for first in range(here.sample, there.sample, _PIECE):
            yield (array("h", (_factor(here.decibels),)) * min(_PIECE, there.sample - first)).tobytes()


@lru_cache(maxsize=8)
def _ramp(samples: int, before: float, after: float) -> bytes:
    step = (after - before) / samples
    return array("h", (_factor(before + step * at) for at in range(samples))).tobytes()


def _factor(decibels: float) -> int:
    return round(FULL * 10 ** (decibels / 20))
