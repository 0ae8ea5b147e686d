"""A set paragraph at its place -> its lines, each an item that comes with a step of its own."""

from __future__ import annotations

from dataclasses import replace

from render.layout import Words


def split_lines(words: Words, first_step: int) -> tuple[Words, ...]:
    """Cut a paragraph into its lines, the first coming with a step and each other with the one after."""
    paragraph, y = words.paragraph, words.box.y
    items: list[Words] = []
    for at, line in enumerate(paragraph.lines):
        text = paragraph.text[line.start : line.end]
        alone = replace(paragraph, lines=(replace(line, start=0, end=len(text)),), text=text)
        box = words.box._replace(y=y + at * paragraph.line_height, height=paragraph.line_height)
        items.append(replace(words, box=box, paragraph=alone, step=first_step + at))
    return tuple(items)
