"""A script, its timeline and its takes -> cues: what stands under the picture, and when, to the millisecond.

The rules: two lines of 42 characters, 5/6 s to 7 s, at most 20 characters a second (in other languages as
`model/languages` says), two frames between cues or none
(Netflix, Timed Text Style Guide, general requirements). Where speech makes them impossible, what comes first here wins:

1. two lines of the language's columns at most; a word longer than both is shown by its ends;
2. every cue has a length and none overlaps another: up to 7 s;
3. 5/6 s, for which a cue may appear a little after its first word or before it, within its scene;
4. it appears with its first word, and all words are shown;
5. at most the language's characters a second: faster speech is shown as fast as it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, zip_longest
from math import inf
from typing import NamedTuple

from model.audio import SAMPLE_RATE, Take
from model.language import Language, find_language
from model.scenes import SceneConfig
from model.script import VideoScript
from model.timeline import Timeline
from render.cue_text import (
    NARROW,
    CueWord,
    cost_partings,
    cut_pieces,
    ends_sentence,
    join_pieces,
    line_room,
    text_width,
)

MILLISECOND = SAMPLE_RATE // 1000
SHORTEST = -(-SAMPLE_RATE * 5 // 6 // MILLISECOND) * MILLISECOND
LONGEST = 7 * SAMPLE_RATE
_SILENCE = SAMPLE_RATE
"""A cue does not go on over so long a silence: what follows a pause is not told before it."""
FASTEST = 20
"""Characters a second, in most languages."""
_COMFORTABLE = 0.85
"""Share of a language's pace above which a cue is crowded."""
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
    groups: list[_Group] = []
    starts: list[int] = []
    language = find_language(script.language)
    scenes = tuple(words for words in _film_words(script.scenes, timeline, takes, line_room(language)) if words)
    for words, later in zip_longest(scenes, scenes[1:]):
        until = later[0].start if later else timeline.samples
        chosen = _Passage(words, until, language).choose_groups()
        groups.extend(chosen)
        starts.extend(_choose_starts([group.words[0].start for group in chosen], until))
    return tuple(_time_cues(groups, starts, timeline, language))


def _choose_starts(spoken: list[int], until: int) -> list[int]:
    """Return when each of a scene's cues appears: with its speech, or as much later or earlier as each needs to be seen.

    None is shorter than 5/6 s, or than its share of the scene where that is less: the scene's last ends by `until`.
    """
    starts = [start // MILLISECOND * MILLISECOND for start in spoken]
    least = min(SHORTEST, (until - starts[0]) // len(starts) // MILLISECOND * MILLISECOND)
    for at in range(1, len(starts)):
        starts[at] = max(starts[at], starts[at - 1] + least)
    latest = until // MILLISECOND * MILLISECOND
    for at in range(len(starts) - 1, -1, -1):
        latest = starts[at] = min(starts[at], latest - least)
    return starts


def _film_words(
    scenes: Sequence[SceneConfig], timeline: Timeline, takes: tuple[Take, ...], room: int
) -> Iterator[tuple[CueWord, ...]]:
    for scene, slot, take in zip(scenes, timeline.slots, takes, strict=True):
        offset = timeline.speech_start(slot)
        words = (word for sentence in scene.narration for word in sentence.words)
        timed = zip(words, take.words, strict=True)
        yield tuple(piece for word, time in timed for piece in cut_pieces(word, time, offset, room))


class _Group(NamedTuple):
    """Words that are shown together."""

    words: tuple[CueWord, ...]
    lines: tuple[str, ...]


class _Passage:
    """One scene's words, with sums over their widths, so that a stretch of them is judged without joining it."""

    def __init__(self, words: tuple[CueWord, ...], until: int, language: Language) -> None:
        self.words, self.room, self.pace = words, line_room(language), language.captions.pace
        self.limits = (*(word.start for word in words[1:]), until)
        self.spaces = tuple(0 if word.joined else 1 for word in words)
        self.widths = (0, *accumulate(text_width(word.text) + NARROW * (not word.joined) for word in words))
        self.lengths = (0, *accumulate(len(word.text) + (not word.joined) for word in words))
        self.partings = (0, *cost_partings(words, language), 0)
        silent = (int(later.start - word.end >= _SILENCE) for word, later in pairwise(words))
        self.silences = (0, *accumulate(silent))
        self.sentences = (0, *accumulate(int(ends_sentence(word.text)) for word in words))

    def choose_groups(self) -> list[_Group]:
        """Cover all words with cues, the cheapest way, by dynamic programming."""
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(self.words) + 1):
            inside = end < len(self.words) and self.words[end].part
            parting = inf if inside else self.partings[end]
            way = (inf, end - 1)
            for first in range(end - 1, -1, -1):
                cost = self._cost_words(first, end)
                if cost == inf:
                    break
                before = best[first][0] + parting
                if before + cost > way[0]:
                    continue  # lines cost too: a wider cue may still be cheaper, this one is not
                lines = self.choose_cut(first, end)[0]
                if lines == inf:
                    break
                way = min(way, (before + cost + lines / 2, first))
            best.append(way)
        groups: list[_Group] = []
        end = len(self.words)
        while end:
            first = best[end][1]
            groups.append(_Group(self.words[first:end], self._break_lines(first, end)))
            end = first
        return groups[::-1]

    def _break_lines(self, first: int, end: int) -> tuple[str, ...]:
        cut = self.choose_cut(first, end)[1]
        return tuple(join_pieces(part).strip() for part in (self.words[first:cut], self.words[cut:end]) if part)

    def choose_cut(self, first: int, end: int) -> tuple[float, int]:
        """Return the cost of the best two lines, the lower rather the longer, and where the second begins.

        One line costs nothing and begins no second; the cost is infinite where two do not suffice.
        """
        if self._width(first, end) <= self.room:
            return 0.0, end
        ways = [(inf, end)]
        for cut in range(end - 1, first, -1):
            upper, lower = self._width(first, cut), self._width(cut, end)
            if lower > self.room:
                break
            if upper <= self.room:
                uneven = 30 * abs(upper - lower) / self.room + (3 if upper > lower else 0)
                ways.append((self.partings[cut] + uneven, cut))
        return min(ways)

    def _width(self, first: int, end: int) -> int:
        return self.widths[end] - self.widths[first] - NARROW * self.spaces[first]

    def _cost_words(self, first: int, end: int) -> float:
        """Return what a cue costs, but for how its lines break; infinite where it cannot be, nor any that begins before it."""
        start = self.words[first].start
        if self.silences[end - 1] > self.silences[first]:
            return inf
        # A single word stands whole, however long it is spoken: its cue ends at 7 s.
        several = end - first > 1 + self.words[end - 1].part
        if several and self.words[end - 1].end - start > LONGEST:
            return inf
        room = max(min(self.limits[end - 1] - start, LONGEST), 1)
        characters = self.lengths[end] - self.lengths[first] - self.spaces[first]
        rate = characters * SAMPLE_RATE / room
        over = 200 + 50 * (rate - self.pace) if rate > self.pace else 0
        crowded = 3 * max(rate - _COMFORTABLE * self.pace, 0) + over
        hasty = 150 if room < SHORTEST else 0
        whole = self.sentences[end] > self.sentences[end - 1]
        # Two whole sentences may share a cue; one and the beginning of another only where nothing else is left.
        merged = (15 if whole else 55) * (self.sentences[end - 1] - self.sentences[first])
        lonely = 25 if characters < 15 and not whole else 0
        return 20 + crowded + hasty + merged + lonely


def _time_cues(
    groups: Sequence[_Group], starts: Sequence[int], timeline: Timeline, language: Language
) -> Iterator[Cue]:
    gap = 2 * timeline.format.samples_per_frame
    for at, (words, lines) in enumerate(groups):
        following = starts[at + 1] if at + 1 < len(starts) else timeline.samples // MILLISECOND * MILLISECOND
        reading = sum(map(len, lines)) * SAMPLE_RATE // language.captions.pace + MILLISECOND
        wanted = max(words[-1].end + _LINGER, starts[at] + SHORTEST, starts[at] + reading)
        end = min(-(-wanted // MILLISECOND) * MILLISECOND, starts[at] + LONGEST)
        if end + gap > following:
            end = following if end > following - gap else end
        elif end + _CHAINED > following:
            end = min(following - gap, starts[at] + LONGEST)
        yield Cue(starts[at], end // MILLISECOND * MILLISECOND, lines, words)
