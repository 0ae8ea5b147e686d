"""Styled text and a width to lines of placed segments: shaped, wrapped, in visual order."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Literal

from model.content import Run, Text
from render.bidi import embedding_levels, has_rtl, is_rtl_text, visual_order
from render.display_text import Piece, split_graphemes, split_pieces
from render.line_breaks import split_anywhere, split_overlong, split_phrases, split_units
from render.spans import Span, TextStyle, cut_spans, hard_lines, hide_seams, style_runs
from render.typefaces import FontFile, Shaping, bundled_font, find_bearings, has_bitmaps, is_fixed, is_mono, measure
from render.wrapping import Unit, avoid_widow, even_lines, wrap_units

_ASCENT, _DESCENT = 0.969, 0.242
"""Inter's, as parts of the size: they place the baseline within a line, whatever font a segment has."""
_SQUARE_LEADING = 1.3
"""Chinese, Japanese and Korean fill their line's height."""
_TALL_LEADING = 1.45
"""Scripts from other fonts stack marks above and below: Thai, Devanagari, Arabic."""
_LEAST_EXCESS = 0.25
"""Pixels."""
_MOST_BEARING = 0.25
"""Of the size: how far a line of large letters is moved for the sake of its edge."""
_FEW_LETTERS = 120
"""Of a text whose phrases in Chinese and Japanese stay whole, as a heading's do: more are set line by line."""
_PILL = 0.22
"""Free space on both sides of a code span, as a part of its size."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What is drawn with one call: one font, one direction, one colour."""

    text: str
    x: float
    """From the left of its line."""
    width: float
    shaping: Shaping
    colour: str
    tracking: float = 0.0
    """Pixels between letters."""
    pill: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line, ready to draw."""

    segments: tuple[Segment, ...]
    width: float
    start: int
    """Offset in the paragraph's drawn text."""
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that has been set."""

    lines: tuple[SetLine, ...]
    style: TextStyle
    line_height: int
    baseline: int
    """Of a line, from its top."""
    text: str
    """What is drawn, in logical order; a hard break is a newline."""
    broken: bool
    """True when a word was wider than a line and had to be cut."""

    @property
    def width(self) -> float:
        """Return the widest line's width."""
        return max((line.width for line in self.lines), default=0.0)

    @property
    def height(self) -> int:
        """Return all lines' height."""
        return self.line_height * len(self.lines)


def set_text(text: Text | str, style: TextStyle, width: float) -> Paragraph:
    """Shape and wrap a paragraph to a width in pixels."""
    runs = (Run(text=text),) if isinstance(text, str) else text
    return _set_runs(runs, style, width)


@lru_cache(maxsize=1024)
def _set_runs(runs: Text, style: TextStyle, width: float) -> Paragraph:
    spans = style_runs(runs, style)
    lines: list[SetLine] = []
    offset, broken = 0, False
    for hard in hard_lines(spans):
        wrapped, cut = _wrap_line(hard, style, width, offset)
        lines.extend(wrapped)
        broken = broken or cut
        offset += sum(len(span.text) for span in hard) + 1
    leading = max(style.leading, _needed_leading(lines, spans))
    height = round(style.size * leading)
    baseline = round((height - (_ASCENT + _DESCENT) * style.size) / 2 + _ASCENT * style.size)
    return Paragraph(tuple(lines), style, height, baseline, "".join(span.text for span in spans), broken)


def _needed_leading(lines: list[SetLine], spans: list[Span]) -> float:
    """Give scripts from other fonts the height that their marks need."""
    ours = {bundled_font(span.face, span.family) for span in spans} | {bundled_font("regular"), bundled_font("mono")}
    foreign = [
        s.text for line in lines for s in line.segments
        if s.shaping.file not in ours and not has_bitmaps(s.shaping.file)
    ]  # fmt: skip
    if not foreign:
        return 0.0
    square = all(unicodedata.east_asian_width(char) in "WF" for text in foreign for char in text if not char.isspace())
    return _SQUARE_LEADING if square else _TALL_LEADING


def _wrap_line(spans: list[Span], style: TextStyle, width: float, offset: int) -> tuple[list[SetLine], bool]:
    text = "".join(span.text for span in spans)
    rtl = is_rtl_text(text, default=False)
    heading = style.balance == "even"
    cut = split_phrases if heading or len(text) <= _FEW_LETTERS else split_units
    units = _measure_units(text, cut(hide_seams(spans, heading)), spans, style, 0)

    def split(unit: Unit) -> list[Unit]:
        part = text[unit.start : unit.end]
        ways = (way(part) for way in (split_units, split_overlong, split_anywhere))
        smaller = next((parts for parts in ways if len(parts) > 1), ())
        return _measure_units(text, smaller, spans, style, unit.start) if smaller else [unit]

    wrap = {"even": even_lines, "no widow": avoid_widow, "none": wrap_units}[style.balance]
    room = width
    while True:
        lines = [_set_line(text, start, end, spans, style, rtl, offset) for start, end in wrap(units, room, split)]
        excess = max(
            (line.width - width for line in lines if not _is_single(text[line.start - offset : line.end - offset])),
            default=0.0,
        )
        if excess <= 0 or room < width / 2:
            break
        # Kerning over the seam of two units makes a line wider than its parts: it is wrapped again with less room.
        room -= max(excess, _LEAST_EXCESS)
    return lines, any(unit.solid > width for unit in units)


def _is_single(text: str) -> bool:
    """Tell whether a line is one grapheme: it cannot be made narrower."""
    return len(split_graphemes(text.strip())) < 2


def _measure_units(text: str, parts: tuple[str, ...], spans: list[Span], style: TextStyle, start: int) -> list[Unit]:
    units = []
    for part in parts:
        end = start + len(part)
        bare = start + len(part.rstrip())
        solid = _width_of(text, start, bare, spans, style)
        units.append(Unit(start, end, solid, solid if bare == end else _width_of(text, start, end, spans, style)))
        start = end
    return units


def _width_of(text: str, start: int, end: int, spans: list[Span], style: TextStyle) -> float:
    """Measure a stretch by itself: never less than it takes inside a line."""
    width = 0.0
    for span, low, high in cut_spans(spans, start, end):
        part = text[low:high]
        for piece in split_pieces(part, span.face, style.language, span.family):
            width += measure(piece.text, _shaping(span, piece.file, style, has_rtl(piece.text)))
        width += style.tracking * style.size * len(split_graphemes(part)) if style.tracking > 0 else 0
        width += 2 * _PILL * span.size if span.code else 0
    return width


def _shaping(span: Span, file: FontFile, style: TextStyle, rtl: bool) -> Shaping:
    code = is_mono(span.face) or is_fixed(file)
    return Shaping(file, span.size, rtl, code, style.tabular and not code, style.language)


def _set_line(text: str, start: int, end: int, spans: list[Span], style: TextStyle, rtl: bool, offset: int) -> SetLine:
    bare = start + len(text[start:end].rstrip())
    segments: list[Segment] = []
    pen = 0.0
    for span, stretch, right_to_left, opens, closes in _ordered_stretches(text, start, bare, spans, style, rtl):
        pen += _PILL * span.size if opens else 0
        for piece in split_pieces(stretch, span.face, style.language, span.family)[:: -1 if right_to_left else 1]:
            shaping = _shaping(span, piece.file, style, right_to_left)
            tracking = style.tracking * style.size if _can_track(piece, span) and not right_to_left else 0.0
            width = measure(piece.text, shaping) + tracking * len(split_graphemes(piece.text))
            segments.append(Segment(piece.text, pen, width, shaping, span.colour, tracking, span.code, span.struck))
            pen += width
        pen += _PILL * span.size if closes else 0
    if style.flush != "no" and segments:
        segments, pen = _flush(segments, pen, style)
    return SetLine(tuple(segments), pen, offset + start, offset + end)


def _flush(segments: list[Segment], width: float, style: TextStyle) -> tuple[list[Segment], float]:
    """Move a line so that its first letter begins it; it ends with its last."""
    first, last = segments[0], segments[-1]
    before = _bearings(first, 0, style)[0]
    after = _bearings(last, -1, style)[1] + last.tracking
    return [replace(segment, x=segment.x - before) for segment in segments], width - before - after


def _bearings(segment: Segment, letter: Literal[0, -1], style: TextStyle) -> tuple[float, float]:
    """Return what is taken away beside a letter at a line's end: nothing beside the pill of a code span."""
    ours = segment.shaping.file in style.family
    if segment.pill or segment.shaping.rtl or (style.flush == "stem" and not ours):
        return 0.0, 0.0
    found = find_bearings("H" if style.flush == "stem" else split_graphemes(segment.text)[letter], segment.shaping)
    most = _MOST_BEARING * segment.shaping.size
    return min(max(found[0], -most), most), min(max(found[1], -most), most)


def _can_track(piece: Piece, span: Span) -> bool:
    """Letters of other scripts join, or carry marks: only those of our own faces may be moved one by one."""
    return piece.file == bundled_font(span.face, span.family) and not span.code


def _ordered_stretches(
    text: str, start: int, end: int, spans: list[Span], style: TextStyle, rtl: bool
) -> list[tuple[Span, str, bool, bool, bool]]:
    """Cut a line into stretches of one span and one direction, in the order in which they are seen.

    Each comes with whether it runs to the left, and whether a code span's padding stands before and after it.
    """
    cuts = cut_spans(spans, start, end)
    if not rtl and not has_rtl(text[start:end]):
        return [(span, text[low:high], False, span.code, span.code) for span, low, high in cuts]
    levels = embedding_levels(text[start:end], rtl)
    stretches = []
    for span, low, high in cuts:
        at = low
        for level, group in groupby(levels[low - start : high - start]):
            length = len(list(group))
            stretches.append((level, (span, text[at : at + length], bool(level % 2), span.code, span.code)))
            at += length
    return visual_order(stretches)
