"""A stat scene to its layout: a number as large as it can stand, its unit on the same line, over what it means."""

from __future__ import annotations

from dataclasses import replace

from model.content import plain
from model.scenes.base import SceneConfig
from model.scenes.stat import StatScene
from model.timeline import Cue
from render.cue_matching import find_parts, words_of
from render.headers import place_above
from render.layout import Item, Layout
from render.page import Page, Size, sizes_between
from render.spans import TextStyle
from render.splitting import LONG_HEADER, share_fields, split_header, split_string, split_text
from render.text_layout import Paragraph, set_text
from render.typefaces import bundled_font, is_fixed

_NUMBERS = (420, 360, 300, 250, 200, 160)
"""Sizes of the number at 1080 lines: a picture more than a word."""
_UNIT = 0.34
"""Size of a short unit, as a part of the number's."""
_SIGN = 0.62
"""Size of a unit that is one sign, as `%` and `×`."""
_BESIDE = 9
"""Characters; a longer unit stands below the number."""
_MOST_LINES = 2
_GAP = 32
_TIGHT, _TIGHTER = -0.04, -0.075
"""Between letters so large, in sizes; letters that are all equally wide stand apart by themselves."""
_TOGETHER = 4
"""Words: a number so early in the sentence that says what it means comes with all of it."""
_APART = 180
"""Milliseconds between the number and what it means, where the voice does not say when they come."""


def lay_out(scene: StatScene, page: Page) -> Layout:
    """Stack the number and what it means, centred in the room below the header."""
    header = place_above(page, scene.header)
    safe, theme = page.safe, page.theme
    room = safe.bottom - header.bottom
    left, width = page.column(0, 10 if page.wide else 12)
    beside = scene.unit if len(scene.unit) <= _BESIDE else ""
    number, unit, fits = _set_number(scene.value, beside, page, width, round(room * 0.6))
    gap = page.px(_GAP)
    below = scene.unit if not beside and scene.unit else ""
    lead = (
        page.largest(below, sizes_between("title", "body"), width, room // 4, lines=2, face="semibold")[0]
        if below
        else None
    )
    taken = number.height + (lead.height + gap // 2 if lead else 0) + gap
    sizes: tuple[Size, ...] = sizes_between("heading", "small")
    words, reads = page.largest(scene.text, sizes, width, room - taken, lines=5 if page.wide else 8)
    height = taken + words.height
    top = header.bottom
    cues, come, meant = _cue_parts(scene)
    items: list[Item] = [*header.items, page.place(number, left, top, _advance(number), step=come)]
    if unit:
        x = left + _advance(number) + _space(scene.unit, unit.style.size)
        items.append(page.place(unit, x, top + number.baseline - unit.baseline, _advance(unit), step=come))
    y = top + number.height + gap
    if lead:
        items.append(page.place(lead, left, y - gap // 2, width, step=come))
        y += lead.height + gap // 2
    items.append(page.place(words, left, y, width, step=meant))
    whole = header.fits and fits and reads and height <= room
    return Layout(theme.ground, page.settle(items, top + height), whole, cues)


def _cue_parts(scene: StatScene) -> tuple[tuple[Cue, ...], int, int]:
    """Let the number rise with its word, and what it means with its own; return their steps too.

    Whichever is said first comes first; with neither said, the number stands and what it means follows at once.
    """
    if scene.goes_on:
        return (), 0, 0
    (number,) = find_parts([f"{scene.value} {scene.unit}"], scene.narration)
    (meaning,) = find_parts([plain(scene.text)], scene.narration)
    number = number if number is not None else 0
    meaning = meaning if meaning is not None else number
    if not scene.header and min(number, meaning) > 0:
        # Without a header nothing would stand on the page until then.
        number, meaning = (0, meaning) if number <= meaning else (number, 0)
    if meaning < number <= meaning + _TOGETHER:
        return (Cue(number),), 1, 1
    if meaning < number:
        return (Cue(meaning), Cue(number)), 2, 1
    soon = meaning == number and len(words_of(scene.narration)) > 1
    return (Cue(number), Cue(meaning, delay=_APART if soon else 0)), 1, 2


def _space(unit: str, size: int) -> int:
    """Return what stands between number and unit: next to nothing before a sign, a word's space before a word."""
    return round(size * (0.2 if len(unit) == 1 else 0.44))


def _advance(paragraph: Paragraph) -> int:
    return int(paragraph.width) + 2


def _set_number(value: str, unit: str, page: Page, width: int, height: int) -> tuple[Paragraph, Paragraph | None, bool]:
    """Set number and unit at the largest size at which both stand on one line; a long value takes two lines."""
    sizes = [page.px(size) for size in _NUMBERS]
    sizes += [page.letters(size) for size in sizes_between("hero", "heading")]
    for size in sizes:
        number = set_text(value, _number_style(page, size), width)
        small = max(page.letters("least"), round(size * (_SIGN if len(unit) == 1 else _UNIT)))
        sign = (
            set_text(unit, replace(_number_style(page, small), face="semibold", leading=1.2), width) if unit else None
        )
        used = _advance(number) + (_advance(sign) + _space(unit, small) if sign else 0)
        lines = 1 if sign or size > sizes[-2] else _MOST_LINES
        low = number.baseline + (sign.height - sign.baseline if sign else 0)
        whole = len(number.lines) <= lines and not number.broken and (not sign or len(sign.lines) == 1)
        if whole and used <= width and max(number.height, low) <= height:
            return number, sign, True
    return number, sign, False


def _number_style(page: Page, size: int) -> TextStyle:
    style = page.style("hero", page.theme.accent, "bold", tabular=False, balance="even")
    fixed = is_fixed(bundled_font("bold", style.family))
    return replace(style, size=size, leading=1.0, tracking=_TIGHTER if fixed else _TIGHT, flush="ink")


def divide(scene: StatScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of what it means on to a second scene with the same number; a value too long to be one is cut."""
    if len(scene.header) > LONG_HEADER:
        return split_header(scene, scene.header)
    if len(scene.value) + len(scene.unit) > len("".join(run.text for run in scene.text)):
        field = "value" if len(scene.value) >= len(scene.unit) else "unit"
        head, tail = split_string(getattr(scene, field))
        return share_fields(scene, {field: head}, {field: tail}) if tail and head else ()
    first, second = split_text(scene.text)
    return share_fields(scene, {"text": first}, {"text": second}) if second else ()
