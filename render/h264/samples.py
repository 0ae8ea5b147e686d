"""A segment's byte stream -> samples as an MP4 holds them (ISO/IEC 14496-15 section 5.3): lengths in place of start codes"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from model.errors import VideoGenerationError
from render.h264.units import IDR_SLICE, PARAMETERS_OF_PICTURE, PARAMETERS_OF_SEQUENCE

_START = re.compile(rb"\x00\x00\x00\x01")
_LENGTH = 4


class Samples(NamedTuple):
    """One access unit a frame, without parameter sets, each NAL unit behind its length."""

    data: bytes
    sizes: tuple[int, ...]
    """Bytes of each frame."""
    keys: tuple[int, ...]
    """Frames that are IDR."""
    parameters: tuple[bytes, bytes]
    """SPS and PPS, the same throughout."""


def pack_samples(stream: bytes) -> Samples:
    """Bring a segment whose start codes have four bytes, as `join_units` writes them, into samples.

    Raises VideoGenerationError when its parameter sets change, or it has none.
    """
    data, sizes, keys = bytearray(), list[int](), list[int]()
    sets: dict[int, set[bytes]] = {PARAMETERS_OF_SEQUENCE: set(), PARAMETERS_OF_PICTURE: set()}
    starts = [found.start() for found in _START.finditer(stream)]
    for start, end in pairwise([*starts, len(stream)]):
        first = start + _LENGTH
        kind = stream[first] & 31
        if kind in sets:
            sets[kind].add(stream[first:end])
            continue
        data += (end - first).to_bytes(_LENGTH, "big")
        data += stream[first:end]
        if stream[first + 1] & 0x80:  # first_mb_in_slice is 0: a new picture begins
            if kind == IDR_SLICE:
                keys.append(len(sizes))
            sizes.append(0)
        if not sizes:
            raise _unusable("begins in the middle of a picture")
        sizes[-1] += _LENGTH + end - first
    found = [*map(sorted, sets.values())]
    if [len(one) for one in found] != [1, 1]:
        raise _unusable(f"has {len(found[0])} SPS and {len(found[1])} PPS instead of one of each")
    return Samples(bytes(data), tuple(sizes), tuple(keys), (found[0][0], found[1][0]))


def _unusable(why: str) -> VideoGenerationError:
    return VideoGenerationError(f"A segment {why}.", "Report this: the encoder changed its habits.")
