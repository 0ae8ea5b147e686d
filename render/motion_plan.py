"""When each picture of a scene is due -> the scene's motions: holds, and between them what moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from model.audio import Take
from model.staging import MotionChoice
from model.timeline import Cue, Hold, Motion, Reveal, RevealStyle, VideoFormat

LONGEST = 400
"""Milliseconds that any motion may last, but for a picture's settling."""
_LENGTHS: dict[RevealStyle, int] = {"rise": 270, "fade": 170, "wipe": 330, "settle": 1500, "cut": 0}
"""Milliseconds."""
_LAG = 60
"""Milliseconds after its word's beginning at which a thing is whole: it comes as the word is formed."""
_LEAST = 100
"""Milliseconds: what would have to be quicker comes with the picture before it."""
_MOST_SETTLING = 45
"""Frames, at any rate."""
_MS = 48
"""Samples in a millisecond."""


class Due(NamedTuple):
    """When a picture is due."""

    sample: int
    """From the scene's beginning."""
    style: RevealStyle


class _Change(NamedTuple):
    """One picture giving way to another."""

    begin: int
    """First frame that is not the picture before."""
    end: int
    """First frame that is the picture after."""
    after: int
    style: RevealStyle


def time_cues(cues: Sequence[Cue], take: Take) -> tuple[Due, ...]:
    """Look each cue's word up in the take; none is later than one that follows it."""
    dues = [Due(take.words[cue.word].start + cue.delay * _MS, cue.style) for cue in cues]
    for at in range(len(dues) - 2, -1, -1):
        dues[at] = dues[at]._replace(sample=min(dues[at].sample, dues[at + 1].sample))
    return tuple(dues)


def plan_motions(
    dues: Sequence[Due], frames: int, shape: VideoFormat, choice: MotionChoice = "full"
) -> Iterator[Motion]:
    """Yield the motions of `frames` frames: picture k, from 1, is whole within 100 ms after its time.

    What is due in the first frame stands from the beginning, and comes with the transition. What is due too soon after
    another comes with it. One frame of the first picture comes before all, and one of the last after.
    """
    first = 0
    while first < len(dues) and _stands_at_once(dues[first], shape, choice):
        first += 1
    shown, begin = first, 0
    for change in _space_out(dues, first, frames, shape, choice):
        if change.begin > begin:
            yield Hold(picture=shown, frames=change.begin - begin)
        if change.end > change.begin:
            style = "fade" if choice == "reduced" or change.style == "cut" else change.style
            yield Reveal(before=shown, after=change.after, frames=change.end - change.begin, style=style)
        shown, begin = change.after, change.end
    yield Hold(picture=shown, frames=frames - begin)


def _stands_at_once(due: Due, shape: VideoFormat, choice: MotionChoice) -> bool:
    return (due.style != "settle" or choice != "full") and due.sample < shape.samples_per_frame


def _space_out(dues: Sequence[Due], first: int, frames: int, shape: VideoFormat, choice: MotionChoice) -> list[_Change]:
    """Give each picture its place, none over another, the later of two that are too near joined to the earlier."""
    least = _frames(_LEAST, shape)
    targets = [due.sample // shape.samples_per_frame for due in dues]
    changes: list[_Change] = []
    for at in range(first, len(dues)):
        style, free = dues[at].style, changes[-1].end if changes else 1
        length = _length(style, shape, choice)
        end = targets[at] + (_frames(_LAG, shape) if length else 0)
        if style == "settle" and length:
            following = targets[at + 1] - _length(dues[at + 1].style, shape, choice) if at + 1 < len(dues) else frames
            end = min(free + length, max(free + least, following))
        if not changes:
            end = max(end, free + (least if length else 0))
        end = min(max(end, free), frames - 1)
        hasty = choice != "full" and at > first and targets[at] - targets[at - 1] < 2 * least
        if changes and (hasty or end - free < (least if length else 1)):
            changes[-1] = changes[-1]._replace(after=at + 1)
        else:
            changes.append(_Change(max(min(free, end), end - length), end, at + 1, style))
    return changes


def _length(style: RevealStyle, shape: VideoFormat, choice: MotionChoice) -> int:
    if choice == "none" or style == "cut":
        return 0
    if choice == "reduced":
        return _frames(_LENGTHS["fade"], shape)
    return min(_frames(_LENGTHS[style], shape), _MOST_SETTLING)


def _frames(milliseconds: int, shape: VideoFormat) -> int:
    return milliseconds * shape.fps // 1000
