"""Bytes of a NAL unit <-> the bits and codes of its syntax (ITU-T H.264 sections 7.2, 7.3.1 and 9.1)."""

from __future__ import annotations

import re

from model.errors import VideoGenerationError

_MAX_EXP_GOLOMB_ZEROS = 32
_TO_ESCAPE = re.compile(rb"\x00\x00(?=[\x00-\x03])")


def unescape(payload: bytes) -> bytes:
    """Take the emulation prevention bytes out: NAL unit payload to RBSP (7.3.1)."""
    return payload.replace(b"\0\0\3", b"\0\0")


def escape(rbsp: bytes) -> bytes:
    """Put emulation prevention bytes in, so that no start code appears inside: RBSP to NAL unit payload (7.4.1)."""
    escaped = _TO_ESCAPE.sub(b"\0\0\3", rbsp)
    # The last byte of a NAL unit is never zero: cabac_zero_words at the end are closed by one more 03.
    return escaped + b"\3" if escaped.endswith(b"\0") else escaped


class BitReader:
    """Reads syntax elements from an RBSP, most significant bit first."""

    def __init__(self, rbsp: bytes) -> None:
        self._rbsp = rbsp
        self.position = 0
        """Bits read."""

    def read_bits(self, count: int) -> int:
        """Read u(n)."""
        end = self.position + count
        if end > 8 * len(self._rbsp):
            raise VideoGenerationError(
                f"The H.264 header ends before bit {end}.", "Report this: the it is half a header."
            )
        first, last = self.position >> 3, (end + 7) >> 3
        value = int.from_bytes(self._rbsp[first:last], "big") >> (8 * last - end)
        self.position = end
        return value & ((1 << count) - 1)

    def read_ue(self) -> int:
        """Read ue(v), an unsigned Exp-Golomb code (9.1)."""
        zeros = 0
        while not self.read_bits(1):
            zeros += 1
            if zeros > _MAX_EXP_GOLOMB_ZEROS:
                raise VideoGenerationError(
                    "An Exp-Golomb code has more than 32 zeros.", "Report this: it is no header."
                )
        return (1 << zeros) - 1 + self.read_bits(zeros)

    def read_se(self) -> int:
        """Read se(v), a signed Exp-Golomb code (9.1.1)."""
        code = self.read_ue()
        return (code + 1) // 2 if code & 1 else -(code // 2)


class BitWriter:
    """Writes syntax elements, most significant bit first."""

    def __init__(self) -> None:
        self._value = 0
        self._count = 0

    def write_bits(self, value: int, count: int) -> None:
        """Write u(n)."""
        self._value = self._value << count | value
        self._count += count

    def write_ue(self, value: int) -> None:
        """Write ue(v) (9.1)."""
        self.write_bits(value + 1, 2 * (value + 1).bit_length() - 1)

    def write_se(self, value: int) -> None:
        """Write se(v) (9.1.1)."""
        self.write_ue(2 * value - 1 if value > 0 else -2 * value)

    def finish(self, padding: int) -> bytes:
        """Return the bytes, the last one filled up with bits of `padding`, 0 or 1."""
        missing = -self._count % 8
        value = self._value << missing | ((1 << missing) - 1) * padding
        return value.to_bytes((self._count + missing) // 8, "big")
