"""From the glyphs of one line to its runs: base line and size found, raised figures told, accents set, links laid on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from adapters.documents.pdf.letters import UNKNOWN, clean_text, is_accent, set_accent
from adapters.documents.pdf.shapes import RAISED, Box, Line, Run, is_leftward, merge_runs

_ALEFS = "\u0622\u0623\u0625\u0627"


class Glyph(NamedTuple):
    """One glyph, or a space between two, as a reader sees it."""

    character: str
    x0: float
    x1: float
    base: float
    size: float
    style: int

    @property
    def leftward(self) -> bool:
        """Tell whether it is a letter of a script that runs from right to left."""
        return self.character > "\u0590" and is_leftward(self.character)


def spell_line(glyphs: Sequence[Glyph], links: Iterable[tuple[Box, str]]) -> Line:
    """Make a line of glyphs in logical order."""
    glyphs = _read_leftward(_see_bullet(glyphs))
    base, size = _measure(glyphs)
    x0, x1 = min(glyph.x0 for glyph in glyphs), max(glyph.x1 for glyph in glyphs)
    whole = Box(x0, base - 0.78 * size, x1, base + 0.22 * size)
    near = [(box.grow(0.5), target) for box, target in links if box.meets(whole)]
    runs = (
        Run(glyph.character, _style(glyph, base, size), _target(glyph, base, near)) for glyph in _set_accents(glyphs)
    )
    cleaned = (run._replace(text=clean_text(run.text)) for run in merge_runs(runs))
    return Line(merge_runs(cleaned), x0, x1, base, size)


def _see_bullet(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """Take a lone glyph of an unknown font before a line for a bullet: that is what such fonts are used for."""
    lone = glyphs[0].character == UNKNOWN and (len(glyphs) == 1 or glyphs[1].character == " ")
    return [glyphs[0]._replace(character="•"), *glyphs[1:]] if lone else glyphs


def _read_leftward(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """Put a line that runs leftwards into the order of reading, from where its glyphs stand.

    PDFium turns some words of it and others not, by how the producer wrote them.
    """
    if not is_leftward("".join(glyph.character for glyph in glyphs)):
        return glyphs
    ordered: list[Glyph] = []
    forward: list[Glyph] = []
    for glyph in _space_leftward(glyphs):
        if (
            glyph.character.isdecimal()
            or (glyph.character.isalpha() and not glyph.leftward)
            or (forward and _is_weak(glyph))
        ):
            forward.append(glyph)
            continue
        _turn(forward, ordered)
        forward = []
        ordered.append(glyph)
    _turn(forward, ordered)
    return _set_ligatures(ordered)


def _space_leftward(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Sort glyphs from the right, with a space wherever white shows between two."""
    spaced: list[Glyph] = []
    for glyph in sorted(
        (glyph for glyph in glyphs if glyph.character != " "), key=lambda glyph: -(glyph.x0 + glyph.x1)
    ):
        if spaced and spaced[-1].x0 - glyph.x1 > 0.16 * glyph.size:
            spaced.append(glyph._replace(character=" ", x0=glyph.x1, x1=spaced[-1].x0))
        spaced.append(glyph)
    return spaced


def _is_weak(glyph: Glyph) -> bool:
    return not glyph.leftward and (glyph.character in " .,:-/_@+%'" or glyph.character.isalnum())


def _turn(forward: list[Glyph], ordered: list[Glyph]) -> None:
    """Add letters and digits that run rightwards within a line that does not; spaces behind them stay behind."""
    tail: list[Glyph] = []
    while forward and not forward[-1].character.isalnum():
        tail.append(forward.pop())
    ordered += [*reversed(forward), *reversed(tail)]


def _set_ligatures(glyphs: list[Glyph]) -> list[Glyph]:
    """Put lam before the alef that is drawn with it: both have the box of the ligature."""
    for at in range(len(glyphs) - 1):
        alef, lam = glyphs[at], glyphs[at + 1]
        if (
            lam.character == "\u0644"
            and alef.character in _ALEFS
            and abs(alef.x0 - lam.x0) < 0.01
            and abs(alef.x1 - lam.x1) < 0.01
        ):
            glyphs[at : at + 2] = [lam, alef]
    return glyphs


def _measure(glyphs: Sequence[Glyph]) -> tuple[float, float]:
    """Return base line and size of most glyphs."""
    counted: dict[tuple[float, float], int] = {}
    for glyph in glyphs:
        key = (round(glyph.base * 2) / 2, round(glyph.size * 4) / 4)
        counted[key] = counted.get(key, 0) + 1
    return max(sorted(counted), key=lambda key: (counted[key], key[1]))


def _style(glyph: Glyph, base: float, size: float) -> int:
    raised = glyph.size < 0.88 * size and base - glyph.base > 0.15 * size
    return glyph.style | (RAISED if raised else 0)


def _target(glyph: Glyph, base: float, links: Sequence[tuple[Box, str]]) -> str:
    x, y = (glyph.x0 + glyph.x1) / 2, base - 0.25 * glyph.size
    return next((target for box, target in links if box.holds(x, y)), "")


def _set_accents(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Put an accent that is drawn over a letter, before or behind it, onto that letter."""
    placed: list[Glyph] = []
    for glyph in glyphs:
        before = placed[-1] if placed else None
        if before and min(before.x1, glyph.x1) - max(before.x0, glyph.x0) > 0.4 * min(
            before.x1 - before.x0, glyph.x1 - glyph.x0
        ):
            pair = (before, glyph) if is_accent(before.character) else (glyph, before)
            if is_accent(pair[0].character) and (whole := set_accent(pair[0].character, pair[1].character)):
                placed[-1] = pair[1]._replace(character=whole)
                continue
        placed.append(glyph)
    return placed
