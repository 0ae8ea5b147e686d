"""A tree of thoughts -> a picture: to both sides of its root, to one, or below it, whatever allows the largest type."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from render.colour import tint
from render.diagrams.graph import Outline
from render.diagrams.mindmap import Branch
from render.diagrams.nodes import set_label, style_of, surround
from render.diagrams.outlines import outline_points
from render.diagrams.sketch import SCALES, Sketch, move
from render.layout import Box, Item
from render.page import Page
from render.paths import Path, Point
from render.text_layout import Paragraph

Way = Literal["sides", "right", "below"]
_WAYS: tuple[Way, ...] = ("sides", "right", "below")
_SET = ((9.5, 1.0), (7.5, 0.75), (5.5, 0.5))
"""The widest line, in sizes, and the free space as a part of the usual."""
_ACROSS, _BETWEEN = 1.7, 0.62
"""From a thought to those that follow from it, and between two of these, in sizes."""
_WIDE_CIRCLE = 4.5
"""In sizes: round longer words, a circle would be a moon that leaves its planets no room."""
_STEPS = 16


@dataclass(slots=True)
class _Twig:
    """A branch, measured. Places count from the middle of its parent's far side."""

    branch: Branch
    depth: int
    words: Paragraph | None
    width: float
    height: float
    outline: Outline
    children: list[_Twig] = field(default_factory=list)
    reach: float = 0.0
    """Height of all that belongs to it."""
    x: float = 0.0
    y: float = 0.0
    """Its left upper corner."""

    @property
    def joint(self) -> float:
        """Return how far below its top lines begin and end."""
        return self.height if self.outline == "text" else self.height / 2


def lay_out_mindmap(root: Branch, page: Page, area: Box) -> tuple[Item, ...]:
    """Draw a mind map as large as it fits; nothing when it would be too small to read."""
    least, closest = page.px(SCALES[-1]), _SET[-1]
    if not any(_compose(root, page, least, *closest, way).fits(area) for way in _WAYS):
        return ()
    for size in SCALES:
        for widest, space in _SET[: 2 if size > SCALES[-3] else 3]:
            for way in _WAYS if not page.tall else (*_WAYS[1:], _WAYS[0]):
                sketch = _compose(root, page, page.px(size), widest, space, way)
                if sketch.fits(area):
                    return sketch.place(area)
    return ()


def _compose(root: Branch, page: Page, em: int, widest: float, space: float, way: Way) -> Sketch:
    sketch = Sketch(page, em)
    tree = _measure(root, sketch, widest, space, 0)
    if way == "sides":
        right, left = _share(tree)
        _stand(left, sketch, space, tree.width / 2)
        _stand(right, sketch, space, tree.width / 2)
        tree.x, tree.y = -tree.width / 2, -tree.height / 2
        _mirror(left)
    elif way == "right":
        _stand(tree.children, sketch, space, tree.width / 2)
        tree.x, tree.y = -tree.width / 2, -tree.height / 2
    else:
        _stand_below(tree, sketch, space)
    twigs = list(_walk(tree))
    left_most, top = min(twig.x for twig in twigs), min(twig.y for twig in twigs)
    sketch.width = max(twig.x + twig.width for twig in twigs) - left_most + sketch.line
    sketch.height = max(twig.y + twig.height for twig in twigs) - top + sketch.line
    for twig in twigs:
        twig.x, twig.y = twig.x - left_most + sketch.line / 2, twig.y - top + sketch.line / 2
    for twig in twigs:
        _join(twig, sketch, way)
    for twig in twigs:
        _draw(twig, sketch)
    return sketch


def _measure(branch: Branch, sketch: Sketch, widest: float, space: float, depth: int) -> _Twig:
    em, theme = sketch.em, sketch.page.theme
    outline: Outline = branch.outline or ("stadium" if depth == 0 else "round" if depth == 1 else "text")
    colour = theme.on_solid if depth == 0 else ""
    words = set_label(branch.label, style_of(sketch.page, em, colour, strong=depth == 0), widest * em)
    width, height = (words.width, float(words.height)) if words else (em, em)
    if outline == "circle" and words and max(words.width, words.height) > _WIDE_CIRCLE * em:
        outline = "stadium"
    if outline == "text":
        width, height = width + 0.2 * em, height + 0.12 * em
    else:
        width, height = surround(outline, width, height, em, 0.35 + 0.4 * space)
    children = [_measure(child, sketch, widest, space, depth + 1) for child in branch.children]
    between = _BETWEEN * em * space * (1.5 if depth == 0 else 1.0)
    reach = sum(child.reach for child in children) + between * max(0, len(children) - 1)
    return _Twig(branch, depth, words, width, height, outline, children, max(height, reach))


def _share(tree: _Twig) -> tuple[list[_Twig], list[_Twig]]:
    """Share the branches out to the right and to the left, in order, so that both sides are as high as each other."""
    heights = [child.reach for child in tree.children]
    before = [0.0, *accumulate(heights)]
    at = min(range(len(before)), key=lambda cut: (abs(2 * before[cut] - before[-1]), -cut))
    return tree.children[:at], tree.children[at:]


def _stand(children: list[_Twig], sketch: Sketch, space: float, x: float, middle: float = 0.0) -> None:
    """Stand twigs below each other to the right of x, round a height."""
    if not children:
        return
    between = _BETWEEN * sketch.em * space * (1.5 if children[0].depth == 1 else 1.0)
    y = middle - (sum(child.reach for child in children) + between * (len(children) - 1)) / 2
    across = _ACROSS * sketch.em * (0.55 + 0.45 * space)
    for child in children:
        child.x = x + across
        child.y = y + child.reach / 2 - child.joint
        child.y = min(max(child.y, y), y + child.reach - child.height)
        _stand(child.children, sketch, space, child.x + child.width, y + child.reach / 2)
        y += child.reach + between


def _stand_below(tree: _Twig, sketch: Sketch, space: float) -> None:
    """Stand the branches under the root, along a trunk."""
    em = sketch.em
    y = tree.height + 1.1 * em * space
    for child in tree.children:
        child.x, child.y = 1.9 * em, y + (child.reach - child.height) / 2
        _stand(child.children, sketch, space, child.x + child.width, y + child.reach / 2)
        y += child.reach + 1.1 * em * space


def _mirror(twigs: list[_Twig]) -> None:
    for twig in twigs:
        twig.x = -twig.x - twig.width
        _mirror(twig.children)


def _walk(twig: _Twig) -> list[_Twig]:
    return [twig, *(inner for child in twig.children for inner in _walk(child))]


def _join(twig: _Twig, sketch: Sketch, way: Way) -> None:
    """Draw the lines to the thoughts that follow from one."""
    em = sketch.em
    for child in twig.children:
        width = sketch.line * (1.5 if twig.depth == 0 else 1.0)
        colour = (
            sketch.page.theme.accent
            if twig.depth == 0
            else tint(sketch.page.theme.ground, sketch.page.theme.accent, 0.7)
        )
        end_y = child.y + child.joint
        if way == "below" and twig.depth == 0:
            trunk = twig.x + 0.9 * em
            bend = [
                (trunk, end_y - 0.5 * em),
                (trunk, end_y - 0.15 * em),
                (trunk + 0.15 * em, end_y),
                (trunk + 0.5 * em, end_y),
            ]
            points = [(trunk, twig.y + twig.height), *_cubic(bend), (child.x, end_y)]
        else:
            leftwards = child.x < twig.x
            start = (twig.x if leftwards else twig.x + twig.width, twig.y + twig.joint)
            end = (child.x + child.width if leftwards else child.x, end_y)
            middle = (start[0] + end[0]) / 2
            points = _cubic([start, (middle, start[1]), (middle, end[1]), end])
        sketch.paths.append(Path((tuple(points),), colour, width))


def _cubic(corners: list[Point]) -> list[Point]:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    points = []
    for at in range(_STEPS + 1):
        t = at / _STEPS
        s = 1 - t
        a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
        points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points


def _draw(twig: _Twig, sketch: Sketch) -> None:
    """Draw a thought: the root as a field of the accent, the next as boxes, all others as underlined words."""
    em, theme = sketch.em, sketch.page.theme
    if twig.outline == "text":
        y = twig.y + twig.height
        sketch.rule((twig.x, y), (twig.x + twig.width, y), tint(theme.ground, theme.accent, 0.7))
        sketch.write(twig.words, twig.x + 0.1 * em, twig.y)
        return
    body = move(outline_points(twig.outline, twig.width, twig.height, em), twig.x, twig.y)
    sketch.fill(body, theme.solid if twig.depth == 0 else tint(theme.ground, theme.accent, 0.13))
    if twig.depth:
        sketch.paths.append(Path(((*body, *body[:2]),), theme.accent, sketch.line))
    if twig.words:
        top = twig.y + (twig.height - twig.words.height) / 2
        sketch.write(twig.words, twig.x, top, twig.width - 2, "center")
