"""Captions and a scene's slot -> what stands in the caption band of its pictures, and how it is painted"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf
from typing import NamedTuple

from PIL import Image

from model.staging import CaptionChoice
from model.timeline import BarState, BarWord, Hold, Slot, Timeline
from render.bidi import embedding_levels, has_rtl, visual_order
from render.canvas import paint_items
from render.cue_text import CueWord, join_pieces
from render.cues import Cue
from render.layout import Box, Item, Panel, Words, shift_items
from render.page import Page, open_page
from render.regions import Patch, choose_region
from render.text_layout import set_text
from render.theme import Look

_SIZE, _LEADING = 31, 1.28
_LARGER = 0.3
"""What is added to the size on tall pages."""
_PAD_X, _PAD_Y, _SIDE = 26, 9, 20
_ENDLESS = 100_000
_TAIL = re.compile(r"[^\w\s]{1,9}$")
"""Punctuation at a word's end."""


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


def find_bar(slot: Slot, picture: int | None) -> BarState | None:
    """Return what a slot's band shows once a picture of its scene is whole: of the captions until then, the last.

    Without a picture it is the scene's last one; before the first, the first.
    """
    frame: float = inf if picture is None else _frame_of(slot, picture)
    captions = [state for state in slot.bar if state.lines]
    return max((state for state in captions if state.frame <= frame), key=_frame, default=next(iter(captions), None))


def _frame(state: BarState) -> int:
    return state.frame


def _frame_of(slot: Slot, picture: int) -> int:
    """Return the frame, from the scene's beginning, at which a picture stands."""
    at = 0
    for motion in slot.motions:
        if isinstance(motion, Hold) and motion.picture >= picture:
            break
        at += motion.frames
    return at


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
        lines, widest = self._set_lines(state, 1.0), width - 2 * page.px(_SIDE + _PAD_X)
        if (longest := max(line.width for line in lines)) > widest:
            lines = self._set_lines(state, widest / longest)
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

    def _set_lines(self, state: BarState, smaller: float) -> list[_Set]:
        counts = [len(line) for line in state.lines]
        return [self._set(line, state.current, sum(counts[:at]), smaller) for at, line in enumerate(state.lines)]

    def _set(self, line: Sequence[BarWord], current: int | None, first: int, smaller: float) -> _Set:
        """Set each word by itself, at the place that the words beside it, as they are seen, give it."""
        page = self._page
        size = int(page.px(_SIZE * (1 + _LARGER * page.tall)) * smaller)
        style = replace(page.style("least"), size=size, leading=_LEADING, balance="none")
        gap = set_text("x x", style, _ENDLESS).width - set_text("xx", style, _ENDLESS).width
        found: list[tuple[Words, int]] = []
        x, beside = 0.0, -1
        pieces = self._cut(line)
        for at in self._order([word for _, word in pieces]):
            now = current is not None and first + pieces[at][0] == current
            colour = page.theme.accent if now else style.colour
            paragraph = set_text(pieces[at][1].text, replace(style, colour=colour), _ENDLESS)
            x += gap if found and not _stand_together(pieces, at, beside) else 0
            found.append((Words(Box(0, 0, round(paragraph.width) + 1, paragraph.height), paragraph), round(x)))
            x, beside = x + paragraph.width, at
        return _Set(tuple(found), round(x) + 1)

    def _cut(self, line: Sequence[BarWord]) -> list[tuple[int, BarWord]]:
        """Give each word its number, and what follows a Latin word where text runs to the left a piece of its own."""
        pieces: list[tuple[int, BarWord]] = []
        for at, word in enumerate(line):
            end = _TAIL.search(word.text) if self._runs_left(line) and not has_rtl(word.text) else None
            if end and end.start():
                pieces.append((at, word.model_copy(update={"text": word.text[: end.start()]})))
                pieces.append((at, BarWord(text=end[0], joined=True)))
            else:
                pieces.append((at, word))
        return pieces

    def _runs_left(self, line: Sequence[BarWord]) -> bool:
        return self._page.rtl or all(has_rtl(word.text) for word in line)

    def _order(self, line: Sequence[BarWord]) -> list[int]:
        """Return the words from left to right: each stands as its first letter would in the whole line."""
        text, starts = "", list[int]()
        for word in line:
            text += "" if word.joined or not text else " "
            starts.append(len(text))
            text += word.text
        rtl = self._runs_left(line)
        if not rtl and not has_rtl(text):
            return [*range(len(line))]
        levels = embedding_levels(text, rtl)
        return visual_order([(levels[start], at) for at, start in enumerate(starts)])


def _stand_together(pieces: Sequence[tuple[int, BarWord]], one: int, other: int) -> bool:
    """Tell whether no space is seen between two pieces that stand side by side."""
    if abs(one - other) == 1:
        return pieces[max(one, other)][1].joined
    return any(_TAIL.fullmatch(pieces[at][1].text) for at in (one, other))


def bytes_of_nothing(_: object) -> bytes:
    """Load no picture: the band has none."""
    return b""
