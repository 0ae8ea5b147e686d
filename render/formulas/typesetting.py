"""TeX -> outlines of a formula, by ziamath in STIX Two Math."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import ziamath
from fontTools.ttLib import TTFont
from latex2mathml.converter import convert_to_element
from ziamath.zmath import Latex

from render.paths import Point

MOST_CHARACTERS = 800
MOST_DEPTH = 16
_SIZE = 100.0
"""At which a formula is set once; it is scaled from there."""
_COMMAND = re.compile(r"\\[A-Za-z]+")
_STEP = re.compile(r"([MLQCZHV])|(-?[\d.]+(?:e-?\d+)?)")
_REFUSED = frozenset(
    {"\\href", "\\url", "\\color", "\\textcolor", "\\includegraphics", "\\def", "\\newcommand", "\\let"}
)
_CURVE = 5
"""Straight pieces of a curve."""


class FormulaError(Exception):
    """A formula that cannot be set, and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SetFormula:
    """A formula at size 1: multiply by a size of type to get pixels."""

    glyphs: tuple[tuple[tuple[Point, ...], ...], ...]
    """Of each letter or rule: its contours."""
    width: float
    height: float


@lru_cache(maxsize=64)
def set_formula(tex: str) -> SetFormula:
    """Set a formula in display style.

    Raises FormulaError, with the reason, for commands that are not known, for what is not TeX, and for what is too long.
    """
    _check(tex)
    try:
        drawing = Latex(tex, size=_SIZE).svgxml()
    except Exception as error:  # the library raises bare assertions and errors of its own for malformed TeX
        raise FormulaError(f"it is not understood ({type(error).__name__})") from error
    return _read_drawing(drawing)


def _check(tex: str) -> None:
    if not tex.strip():
        raise FormulaError("it is empty")
    if len(tex) > MOST_CHARACTERS:
        raise FormulaError(f"it has {len(tex)} characters; at most {MOST_CHARACTERS} are drawn")
    depth = most = 0
    for char in tex:
        depth += (char == "{") - (char == "}")
        most = max(most, depth)
    if most > MOST_DEPTH:
        raise FormulaError(f"its braces stand more than {MOST_DEPTH} deep in each other")
    refused = next((name for name in _COMMAND.findall(tex) if name in _REFUSED), None)
    if refused:
        raise FormulaError(f"the command {refused} is not drawn")
    try:
        markup = convert_to_element(tex)
    except Exception as error:  # as above
        raise FormulaError(f"it is not understood ({type(error).__name__})") from error
    texts = [text for text in markup.itertext() if text]
    unknown = next((text.strip() for text in texts if text.lstrip().startswith("\\")), None)
    if unknown:
        raise FormulaError(f"the command {unknown} is not known")
    written = "".join(texts)
    covered = _covered()
    missing = next((char for char in written if char.isalnum() and ord(char) not in covered), None)
    if missing:
        raise FormulaError(f"its font has no {missing!r}")


@lru_cache(maxsize=1)
def _covered() -> frozenset[int]:
    file = Path(ziamath.__file__).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _read_drawing(drawing: Any) -> SetFormula:
    symbols: dict[str, tuple[list[float], list[tuple[Point, ...]]]] = {}
    glyphs: list[tuple[tuple[Point, ...], ...]] = []
    for element in drawing.iter():
        tag = element.tag.rsplit("}", 1)[-1]
        if tag == "symbol":
            box = [float(part) for part in element.get("viewBox").split()]
            symbols[element.get("id")] = (box, [c for path in element for c in _read_path(path.get("d", ""))])
        elif tag == "use":
            box, contours = symbols[element.get("href")[1:]]
            x, y = float(element.get("x")), float(element.get("y"))
            scale = float(element.get("width")) / box[2] if box[2] else 0.0
            glyphs.append(
                tuple(tuple((x + (px - box[0]) * scale, y + (py - box[1]) * scale) for px, py in c) for c in contours)
            )
        elif tag == "rect":
            x, y, width, height = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
            glyphs.append((((x, y), (x + width, y), (x + width, y + height), (x, y + height)),))
    loose = [_read_path(path.get("d", "")) for path in drawing.findall("./path")]
    glyphs += [tuple(contours) for contours in loose]
    return _scale([glyph for glyph in glyphs if glyph])


def _scale(glyphs: list[tuple[tuple[Point, ...], ...]]) -> SetFormula:
    points = [point for glyph in glyphs for contour in glyph for point in contour]
    if not points:
        raise FormulaError("nothing of it can be seen")
    left, top = min(x for x, _ in points), min(y for _, y in points)
    width, height = max(x for x, _ in points) - left, max(y for _, y in points) - top
    moved = tuple(
        tuple(tuple(((x - left) / _SIZE, (y - top) / _SIZE) for x, y in contour) for contour in glyph)
        for glyph in glyphs
    )
    return SetFormula(moved, width / _SIZE, height / _SIZE)


def _read_path(written: str) -> list[tuple[Point, ...]]:
    """Follow a path of absolute M, L, Q, C, H, V and Z (SVG 1.1, 8.3); curves become straight pieces."""
    contours: list[tuple[Point, ...]] = []
    line: list[Point] = []
    for command, numbers in _cut_path(written):
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
        if command == "M":
            contours += [tuple(line)] if len(line) > 2 else []
            line = list(pairs)
        elif command == "L":
            line += pairs
        elif command == "H":
            line += [(x, line[-1][1]) for x in numbers]
        elif command == "V":
            line += [(line[-1][0], y) for y in numbers]
        elif command in "QC":
            degree = 2 if command == "Q" else 3
            for at in range(0, len(pairs), degree):
                line += _bend(line[-1], pairs[at : at + degree])
    contours += [tuple(line)] if len(line) > 2 else []
    return contours


def _cut_path(written: str) -> list[tuple[str, list[float]]]:
    found: list[tuple[str, list[float]]] = []
    for command, number in _STEP.findall(written):
        if command:
            found.append((command, []))
        elif found:
            found[-1][1].append(float(number))
    return found


def _bend(start: Point, rest: list[Point]) -> list[Point]:
    """Cut a Bézier curve by de Casteljau's construction."""
    pieces = []
    for step in range(1, _CURVE + 1):
        t = step / _CURVE
        points = [start, *rest]
        while len(points) > 1:
            points = [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for (x0, y0), (x1, y1) in pairwise(points)]
        pieces.append(points[0])
    return pieces
