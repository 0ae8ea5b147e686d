"""A quiz scene to its layout: the question, lettered choices, a quiet bar for the time to think, then the answer."""

from __future__ import annotations

from dataclasses import replace

from model.content import Text
from model.narration import Narration
from model.scenes import Line, ListScene, QuoteScene
from model.scenes.base import SceneConfig
from model.scenes.quiz import QuizScene
from model.timeline import Cue
from render.cards import Card, Cards, place_cards
from render.colour import tint
from render.cue_matching import sentence_words
from render.layout import Box, Item, Layout, Mark, Panel, Words
from render.page import Page, sizes_between
from render.splitting import share_narration, shorten
from render.text_layout import set_text

_LETTERS = "ABCDEFGH"
_TINT = 0.16
_LONGEST_LABEL = 60
_TICK, _MOST_TICKS = 250, 20
"""Milliseconds after which the bar grows in a pause, and how often it does at most."""


def lay_out(scene: QuizScene, page: Page) -> Layout:
    """Place question and choices; the answer's picture is the last."""
    safe, theme = page.safe, page.theme
    label = set_text(scene.header, page.style("body", theme.accent, "semibold"), safe.width)
    top = safe.y + (label.height + page.px(16) if label.lines else 0)
    question, reads = page.largest(
        scene.question, sizes_between("title", "small"), safe.width, round(safe.height * 0.36), lines=4, face="semibold"
    )
    why = set_text(scene.explanation, page.style("body", theme.muted), safe.width)
    below = page.px(30) + max(page.px(8), why.height)
    begin = top + question.height + page.gap(44)
    area = Box(safe.x, begin, safe.width, safe.bottom - begin - below)
    cards = _place_choices(scene, page, area)
    ticks = thinking_cues(scene)
    told = len(ticks) + 1
    items: list[Item] = [page.place(label, safe.x, safe.y, safe.width)] if label.lines else []
    items.append(page.place(question, safe.x, top, safe.width))
    items += _mark_answers(scene, page, cards, told)
    items += _place_bar(page, Box(safe.x, cards.bottom + page.px(30), safe.width, page.px(8)), len(ticks), told)
    items.append(page.place(why, safe.x, cards.bottom + page.px(30), safe.width, step=told))
    answer = Cue(sentence_words(scene.narration)[-1].start, "fade")
    fits = reads and cards.fits and len(scene.header) <= _LONGEST_LABEL and cards.bottom + below <= safe.bottom
    return Layout(theme.ground, page.settle(items, cards.bottom + below), fits, (*ticks, answer))


def thinking_cues(scene: QuizScene) -> tuple[Cue, ...]:
    """Let the bar grow with each word of the sentence before the answer, and through the pause after it."""
    sentences = sentence_words(scene.narration)
    pause = scene.narration[-2].pause_after if len(sentences) > 1 else 0
    if len(sentences) < 3 and not pause:
        return ()
    last, tick = sentences[-2][-1], max(_TICK, pause // _MOST_TICKS)
    spoken = tuple(Cue(word, "cut") for word in sentences[-2])
    return (*spoken, *(Cue(last, "cut", delay) for delay in range(tick, pause + 1, tick)))


def _place_choices(scene: QuizScene, page: Page, area: Box) -> Cards:
    made = [Card(text, _LETTERS[at], False, page.theme.accent) for at, text in enumerate(scene.options)]
    for size in sizes_between("heading", "small"):
        for columns in (1, 2) if page.wide and len(made) > 2 else (1,):
            cards = place_cards(page, made, area, size, columns, page.px(56))
            if cards.fits:
                return cards
    return cards


def _mark_answers(scene: QuizScene, page: Page, cards: Cards, told: int) -> list[Item]:
    """Light the right choices up, and take the others back, with the step that tells."""
    theme, items = page.theme, list[Item]()
    border = max(2, page.px(4))
    for at, box in enumerate(cards.boxes):
        right = at in scene.answers
        for item in cards.items:
            if not (
                isinstance(item, Panel | Words) and box.x <= item.box.x < box.right and box.y <= item.box.y < box.bottom
            ):
                continue
            items.append(replace(item, until=told))
            if isinstance(item, Panel):
                after = (
                    replace(item, fill=tint(theme.panel, theme.good, _TINT), edge=theme.good, border=border)
                    if right
                    else item
                )
                items.append(replace(after, step=told))
            else:
                items.append(replace(item if right else _dim(item, page), step=told))
        if right:
            side = page.px(40)
            place = Box(box.right - side - page.px(28), box.y + (box.height - side) // 2, side, side)
            items.append(Mark("check", place, theme.good, step=told))
    return items


def _dim(words: Words, page: Page) -> Words:
    paragraph = words.paragraph
    lines = tuple(
        replace(
            line,
            segments=tuple(replace(s, colour=page.theme.dim(s.colour)) for s in line.segments),
        )
        for line in paragraph.lines
    )
    return replace(words, paragraph=replace(paragraph, lines=lines))


def _place_bar(page: Page, box: Box, ticks: int, told: int) -> list[Item]:
    """Draw the bar that fills while there is time to think; it goes when the answer comes."""
    if not ticks:
        return []
    radius = box.height // 2
    items: list[Item] = [Panel(box, page.theme.edge, radius, until=told)]
    for at in range(1, ticks + 1):
        items.append(
            Panel(
                box._replace(width=box.width * at // ticks), page.theme.accent, radius, step=at, until=min(at + 1, told)
            )
        )
    return items


def divide(scene: QuizScene, page: Page) -> tuple[SceneConfig, ...]:
    """Explain on a scene of its own; ask a long question first; show choices that are whole paragraphs as a list."""
    if len(scene.header) > _LONGEST_LABEL:
        return (scene.model_copy(update={"header": shorten(scene.header, _LONGEST_LABEL)}),)
    if scene.explanation:
        before, after = share_narration(scene.narration, 0.8)
        told = _state(scene, scene.explanation, after).model_copy(update={"chapter": ""})
        return scene.model_copy(update={"explanation": (), "narration": before}), told
    before, after = share_narration(scene.narration, 0.4)
    lines = tuple(
        Line(text=text, marker="number", number=at, sentence=0) for at, text in enumerate(scene.options, start=1)
    )
    choices = ListScene(
        scene_id=scene.scene_id, narration=after, spans=scene.spans, header=shorten(scene.header, _LONGEST_LABEL),
        lines=lines,
    )  # fmt: skip
    return _state(scene, scene.question, before), choices


def _state(scene: QuizScene, text: Text, narration: Narration) -> QuoteScene:
    return QuoteScene(
        scene_id=scene.scene_id, chapter=scene.chapter, narration=narration, spans=scene.spans, text=text,
        tone="statement",
    )  # fmt: skip
