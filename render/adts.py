"""AAC frames -> ADTS, in which each says its length, so that streams are joined by joining their bytes

ISO/IEC 14496-3 section 1.A.2.2. Always 48 kHz, mono, AAC-LC, one frame under a header of seven bytes, no CRC.
"""

from __future__ import annotations

from collections.abc import Iterable

from model.errors import VideoGenerationError

_HEADER = 7
_LONGEST = (1 << 13) - 1
# syncword 0xFFF, MPEG-4, layer 0, no CRC; profile 1 (LC), 48 kHz (3), one channel; then 13 bits of length; buffer fullness
# 0x7FF (variable rate), one raw block.
_FIXED = 0xFFF << 44 | 1 << 40 | 1 << 38 | 3 << 34 | 1 << 30 | 0x7FF << 2


def write_adts(frames: Iterable[bytes]) -> bytes:
    """Put each frame under its header.

    Raises VideoGenerationError for a frame that is longer than a header can say: no encoder makes one at this rate.
    """
    return b"".join(_write_header(len(frame)) + frame for frame in frames)


def skip_frame(stream: bytes) -> bytes:
    """Return a stream without its first frame.

    Raises VideoGenerationError when it does not begin with one.
    """
    length = int.from_bytes(stream[:_HEADER], "big") >> 13 & _LONGEST
    if len(stream) < _HEADER or stream[:2] != b"\xff\xf1" or not _HEADER < length <= len(stream):
        raise VideoGenerationError("A sound is no ADTS stream.", "Run the command again with --rerun.")
    return stream[length:]


def _write_header(size: int) -> bytes:
    if size + _HEADER > _LONGEST:
        raise VideoGenerationError(f"An AAC frame of {size} bytes is too long for ADTS.", "Report this.")
    return (_FIXED | (size + _HEADER) << 13).to_bytes(_HEADER, "big")
