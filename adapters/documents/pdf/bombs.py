"""Bytes of a PDF -> whether it was made to fill memory or time: what can be told without drawing it, in a fraction of a second.

Looked at are the places at which a small file asks for much: streams that unpack to a thousand times their size, filters upon
filters, and forms that each draw the next one many times. What cannot be judged here is left to the limits of the program.
"""

from __future__ import annotations

import re
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_MOST_UNPACKED = 200_000_000
"""Bytes of one stream, and of all that look as if they were made to grow."""
_SUSPICIOUS = 60
"""Times its size that the beginning of a stream unpacks to before the rest is looked at."""
_BEGINNING, _PIECE = 16_384, 1 << 20
_MOST_FILTERS = 3
_MOST_DRAWN = 300_000
"""Forms that a page may draw, with all that they draw."""
_MOST_FORM, _MOST_FORMS = 200_000, 5_000
_PATIENCE = 0.4
"""Seconds of processor time for all this."""
_OBJECT = re.compile(rb"(?:^|[\r\n ])(\d{1,7}) \d{1,5} obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_FILTERS = re.compile(rb"/Filter\s*(?:\[([^\]]{0,2000})\]|/(\w+))")
_DRAWS = re.compile(rb"/([^\s/<>\[\]()]{1,60})\s+Do\b")
_NAMES = re.compile(rb"/([^\s/<>\[\]()]{1,60})\s+(\d{1,7}) \d{1,5} R")
_LENGTH = re.compile(rb"/Length\s+(\d{1,10})\b(?!\s+\d+\s+R)")


class _Stream(NamedTuple):
    number: int
    head: bytes
    start: int
    """Of its bytes in the file."""
    end: int


def find_bomb(data: bytes) -> str:
    """Return a word for what it was made to do: `swells`, `filters`, `forms`; empty where nothing is known."""
    until = time.process_time() + _PATIENCE
    forms: dict[int, _Stream] = {}
    unpacked = 0
    for stream in _list_streams(data):
        filters = _read_filters(stream.head)
        if len(filters) > _MOST_FILTERS:
            return "filters"
        unpacked += _measure(data, stream, filters, _MOST_UNPACKED - unpacked)
        if unpacked >= _MOST_UNPACKED:
            return "swells"
        if b"/Form" in stream.head and len(forms) < _MOST_FORMS:
            forms[stream.number] = stream
        if time.process_time() > until:
            return ""
    return "forms" if _count_drawn(data, forms, until) > _MOST_DRAWN else ""


def _list_streams(data: bytes) -> Iterator[_Stream]:
    for found in _STREAM.finditer(data):
        before = data.rfind(b"obj", max(0, found.start() - 20_000), found.start())
        owner = None
        for match in _OBJECT.finditer(data, max(0, before - 20), before + 3):
            owner = match
        head = data[before + 3 : found.start()]
        end = data.find(b"endstream", found.end())
        end = len(data) if end < 0 else end
        known = _LENGTH.search(head)
        if known and found.end() + int(known[1]) <= len(data):
            end = max(end, found.end() + int(known[1]))
        yield _Stream(int(owner[1]) if owner else 0, head, found.end(), end)


def _read_filters(head: bytes) -> list[bytes]:
    found = _FILTERS.search(head)
    if found is None:
        return []
    return re.findall(rb"/(\w+)", found[1]) if found[1] is not None else [found[2]]


def _measure(data: bytes, stream: _Stream, filters: list[bytes], most: int) -> int:
    """Return how many bytes a packed stream becomes, where its beginning grows suspiciously; 0 for all others."""
    packed = sum(one in (b"FlateDecode", b"Fl") for one in filters)
    if not packed or filters[0] not in (b"FlateDecode", b"Fl"):
        return 0
    begin = _unpack(data[stream.start : min(stream.end, stream.start + _BEGINNING)], _PIECE)
    if packed > 1 and begin:
        inner = _unpack(begin, _PIECE)
        return most if len(inner) >= _SUSPICIOUS * min(len(begin), _BEGINNING) else 0
    size = min(stream.end - stream.start, _BEGINNING)
    if len(begin) < min(_SUSPICIOUS * size, _PIECE):
        return 0
    return _count_unpacked(data[stream.start : stream.end], most)


def _unpack(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return b""


def _count_unpacked(data: bytes, most: int) -> int:
    unpacker, count = zlib.decompressobj(), 0
    try:
        # Behind a stream's end its rest stays "unconsumed" for ever; and a piece that gives nothing will give nothing again.
        while data and count < most and not unpacker.eof:
            count += len(unpacker.decompress(data, _PIECE))
            data = unpacker.unconsumed_tail
    except zlib.error:
        return count
    return count


def _count_drawn(data: bytes, forms: dict[int, _Stream], until: float) -> int:
    """Count the forms that the deepest of them draws, with all that these draw; a circle is PDFium's to end."""
    drawn: dict[int, list[int]] = {}
    for number, stream in forms.items():
        body = data[stream.start : min(stream.end, stream.start + _MOST_FORM)]
        if _read_filters(stream.head)[:1] in ([b"FlateDecode"], [b"Fl"]):
            body = _unpack(body, _MOST_FORM)
        names = {name: int(target) for name, target in _NAMES.findall(stream.head)}
        drawn[number] = [names[name] for name in _DRAWS.findall(body) if names.get(name) in forms]
        if time.process_time() > until:
            return 0
    around = set[int]()

    @cache
    def count(number: int) -> int:
        if number in around or len(around) > 200:
            return 0
        around.add(number)
        often = Counter(drawn[number])
        total = 1 + sum(times * count(inner) for inner, times in often.items())
        around.discard(number)
        return min(total, 10 * _MOST_DRAWN)

    return max(map(count, drawn), default=0)
