"""Runs of a document to spans that fonts can draw: each with its face, size and colour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from model.content import Run, Text
from render.display_text import drawable_text
from render.typefaces import INTER, Face, Family, bundled_font, is_mono

_STRONGER: dict[Face, Face] = {
    "regular": "semibold", "medium": "bold", "semibold": "bold", "italic": "semibold", "mono": "mono-bold",
}  # fmt: skip

_SEAMS, _SEAMS_AND_SPACES = str.maketrans("-/", "__"), str.maketrans("-/ ", "___")
_SHORT_CODE = 24
"""Characters of a code span that is not broken at its spaces either: half a pill says nothing."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a paragraph is set. Sizes and widths in pixels of the picture."""

    size: int
    colour: str
    face: Face = "regular"
    leading: float = 1.4
    tracking: float = 0.0
    """Space added between letters, as a part of the size; negative for large headings."""
    tabular: bool = False
    link: str = ""
    """Colour of links; empty for no difference."""
    pill: str = ""
    """Ground of code spans; empty for none."""
    quiet: str = ""
    """Colour of what is struck through."""
    smallest: int = 28
    """Code spans are set a little smaller than the words around, but not below this."""
    balance: Literal["even", "no widow", "none"] = "no widow"
    flush: Literal["no", "stem", "ink"] = "no"
    """Whether the space that a font puts beside a letter is taken away at a line's ends: that beside a stem, so that stems
    stand on the page's edge, and round and pointed letters as far beyond it as the font's maker saw fit; or all of it."""
    language: str = "en"
    family: Family = INTER
    """The fonts of the faces."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph in one style."""

    text: str
    face: Face
    size: int
    colour: str
    code: bool = False
    struck: bool = False
    family: Family = INTER


def style_runs(runs: Text, style: TextStyle) -> list[Span]:
    """Turn runs into spans; what no font draws is left out, and the spaces that it leaves at the edges too."""
    return _trim_spans([span for run in runs if (span := _style_run(run, style)).text])


def _style_run(run: Run, style: TextStyle) -> Span:
    face: Face = "mono" if run.code else style.face
    if run.strong:
        face = _STRONGER.get(face, face)
    elif run.emphasis:
        face = {"regular": "italic", "mono": "mono-italic"}.get(face, face)  # type: ignore[assignment]
    size = max(style.smallest, round(style.size * 0.92)) if run.code and "mono" not in style.face else style.size
    lit = run.strong and not is_mono(face) and face != style.face and _is_as_bold(face, style)
    colour = (
        style.link if (run.href or lit) and style.link else style.quiet if run.strike and style.quiet else style.colour
    )
    text = drawable_text(run.text, face, style.language, style.family)
    if run.code and len(text) < len(run.text):
        text = text.strip()  # a pill has no space where a sign was left out
    return Span(text, face, size, colour, run.code and bool(style.pill), run.strike, style.family)


def _is_as_bold(face: Face, style: TextStyle) -> bool:
    """Tell whether a family has nothing heavier: what is strong takes the accent instead."""
    return bundled_font(face, style.family) == bundled_font(style.face, style.family)


def _trim_spans(spans: list[Span]) -> list[Span]:
    """Drop the spaces that a left-out sign has uncovered at the paragraph's edges."""
    if spans and spans[0].text[0].isspace():
        spans = [replace(spans[0], text=spans[0].text.lstrip()), *spans[1:]]
    if spans and spans[-1].text[-1:].isspace():
        spans = [*spans[:-1], replace(spans[-1], text=spans[-1].text.rstrip())]
    return [span for span in spans if span.text]


def hard_lines(spans: list[Span]) -> list[list[Span]]:
    """Cut at newlines."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        for at, part in enumerate(span.text.split("\n")):
            if at:
                lines.append([])
            if part:
                lines[-1].append(replace(span, text=part))
    return lines


def cut_spans(spans: list[Span], start: int, end: int) -> list[tuple[Span, int, int]]:
    """Return the parts of spans between two offsets, each with its own."""
    cuts, at = [], 0
    for span in spans:
        low, high = max(start, at), min(end, at + len(span.text))
        if low < high:
            cuts.append((span, low, high))
        at += len(span.text)
    return cuts


def hide_seams(spans: list[Span], whole: bool) -> str:
    """Blank the signs at which prose would break: `--no-audit` and `make video` stay whole while they fit."""
    return "".join(_hide_seams(span, whole) for span in spans)


def _hide_seams(span: Span, whole: bool) -> str:
    if span.code and len(span.text) <= _SHORT_CODE:
        return span.text.translate(_SEAMS_AND_SPACES)
    return span.text.translate(_SEAMS) if whole or span.code else span.text
