"""A script, its timeline and its takes -> cues: what stands under the picture, and when, to the millisecond.

The rules: two lines of 42 characters, 5/6 s to 7 s, at most 20 characters a second, two frames between cues or none
(Netflix, Timed Text Style Guide, general requirements). Where speech makes a rule impossible, the cue stays with the
speech, and `check_cues` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import inf
from typing import NamedTuple

from model.audio import SAMPLE_RATE, Take
from model.scenes import SceneConfig
from model.script import VideoScript
from model.timeline import Timeline
from render.cue_text import (
    LINE,
    ROOM,
    WIDE_LINE,
    CueWord,
    cost_parting,
    cut_pieces,
    ends_sentence,
    join_pieces,
    text_width,
)

MILLISECOND = SAMPLE_RATE // 1000
SHORTEST = -(-SAMPLE_RATE * 5 // 6 // MILLISECOND) * MILLISECOND
LONGEST = 7 * SAMPLE_RATE
FASTEST = 20
"""Characters a second."""
_LINGER = SAMPLE_RATE // 5
_CHAINED = SAMPLE_RATE * 2 // 5


class Cue(NamedTuple):
    """One caption."""

    start: int
    """Sample of the film, a whole millisecond."""
    end: int
    """One past the last sample, a whole millisecond."""
    lines: tuple[str, ...]
    """One or two."""
    words: tuple[CueWord, ...]
    """What the lines are made of, each with its own time."""


def build_cues(script: VideoScript, timeline: Timeline, takes: tuple[Take, ...]) -> tuple[Cue, ...]:
    """Lay all that is said into cues, in order, no word left out; a cue never spans two scenes."""
    groups: list[tuple[CueWord, ...]] = []
    scenes = tuple(_film_words(script.scenes, timeline, takes))
    for at, words in enumerate(scenes):
        until = next((later[0].start for later in scenes[at + 1 :] if later), timeline.samples)
        groups.extend(_Passage(words, until).choose_groups())
    return tuple(_time_cues(groups, timeline))


def check_cues(cues: Sequence[Cue]) -> tuple[str, ...]:
    """Say which cues break a rule, and by how much: empty when all is well."""
    found: list[str] = []
    for at, cue in enumerate(cues, start=1):
        duration, characters = cue.end - cue.start, sum(map(len, cue.lines))
        if characters * SAMPLE_RATE > FASTEST * duration:
            found.append(f"cue {at}: {characters * SAMPLE_RATE / max(duration, 1):.1f} characters a second")
        if not SHORTEST <= duration <= LONGEST:
            found.append(f"cue {at}: {duration / SAMPLE_RATE:.3f} s long")
        if len(cue.lines) > 2 or any(text_width(line) > ROOM for line in cue.lines):
            found.append(f"cue {at}: more than two lines of {LINE} characters")
    for at, (before, after) in enumerate(pairwise(cues), start=1):
        if after.start < before.end:
            found.append(f"cue {at}: overlaps the next by {(before.end - after.start) / SAMPLE_RATE:.3f} s")
    return tuple(found)


def _film_words(
    scenes: Sequence[SceneConfig], timeline: Timeline, takes: tuple[Take, ...]
) -> Iterator[tuple[CueWord, ...]]:
    for scene, slot, take in zip(scenes, timeline.slots, takes, strict=True):
        offset = slot.first_frame * timeline.format.samples_per_frame
        words = (word for sentence in scene.narration for word in sentence.words)
        timed = zip(words, take.words, strict=True)
        yield tuple(piece for word, time in timed for piece in cut_pieces(word, time, offset))


class _Passage:
    """One scene's words, with sums over their widths, so that a stretch of them is judged without joining it."""

    def __init__(self, words: tuple[CueWord, ...], until: int) -> None:
        self.words = words
        self.limits = (*(word.start for word in words[1:]), until)
        self.spaces = tuple(0 if word.joined else 1 for word in words)
        self.widths = (0, *accumulate(text_width(word.text) + WIDE_LINE * (not word.joined) for word in words))
        self.lengths = (0, *accumulate(len(word.text) + (not word.joined) for word in words))
        self.partings = (0, *(cost_parting(*pair) for pair in pairwise(words)), 0)
        self.sentences = (0, *accumulate(int(ends_sentence(word.text)) for word in words))

    def choose_groups(self) -> list[tuple[CueWord, ...]]:
        """Cover all words with cues, the cheapest way, by dynamic programming."""
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(self.words) + 1):
            ways: list[tuple[float, int]] = []
            for first in range(end - 1, -1, -1):
                cost = self._cost_cue(first, end)
                if cost == inf:
                    break
                ways.append((best[first][0] + cost + self.partings[end], first))
            best.append(min(ways))
        groups: list[tuple[CueWord, ...]] = []
        end = len(self.words)
        while end:
            groups.append(self.words[best[end][1] : end])
            end = best[end][1]
        return groups[::-1]

    def choose_cut(self, first: int, end: int) -> tuple[float, int]:
        """Return the cost of the best two lines, the lower rather the longer, and where the second begins.

        One line costs nothing and begins no second; the cost is infinite where two do not suffice.
        """
        if self._width(first, end) <= ROOM:
            return 0.0, end
        ways = [(inf, end)]
        for cut in range(end - 1, first, -1):
            upper, lower = self._width(first, cut), self._width(cut, end)
            if lower > ROOM:
                break
            if upper <= ROOM:
                uneven = 30 * abs(upper - lower) / ROOM + (3 if upper > lower else 0)
                ways.append((self.partings[cut] + uneven, cut))
        return min(ways)

    def _width(self, first: int, end: int) -> int:
        return self.widths[end] - self.widths[first] - WIDE_LINE * self.spaces[first]

    def _cost_cue(self, first: int, end: int) -> float:
        start, layout = self.words[first].start, self.choose_cut(first, end)[0]
        if layout == inf or (end - first > 1 and self.words[end - 1].end - start > LONGEST):
            return inf
        room = max(min(self.limits[end - 1] - start, LONGEST), 1)
        characters = self.lengths[end] - self.lengths[first] - self.spaces[first]
        rate = characters * SAMPLE_RATE / room
        crowded = 3 * max(rate - 17, 0) + (200 + 50 * (rate - FASTEST) if rate > FASTEST else 0)
        hasty = 150 if room < SHORTEST else 0
        whole = self.sentences[end] > self.sentences[end - 1]
        # Two whole sentences may share a cue; one and the beginning of another only where nothing else is left.
        merged = (15 if whole else 55) * (self.sentences[end - 1] - self.sentences[first])
        lonely = 25 if characters < 15 and not whole else 0
        return 20 + layout / 2 + crowded + hasty + merged + lonely


def _time_cues(groups: Sequence[tuple[CueWord, ...]], timeline: Timeline) -> Iterator[Cue]:
    gap = 2 * timeline.format.samples_per_frame
    starts = [words[0].start // MILLISECOND * MILLISECOND for words in groups]
    for at, words in enumerate(groups):
        following = starts[at + 1] if at + 1 < len(starts) else timeline.samples // MILLISECOND * MILLISECOND
        lines = _break_lines(words)
        reading = sum(map(len, lines)) * SAMPLE_RATE // FASTEST + MILLISECOND
        wanted = max(words[-1].end + _LINGER, starts[at] + SHORTEST, starts[at] + reading)
        end = min(-(-wanted // MILLISECOND) * MILLISECOND, starts[at] + LONGEST)
        if end + gap > following:
            end = following if end > following - gap else end
        elif end + _CHAINED > following:
            end = min(following - gap, starts[at] + LONGEST)
        yield Cue(starts[at], end // MILLISECOND * MILLISECOND, lines, words)


def _break_lines(words: tuple[CueWord, ...]) -> tuple[str, ...]:
    cut = _Passage(words, 0).choose_cut(0, len(words))[1]
    return tuple(join_pieces(part).strip() for part in (words[:cut], words[cut:]) if part)
