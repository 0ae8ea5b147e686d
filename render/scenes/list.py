"""A list scene to its layout: points beside their header, each rising as its words are said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from model.content import plain
from model.scenes import Line, ListScene, SceneConfig
from model.timeline import Cue
from render.colour import mix
from render.cue_matching import find_parts, sentence_words
from render.focus import recolour
from render.headers import SIDE_COLUMNS, place_above, place_beside
from render.layout import Box, Item, Layout, Mark, Panel, Words
from render.markers import MARKER_SIZES
from render.page import Page, Size, sizes_between
from render.splitting import LONG_HEADER, share_narration, split_header, split_text
from render.text_layout import Paragraph, set_text

_INDENT = 1.25
"""Of a nested point, in sizes."""
_AFTER_NUMBER = 0.6
"""Between a number and its point, in sizes: numbers end on one line, so that units stand below units."""
_NESTED = 0.4
"""Of the gap between points: before a nested one, which belongs to the point above it."""
_MOST_GAP = 84
_AIRY_GAP = 36
"""Less than this beside the header, and the points move below it, where their lines are longer."""
_FURTHER = 0.4
"""What is added to it on tall pages, where larger letters need more between them."""
_LEAST_GAP = 20
_FAINT = 0.55
"""Strength of the marks that keep the places of points to come."""


def lay_out(scene: ListScene, page: Page) -> Layout:
    """Try the points beside their header, large to small, then below it over the whole width."""
    if page.wide:
        for size in sizes_between("heading", "body"):
            beside = _lay_beside(scene, page, size)
            if beside.fits:
                return beside
    for size in sizes_between("heading" if page.tall else "lead", "small"):
        below = _lay_below(scene, page, size)
        if below.fits:
            break
    return below


def _lay_beside(scene: ListScene, page: Page, size: Size) -> Layout:
    """Stand header and points side by side, on one baseline."""
    safe = page.safe
    header = place_beside(page, scene.header)
    left, width = page.column(SIDE_COLUMNS, 12 - SIDE_COLUMNS) if scene.header else page.column(1, 10)
    first = set_text(scene.lines[0].text, page.style(size), width).baseline
    down = max(0, header.baseline - first)
    items, bottom = _place_lines(scene, page, size, Box(left, safe.y + down, width, safe.height - down), _AIRY_GAP)
    fits = header.fits and max(bottom, header.bottom) <= safe.bottom
    return Layout(
        page.theme.ground, page.settle((*header.items, *items), max(bottom, header.bottom)), fits, _cue_lines(scene)
    )


def _lay_below(scene: ListScene, page: Page, size: Size) -> Layout:
    safe = page.safe
    header = place_above(page, scene.header)
    area = Box(safe.x, header.bottom, safe.width, safe.bottom - header.bottom)
    airy = page.tall and size not in ("body", "small")
    items, bottom = _place_lines(
        scene, page, size, area, _AIRY_GAP * (1 + _FURTHER * page.tall) if airy else _LEAST_GAP
    )
    fits = header.fits and bottom <= safe.bottom
    return Layout(page.theme.ground, page.settle((*header.items, *items), bottom), fits, _cue_lines(scene))


def _cue_lines(scene: ListScene) -> tuple[Cue, ...]:
    """Let each point that is said now come with its own words in its sentence, or else with the sentence."""
    cues: list[Cue] = []
    said = [line for line in scene.lines if line.state == "now"]
    sentences = sentence_words(scene.narration)
    for sentence, group in groupby(said, lambda line: min(line.sentence, len(sentences) - 1)):
        lines, words = list(group), sentences[sentence]
        latest = words.start
        for word in find_parts([plain(line.text) for line in lines], scene.narration, words):
            latest = max(latest, word if word is not None else latest, cues[-1].word if cues else 0)
            cues.append(Cue(latest))
    return tuple(cues)


def _place_lines(scene: ListScene, page: Page, size: Size, area: Box, least: float) -> tuple[list[Item], int]:
    """Stack the points in an area, the free space shared out between them; return them with their lower end."""
    style = page.style(size)
    quiet = replace(style, colour=page.theme.muted, link=page.theme.muted)
    marker = round(_marker_width(scene, page, size))
    outer = min(line.depth for line in scene.lines)
    indents = [marker + round((line.depth - outer) * _INDENT * style.size) for line in scene.lines]
    set_lines = [
        set_text(line.text, quiet if line.state == "before" else style, area.width - indent)
        for line, indent in zip(scene.lines, indents, strict=True)
    ]
    text_height = sum(paragraph.height for paragraph in set_lines)
    spaces = sum(_NESTED if line.depth else 1.0 for line in scene.lines[1:]) or 1.0
    gap = max(page.px(least), min(page.gap(_MOST_GAP), int((area.height - text_height) / spaces)))
    steps = [at for at, line in enumerate(scene.lines) if line.state == "now"]
    items: list[Item] = []
    y = area.y
    for at, (line, paragraph, indent) in enumerate(zip(scene.lines, set_lines, indents, strict=True)):
        step = steps.index(at) + 1 if line.state == "now" else 0
        space = round(gap * _NESTED) if line.depth else gap
        y += space if at else 0
        rule = Box(area.x, y - gap + gap // 2, area.width, page.rule("hair"))
        items += [Panel(rule, page.theme.edge)] if at and not line.depth else []
        place = Box(area.x + indent, y, area.width - indent, 0)
        placed = _place_line(page, line, paragraph, place, marker, step)
        if line.state != "before":
            items += _hold_place(page, placed[:-1], step if line.state == "now" else None)
        if line.state != "later":
            items += placed
        y += paragraph.height
    return items, y


def _marker_width(scene: ListScene, page: Page, size: Size) -> float:
    style = page.style(size, face="semibold", tabular=True)
    numbers = [set_text(str(line.number), style, 10_000).width for line in scene.lines if line.marker == "number"]
    ticked = any(line.marker in ("checked", "unchecked") for line in scene.lines)
    return max([style.size * (1.1 if ticked else 0.85), *(width + style.size * _AFTER_NUMBER for width in numbers)])


def _place_line(page: Page, line: Line, paragraph: Paragraph, area: Box, marker: int, step: int) -> list[Item]:
    """Put one point's marker on the first line's optical middle, and its words beside it."""
    theme, size = page.theme, paragraph.style.size
    accent = theme.muted if line.state == "before" else theme.accent
    words = page.place(paragraph, area.x, area.y, area.width, step=step)
    left = area.x - marker
    if line.marker == "number":
        style = replace(paragraph.style, colour=accent, face="semibold", tabular=True, flush="no")
        number = set_text(str(line.number), replace(style, leading=paragraph.line_height / size), marker)
        ends = marker - round(size * _AFTER_NUMBER)
        return [page.place(number, left, area.y, ends, "right", step=step), words]
    if not plain(line.text):
        return [words]
    name, part, colour = _marker(page, line, accent, theme.muted)
    side = round(size * part)
    middle = area.y + paragraph.baseline - round(size * 0.345)
    return [Mark(name, Box(left, middle - side // 2, side, side), colour, step), words]


def _hold_place(page: Page, markers: Sequence[Item], until: int | None) -> list[Item]:
    """Mark faintly where a point is to come: the page shows from the start how many there are."""
    quiet = mix(page.theme.ground, page.theme.faint, _FAINT)
    held: list[Item] = []
    for item in markers:
        if isinstance(item, Words):
            held.append(replace(recolour(item, lambda _: page.theme.faint), step=0, until=until))
        elif isinstance(item, Mark):
            held.append(replace(item, colour=quiet, step=0, until=until))
    return held


def _marker(page: Page, line: Line, accent: str, muted: str) -> tuple[str, float, str]:
    if line.marker == "checked":
        return "check", 0.62, accent
    if line.marker == "unchecked":
        return "box", 0.6, muted
    name = page.theme.markers.nested if line.depth else page.theme.markers.point
    return name, MARKER_SIZES[name], muted if line.depth else accent


def divide(scene: ListScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of the points on to a second scene; a single point is cut between words.

    A scene that says points of one half only keeps that half, so that a page's scenes become those of two pages.
    """
    if len(scene.header) > LONG_HEADER:
        return split_header(scene, scene.header)
    if len(scene.lines) > 1:
        at = _seam(scene)
        return _cut(scene, scene.lines[:at], scene.lines[at:])
    line = scene.lines[0]
    head, tail = split_text(line.text)
    if not tail:
        return ()
    return _cut(scene, (line.model_copy(update={"text": head}),), (line.model_copy(update={"text": tail}),))


def _seam(scene: ListScene) -> int:
    """Return the place nearest to the middle at which a sentence begins with a point.

    On a page of several scenes it is the place nearest to the middle of all points: the same for all the scenes.
    """
    lines, middle = scene.lines, len(scene.lines) / 2
    alone = all(line.state == "now" for line in lines)
    seams = [at for at in range(1, len(lines)) if not alone or lines[at].sentence > lines[at - 1].sentence]
    tops = [at for at in seams if not lines[at].depth] or seams or range(1, len(lines))
    return min(tops, key=lambda at: (abs(at - middle), at))


def _cut(scene: ListScene, head: tuple[Line, ...], tail: tuple[Line, ...]) -> tuple[SceneConfig, ...]:
    spoken, carried = _count_now(head), _count_now(tail)
    if not spoken or not carried:
        return (scene.model_copy(update={"lines": head if spoken else tail}),)
    last = max(line.sentence for line in head if line.state == "now")
    first = min(line.sentence for line in tail if line.state == "now")
    begins = first if first > last else None
    before, after = share_narration(scene.narration, spoken / (spoken + carried), begins)
    return (
        scene.model_copy(update={"lines": _shift(head, 0, len(before)), "narration": before}),
        scene.model_copy(update={"lines": _shift(tail, begins or 0, len(after)), "narration": after}),
    )


def _count_now(lines: tuple[Line, ...]) -> int:
    return sum(line.state == "now" for line in lines)


def _shift(lines: tuple[Line, ...], down: int, count: int) -> tuple[Line, ...]:
    """Count the sentences of points from `down`, within the `count` that their scene has."""
    return tuple(
        line.model_copy(update={"sentence": min(max(0, line.sentence - down), count - 1)})
        if line.state == "now"
        else line
        for line in lines
    )
