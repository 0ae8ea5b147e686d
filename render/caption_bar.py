"""Captions and a scene's slot -> what stands in the caption band of its pictures, and how it is painted"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from PIL import Image

from model.staging import CaptionChoice
from model.timeline import BarState, BarWord, Slot, Timeline
from render.bidi import has_rtl
from render.canvas import paint_items
from render.cue_text import CueWord, join_pieces
from render.cues import Cue
from render.layout import Box, Item, Panel, Words, shift_items
from render.page import Page, open_page
from render.patches import Patch, choose_region
from render.text_layout import set_text
from render.theme import Look

_SIZE, _LEADING = 31, 1.28
_PAD_X, _PAD_Y = 26, 9
_ENDLESS = 100_000


class _Set(NamedTuple):
    """A line, set word by word, so that a word stands at one place whatever its colour."""

    words: tuple[tuple[Words, int], ...]
    """Each with its left edge within the line."""
    width: int


def plan_bars(cues: Sequence[Cue], timeline: Timeline, choice: CaptionChoice) -> Timeline:
    """Give each slot what its caption band shows; without captions in the pictures, the timeline as it is."""
    if choice == "off":
        return timeline
    return timeline.model_copy(update={"slots": tuple(
        slot.model_copy(update={"bar": tuple(_plan_bar(cues, slot, timeline, choice))})
        for slot in timeline.slots
    )})  # fmt: skip


def _plan_bar(cues: Sequence[Cue], slot: Slot, timeline: Timeline, choice: CaptionChoice) -> Iterator[BarState]:
    """Yield what the band shows, frame by frame of the scene's own segment, each frame once."""
    # Counted from the speech, as motions are: what a scene shows is the same wherever in the film it stands.
    begin, spf = timeline.speech_start(slot), timeline.format.samples_per_frame
    frames = slot.frames - slot.transition
    states: dict[int, BarState] = {}
    for cue in cues:
        # A cue's own times are whole milliseconds, and may lie before its scene's first frame; its words' do not.
        first = (cue.words[0].start - begin) // spf
        if not 0 <= first < frames:
            continue
        lines = _split_lines(cue)
        starts = [(max(first, (word.start - begin) // spf), at) for at, word in enumerate(cue.words)]
        for frame, word in starts if choice == "karaoke" else [(first, None)]:
            if frame < frames:
                states[frame] = BarState(frame=frame, lines=lines, current=word)
        end = -(-(cue.end - begin) // spf)
        if end < frames:
            states[end] = BarState(frame=end)
    yield from (states[frame] for frame in sorted(states))


def _split_lines(cue: Cue) -> tuple[tuple[BarWord, ...], ...]:
    words = cue.words
    cut = next((at for at in range(1, len(words)) if join_pieces(words[:at]).strip() == cue.lines[0]), len(words))
    return tuple(tuple(map(_bar_word, part)) for part in (words[:cut], words[cut:]) if part)


def _bar_word(word: CueWord) -> BarWord:
    return BarWord(text=word.text, joined=word.joined)


class CaptionBar:
    """Paints the caption band of one look."""

    def __init__(self, look: Look) -> None:
        self._page: Page = open_page(look)
        self._size = (look.format.width, look.format.height)

    def paint(self, state: BarState, below: Image.Image) -> Patch | None:
        """Paint what the band shows over a picture; nothing where it shows nothing."""
        if not state.lines:
            return None
        items = self.place(state)
        panel = items[0]
        assert isinstance(panel, Panel)
        region = choose_region(panel.box, self._size)
        image = below.crop((region.x, region.y, region.right, region.bottom))
        paint_items(image, shift_items(items, -region.y, -region.x), bytes_of_nothing)
        return Patch(image, region.x, region.y)

    def place(self, state: BarState) -> list[Item]:
        """Lay the words out: a panel, centred in the band, and on it one or two lines."""
        page, width, height = self._page, *self._size
        counts = [len(line) for line in state.lines]
        lines = [self._set(line, state.current, sum(counts[:at])) for at, line in enumerate(state.lines)]
        high = max(words.box.height for line in lines for words, _ in line.words)
        wide, tall = max(line.width for line in lines) + 2 * page.px(_PAD_X), high * len(lines) + 2 * page.px(_PAD_Y)
        top = page.safe.bottom + max(0, (height - page.safe.bottom - tall) // 2)
        items: list[Item] = [
            Panel(Box((width - wide) // 2, top, wide, tall), page.theme.panel, page.corner("card"), page.theme.edge, 1)
        ]
        for at, line in enumerate(lines):
            left = (width - line.width) // 2
            for words, x in line.words:
                box = Box(left + x, top + page.px(_PAD_Y) + at * high, words.box.width, high)
                items.append(replace(words, box=box))
        return items

    def _set(self, line: Sequence[BarWord], current: int | None, first: int) -> _Set:
        """Set each word by itself, at the place that the words before it give it."""
        page = self._page
        style = replace(page.style("least"), size=page.px(_SIZE), leading=_LEADING, balance="none")
        gap = set_text("x x", style, _ENDLESS).width - set_text("xx", style, _ENDLESS).width
        found: list[tuple[Words, int]] = []
        x = 0.0
        for at, word in enumerate(line):
            now = current is not None and first + at == current
            paragraph = set_text(word.text, replace(style, colour=page.theme.accent if now else style.colour), _ENDLESS)
            x += gap if at and not word.joined else 0
            found.append((Words(Box(0, 0, round(paragraph.width) + 1, paragraph.height), paragraph), round(x)))
            x += paragraph.width
        width = round(x) + 1
        if page.rtl or all(has_rtl(word.text) for word in line):
            found = [(words, width - left - words.box.width) for words, left in found]
        return _Set(tuple(found), width)


def bytes_of_nothing(_: object) -> bytes:
    """Load no picture: the band has none."""
    return b""
