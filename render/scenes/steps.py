"""A steps scene to its layout: numbers or dates along a rule, across a wide picture or down it."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

from model.content import plain
from model.scenes.base import SceneConfig
from model.scenes.steps import Step, StepsScene
from model.timeline import Cue
from render.colour import mix
from render.focus import recolour
from render.headers import place_above
from render.layout import Box, Disc, Item, Layout, Panel, Words
from render.page import Page, Size, sizes_between
from render.spans import TextStyle
from render.splitting import LONG_HEADER, share_narration, split_header, split_string, split_text
from render.text_layout import set_text

_MOST_ACROSS = 5
_MOST_LINES = 4
"""Of a step that stands in a row: longer ones read better below each other."""
_GAPS = (56, 44, 34, 26, 18)
_LABEL_PART = 0.3
"""Of the width: the most that labels beside the texts take."""
_LONGEST_LABEL = 40
_MOST_LABEL_LINES = 4
_HELD = 0.55
"""Strength of the dots that keep the places of steps to come."""


def lay_out(scene: StepsScene, page: Page) -> Layout:
    """Stand few short steps in a row on wide pictures; others below each other."""
    if page.wide and 2 <= len(scene.steps) <= _MOST_ACROSS:
        for size in sizes_between("lead", "body"):
            across = _lay_across(scene, page, size)
            if across.fits:
                return across
    for size in sizes_between("lead" if page.wide else "heading", "small"):
        for gap in _GAPS:
            down = _lay_down(scene, page, size, page.gap(gap))
            if down.fits:
                return down
    return down


def _label(scene: StepsScene, at: int) -> str:
    return scene.steps[at].label or str(scene.first + at)


def _label_style(page: Page, size: Size) -> TextStyle:
    return replace(page.style(size, page.theme.accent, "semibold", tabular=True), leading=1.2)


def cues(scene: StepsScene) -> tuple[Cue, ...]:
    """Let each step come with the sentence that says it."""
    firsts = [0, *accumulate(len(sentence.words) for sentence in scene.narration)][: max(1, len(scene.narration))]
    words = [firsts[min(step.sentence, len(firsts) - 1)] for step in scene.steps if step.state == "now"]
    return tuple(Cue(word) for word in accumulate(words, max))


def _place_step(page: Page, scene: StepsScene, at: int, label: Words, dot: Disc | Panel, text: Words) -> list[Item]:
    """Let a step come when it is said; quietly there before where an earlier scene said it, a dot where a later one will."""
    state, quiet = scene.steps[at].state, page.theme.muted
    held = replace(dot, fill=mix(page.theme.ground, page.theme.faint, _HELD))
    if state == "later":
        return [held]
    if state == "before":
        return [recolour(label, lambda _: quiet), replace(dot, fill=quiet), recolour(text, lambda _: quiet)]
    step = 1 + sum(other.state == "now" for other in scene.steps[:at])
    come: list[Item] = [replace(label, step=step), replace(dot, step=step), replace(text, step=step)]
    return [replace(held, until=step), *come]


def _lay_across(scene: StepsScene, page: Page, size: Size) -> Layout:
    """Stand labels over a rule with dots, and texts below it, in equal columns."""
    header, safe, theme = place_above(page, scene.header), page.safe, page.theme
    gutter = page.px(48)
    count = len(scene.steps)
    width = (safe.width - gutter * (count - 1)) // count
    numbered = not any(step.label for step in scene.steps)
    labels = [
        set_text(
            _label(scene, at),
            replace(_label_style(page, "title" if numbered else "heading"), tabular=False, flush="ink"),
            width,
        )
        for at in range(count)
    ]
    texts = [set_text(step.text, page.style(size), width) for step in scene.steps]
    top, dot = header.bottom + page.px(20), page.px(11)
    rule = top + max(label.height for label in labels) + page.px(26)
    below = rule + page.px(44)
    items: list[Item] = [*header.items, Panel(Box(safe.x, rule - page.px(2), safe.width, page.px(4)), theme.edge)]
    for at, (label, text) in enumerate(zip(labels, texts, strict=True)):
        x = safe.x + at * (width + gutter)
        name = page.place(label, x, rule - page.px(26) - label.height, width)
        disc = _dot(page, x + dot, rule, dot)
        items += _place_step(page, scene, at, name, disc, page.place(text, x, below, width))
    bottom = below + max(text.height for text in texts)
    short = all(len(text.lines) <= _MOST_LINES and not text.broken for text in texts)
    named = all(len(label.lines) == 1 and not label.broken for label in labels)
    fits = header.fits and short and named and bottom <= safe.bottom
    return Layout(theme.ground, page.settle(items, bottom), fits)


def _dot(page: Page, x: int, y: int, radius: int) -> Disc | Panel:
    """Mark a step on the rule: with a square where the theme's points have squares."""
    if page.theme.markers.point == "square":
        return Panel(Box(x - radius, y - radius, 2 * radius, 2 * radius), page.theme.accent)
    return Disc(x, y, radius, page.theme.accent)


def _lay_down(scene: StepsScene, page: Page, size: Size, gap: int) -> Layout:
    """Stand steps below each other: label, dot on the rule, text."""
    header, safe, theme = place_above(page, scene.header), page.safe, page.theme
    style = _label_style(page, size)
    room = round(safe.width * _LABEL_PART)
    labels = [set_text(_label(scene, at), style, room) for at in range(len(scene.steps))]
    column = max(int(label.width) + 2 for label in labels)
    dot, side = page.px(9), page.px(34)
    rule = safe.x + column + side
    left = rule + side
    texts = [set_text(step.text, page.style(size), safe.right - left) for step in scene.steps]
    y, centres = header.bottom, []
    items: list[Item] = []
    for at, (label, text) in enumerate(zip(labels, texts, strict=True)):
        down = max(0, text.baseline - label.baseline)
        centres.append(y + text.baseline - round(text.style.size * 0.345))
        name = page.place(label, safe.x, y + down, column, "right")
        disc = _dot(page, rule, centres[-1], dot)
        items += _place_step(page, scene, at, name, disc, page.place(text, left, y, safe.right - left))
        y += max(text.height, down + label.height) + gap
    line = Box(rule - page.px(2), centres[0], page.px(4), centres[-1] - centres[0])
    bottom = y - gap
    broken = any(part.broken for part in (*labels, *texts)) and size != "small"
    # A date reads as one thing: smaller on one line rather than larger on two.
    most = 1 if size in ("heading", "lead") else _MOST_LABEL_LINES
    named = all(len(label.lines) <= most for label in labels)
    fits = header.fits and bottom <= safe.bottom and not broken and named
    return Layout(theme.ground, page.settle((*header.items, Panel(line, theme.edge), *items), bottom), fits)


def divide(scene: StepsScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of the steps on to a second scene, with the sentences that say them; a single step is cut.

    A scene that says steps of one half only keeps that half, so that a page's scenes become those of two pages.
    """
    if len(scene.header) > LONG_HEADER:
        parts = split_header(scene, scene.header)
        return (*parts[:-1], _within(parts[-1])) if parts else ()
    steps = scene.steps
    if len(steps) > 1:
        at = (len(steps) + 1) // 2
        return _cut(scene, steps[:at], steps[at:], scene.first + at)
    if len(steps[0].label) > min(_LONGEST_LABEL, len(plain(steps[0].text))):
        head, tail = split_string(steps[0].label)
        one, two = (steps[0].model_copy(update={"label": part}) for part in (head, tail))
        return _cut(scene, (one,), (two,), scene.first) if tail else ()
    first, second = split_text(steps[0].text)
    if not second:
        return ()
    one, two = (steps[0].model_copy(update={"text": part}) for part in (first, second))
    return _cut(scene, (one,), (two,), scene.first)


def _cut(scene: StepsScene, head: tuple[Step, ...], tail: tuple[Step, ...], number: int) -> tuple[SceneConfig, ...]:
    spoken, carried = ([step.sentence for step in part if step.state == "now"] for part in (head, tail))
    if len(scene.steps) > 1 and not (spoken and carried):
        return (scene.model_copy(update={"steps": head} if spoken else {"steps": tail, "first": number}),)
    begins = min(carried) if spoken and min(carried) > max(spoken) else None
    share = len(spoken) / (len(spoken) + len(carried)) if spoken else 0.5  # a single step that is said elsewhere
    before, after = share_narration(scene.narration, share, begins)
    down = begins or 0
    return (
        scene.model_copy(update={"steps": _shift(head, 0, len(before)), "narration": before}),
        scene.model_copy(update={"steps": _shift(tail, down, len(after)), "narration": after, "first": number}),
    )


def _shift(steps: tuple[Step, ...], down: int, count: int) -> tuple[Step, ...]:
    return tuple(
        step.model_copy(update={"sentence": min(max(0, step.sentence - down), count - 1)})
        if step.state == "now"
        else step
        for step in steps
    )


def _within(scene: SceneConfig) -> SceneConfig:
    """Keep steps pointing at sentences that the scene still has."""
    assert isinstance(scene, StepsScene)
    least = min((step.sentence for step in scene.steps if step.state == "now"), default=0)
    return scene.model_copy(update={"steps": _shift(scene.steps, least, len(scene.narration))})
