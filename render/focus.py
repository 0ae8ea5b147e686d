"""Which steps a part is in focus for -> items that stand one way within them and another way outside"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from render.layout import Item, Words

Span = tuple[int, int | None]
"""From a step on, until another; None for ever."""


def find_spans(focused: Sequence[frozenset[Hashable]], part: Hashable) -> tuple[Span, ...]:
    """Return the steps for which a part is in focus; `focused[k - 1]` is what is in focus from step k on."""
    inside = [part in parts for parts in focused]
    spans: list[Span] = []
    for step, now in enumerate(inside, start=1):
        if now and not (step > 1 and inside[step - 2]):
            end = next((later + 1 for later in range(step, len(inside)) if not inside[later]), None)
            spans.append((step, end))
    return tuple(spans)


def alternate(plain: Item | None, lit: Item | None, spans: Sequence[Span], comes: int = 0) -> tuple[Item, ...]:
    """Let `lit` stand within the spans and `plain` outside of them, either of them nothing, from step `comes` on."""
    items: list[Item] = []
    free: int | None = comes
    for start, end in spans:
        if plain is not None and free is not None and start > free:
            items.append(replace(plain, step=free, until=start))
        if lit is not None:
            items.append(replace(lit, step=start, until=end))
        free = end
    if plain is not None and free is not None:
        items.append(replace(plain, step=free, until=None))
    return tuple(items)


def recolour(words: Words, change: Callable[[str], str], pill: tuple[str, str] | None = None) -> Words:
    """Return set words in other colours, at the same place to the pixel; `pill` is of code spans: ground and words."""
    paragraph = words.paragraph
    lines = tuple(
        replace(
            line,
            segments=tuple(
                replace(part, colour=pill[1] if pill and part.pill else change(part.colour)) for part in line.segments
            ),
        )
        for line in paragraph.lines
    )
    style = replace(paragraph.style, pill=pill[0]) if pill else paragraph.style
    return replace(words, paragraph=replace(paragraph, lines=lines, style=style))
