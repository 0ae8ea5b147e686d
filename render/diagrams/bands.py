"""Names of parts -> fields over the columns, or beside the rows, that belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from render.colour import tint
from render.diagrams.sketch import Sketch


class Columns(NamedTuple):
    """Equal columns, parted a little further where a part ends."""

    lefts: tuple[float, ...]
    width: float

    @property
    def right(self) -> float:
        """Return where the last one ends."""
        return self.lefts[-1] + self.width

    @property
    def middles(self) -> tuple[float, ...]:
        """Return the columns' middles."""
        return tuple(left + self.width / 2 for left in self.lefts)


def stand_columns(counts: Sequence[int], left: float, room: float, gap: float, most: float) -> Columns:
    """Share a width out to columns, of which each part has some."""
    count = sum(counts)
    width = min(most, (room - gap * (count - 1) - gap * (len(counts) - 1)) / count)
    lefts, x = [], left
    for own in counts:
        for _ in range(own):
            lefts.append(x)
            x += width + gap
        x += gap
    return Columns(tuple(lefts), width)


def draw_bands(sketch: Sketch, names: Sequence[str], counts: Sequence[int], columns: Columns) -> float:
    """Draw a field with its name over each part's columns; return where they end, 0 where no part has a name."""
    if not any(names):
        return 0.0
    em, theme = sketch.em, sketch.page.theme
    spans, at = [], 0
    for count in counts:
        spans.append((columns.lefts[at], columns.lefts[at + count - 1] + columns.width))
        at += count
    titles = [
        sketch.set(name, end - start - 0.6 * em, strong=True) for name, (start, end) in zip(names, spans, strict=True)
    ]
    height = max(title.height for title in titles if title) + 0.5 * em
    for title, (start, end) in zip(titles, spans, strict=True):
        if title:
            sketch.box(start, 0, end - start, height, 0.3 * em, tint(theme.ground, theme.accent, 0.13))
            sketch.write(title, start, (height - title.height) / 2, end - start - 2, "center")
    return height + 0.6 * em
