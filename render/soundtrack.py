"""Coded takes on a timeline -> the film's AAC, each take's frames copied: a scene that did not change is not coded again

An AAC-LC frame codes two blocks of 1024 samples and shares each with a neighbour; it knows of no other frame. Between
takes there is silence, so a take that is coded with silence around it, on the grid of blocks, is the same wherever it
stands, and what fills the pauses is one silent frame.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from model.audio import AAC_BLOCK, CodedTake, Take
from model.errors import VideoGenerationError
from model.timeline import Timeline
from model.video import SoundPiece
from render.sound import soften_edges

_LEAD = 2
"""Blocks of silence before a take: what its first frames share, and the window shapes before them, are silent."""
_TRAIL = 20
"""Blocks of silence after it, 427 ms: so long hears the meter of momentary loudness a sound that has ended."""
_KEPT_BEFORE, _KEPT_AFTER = 1, 2
"""Frames that are kept beside those of the take's own blocks."""
SILENT = -70.0
"""LUFS below which nothing is counted (ITU-R BS.1770-5, annex 1)."""
_RELATIVE = -10.0
SILENT_FRAME = bytes.fromhex("01182007")
"""A frame of nothing: one channel element whose coefficients are all zero, as the encoder writes it."""


def surround_take(pcm: bytes) -> Iterator[bytes]:
    """Yield a take with its edges softened and silence around it, in whole blocks."""
    yield bytes(2 * AAC_BLOCK * _LEAD)
    yield soften_edges(pcm)
    yield bytes(2 * (_blocks(len(pcm) // 2) * AAC_BLOCK - len(pcm) // 2))
    yield bytes(2 * AAC_BLOCK * _TRAIL)


def trim_frames(frames: Sequence[bytes], samples: int) -> tuple[bytes, ...]:
    """Keep, of the frames of a surrounded take of `samples`, those that hold something of it, and the silence next to it.

    `frames` begin with the one of the encoder's delay. Raises VideoGenerationError when they are not as many as they
    should be.
    """
    own = _blocks(samples)
    if len(frames) != _LEAD + own + _TRAIL + 1:
        raise VideoGenerationError(
            f"A take of {samples} samples was coded as {len(frames)} frames of {AAC_BLOCK}.", "Report this."
        )
    return tuple(frames[_LEAD - _KEPT_BEFORE : _LEAD + own + _KEPT_AFTER])


def place_coded(timeline: Timeline, takes: Sequence[Take], coded: Sequence[CodedTake]) -> tuple[SoundPiece, ...]:
    """Put each take's frames where the film says it; the silence between is nobody's.

    Raises VideoGenerationError when two takes are nearer to each other than the silence around them.
    """
    pieces, at = list[SoundPiece](), 0
    for slot, take, one in zip(timeline.slots, takes, coded, strict=True):
        first, offset, sizes = timeline.speech_start(slot) // AAC_BLOCK - _KEPT_BEFORE, 0, one.sizes
        if first < 0:  # the film begins with the take: no block is before it
            first, offset, sizes = 0, sizes[0], sizes[1:]
        if first < at or len(one.sizes) != _blocks(take.samples) + _KEPT_BEFORE + _KEPT_AFTER:
            raise _misplaced(slot.scene_id)
        pieces.append(SoundPiece(stream=one.stream, offset=offset, sizes=sizes, first_frame=first))
        at = first + len(sizes)
    if at > count_frames(timeline.samples):
        raise _misplaced(timeline.slots[-1].scene_id)
    return tuple(pieces)


def _misplaced(scene_id: str) -> VideoGenerationError:
    return VideoGenerationError(
        f"The coded sound of scene {scene_id} does not fit its place in the film.", "Report this, with the document."
    )


def count_frames(samples: int) -> int:
    """Return how many AAC frames a sound has, with the one of the encoder's delay."""
    return _blocks(samples) + 1


def sum_loudness(momentary: Iterable[float]) -> float:
    """Return the integrated loudness of sounds with silence between them, in LUFS, of what each has in 400 ms windows.

    ITU-R BS.1770-5, annex 1: windows under -70 LUFS do not count, nor do those 10 LU under the mean of the others.
    """
    energies = [_energy(value) for value in momentary if value > SILENT]
    if not energies:
        return SILENT
    gate = math.fsum(energies) / len(energies) * 10 ** (_RELATIVE / 10)
    counted = [energy for energy in energies if energy > gate]
    return round(10 * math.log10(math.fsum(counted) / len(counted)), 3)


def _energy(loudness: float) -> float:
    return math.pow(10, loudness / 10)


def _blocks(samples: int) -> int:
    return -(-samples // AAC_BLOCK)
