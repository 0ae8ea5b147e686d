"""A piece of music -> as much of it as the film is long: looped where nobody hears it, faded at both ends."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator

from model.audio import SAMPLE_RATE

SEAM = SAMPLE_RATE * 2
"""Samples in which its end and its beginning sound together; a quarter of a piece that is shorter than eight seconds."""
FADE_IN = SAMPLE_RATE * 3 // 2
FADE_OUT = SAMPLE_RATE * 3
_PIECE = SAMPLE_RATE * 10

Reader = Callable[[int, int], bytes]
"""First sample, how many -> PCM: 48 kHz, mono, signed 16 bit, in the machine's order."""


def loop_music(read: Reader, length: int, samples: int) -> Iterator[bytes]:
    """Yield `samples` of a piece of `length`, over and over, as long as they last; ten seconds are in memory.

    End and beginning are mixed at equal power: what is not the same in both keeps its loudness through the seam.
    """
    seam = min(SEAM, length // 4)
    period, joined = length - seam, b""
    for turn in range(0, samples, period):
        first = 0
        if turn:
            first = min(seam, samples - turn)
            joined = joined or _mix_seam(read(period, seam), read(0, seam))
            yield joined[: 2 * first]
        last = min(period, samples - turn)
        for at in range(first, last, _PIECE):
            yield read(at, min(_PIECE, last - at))


def fade_edges(pieces: Iterator[bytes], samples: int) -> Iterator[bytes]:
    """Let music of `samples` come from silence and go to it, each in half of the film at most."""
    rise, fall = min(FADE_IN, samples // 2), min(FADE_OUT, samples // 2)
    first = 0
    for piece in pieces:
        end = first + len(piece) // 2
        if rise <= first and end <= samples - fall:
            yield piece
        else:
            pcm = array("h", piece)
            for at in range(first, min(end, rise)):
                pcm[at - first] = int(pcm[at - first] * _bend(at / rise))
            for at in range(max(first, samples - fall), end):
                pcm[at - first] = int(pcm[at - first] * _bend((samples - 1 - at) / fall))
            yield pcm.tobytes()
        first = end


def _mix_seam(ending: bytes, beginning: bytes) -> bytes:
    going, coming = array("h", ending), array("h", beginning)
    turn = math.pi / 2 / max(len(going), 1)
    mixed = (
        going[at] * math.cos(turn * at) + coming[at] * math.sin(turn * at) for at in range(len(going))
    )  # fmt: skip
    return array("h", (max(-32_768, min(32_767, int(value))) for value in mixed)).tobytes()


def _bend(share: float) -> float:
    return 0.5 - 0.5 * math.cos(math.pi * share)
