"""Scenes of a course -> layouts: a header or a labelled statement above cards that come as they are said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from model.content import Text, plain
from model.scenes.base import Scene, SceneConfig
from model.timeline import Cue
from render.cards import Card, Cards, place_cards
from render.cue_matching import cue_parts
from render.headers import place_above
from render.icons import find_ink
from render.layout import Box, Item, Layout, Mark, Panel
from render.page import Page, sizes_between
from render.splitting import share_fields, share_narration, split_string, split_text
from render.text_layout import set_text

_Kind = TypeVar("_Kind", bound=Scene)
_LONGEST_LABEL = 60
Make = Callable[[int, Text, int], Card]
"""Makes the card of a point: its place from 0, its words, its step."""


def lay_out_points(page: Page, header: str, points: Sequence[Text], scene: Scene, make: Make) -> Layout:
    """Place cards under a header, as large as they fit."""
    head = place_above(page, header)
    area = Box(page.safe.x, head.bottom, page.safe.width, page.safe.bottom - head.bottom)
    cards, cues = fill_cards(page, points, scene, make, area)
    items = page.settle((*head.items, *cards.items), cards.bottom)
    return Layout(page.theme.ground, items, head.fits and cards.fits, cues)


def fill_cards(
    page: Page, points: Sequence[Text], scene: Scene, make: Make, area: Box
) -> tuple[Cards, tuple[Cue, ...]]:
    """Place a scene's points in an area, in one column or, many of them on a wide page, in two."""
    cues = cue_parts([plain(point) for point in points], scene.narration, at_once=True)
    made = [make(at, point, at + 1) for at, point in enumerate(points)]
    for size in sizes_between("heading", "small"):
        for columns in (1, 2) if page.wide and len(points) > 3 else (1,):
            cards = place_cards(page, made, area, size, columns)
            if cards.fits:
                return cards, cues
    return cards, cues


def lay_out_statement(
    page: Page, label: str, text: Text, points: Sequence[Text], scene: Scene, *, icon: str, colour: str, make: Make
) -> Layout:
    """Write a statement large under its label, with a bar of its colour beside, and cards below."""
    safe, theme = page.safe, page.theme
    bar, side = page.px(8), page.px(40)
    left = safe.x + bar + page.px(40)
    width = safe.right - left
    name = set_text(label, page.style("body", colour, "semibold"), width - side - page.px(18))
    room = safe.height - name.height - page.px(28) if not points else round(safe.height * 0.45) - name.height
    words, reads = page.largest(
        text,
        sizes_between("title" if points else "headline", "body"),
        width,
        room,
        lines=6 if not points else 4,
        face="medium",
    )
    if not reads:
        words, reads = page.largest(text, sizes_between("body", "small"), width, room, face="medium")
    top, (first, last) = safe.y, find_ink(icon, side)
    beside = left + last - first + page.px(20)
    head = name.height + page.px(20) + words.height
    items: list[Item] = [
        Panel(Box(safe.x, top, bar, head), colour, bar // 2),
        Mark(icon, Box(left - first, top + (name.height - side) // 2, side, side), colour),
        page.place(name, beside, top, width - side - page.px(18)),
        page.place(words, left, top + name.height + page.px(20), width),
    ]
    bottom, fits, cues = top + head, reads and len(label) <= _LONGEST_LABEL, tuple[Cue, ...]()
    if points:
        down = bottom + page.gap(56)
        cards, cues = fill_cards(page, points, scene, make, Box(safe.x, down, safe.width, safe.bottom - down))
        items += cards.items
        bottom, fits = cards.bottom, fits and cards.fits
    return Layout(theme.ground, page.settle(items, bottom), fits, cues)


def divide_points(scene: _Kind, points: tuple[Text, ...], *, least: int = 1) -> tuple[SceneConfig, ...]:
    """Carry half of the points on to a second scene, or half of the words of the only one."""
    if len(points) > max(1, least):
        at = (len(points) + 1) // 2
        before, after = share_narration(scene.narration, at / len(points))
        return (
            scene.model_copy(update={"points": points[:at], "narration": before}),
            scene.model_copy(update={"points": points[at:], "narration": after}),
        )
    if not points:
        return ()
    head, tail = split_text(points[0])
    return share_fields(scene, {"points": (head,)}, {"points": (tail,)}) if tail else ()


def divide_statement(scene: _Kind, label: str, text: Text, points: tuple[Text, ...]) -> tuple[SceneConfig, ...]:
    """Cut a long label; show a long statement by itself; then share the points out under it."""
    if len(label) > _LONGEST_LABEL:
        head, tail = split_string(label)
        return share_fields(scene, {"label": head}, {"label": tail}) if tail else ()
    if points and len(plain(text)) > 160:
        return share_fields(scene, {"points": ()}, {"text": split_text(text)[0]}, 0.4)
    if points:
        return divide_points(scene, points)
    first, second = split_text(text)
    return share_fields(scene, {"text": first}, {"text": second}) if second else ()
