"""Compressed bytes as they arrive -> plain bytes, never more than a limit: a bomb is told while it goes off."""

from __future__ import annotations

import zlib
from typing import Protocol

_CHUNK = 65_536
_GZIP = 16 + zlib.MAX_WBITS


class TooLargeError(Exception):
    """More bytes than the limit."""


class GarbledError(Exception):
    """The bytes are not coded as they claim to be."""


class Decoder(Protocol):
    """Takes bytes as they arrive."""

    def feed(self, data: bytes) -> None:
        """Take the next bytes. Raises TooLargeError, GarbledError."""
        ...

    def finish(self) -> bytes:
        """Return all. Raises GarbledError when the end is missing."""
        ...


def open_decoder(coding: str, limit: int) -> Decoder | None:
    """Return a decoder of a Content-Encoding; None for one that we did not ask for."""
    name = coding.strip().lower()
    if name in ("", "identity"):
        return _Plain(limit)
    if name in ("gzip", "x-gzip", "deflate"):
        return _Inflater(limit, _GZIP if "gzip" in name else zlib.MAX_WBITS)
    return None


class _Plain:
    """Takes bytes as they are."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._found = bytearray()

    def feed(self, data: bytes) -> None:
        self._found += data
        if len(self._found) > self._limit:
            raise TooLargeError

    def finish(self) -> bytes:
        return bytes(self._found)


class _Inflater(_Plain):
    """Inflates gzip (members in a row, too, RFC 1952 2.2) and deflate, with its header or, as some send it, without."""

    def __init__(self, limit: int, bits: int) -> None:
        super().__init__(limit)
        self._bits = bits
        self._stream = zlib.decompressobj(bits)
        self._taken = 0

    def feed(self, data: bytes) -> None:
        self._taken += len(data)
        if self._taken > self._limit:
            raise TooLargeError
        try:
            self._inflate(data)
        except zlib.error as error:
            raise GarbledError(str(error)) from error

    def _inflate(self, data: bytes) -> None:
        if self._bits == zlib.MAX_WBITS and self._taken == len(data) and data and data[0] & 0x0F != 8:
            self._bits, self._stream = -zlib.MAX_WBITS, zlib.decompressobj(-zlib.MAX_WBITS)
        while True:
            found = self._stream.decompress(data, _CHUNK)
            super().feed(found)
            # Behind a member's end zlib may name the rest twice, as what it did not take, too; NULs pad a member.
            ended = self._stream.eof
            data = self._stream.unused_data.lstrip(b"\0") if ended else self._stream.unconsumed_tail
            if ended and data:
                self._stream = zlib.decompressobj(self._bits)
            elif not data and len(found) < _CHUNK:
                return

    def finish(self) -> bytes:
        if self._taken and not self._stream.eof:
            raise GarbledError("its end is missing")
        return super().finish()
