"""The syntax of an MP4: a box is its size, its four letters and what it holds (ISO/IEC 14496-12 section 4.2)"""

from __future__ import annotations

import struct

_LANGUAGE_BASE = 0x60


def box(kind: str, *parts: bytes) -> bytes:
    """Write a box around its parts."""
    content = b"".join(parts)
    return struct.pack(">I4s", 8 + len(content), kind.encode("latin-1")) + content


def full_box(kind: str, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    """Write a box that says its version and flags."""
    return box(kind, u32(version << 24 | flags), *parts)


def u8(*values: int) -> bytes:
    """Write numbers of one byte."""
    return bytes(values)


def u16(*values: int) -> bytes:
    """Write numbers of two bytes."""
    return struct.pack(f">{len(values)}H", *values)


def u32(*values: int) -> bytes:
    """Write numbers of four bytes."""
    return struct.pack(f">{len(values)}I", *values)


def u64(*values: int) -> bytes:
    """Write numbers of eight bytes."""
    return struct.pack(f">{len(values)}Q", *values)


def pack_language(code: str) -> bytes:
    """Write three letters of ISO 639-2 in five bits each (section 8.4.2)."""
    first, second, third = (ord(letter) - _LANGUAGE_BASE for letter in code)
    return u16(first << 10 | second << 5 | third)
