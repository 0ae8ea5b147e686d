"""An Annex B byte stream <-> its NAL units and frames (ITU-T H.264 sections 7.4.1 and B.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

SLICE, IDR_SLICE, PARAMETERS_OF_SEQUENCE, PARAMETERS_OF_PICTURE = 1, 5, 7, 8
"""Values of nal_unit_type (Table 7-1)."""

_START_CODE = re.compile(rb"\x00\x00\x01")
# first_mb_in_slice is the first code of a slice header: it is 0, and a new picture begins, when its first bit is 1.
_PICTURE = re.compile(rb"\x00\x00\x01[\x01\x05\x21\x25\x41\x45\x61\x65][\x80-\xff]")
_IDR_PICTURE = re.compile(rb"\x00\x00\x01[\x25\x45\x65][\x80-\xff]")


def split_units(stream: bytes) -> Iterator[bytes]:
    """Yield the NAL units, without start codes and trailing zeros."""
    starts = [match.end() for match in _START_CODE.finditer(stream)]
    for start, after in pairwise([*starts, len(stream) + 3]):
        # A NAL unit never ends in a zero byte: zeros before a start code belong to that.
        yield stream[start : after - 3].rstrip(b"\0")


def join_units(units: Iterable[bytes]) -> bytes:
    """Write NAL units, each behind the four-byte start code that a frame's first unit needs (B.1.2)."""
    return b"".join(b"\0\0\0\1" + unit for unit in units)


def unit_type(unit: bytes) -> int:
    """Return nal_unit_type."""
    return unit[0] & 31


def count_frames(stream: bytes) -> int:
    """Count the coded pictures of a stream."""
    return sum(1 for _ in _PICTURE.finditer(stream))


def count_idr_frames(stream: bytes) -> int:
    """Count the pictures at which decoding can begin."""
    return sum(1 for _ in _IDR_PICTURE.finditer(stream))
