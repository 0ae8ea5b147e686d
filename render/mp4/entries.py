"""What each kind of track says of its samples before the first one: size, codec and settings (section 8.5.2)"""

from __future__ import annotations

from model.audio import SAMPLE_RATE
from model.timeline import VideoFormat
from render.mp4.boxes import box, full_box, u8, u16, u32

_HIGH_PROFILES = (100, 110, 122, 144)
_INCH = 72 << 16
"""Dots: what a picture without a print size says."""
_AAC_LC, _48_KHZ = 2, 3


def describe_pictures(video: VideoFormat, sequence: bytes, picture: bytes) -> bytes:
    """Describe H.264 whose one SPS and PPS stand here and not among the samples (ISO/IEC 14496-15 section 5.4.2)."""
    return _entry(
        "avc1", bytes(16), u16(video.width, video.height), u32(_INCH, _INCH, 0), u16(1), bytes(32), u16(24, 0xFFFF),
        box("avcC", _configure_avc(sequence, picture)),
        # BT.709 primaries, transfer and matrix, limited range (section 12.1.5).
        box("colr", b"nclx", u16(1, 1, 1), u8(0)),
        box("pasp", u32(1, 1)),
    )  # fmt: skip


def describe_sound() -> bytes:
    """Describe AAC-LC, 48 kHz, mono (ISO/IEC 14496-14 section 6.7)."""
    return _entry("mp4a", bytes(8), u16(1, 16, 0, 0), u32(SAMPLE_RATE << 16), full_box("esds", _describe_stream()))


def describe_captions() -> bytes:
    """Describe timed text: white on nothing, below and in the middle (3GPP TS 26.245 section 5.16)."""
    style = u16(0, 0, 1) + u8(0, 16) + u8(0xFF, 0xFF, 0xFF, 0xFF)
    fonts = box("ftab", u16(1, 1), u8(5), b"Arial")
    return _entry("tx3g", u32(0), u8(1, 0xFF), u8(0, 0, 0, 0xFF), bytes(8), style, fonts)


def describe_chapters() -> bytes:
    """Describe QuickTime text, whose samples are the names of chapters."""
    return _entry("text", u32(1), bytes(18), u16(1), bytes(6), box("ftab", u16(1, 1), u8(0)))


def _entry(kind: str, *parts: bytes) -> bytes:
    return box(kind, bytes(6), u16(1), *parts)


def _configure_avc(sequence: bytes, picture: bytes) -> bytes:
    # Lengths before units take four bytes; High and above say again that they are 8 bit 4:2:0.
    head = u8(1, *sequence[1:4], 0xFF, 0xE1) + u16(len(sequence)) + sequence + u8(1) + u16(len(picture)) + picture
    return head + (u8(0xFD, 0xF8, 0xF8, 0) if sequence[1] in _HIGH_PROFILES else b"")


def _describe_stream() -> bytes:
    """Write the descriptors of ISO/IEC 14496-1 section 7.2.6: AAC, an audio stream, its AudioSpecificConfig."""
    specific = _descriptor(5, u16(_AAC_LC << 11 | _48_KHZ << 7 | 1 << 3))
    decoder = _descriptor(4, u8(0x40, 0x15), bytes(3), u32(0, 0), specific)
    return _descriptor(3, u16(0), u8(0), decoder, _descriptor(6, u8(2)))


def _descriptor(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return u8(tag, len(content)) + content
