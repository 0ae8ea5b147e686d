"""A segment to its letters' places, where they are painted one by one."""

from __future__ import annotations

from functools import lru_cache

from render.display_text import split_graphemes
from render.text_layout import Segment
from render.typefaces import bundled_font, measure

_MONO = {bundled_font("mono"), bundled_font("mono-bold"), bundled_font("mono-italic")}


def has_equal_cells(segment: Segment) -> bool:
    """Tell whether every letter is equally wide: its letters can then be painted from memory."""
    return segment.shaping.code and segment.text.isascii() and segment.shaping.file in _MONO


@lru_cache(maxsize=2048)
def letter_positions(segment: Segment) -> tuple[tuple[str, float], ...]:
    """Place each grapheme of a segment, kerning kept: how far the pen has moved, plus the tracking."""
    if has_equal_cells(segment):
        cell = measure("M", segment.shaping) + segment.tracking
        return tuple((char, at * cell) for at, char in enumerate(segment.text) if char != " ")
    clusters = split_graphemes(segment.text)
    pens = [measure("".join(clusters[:at]), segment.shaping) for at in range(1, len(clusters) + 1)]
    own = [measure(cluster, segment.shaping) for cluster in clusters]
    placed = zip(clusters, pens, own, strict=True)
    starts = [(cluster, after - wide + at * segment.tracking) for at, (cluster, after, wide) in enumerate(placed)]
    return tuple((cluster, x) for cluster, x in starts if not cluster.isspace())
